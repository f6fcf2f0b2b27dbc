"""Practice meets real work, quick fingers and whatever else people send."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.coach.coach import Coach
from bot.content.drills import Drills
from bot.content.voice import Voice
from bot.storage import Storage
from tests.agent import Agent
from tests.conversation.practice import KETTLE, TEMPLATE, build_agent, endings, only


@pytest.fixture
def agent(coach: Coach, storage: Storage, say: Voice) -> Agent:
    return build_agent(coach, storage, say, only("kettle_leaks"))


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


async def test_what_was_typed_for_a_real_customer_is_handed_over(agent: Agent) -> None:
    await agent.sends("/train")
    typed = await agent.sends("Пётр, простите за ожидание. Сегодня до 18:00 напишу, где ваш заказ.")
    await agent.presses("Это не для тренировки", times=2)
    assert "Факты проверены?" in agent.last.text
    assert len([said for said in agent.messages if "Факты проверены?" in said.text]) == 1
    await agent.presses("Ещё нет")
    await agent.presses("Готово, разбор")
    await agent.edits(typed, "Пётр, простите за ожидание. Завтра напишу.")
    assert any("→" in said.text for said in agent.messages)
    await agent.presses("Продолжить тренировку")
    assert "Терпение" in agent.last.text


async def test_check_is_real_work_too(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.sends("/check Извините, но таковы правила. Вернём деньги завтра.")
    await agent.sends("Простите нас. Вернём деньги завтра до 12:00.")
    assert not any("какая это позиция" in said.text for said in agent.messages)
    await agent.sends("/train")
    assert "не закончен случай" in agent.last.text
    await agent.presses("Продолжить")
    assert "Терпение" in agent.last.text


async def test_an_unfinished_case_can_be_left_for_another(coach: Coach, storage: Storage, say: Voice) -> None:
    agent = build_agent(coach, storage, say, only("kettle_leaks", "cold_soup"))
    await agent.sends("/train")
    first = agent.messages[1].text.split("\n")[0]
    await agent.forwards("Где мой заказ?!")
    await agent.sends("/train")
    await agent.presses("Другой случай", times=3)
    starts = [said.text for said in agent.messages if said.text.startswith("Тренировка.")]
    assert len(starts) == 2
    assert agent.messages[-2].text.split("\n")[0] != first
    assert await endings(storage) == ["quit"]


async def test_train_again_shows_the_same_case_below(agent: Agent) -> None:
    await agent.sends("/train")
    first = agent.last
    await agent.sends("/train")
    assert agent.last.id != first.id
    assert first.buttons == []
    assert len([said for said in agent.messages if said.text.startswith("Тренировка.")]) == 1


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


async def test_either_half_of_a_reply_can_be_edited_before_it_leaves(agent: Agent) -> None:
    await agent.sends("/train")
    await agent.presses("возвраты")
    half = KETTLE.model.index("Экспертиза")
    first = await agent.sends(TEMPLATE)
    await agent.sends(KETTLE.model[half:])
    await agent.edits(first, KETTLE.model[:half])
    await agent.edits(first, "😀")
    await agent.presses("Исправить")
    assert "100 из 100" in agent.last.text


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


async def test_without_cases_the_bot_says_so(coach: Coach, storage: Storage, say: Voice) -> None:
    agent = build_agent(coach, storage, say, Drills())
    await agent.sends("/train")
    assert "Случаев пока нет" in agent.last.text
