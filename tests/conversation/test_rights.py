"""What is stored of a person: they read it, take it away and erase it."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.playground.session import feed
from bot.storage import Preferences, Storage
from bot.storage.retention import Terms
from handlers.house import build_dispatcher
from tests.agent import Agent

COMPLAINT = "Где заказ 48213? Жду третий час, Уникумхризантема! Звоните 8 916 123-45-67."
DRAFT = "Здравствуйте! Извините за ожидание, Уникумхризантема. Вернём деньги завтра до 12:00, но были пробки."


class GroupWatch(BaseRequestMiddleware):
    """What the bot sends to a group, which the stand-in does not know."""

    def __init__(self) -> None:
        self.sent: list[TelegramMethod[Any]] = []

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if getattr(method, "chat_id", None) == -100:
            self.sent.append(method)
        return await make_request(bot, method)


def now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where `storage` keeps everything."""
    return tmp_path / "coach.db"


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    return Agent(
        build_dispatcher(coach, storage, storage.conversation, say, clock=now, leads={1}, terms=Terms(180, 14))
    )


def bytes_on_disk(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.iterdir())


async def has_a_review(agent: Agent) -> None:
    await agent.forwards(COMPLAINT, sender="Анна")
    await agent.sends(DRAFT)
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")


async def test_one_page_says_what_is_stored_and_for_how_long(agent: Agent) -> None:
    await agent.sends("/start")
    await agent.sends("/privacy")

    for words in ("не дольше суток", "180 дней", "14 дней", "/export", "/forget", "тексты хранятся"):
        assert words in agent.last.text


async def test_a_newcomer_may_read_the_page_and_nothing_is_stored_for_that(agent: Agent, storage: Storage) -> None:
    for command in ("/privacy", "/export", "/forget"):
        await agent.sends(command)

    assert [said.text for said in agent.messages[1:]] == ["О вас ничего не хранится."] * 2
    assert agent.messages[0].keyboard == []
    assert await storage.personal.export(7) == {}


async def test_everything_comes_as_a_table_and_as_json(agent: Agent) -> None:
    await has_a_review(agent)
    await agent.sends("/export")
    table, whole = (agent.file(said) for said in agent.messages[-2:])

    rows = list(csv.reader(io.StringIO(table.decode("utf-8-sig")), delimiter=";"))
    stored = json.loads(whole)["stored"]
    assert ["Разборы"] in rows
    assert {"agents", "reviews", "conversations", "tip_subscriptions"} <= set(stored)
    (review,) = stored["reviews"]
    assert "Уникумхризантема" in review["draft"]
    assert "[телефон]" in review["complaint"]
    assert review["draft"] in {cell for row in rows for cell in row}


async def test_an_export_in_the_middle_of_a_draft_disturbs_nothing(agent: Agent) -> None:
    await agent.forwards(COMPLAINT, sender="Анна")
    await agent.sends(DRAFT)
    await agent.sends("/export")
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")

    assert any("из 100" in said.text for said in agent.messages)


async def test_after_forget_there_is_not_a_byte_in_the_files_and_the_talk_begins_anew(
    agent: Agent, storage: Storage, path: Path
) -> None:
    await has_a_review(agent)
    await agent.presses("Напомнить об обещании")
    await agent.sends("/forget")
    assert "вернуть их будет нельзя" in agent.last.text
    assert "Уникумхризантема".encode() in bytes_on_disk(path)
    await agent.presses("Да, стереть всё")

    assert "Стёр всё" in agent.last.text
    assert "14 дней" in agent.last.text
    assert "Уникумхризантема".encode() not in bytes_on_disk(path)
    assert await storage.personal.export(7) == {}
    await agent.sends("/history")
    assert "Разборов пока нет" in agent.last.text


async def test_thinking_better_of_it_erases_nothing(agent: Agent, storage: Storage) -> None:
    await has_a_review(agent)
    await agent.sends("/forget")
    await agent.presses("Не стирать")

    assert (await storage.reviews.page(7, 0, 1))[1] == 1


async def test_a_double_tap_on_erase_is_answered_once(agent: Agent) -> None:
    await has_a_review(agent)
    await agent.sends("/forget")
    before = len(agent.messages)
    await agent.presses("Да, стереть всё", times=3)

    assert len(agent.messages) == before
    assert agent.unanswered == 0


async def test_one_who_forgets_takes_nothing_from_the_other(agent: Agent, storage: Storage) -> None:
    await has_a_review(agent)
    boris = agent.another(8, "Борис")
    await has_a_review(boris)
    await agent.sends("/forget")
    await agent.presses("Да, стереть всё")

    assert (await storage.reviews.page(8, 0, 1))[1] == 1


async def test_a_board_from_before_leads_nowhere_after_forgetting(agent: Agent, storage: Storage) -> None:
    await agent.forwards(COMPLAINT, sender="Анна")
    await agent.sends(DRAFT)
    board = agent.last
    await agent.sends("/forget")
    await agent.presses("Да, стереть всё")
    await agent.presses("Да, проверены", on=board)

    assert agent.alerts == ["Эта кнопка уже от старого разбора. Пришлите черновик ещё раз."]
    assert "reviews" not in await storage.personal.export(7)


async def test_without_texts_the_history_keeps_scores_and_says_what_is_missing(
    agent: Agent, storage: Storage, path: Path
) -> None:
    await has_a_review(agent)
    await agent.sends("/privacy")
    await agent.presses("Не хранить тексты")
    assert "сотру сразу" in agent.last.text
    await agent.presses("Да, стереть тексты")
    assert "тексты не хранятся" in agent.last.text
    # The draft on the desk is the talk's own and goes with it; the hourly purge empties the log.
    await agent.sends("/cancel")
    await storage.conversation.purge(now())
    assert "Уникумхризантема".encode() not in bytes_on_disk(path)

    await has_a_review(agent)
    rows, total = await storage.reviews.page(7, 0, 5)
    assert total == 2
    assert not any(row.has_texts for row in rows)
    assert all(row.review["signals"] for row in rows)
    await agent.sends("/history")
    newest = agent.last.keyboard[0][0]
    assert "без текста" in newest.text
    await agent.taps(newest.data or "", on=agent.last)
    assert "Текста здесь нет" in agent.last.text


async def test_texts_may_be_kept_again(agent: Agent, storage: Storage) -> None:
    await agent.sends("/start")
    await storage.agents.save_preferences(7, Preferences(keep_texts=False), now())
    await agent.sends("/privacy")
    await agent.presses("Хранить тексты")
    await has_a_review(agent)

    rows, _ = await storage.reviews.page(7, 0, 1)
    assert rows[0].has_texts


async def test_the_days_are_chosen_and_no_more_than_the_house_keeps(agent: Agent, storage: Storage) -> None:
    await agent.sends("/settings")
    await agent.presses("что я храню")
    await agent.presses("Срок: 180 дней")
    offered = [button.text for row in agent.last.keyboard for button in row]
    assert offered == ["7 дней", "30 дней", "90 дней", "180 дней", "← Назад"]
    page = agent.last
    await agent.presses("30 дней")
    assert "Храню 30 дней." in agent.alerts
    assert (await storage.agents.preferences(7)).retention_days == 30
    for forged in ("my:keep_days:99999", "my:keep_days:-1", "my:keep_days:0", "my:nonsense:0"):
        await agent.taps(forged, on=page)
    assert (await storage.agents.preferences(7)).retention_days == 30
    await agent.presses("Срок: 30 дней")
    await agent.presses("180 дней")
    assert (await storage.agents.preferences(7)).retention_days is None


async def test_what_is_too_old_is_gone_by_itself(agent: Agent, storage: Storage) -> None:
    await has_a_review(agent)
    await storage.retention.purge(now() + timedelta(days=181), Terms(180))
    await agent.sends("/history")

    assert "Разборов пока нет" in agent.last.text


async def test_without_texts_a_promise_keeps_its_hour_and_says_where_the_words_are(
    agent: Agent, storage: Storage
) -> None:
    await agent.sends("/start")
    await storage.agents.save_preferences(7, Preferences(keep_texts=False), now())
    await has_a_review(agent)
    await agent.presses("Напомнить об обещании")
    await agent.sends("/promises")

    assert "слова не хранятся" in agent.last.text
    assert "12:00" in agent.last.text


@pytest.mark.parametrize("command", ["/privacy", "/export", "/forget"])
async def test_nothing_of_this_is_told_in_a_group(agent: Agent, command: str) -> None:
    await has_a_review(agent)
    group = {"id": -100, "type": "supergroup", "title": "Смена"}
    message = {"message_id": 5, "date": 1, "chat": group, "from": agent.person.user, "text": command}
    watch = GroupWatch()
    agent.bot.session.middleware(watch)
    query = agent.telegram.chats.ask(agent.person.chat, 5)
    tap = {"id": query, "from": agent.person.user, "chat_instance": "1", "message": message, "data": "my:export:0"}
    await feed(agent.dispatcher, agent.bot, [{"update_id": 1, "message": message}])
    await feed(agent.dispatcher, agent.bot, [{"update_id": 2, "callback_query": tap}])

    assert watch.sent == []
