"""Deadlines are read as the customer reads them, and reminded of while there is still time."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.coach.coach import Coach
from bot.coach.deadline import promised, read_deadline, remind_at
from bot.coach.model import Case

MOSCOW = ZoneInfo("Europe/Moscow")
# A Wednesday.
NOON = datetime(2026, 6, 3, 12, 0, tzinfo=MOSCOW)


def at(day: int, hour: int, minute: int = 0, month: int = 6) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=MOSCOW)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Ответим до 18:00.", at(3, 18)),
        ("Ответим сегодня до 18.30.", at(3, 18, 30)),
        ("Отвечу к 6 вечера.", at(3, 18)),
        ("Напишу не позднее 16 часов.", at(3, 16)),
        ("Перезвоним сегодня.", at(3, 18)),
        ("Перезвоним до конца дня.", at(3, 18)),
        ("Вернёмся с ответом до вечера.", at(3, 18)),
        ("Завтра до 12:00 сообщу, где заказ.", at(4, 12)),
        ("Сообщу до 12:00 завтра.", at(4, 12)),
        ("Завтра утром перезвоню.", at(4, 12)),
        ("Завтра до обеда всё привезём.", at(4, 13)),
        ("Послезавтра курьер привезёт новый.", at(5, 18)),
        ("Вернём деньги до пятницы.", at(5, 10)),
        ("Вернём деньги в пятницу.", at(5, 18)),
        ("В пятницу до 15:00 привезём замену.", at(5, 15)),
        ("Во вторник позвоню.", at(9, 18)),
        ("В среду позвоню.", at(10, 18)),
        ("До конца недели пришлём.", at(5, 18)),
        ("До конца месяца поменяем.", at(30, 18)),
        ("Вернём деньги в течение 3 дней.", at(6, 18)),
        ("Вернём деньги в течение трёх рабочих дней.", at(8, 18)),
        ("Деньги вернутся за 2–3 дня.", at(6, 18)),
        ("Деньги вернутся в течение недели.", at(10, 18)),
        ("Отвечу в течение дня.", at(3, 18)),
        ("Отвечу в течение часа.", at(3, 13)),
        ("Отвечу через 20 минут.", at(3, 12, 20)),
        ("Перезвоню через полчаса.", at(3, 12, 30)),
        ("Перезвоню через полтора часа.", at(3, 13, 30)),
        ("Перезвоню через пару часов.", at(3, 14)),
        ("Ответим в течение 24 часов.", at(4, 12)),
        ("Мастер приедет 5 июня.", at(5, 18)),
        ("Мастер приедет 5 июня в 14:00.", at(5, 14)),
        ("Пришлём до 5 июня.", at(5, 10)),
        ("Пришлём 10.06.", at(10, 18)),
        ("Пришлём 10.06.2026 до 15:00.", at(10, 15)),
        ("Пришлём до 20-го.", at(20, 10)),
        ("Пришлём до 2-го.", at(2, 10, month=7)),
        ("Пришлём 7 мая.", None),
        ("Заказ от 1 июня уже у нас.", None),
        ("Разберёмся и сразу напишем.", None),
        ("Вернём средства на карту.", None),
        ("Вернём 1500 рублей и 12 % бонусами.", None),
        ("Доставим замену по адресу: дом 12, квартира 30.", None),
    ],
)
def test_a_deadline_is_read(words: str, expected: datetime | None) -> None:
    assert read_deadline(words, NOON) == expected


def test_an_hour_that_is_over_is_tomorrows() -> None:
    assert read_deadline("Ответим до 10:00.", NOON) == at(4, 10)


def test_today_after_work_lasts_until_late() -> None:
    assert read_deadline("Перезвоним сегодня.", at(3, 19)) == at(3, 23)


def test_the_clock_is_the_agents() -> None:
    vladivostok = NOON.astimezone(ZoneInfo("Asia/Vladivostok"))
    deadline = read_deadline("Ответим до 20:00.", vladivostok)
    assert deadline is not None
    assert deadline.utcoffset() == timedelta(hours=10)
    assert deadline.astimezone(MOSCOW) == at(3, 13)


def test_the_reminder_comes_a_little_before() -> None:
    assert remind_at(at(3, 18), NOON) == at(3, 17)
    assert remind_at(at(3, 12, 20), NOON) == at(3, 12, 15)
    assert remind_at(at(9, 18), NOON) == at(9, 15)


def test_a_reminder_that_would_come_at_night_comes_the_evening_before() -> None:
    assert remind_at(at(5, 10), NOON) == at(4, 18)


def test_even_the_shortest_deadline_leaves_time_to_act() -> None:
    deadline = NOON + timedelta(minutes=4)
    assert NOON < remind_at(deadline, NOON) < deadline


def test_only_a_promise_names_a_deadline(coach: Coach) -> None:
    draft = (
        "Ирина, простите за опоздание. Вы просили привезти торт до 15:00. "
        "Завтра до 12:00 вернём 30 % на карту. В течение часа позвоню и скажу, что с надписью."
    )
    review = coach.judge(Case(draft=draft, complaint="Торт опоздал на три часа, надпись смазана."))
    found = promised(review, NOON)
    assert [deadline.at for deadline in found] == [at(3, 13), at(4, 12)]
    assert found[1].words == "Завтра до 12:00 вернём 30 % на карту."


@pytest.mark.parametrize("words", ["до 99:99", "31.02", "до 31 июня", "1" * 5000, "через " * 2000, "до " * 3000])
def test_nonsense_is_no_deadline_and_costs_nothing(words: str) -> None:
    assert read_deadline(words, NOON) is None
