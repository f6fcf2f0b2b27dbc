"""A deadline that a draft names is reminded of, once, a little before it."""

import pytest

from bot.broadcast.delivery import Outcome
from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from tests.conversation.broadcast import House, build_house

DRAFT = "Ирина, простите, что торт опоздал, это наша ошибка. Через 6 часов позвоню и скажу, когда вернём деньги."


@pytest.fixture
def house(coach: Coach, storage: Storage, say: Voice) -> House:
    return build_house(coach, storage, say)


async def promise(house: House) -> None:
    await house.agent.forwards("Торт на юбилей привезли через три часа после праздника!", sender="Ирина Смирнова")
    await house.agent.sends(DRAFT)
    await house.agent.presses("Сразу разбор")
    await house.agent.presses("Напомнить об обещании")


async def test_one_tap_sets_a_reminder_and_the_button_goes(house: House) -> None:
    await promise(house)
    assert "Напомню" in house.agent.alerts[-1]
    assert not any("Напомнить об обещании" in said.buttons for said in house.agent.messages)


async def test_the_reminder_comes_before_the_deadline_and_only_once(house: House) -> None:
    await promise(house)
    assert not (await house.passes(hours=4))[Outcome.SENT]
    await house.passes(hours=1, minutes=1)
    reminder = house.agent.last
    assert "Ирина ждёт" in reminder.text
    assert "Через 6 часов позвоню" in reminder.text
    assert "держите человека в курсе" in reminder.text.lower()
    assert "Смирнова" not in reminder.text
    said = len(house.agent.messages)
    await house.passes(minutes=30)
    assert len(house.agent.messages) == said


async def test_a_promise_kept_is_not_reminded_of(house: House) -> None:
    await promise(house)
    await house.agent.sends("/promises")
    assert "Ирина" in house.agent.last.text
    await house.agent.presses("✓ 1")
    assert "Открытых обещаний нет" in house.agent.last.text
    said = len(house.agent.messages)
    await house.passes(hours=6)
    assert not any("Ирина ждёт" in each.text for each in house.agent.messages[said:])


async def test_a_reminder_can_be_put_off_and_then_done(house: House) -> None:
    await promise(house)
    await house.passes(hours=5, minutes=1)
    await house.agent.presses("Напомнить через час")
    await house.passes(hours=1)
    assert "Срок прошёл" in house.agent.last.text
    await house.agent.presses("✓ Сделано")
    assert "сдержали слово" in house.agent.alerts[-1]
    assert not house.agent.last.buttons
    await house.agent.sends("/promises")
    assert "Открытых обещаний нет" in house.agent.last.text


async def test_promises_due_at_once_come_in_one_message(house: House) -> None:
    await promise(house)
    await house.passes(minutes=1)
    await promise(house)
    await house.passes(hours=5, minutes=5)
    reminders = [each for each in house.agent.messages if "Ирина ждёт" in each.text]
    assert len(reminders) == 1
    assert reminders[0].text.count("Ирина ждёт") == 2


async def test_a_promise_holds_no_personal_data(house: House, storage: Storage) -> None:
    await house.agent.sends("/check Здравствуйте! Завтра до 12:00 позвоним вам на +7 912 345-67-89 по заказу № 4471.")
    await house.agent.presses("Напомнить об обещании")
    (kept,) = await storage.promises.open(7)
    assert "912" not in kept.words
    assert "4471" in kept.words


async def test_a_draft_without_a_deadline_offers_no_reminder(house: House) -> None:
    await house.agent.sends("/check Здравствуйте! Простите за опоздание, вернём деньги.")
    assert not any("Напомнить об обещании" in said.buttons for said in house.agent.messages)


async def test_a_stranger_cannot_tick_off_anothers_promise(house: House, storage: Storage) -> None:
    await promise(house)
    (kept,) = await storage.promises.open(7)
    other = house.agent.another(8, "Пётр")
    await other.sends("/promises")
    await other.taps(f"r:done:{kept.id}", on=other.last)
    assert "уже закрыто" in other.alerts[-1]
    assert await storage.promises.open(7)
