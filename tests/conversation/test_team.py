"""/team: a lead sees what is hard for all, and of nobody in particular anything at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.coach.as_json import as_json
from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import NewReview, Storage
from bot.storage.agents import Preferences
from handlers.house import build_dispatcher
from tests.agent import Agent

LEAD = 1
TEAM = range(101, 107)
DRAFT = "Ирина, вы сами указали неверный адрес доставки. Вернём 30% до пятницы."


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def lead(coach: Coach, storage: Storage, say: Voice) -> Agent:
    admitted = {LEAD, *TEAM}
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=_now, admitted=admitted, leads={LEAD})
    return Agent(house, user_id=LEAD, name="Руководитель")


async def writes(storage: Storage, coach: Coach, agent: int, *, days_ago: float = 1, draft: str = DRAFT) -> None:
    at = _now() - timedelta(days=days_ago)
    await storage.agents.seen(agent, at)
    review = coach.review(None, draft)
    await storage.reviews.add(
        agent,
        NewReview(
            draft=draft,
            complaint=None,
            channel=None,
            facts=None,
            fault=None,
            stance=review.stance,
            score=review.score,
            review=as_json(review),
            best_rewrite=None,
            created_at=at,
        ),
    )


async def agrees(storage: Storage, *agents: int, yes: bool = True) -> None:
    for agent in agents:
        await storage.agents.save_preferences(agent, Preferences(share_examples=yes), _now())


async def test_of_a_small_team_nothing_is_shown(lead: Agent, storage: Storage, coach: Coach) -> None:
    for agent in TEAM[:4]:
        await writes(storage, coach, agent)
    await lead.sends("/team")
    assert "хотя бы 5 разных людей" in lead.last.text
    assert "%" not in lead.last.text


async def test_three_needs_of_the_week_with_advice_and_nobodys_name(
    lead: Agent, storage: Storage, coach: Coach
) -> None:
    for agent in TEAM:
        await writes(storage, coach, agent)
    await lead.sends("/team")
    assert "Где нужна помощь" in lead.last.text
    assert "1. " in lead.last.text
    assert "3. " in lead.last.text
    assert "100\u00a0%" in lead.last.text
    assert not any(str(agent) in lead.last.text for agent in TEAM)
    assert "неверный адрес" not in lead.last.text
    assert "Примеры показываю, только если" in lead.last.text
    assert "вторая неделя" in lead.last.text


async def test_examples_come_from_five_who_agreed_without_whom_they_spoke_to(
    lead: Agent, storage: Storage, coach: Coach
) -> None:
    for number, agent in enumerate(TEAM):
        await writes(storage, coach, agent, draft=DRAFT.replace("адрес", f"адрес {'абвгде'[number]}") + " Заказ 45821.")
    await agrees(storage, *TEAM[:4])
    await lead.sends("/team")
    assert "неверный адрес" not in lead.last.text
    await agrees(storage, TEAM[4])
    await lead.sends("/team")
    assert "вы сами указали неверный адрес" in lead.last.text
    assert "Ирина" not in lead.last.text
    await agrees(storage, TEAM[0], yes=False)
    await lead.sends("/team")
    assert "неверный адрес" not in lead.last.text


async def test_two_weeks_make_a_picture_and_a_direction(lead: Agent, storage: Storage, coach: Coach) -> None:
    for agent in TEAM:
        await writes(storage, coach, agent, days_ago=9, draft="Простите, что торт опоздал. Вернём деньги до пятницы.")
        await writes(storage, coach, agent)
    await lead.sends("/team")
    (picture,) = [said for said in lead.messages if "photo" in said.wire]
    assert "Линия ниже — лучше" in picture.text
    assert "неделей раньше было реже" in lead.last.text


async def test_the_page_leads_to_the_rules_and_to_the_members(lead: Agent) -> None:
    await lead.sends("/team")
    await lead.presses("Правила дома")
    assert "Как принято в команде" in lead.last.text
    await lead.sends("/team")
    await lead.presses("Кто в команде")
    assert "В команде" in lead.last.text


async def test_an_agent_does_not_see_the_page(lead: Agent, storage: Storage, coach: Coach) -> None:
    for agent in TEAM:
        await writes(storage, coach, agent)
    olya = lead.another(TEAM[0], "Оля")
    await olya.sends("/team")
    assert "/progress" in olya.last.text
    assert "%" not in olya.last.text
    stranger = lead.another(666, "Чужой")
    await stranger.sends("/team")
    assert "только своя команда" in stranger.last.text


async def test_the_question_about_examples_comes_once_and_unasked_is_no(
    lead: Agent, storage: Storage, coach: Coach
) -> None:
    for agent in TEAM[1:]:
        await writes(storage, coach, agent)
    olya = lead.another(TEAM[0], "Оля")
    for _ in range(4):
        await olya.sends(f"/check {DRAFT}")
        assert not any("без имени клиента" in said.text for said in olya.messages)
    await olya.sends(f"/check {DRAFT}")
    assert "без имени клиента" in olya.last.text
    assert (await storage.agents.preferences(TEAM[0])).share_examples is False
    await olya.presses("Да, без имени можно")
    assert "договорились" in olya.last.text
    assert (await storage.agents.preferences(TEAM[0])).share_examples is True
    asked = sum("договорились" in said.text for said in olya.messages)
    await olya.sends(f"/check {DRAFT}")
    assert sum("без имени клиента" in said.text or "договорились" in said.text for said in olya.messages) == asked


async def test_no_is_an_answer(lead: Agent, storage: Storage, coach: Coach) -> None:
    for agent in TEAM:
        for _ in range(4):
            await writes(storage, coach, agent)
    olya = lead.another(TEAM[0], "Оля")
    await olya.sends(f"/check {DRAFT}")
    await olya.presses("Нет")
    assert "остаются только у вас" in olya.last.text
    assert (await storage.agents.preferences(TEAM[0])).share_examples is False


async def test_in_a_small_house_nobody_is_asked(lead: Agent) -> None:
    olya = lead.another(TEAM[0], "Оля")
    for _ in range(6):
        await olya.sends(f"/check {DRAFT}")
    assert not any("без имени клиента" in said.text for said in olya.messages)


async def test_the_settings_turn_it_both_ways(lead: Agent, storage: Storage) -> None:
    await lead.sends("/settings")
    assert "примерах для команды: нет" in lead.last.text
    await lead.presses("фразы без имени")
    assert "примерах для команды: можно" in lead.last.text
    assert (await storage.agents.preferences(LEAD)).share_examples is True
    await lead.presses("фразы без имени")
    assert (await storage.agents.preferences(LEAD)).share_examples is False
