"""Practice in the chat: a customer who hides something, looking around, three replies, and who comes back."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.broadcast.lessons import weak_signals
from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from tests.agent import Agent
from tests.conversation.broadcast import build_house
from tests.conversation.practice import ALL, DOUBT, KETTLE, TEMPLATE, build_agent, endings, only

# In Moscow.
TEN = 7


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    return build_agent(coach, storage, say, only("kettle_leaks"))


async def test_a_case_is_played_from_the_first_word_to_the_summary(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    assert [said.text for said in agent.messages[1:3]] == [f"Светлана\n{line}" for line in KETTLE.messages]
    await agent.presses("Посмотреть возвраты модели")
    assert "Одиннадцать возвратов" in agent.last.text
    assert "14 мин" in agent.last.text
    await agent.sends(KETTLE.model)
    assert "какая это позиция" in agent.last.text
    await agent.presses("Исправить")
    answer, summary = agent.messages[-2:]
    assert answer.text.startswith("Светлана\n")
    assert "до вечера как раз дома" in answer.text
    assert "Клиент доволен" in summary.text
    assert "100 из 100" in summary.text
    assert "плохо проварен шов" in summary.text
    assert "Так вы и решили" in summary.text
    assert "Что переломило разговор" in summary.text
    assert KETTLE.model in summary.folded
    assert KETTLE.repeat in summary.text
    assert "напишет вам снова" not in summary.text
    assert await endings(storage) == ["satisfied"]


async def test_careless_replies_lose_the_customer_who_comes_back_tomorrow(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    await agent.sends(DOUBT)
    await agent.presses("Исправить")
    assert "Клиент злится" in agent.last.text
    assert "Осталось ответов: 2" in agent.last.text
    for text in (TEMPLATE, DOUBT):
        await agent.sends(text)
        await agent.presses("Отправить (Исправить)")
    assert "Клиент ушёл" in agent.last.text
    assert "напишет вам снова" in agent.last.text
    assert "Стоило ещё: посмотреть возвраты модели" in agent.last.text
    assert await endings(storage) == ["left"]
    await agent.presses("Ещё случай")
    assert "сыграли всё" in agent.last.text
    agent.waits(timedelta(days=1))
    await agent.sends("/train")
    assert "Повторение" in agent.messages[-4].text


async def test_who_looks_too_long_gets_an_impatient_line_and_a_board_below_it(agent: Agent) -> None:
    await agent.sends("/train")
    for label in ("возвраты", "остатки", "пользовались"):
        await agent.presses(label)
    assert agent.messages[-2].text.startswith("Светлана\n")
    assert "Осматриваться больше некогда" in agent.last.text
    assert not any("мин" in label for label in agent.last.buttons)


async def test_the_stance_can_be_changed_before_the_next_reply(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends(TEMPLATE)
    await agent.presses("Пойти навстречу")
    await agent.presses("Позиция: Пойти навстречу")
    await agent.presses("Сначала разобраться")
    assert "Позиция: Сначала разобраться" in agent.last.buttons
    await agent.sends(TEMPLATE)
    assert agent.last.buttons == ["Отправить (Сначала разобраться)", "Другая позиция", "Это не для тренировки"]
    await agent.presses("Другая позиция")
    await agent.presses("Исправить")
    assert "Позиция: Исправить" in agent.last.buttons


async def test_a_new_deciding_fact_asks_for_the_stance_again(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends(TEMPLATE)
    await agent.presses("Сначала разобраться")
    await agent.presses("возвраты")
    await agent.sends(KETTLE.model)
    assert "какая это позиция" in agent.last.text


async def test_the_case_trains_what_the_agents_own_replies_lack(coach: Coach, storage: Storage, say: Voice) -> None:
    house = build_house(coach, storage, say)
    for number in range(3):
        await house.agent.sends(f"/check Извините за опоздание № {number}, но были пробки. Вернём деньги завтра.")
    await house.agent.sends("/train")
    name = house.agent.messages[-2].text.split("\n")[0]
    (case,) = [case for case in ALL.cases.values() if case.name == name]
    reviews, _ = await storage.reviews.page(7, 0, 3)
    weakest = next(iter(weak_signals(reviews)))
    assert weakest in case.signals
    assert case.level == 1


async def test_giving_up_shows_the_answer(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    await agent.presses("Хватит")
    assert "Закончили раньше" in agent.last.text
    assert KETTLE.model in agent.last.folded
    assert await endings(storage) == ["quit"]


async def test_a_lost_customer_is_announced_the_next_morning_once_and_comes_by_one_tap(
    coach: Coach, storage: Storage, say: Voice
) -> None:
    house = build_house(coach, storage, say)
    await house.agent.sends("/train")
    customer = house.agent.messages[1].text.split("\n")[0]
    await house.agent.presses("Хватит")
    await house.waits_until(TEN, weekday=2)
    (reminder,) = [said for said in house.agent.messages if "на повторение" in said.text]
    assert customer in reminder.text
    await house.waits_until(TEN, weekday=3)
    assert len([said for said in house.agent.messages if "на повторение" in said.text]) == 1
    await house.agent.presses("Сыграть", on=reminder, times=2)
    assert len([said for said in house.agent.messages if said.text.startswith("Повторение.")]) == 1
    assert house.agent.messages[-1].text.startswith("Терпение")
    await house.agent.presses("Хватит")
    await house.waits_until(TEN, weekday=5)
    assert len([said for said in house.agent.messages if "на повторение" in said.text]) == 2


async def test_practice_stands_in_the_progress(agent: Agent) -> None:
    await agent.sends("/progress")
    assert not any("Тренировки" in said.text for said in agent.messages)
    await agent.sends("/train")
    await agent.presses("возвраты")
    await agent.sends(KETTLE.model)
    await agent.presses("Исправить")
    await agent.sends("/progress")
    assert "Уровень 1: сыграно 1, довольных клиентов 1. Последний ответ в среднем 100 из 100." in agent.last.text
    await agent.presses("Сыграть", on=agent.last)
    assert "сыграли всё" in agent.last.text
