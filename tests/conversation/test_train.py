"""Practice in the chat: a customer who hides something, looking around, three replies, and real work in between."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.broadcast.lessons import weak_signals
from bot.coach.coach import Coach
from bot.content.drills import Drills, load_drills
from bot.content.voice import Voice
from bot.playground.clock import Clock
from bot.playground.telegram import Telegram
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent
from tests.conversation.broadcast import build_house

ALL = load_drills()
KETTLE = ALL.cases["kettle_leaks"]
TEMPLATE = "Уважаемый клиент! Приносим извинения за доставленные неудобства. Ваше обращение передано в отдел."
# In Moscow.
TEN = 7
DOUBT = "Вы уверены? Проверим, правда ли это."


def only(*names: str) -> Drills:
    return replace(ALL, cases={name: ALL.cases[name] for name in names})


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def drills() -> Drills:
    return only("kettle_leaks")


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice, clock: Clock, drills: Drills) -> Agent:
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=clock, drills=drills)
    return Agent(dispatcher, telegram=Telegram(clock))


async def endings(storage: Storage) -> list[str]:
    return [drill.ending for drill in await storage.drills.of_agent(7)]


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
    await agent.sends(TEMPLATE)
    await agent.sends(DOUBT)
    assert "Клиент ушёл" in agent.last.text
    assert "напишет вам снова" in agent.last.text
    assert "Этого вы не узнали: Посмотреть возвраты модели" in agent.last.text
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


async def test_a_new_deciding_fact_asks_for_the_stance_again(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends(TEMPLATE)
    await agent.presses("Сначала разобраться")
    await agent.presses("возвраты")
    await agent.sends(KETTLE.model)
    assert "какая это позиция" in agent.last.text


async def test_a_real_complaint_pauses_the_drill_and_one_tap_resumes_it(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.presses("остатки")
    await agent.forwards("Где мой заказ?! Жду третий день!", "И деньги сняли!", sender="Пётр")
    paused = [said for said in agent.messages if "на паузу" in said.text]
    assert len(paused) == 1
    assert any("Жалоба у меня (Пётр)" in said.text and "2" in said.text for said in agent.messages)
    await agent.sends("Пётр, простите за ожидание. Сегодня до 18:00 напишу, где ваш заказ.")
    assert "Факты проверены?" in agent.last.text
    await agent.presses("Ещё нет")
    await agent.presses("Готово, разбор")
    await agent.presses("Продолжить тренировку")
    assert "Такой же модели нет" in agent.last.text
    await agent.sends(TEMPLATE)
    assert "какая это позиция" in agent.last.text


async def test_a_tap_on_the_paused_board_resumes_it_too(agent: Agent) -> None:
    await agent.sends("/train")
    board = agent.last
    await agent.forwards("Где мой заказ?!")
    await agent.presses("остатки", on=board)
    assert "Такой же модели нет" in board.text
    await agent.sends(TEMPLATE)
    assert "какая это позиция" in agent.last.text


async def test_check_is_real_work_too(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends("/check Извините, но таковы правила. Вернём деньги завтра.")
    await agent.sends("Простите нас. Вернём деньги завтра до 12:00.")
    assert not any("какая это позиция" in said.text for said in agent.messages)
    await agent.sends("/train")
    assert "не закончен случай" in agent.last.text
    await agent.presses("Продолжить")
    assert "Терпение" in agent.last.text


async def test_an_unfinished_case_can_be_left_for_another(
    coach: Coach, storage: Storage, say: Voice, clock: Clock
) -> None:
    dispatcher = build_dispatcher(
        coach, storage, storage.conversation, say, clock=clock, drills=only("kettle_leaks", "cold_soup")
    )
    agent = Agent(dispatcher, telegram=Telegram(clock))
    await agent.sends("/train")
    first = agent.messages[1].text.split("\n")[0]
    await agent.forwards("Где мой заказ?!")
    await agent.sends("/train")
    await agent.presses("Другой случай", times=3)
    starts = [said.text for said in agent.messages if said.text.startswith("Тренировка.")]
    assert len(starts) == 2
    assert agent.messages[-2].text.split("\n")[0] != first
    assert await endings(storage) == ["quit"]


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


async def test_train_again_shows_the_same_case_below(agent: Agent) -> None:
    await agent.sends("/train")
    first = agent.last
    await agent.sends("/train")
    assert agent.last.id != first.id
    assert first.buttons == []
    assert len([said for said in agent.messages if said.text.startswith("Тренировка.")]) == 1


async def test_giving_up_shows_the_answer(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    await agent.presses("Хватит")
    assert "Закончили раньше" in agent.last.text
    assert KETTLE.model in agent.last.folded
    assert await endings(storage) == ["quit"]


async def test_ten_quick_taps_do_one_thing(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    await agent.presses("остатки", times=10)
    assert agent.last.text.count("Такой же модели нет") == 1
    await agent.presses("возвраты")
    await agent.sends(KETTLE.model)
    await agent.presses("Исправить", times=10)
    assert await endings(storage) == ["satisfied"]
    assert agent.unanswered == 0


async def test_an_old_button_is_explained_and_a_forged_one_does_nothing(agent: Agent) -> None:
    await agent.sends("/train")
    board = agent.last
    await agent.taps("dr:1:look:99", on=board)
    await agent.taps("dr:1:stance:77", on=board)
    await agent.taps("dr:1:dance:0", on=board)
    assert agent.alerts == []
    await agent.presses("Хватит")
    await agent.taps("dr:1:look:0", on=board)
    assert "от прошлой тренировки" in agent.alerts[-1]


async def test_what_is_no_reply_is_answered_and_costs_nothing(agent: Agent) -> None:
    await agent.sends("/train")
    board = agent.last
    await agent.sends_sticker()
    assert "Клиент ждёт слов" in agent.last.text
    await agent.sends_voice()
    assert "Клиент ждёт слов" in agent.last.text
    await agent.sends("😀😀")
    assert "нет слов" in agent.last.text
    await agent.sends("Dear customer, we are sorry")
    assert "русский" in agent.last.text
    await agent.presses("остатки", on=board)
    assert "16 мин" in board.text


async def test_a_reply_nobody_would_read_is_refused_once_though_telegram_cuts_it(agent: Agent) -> None:
    await agent.sends("/train")
    said = len(agent.messages)
    await agent.sends("Извините за ожидание, всё исправим. " * 150)
    assert "столько клиент не прочтёт" in agent.last.text
    assert len(agent.messages) == said + 1
    await agent.sends("Светлана, простите за чайник.")
    assert "какая это позиция" in agent.last.text


async def test_a_reply_in_two_messages_is_one(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.presses("возвраты")
    half = KETTLE.model.index("Экспертиза")
    await agent.sends(KETTLE.model[:half])
    await agent.sends(KETTLE.model[half:])
    assert len([said for said in agent.messages if "какая это позиция" in said.text]) == 1
    await agent.presses("Исправить")
    assert "Клиент доволен" in agent.last.text


async def test_a_reply_is_edited_until_it_is_sent_and_not_after(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.presses("возвраты")
    typed = await agent.sends(TEMPLATE)
    await agent.edits(typed, KETTLE.model)
    await agent.presses("Пойти навстречу")
    assert "Клиент доволен" in agent.last.text
    assert "Вы выбрали «Пойти навстречу»" in agent.last.text


async def test_an_edit_after_it_was_read_is_explained(agent: Agent) -> None:
    await agent.sends("/train")
    typed = await agent.sends(TEMPLATE)
    await agent.presses("Исправить")
    await agent.edits(typed, KETTLE.model)
    assert "уже прочитал" in agent.last.text


async def test_markup_is_only_characters(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends("Вы уверены, <b>Вася & Ко</b>? Проверим, правда ли это.")
    await agent.presses("Исправить")
    await agent.presses("Хватит")
    assert "Закончили раньше" in agent.last.text


async def test_cancel_clears_the_drill_away(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends("/cancel")
    assert "Убрал" in agent.last.text
    await agent.sends("Здравствуйте! Вернём деньги завтра.")
    assert "Факты проверены?" in agent.last.text


async def test_a_drill_older_than_a_shift_is_forgotten(agent: Agent) -> None:
    await agent.sends("/train")
    agent.waits(timedelta(hours=21))
    await agent.sends("Здравствуйте! Вернём деньги завтра.")
    assert "Факты проверены?" in agent.last.text


async def test_no_words_of_the_agent_are_kept_of_practice(agent: Agent, storage: Storage) -> None:
    await agent.sends("/train")
    await agent.sends("Вы уверены? Позвоните мне на +7 912 345-67-89.")
    await agent.presses("Исправить")
    await agent.presses("Хватит")
    (kept,) = await storage.drills.of_agent(7)
    assert "912" not in repr(kept)
    rows, total = await storage.reviews.page(7, 0, 5)
    assert (rows, total) == ([], 0)


async def test_without_cases_the_bot_says_so(coach: Coach, storage: Storage, say: Voice, clock: Clock) -> None:
    dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=clock, drills=Drills())
    agent = Agent(dispatcher, telegram=Telegram(clock))
    await agent.sends("/train")
    assert "Случаев пока нет" in agent.last.text


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
