"""The bot in a group: /check and nothing else, to the asker alone where Telegram allows it, else short."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from aiogram import Bot
from aiogram.client.session.base import BaseSession

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.playground.session import make_bot
from bot.storage import Storage
from bot.telegram.retries import RetryRequests
from handlers.house import build_dispatcher
from tests.agent import Agent
from tests.elsewhere import Colleague, Elsewhere, Group

OLYA, PETR = 7, 8
DRAFT = "Ирина, извините за опоздание. Вы сами указали неверный адрес. Вернём 30% до пятницы."


def _patient(session: BaseSession) -> Bot:
    made = make_bot(session)
    made.session.middleware(RetryRequests())
    return made


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


@pytest.fixture
def telegram() -> Elsewhere:
    return Elsewhere()


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice, telegram: Elsewhere) -> Agent:
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=telegram.clock, admitted={OLYA, PETR})
    return Agent(house, user_id=OLYA, telegram=telegram, bot_factory=_patient)


@pytest.fixture
def group(telegram: Elsewhere) -> Group:
    return Group(telegram)


@pytest.fixture
def olya(agent: Agent, group: Group) -> Colleague:
    return Colleague(agent, group)


async def test_an_administrator_whispers_to_the_asker_alone(olya: Colleague, group: Group) -> None:
    await olya.adds_the_bot(admin=True)
    draft = await olya.says(DRAFT)
    await olya.says("/check", to=draft)
    (whisper,) = group.whispers_to(olya)
    assert "из 100" in whisper.text
    assert "«Вы сами указали" in whisper.text
    assert "Так может быть лучше" in whisper.text
    assert whisper.buttons == ["Скопировать", "Разобрать подробно"]
    assert group.said == []


async def test_elsewhere_it_answers_briefly_under_the_question(olya: Colleague, group: Group) -> None:
    draft = await olya.says(DRAFT)
    asked = await olya.says("/check", to=draft)
    (said,) = group.said
    assert said.wire["reply_to_message"]["message_id"] == asked.id
    assert "из 100" in said.text
    assert "Так может быть лучше" not in said.text
    assert said.buttons == ["Разобрать подробно"]
    assert len(said.text) < 600
    assert group.whispers_to(olya) == []


async def test_where_it_may_not_whisper_it_tries_once(olya: Colleague, group: Group) -> None:
    for _ in range(3):
        await olya.says(f"/check {DRAFT}")
    tried = [params for _, params in group.telegram.calls if params.get("ephemeral_message_parameters")]
    assert len(tried) == 1
    assert len(group.said) == 3
    await olya.adds_the_bot(admin=True)
    await olya.says(f"/check {DRAFT}")
    assert len(group.whispers_to(olya)) == 1


async def test_the_answer_stays_in_the_topic(olya: Colleague, group: Group) -> None:
    await olya.says(f"/check {DRAFT}", topic=42)
    assert group.said[0].wire["message_thread_id"] == 42


async def test_a_command_that_only_the_bot_saw_is_answered_so_by_any_bot(olya: Colleague, group: Group) -> None:
    draft = await olya.says(DRAFT)
    await olya.says("/check", to=draft, ephemeral=True)
    assert "из 100" in group.whispers_to(olya)[0].text
    assert group.said == []


async def test_the_quoted_piece_is_what_is_asked_about(olya: Colleague, group: Group) -> None:
    await olya.adds_the_bot(admin=True)
    draft = await olya.says(DRAFT)
    await olya.says("/check", to=draft, quote="Извините за опоздание. Вернём 30% до пятницы.")
    assert "Вы сами" not in group.whispers_to(olya)[0].text


async def test_all_else_is_ignored(olya: Colleague, group: Group, storage: Storage) -> None:
    said = await olya.says(DRAFT)
    for text in ("/start", "/help", "/privacy", "/forget", "/settings@podskazka_bot", "/check@other_bot " + DRAFT, "?"):
        await olya.says(text, to=said)
    await olya.edits(said, "/check " + DRAFT)
    assert group.said == []
    assert group.whispers_to(olya) == []
    assert olya.agent.messages == []
    assert await storage.agents.get(OLYA) is None


async def test_many_words_between_colleagues_do_not_wake_the_doorkeeper(olya: Colleague, group: Group) -> None:
    for number in range(170):
        await olya.says(f"Слово {number}")
    await olya.says(f"/check {DRAFT}")
    assert len(group.said) == 1


async def test_nothing_of_it_is_kept(olya: Colleague, storage: Storage, tmp_path: Path) -> None:
    await olya.says(f"/check {DRAFT} Уникумхризантема.")
    _, reviews = await storage.reviews.page(OLYA, 0, 5)
    assert reviews == 0
    assert "Уникумхризантема".encode() not in _everything_in(tmp_path)


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("/check", "Ответьте командой /check"),
        ("/check 👍👍", "разобрать не могу"),
        ("/check Hello, we are sorry for the delay", "разобрать не могу"),
        ("/check <b>Вася & Ко</b>, вы сами виноваты", "из 100"),
    ],
)
async def test_odd_questions_get_a_short_word(olya: Colleague, group: Group, text: str, answer: str) -> None:
    await olya.says(text)
    assert answer in group.said[-1].text


async def test_a_stranger_hears_how_to_ask_for_access_and_only_when_they_ask(olya: Colleague, group: Group) -> None:
    stranger = Colleague(olya.agent.another(666, "Чужой"), group)
    await stranger.says("Всем привет")
    await stranger.says("/help")
    assert group.said == []
    await stranger.says(f"/check {DRAFT}")
    assert "только своей команде" in group.said[-1].text
    assert "из 100" not in group.said[-1].text


async def test_one_who_was_removed_is_a_stranger_here_too(
    coach: Coach, storage: Storage, say: Voice, telegram: Elsewhere, group: Group
) -> None:
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=telegram.clock, admitted={1})
    petr = Colleague(Agent(house, user_id=PETR, telegram=telegram), group)
    token = await storage.invitations.issue(1, life=timedelta(days=1), most_uses=1, now=telegram.clock())
    await petr.agent.sends(f"/start {token}")
    await petr.says(f"/check {DRAFT}")
    assert "из 100" in group.said[-1].text
    await storage.members.remove(PETR, telegram.clock())
    await petr.says(f"/check {DRAFT}")
    assert "только своей команде" in group.said[-1].text


async def test_a_button_pressed_in_a_group_leads_nowhere(olya: Colleague, group: Group) -> None:
    await olya.says(f"/check {DRAFT}")
    await olya.taps("v:1:mend:0", group.said[0])
    assert olya.agent.unanswered == 0
    assert len(group.said) == 1


async def test_beyond_twenty_a_minute_the_answer_comes_in_private(olya: Colleague, group: Group) -> None:
    await olya.agent.sends("/help")
    before = len(olya.agent.messages)
    for _ in range(25):
        await olya.says("/check Вернём деньги.")
    assert len(group.said) <= 20
    assert len(group.said) + len(olya.agent.messages) - before == 25
    olya.agent.waits(timedelta(minutes=2))
    await olya.says("/check Вернём деньги.")
    assert "из 100" in group.said[-1].text


async def test_the_group_becomes_a_supergroup(olya: Colleague, telegram: Elsewhere, storage: Storage) -> None:
    olya.group = old = Group(telegram, kind="group")
    await olya.adds_the_bot(admin=True)
    new = await olya.upgrades()
    assert await storage.groups.whispers(old.id) is None
    assert await storage.groups.whispers(new.id) is True
    olya.group = new
    await olya.says(f"/check {DRAFT}")
    assert "из 100" in new.whispers_to(olya)[0].text


async def test_an_answer_on_its_way_follows_the_group(olya: Colleague, telegram: Elsewhere, storage: Storage) -> None:
    olya.group = old = Group(telegram, kind="group")
    new = Group(telegram)
    await olya.adds_the_bot(admin=False)
    old.chat.moved_to = new.id
    await olya.says(f"/check {DRAFT}")
    assert "из 100" in new.said[0].text
    assert await storage.groups.whispers(old.id) is None
    assert await storage.groups.whispers(new.id) is False


async def test_a_group_that_shows_the_bot_out_is_forgotten(olya: Colleague, group: Group, storage: Storage) -> None:
    await olya.adds_the_bot(admin=True)
    await olya.removes_the_bot()
    assert await storage.groups.whispers(group.id) is None
    await olya.adds_the_bot(admin=True)
    group.chat.bot_is_in = False
    await olya.says(f"/check {DRAFT}")
    assert await storage.groups.whispers(group.id) is None


async def test_the_private_chat_goes_on_as_it_was(olya: Colleague) -> None:
    await olya.agent.forwards("Где заказ? Жду три часа!")
    await olya.says(f"/check {DRAFT}")
    await olya.agent.sends(DRAFT)
    assert "Факты проверены?" in olya.agent.last.text
