"""«@bot черновик» in any chat: the score, the first fix and a wording to insert, for the asker's eyes only."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import regex

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent
from tests.elsewhere import Elsewhere, InlineAnswer, asks_inline

OLYA = 7
DRAFT = "Ирина, извините за опоздание. Вы сами указали неверный адрес. Вернём 30% до пятницы."


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    telegram = Elsewhere()
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=telegram.clock, admitted={OLYA})
    return Agent(house, user_id=OLYA, telegram=telegram)


async def asks(agent: Agent, text: str) -> InlineAnswer:
    answer = await asks_inline(agent, text)
    assert answer is not None
    return answer


async def test_it_offers_wordings_and_says_what_the_draft_is_worth(agent: Agent) -> None:
    answer = await asks(agent, DRAFT)
    *wordings, draft = answer.titles
    assert wordings
    assert all(regex.search(r"\d+ из 100", title) for title in answer.titles)
    assert draft.startswith("Ваш черновик")
    assert "«Вы сами указали" in answer.descriptions[-1]
    assert answer.text_of("Ваш черновик") == DRAFT
    assert "Вы сами указали" not in answer.text_of(wordings[0])


async def test_the_answer_is_personal_and_kept_by_nobody(agent: Agent, storage: Storage, tmp_path: Path) -> None:
    answer = await asks(agent, DRAFT + " Уникумхризантема.")
    assert answer.wire["is_personal"] is True
    assert answer.wire["cache_time"] == 0
    _, reviews = await storage.reviews.page(OLYA, 0, 5)
    assert reviews == 0
    assert await storage.agents.get(OLYA) is None
    assert "Уникумхризантема".encode() not in _everything_in(tmp_path)


async def test_gaps_stay_marked_and_the_title_says_so(agent: Agent) -> None:
    answer = await asks(agent, "Мы разберёмся и ответим. Вы сами виноваты.")
    gaps = [title for title in answer.titles if "впишите [скобки]" in title]
    assert gaps
    assert regex.search(r"\[[^\]]+\]", answer.text_of(gaps[0]))


async def test_a_good_draft_is_offered_as_it_is(agent: Agent) -> None:
    good = "Здравствуйте! Да, завтра работаем с 9:00 до 18:00, приходите."
    answer = await asks(agent, good)
    assert answer.text_of("Ваш черновик") == good


async def test_what_an_agent_typed_is_inserted_without_markup(agent: Agent) -> None:
    draft = "<b>Вася & Ко</b>, вы сами виноваты. Вернём деньги завтра."
    answer = await asks(agent, draft)
    assert answer.text_of("Ваш черновик") == draft
    assert all("parse_mode" not in result["input_message_content"] for result in answer.wire["results"])


async def test_a_longer_draft_goes_on_in_the_chat(agent: Agent) -> None:
    long = DRAFT + " Мы всё проверим и вернёмся с ответом." * 8
    answer = await asks(agent, long)
    assert answer.titles == []
    assert "256" in answer.button
    await agent.sends(f"/start {answer.start}")
    assert "весь черновик" in agent.last.text
    await agent.sends(long)
    assert any("из 100" in said.text for said in agent.messages)


@pytest.mark.parametrize(
    ("text", "button"),
    [("", "Впишите черновик"), ("   ", "Впишите черновик"), ("👍👍", "Русских слов"), ("We are sorry", "Русских слов")],
)
async def test_odd_queries_get_a_way_into_the_chat(agent: Agent, text: str, button: str) -> None:
    answer = await asks(agent, text)
    assert answer.titles == []
    assert button in answer.button


async def test_a_stranger_is_told_how_to_ask_for_access(agent: Agent) -> None:
    stranger = agent.another(666, "Чужой")
    answer = await asks(stranger, DRAFT)
    assert answer.titles == []
    assert answer.button == "Как попросить доступ"
    await stranger.sends(f"/start {answer.start}")
    assert "ссылку-приглашение" in stranger.last.text


async def test_a_button_that_was_meant_for_a_colleague_lets_nobody_in(agent: Agent) -> None:
    stranger = agent.another(666, "Чужой")
    await stranger.sends("/start draft")
    assert "только своя команда" in stranger.last.text


async def test_one_who_was_removed_gets_nothing_more(agent: Agent, storage: Storage) -> None:
    now = agent.telegram.clock()
    token = await storage.invitations.issue(OLYA, life=timedelta(days=1), most_uses=1, now=now)
    petr = agent.another(8, "Пётр")
    await petr.sends(f"/start {token}")
    assert (await asks(petr, DRAFT)).titles
    await storage.members.remove(8, now)
    assert (await asks(petr, DRAFT)).titles == []


async def test_a_query_that_expired_meanwhile_is_no_accident(agent: Agent) -> None:
    assert await asks_inline(agent, DRAFT, late=True) is None
    assert (await asks(agent, DRAFT)).titles


async def test_the_rules_of_the_house_hold_here_too(agent: Agent) -> None:
    draft = "Простите, что торт опоздал на три часа. Очень расстроились за вас. Вернём 30% сегодня до 18:00, ждите."
    before = int((await asks(agent, draft)).titles[-1].split()[2])
    await agent.sends("/rules избегать: ждите\nвместо: напишу вам\nпочему: ждать никто не любит")
    await agent.presses("Да, добавить")
    assert int((await asks(agent, draft)).titles[-1].split()[2]) == before - 3


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
