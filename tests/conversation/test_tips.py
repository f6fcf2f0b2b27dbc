"""The tip of the day: when it comes, what it is, and what can be said of it."""

from datetime import timedelta

import pytest

from bot.broadcast.delivery import Outcome
from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from tests.conversation.broadcast import LESSONS, House, build_house

MONDAY, FRIDAY, SATURDAY = 1, 5, 6
# Ten in the morning in Moscow, in UTC.
TEN = 7


@pytest.fixture
def house(coach: Coach, storage: Storage, say: Voice) -> House:
    return build_house(coach, storage, say, leads={1})


async def test_a_newcomer_gets_a_tip_at_ten_on_a_working_day(house: House) -> None:
    await house.agent.sends("/start")
    said = len(house.agent.messages)
    assert not await house.waits_until(TEN, weekday=SATURDAY)
    assert len(house.agent.messages) == said
    assert (await house.waits_until(TEN, weekday=MONDAY))[Outcome.SENT] == 1
    assert "Сегодня:" in house.agent.last.text
    assert "&lt;" not in house.agent.last.text
    assert "<i>внимание</i>" in house.agent.last.text
    assert not await house.passes(hours=1)


async def test_tips_are_set_by_taps(house: House, storage: Storage) -> None:
    await house.agent.sends("/tips")
    assert "Приходит в 10:00, по будням" in house.agent.last.text
    await house.agent.presses("На час раньше")
    await house.agent.presses("пт")
    await house.agent.presses("сб")
    assert "Приходит в 9:00, пн, вт, ср, чт, сб" in house.agent.last.text
    chosen = await storage.subscriptions.get(7)
    assert (chosen.hour, chosen.weekdays) == (9, frozenset({1, 2, 3, 4, 6}))
    await house.agent.presses("Выключить")
    assert "Выключен" in house.agent.last.text
    assert not await house.waits_until(TEN, weekday=MONDAY)
    await house.agent.presses("Включить")
    assert "Приходит в 9:00" in house.agent.last.text


async def test_the_last_day_cannot_be_taken_away(house: House) -> None:
    await house.agent.sends("/tips")
    for day in ("пн", "вт", "ср", "чт", "пт"):
        await house.agent.presses(day)
    assert "Хотя бы один день" in house.agent.alerts[-1]
    assert "✓ пт" in house.agent.last.buttons


async def test_the_zone_is_given_by_a_citys_name(house: House, storage: Storage) -> None:
    await house.agent.sends("/tips")
    await house.agent.presses("Часовой пояс")
    await house.agent.sends("Новосибирск")
    assert "UTC+7" in house.agent.last.text
    due = (await storage.subscriptions.get(7)).next_tip_at
    assert due is not None
    assert due.hour == 3


async def test_a_zone_changed_in_the_settings_moves_the_tip_too(house: House, storage: Storage) -> None:
    await house.agent.sends("/settings")
    await house.agent.presses("часовой пояс")
    await house.agent.sends("+5")
    due = (await storage.subscriptions.get(7)).next_tip_at
    assert due is not None
    assert due.hour == 5


async def test_who_had_todays_tip_gets_no_second_one_by_moving_the_hour(house: House, storage: Storage) -> None:
    await house.agent.sends("/tips")
    await house.waits_until(TEN, weekday=MONDAY)
    await house.agent.sends("/tips")
    await house.agent.presses("На час позже")
    assert not await house.passes(hours=2)
    due = (await storage.subscriptions.get(7)).next_tip_at
    assert due is not None
    assert due.isoweekday() == 2


async def test_a_tip_on_request_comes_at_once_and_another_one_after_it(house: House) -> None:
    await house.agent.sends("/tip")
    first = house.agent.last.text
    await house.agent.presses("Ещё", on=house.agent.last)
    assert house.agent.last.text != first


async def test_when_all_are_seen_the_bot_says_so(house: House) -> None:
    for _ in (*LESSONS.tips, *LESSONS.quizzes):
        await house.agent.sends("/tip")
    await house.agent.sends("/tip")
    assert "вы уже видели" in house.agent.last.text


async def test_a_tip_is_rated_and_kept(house: House) -> None:
    await house.agent.sends("/tip")
    title = house.agent.last.text.splitlines()[0]
    await house.agent.presses("Полезно")
    assert "✓ Полезно" in house.agent.last.buttons
    await house.agent.presses("Мимо")
    assert "✓ Полезно" not in house.agent.last.buttons
    await house.agent.presses("Сохранить")
    await house.agent.sends("/tips")
    await house.agent.presses("Сохранённые")
    assert title in house.agent.last.text


async def test_a_disliked_kind_stays_away_until_forgiven(house: House) -> None:
    await house.agent.sends("/tip")
    tag = house.agent.last.text.split("#")[1].split()[0]
    await house.agent.presses("Не показывать такие")
    others = []
    for _ in range(4):
        await house.agent.sends("/tip")
        others.append(house.agent.last.text)
    assert not any(f"#{tag}" in text for text in others)
    await house.agent.sends("/tips")
    assert f"#{tag}" in house.agent.last.text
    await house.agent.presses("Вернуть все метки")
    assert f"#{tag}" not in house.agent.last.text


async def test_the_tip_is_about_what_the_reviews_lack(house: House) -> None:
    await house.agent.sends("/check Извините, но курьер опоздал. Извините, но были пробки. Извините, но мы старались.")
    await house.waits_until(TEN, weekday=MONDAY)
    daily = [said.text for said in house.agent.messages if "Сегодня:" in said.text]
    assert ["Совет 5" in text for text in daily] == [True]


async def test_every_third_day_is_a_quiz_with_a_poll(house: House) -> None:
    await house.agent.sends("/start")
    polls = []
    for _ in range(6):
        await house.passes(days=1)
        polls += [said for said in house.agent.messages if "poll" in said.wire]
        if polls:
            break
    poll = polls[-1].wire["poll"]
    assert poll["type"] == "quiz"
    assert [option["text"] for option in poll["options"]] == ["А", "Б"]
    assert poll["correct_option_id"] == 1
    assert len(poll["explanation"]) <= 200
    question = house.agent.messages[-2].text
    assert "Извините, но были пробки." in question
    assert "Простите за этот час." in question


async def test_an_own_mistake_comes_back_masked_as_an_exercise(house: House) -> None:
    await house.agent.sends("/check Вы сами указали номер +7 912 345-67-89, это ваша вина. Вернём деньги завтра.")
    exercise = None
    for _ in range(4):
        await house.passes(days=1)
        exercise = next((said for said in house.agent.messages if "Двадцать секунд" in said.text), None)
        if exercise:
            break
    assert exercise is not None
    assert "912" not in exercise.text
    await house.agent.presses("Показать, как лучше")
    assert "→" in exercise.text


async def test_whoever_blocked_the_bot_is_left_alone_and_welcomed_back_in_silence(
    house: House, storage: Storage
) -> None:
    await house.agent.sends("/start")
    await house.agent.blocks_the_bot()
    agent = await storage.agents.get(7)
    assert agent is not None
    assert not agent.active
    assert not await house.waits_until(TEN, weekday=MONDAY)
    said = len(house.agent.messages)
    await house.agent.unblocks_the_bot()
    agent = await storage.agents.get(7)
    assert agent is not None
    assert agent.active
    assert len(house.agent.messages) == said
    await house.passes(hours=4)
    assert len(house.agent.messages) == said
    assert (await house.waits_until(TEN, weekday=FRIDAY))[Outcome.SENT]


async def test_a_tip_hours_late_is_dropped_and_the_next_one_comes_in_time(house: House) -> None:
    await house.agent.sends("/start")
    said = len(house.agent.messages)
    house.clock.advance(timedelta(days=28))
    await house.passes(hours=9)
    assert len(house.agent.messages) == said
    await house.waits_until(TEN, weekday=MONDAY)
    assert len([each for each in house.agent.messages[said:] if "Сегодня:" in each.text or "poll" in each.wire]) == 1


async def test_an_announcement_is_shown_first_and_reported_after(house: House) -> None:
    lead = house.agent.another(1, "Света")
    await house.agent.sends("/start")
    gone = house.agent.another(9, "Петя")
    await gone.sends("/start")
    await lead.sends("/announce В пятницу <b>учимся</b> & пьём чай")
    assert lead.messages[-2].text == "В пятницу <b>учимся</b> & пьём чай"
    assert "Получателей: 3" in lead.last.text
    gone.telegram.chats.chats[9].blocked = True
    await lead.presses("Отправить")
    assert "0 из 3" in lead.last.text
    ended = await house.sender.send_due()
    assert ended == {Outcome.SENT: 2, Outcome.BLOCKED: 1}
    assert house.agent.last.text == "В пятницу <b>учимся</b> & пьём чай"
    report = next(each for each in lead.messages if "разослано" in each.text)
    assert "Дошло: 2 из 3" in report.text
    assert "Заблокировали бота: 1" in report.text
    await lead.sends("/announce")
    await lead.sends("Ещё одно")
    await lead.presses("Не надо")
    assert not await house.sender.send_due()


async def test_only_a_lead_announces(house: House) -> None:
    await house.agent.sends("/announce Всем привет")
    assert "рассылает руководитель" in house.agent.last.text
