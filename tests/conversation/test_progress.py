"""/progress and the letter on Fridays: what an agent is told of how they get on."""

from __future__ import annotations

import threading
from datetime import UTC, datetime
from io import BytesIO

import pytest
from PIL import Image

from bot.broadcast.delivery import Outcome
from bot.charts import draw as drawing
from bot.charts.chart import Chart, Look
from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Preferences, Storage
from tests.conversation.broadcast import House, build_house
from tests.said import Said

FRIDAY = 5
# Ten in the morning in Moscow, in UTC.
TEN = 7
COMPLAINT = "Курьер опоздал на три часа, торт на юбилей мамы привезли с размазанной надписью."
BAD = "Извините, но вы сами указали неверный адрес. По правилам доставки мы не отвечаем за номер {number}."
GOOD = (
    "Ирина, простите нас: торт № {number} опоздал к юбилею мамы, это наша ошибка. Понимаю, как обидно остаться без "
    "праздника. Вернём всю стоимость до пятницы, напишу вам сразу, как деньги уйдут."
)


@pytest.fixture
def house(coach: Coach, storage: Storage, say: Voice) -> House:
    return build_house(coach, storage, say)


async def writes(house: House, draft: str, number: int = 1) -> None:
    await house.agent.sends("/cancel")
    await house.agent.forwards(f"{COMPLAINT} Номер {number}.")
    await house.agent.sends(f"/check {draft.format(number=number)}")


async def rewrites(house: House, draft: str) -> None:
    await house.agent.sends(draft.format(number=1))


def picture(house: House, said: Said) -> Image.Image:
    stored = house.agent.telegram.chats.files[said.wire["photo"][-1]["file_id"]]
    return Image.open(BytesIO(stored.data))


async def gets_better(house: House) -> None:
    """Eight days of bad drafts, then eight of good ones."""
    for draft in (BAD, GOOD):
        for number in range(8):
            await writes(house, draft, number)
            await house.passes(days=1)


async def test_few_drafts_are_said_gently_and_without_a_picture(house: House) -> None:
    await house.agent.sends("/progress")
    assert "пока мало" in house.agent.last.text
    assert "photo" not in house.agent.last.wire
    await writes(house, BAD)
    await house.agent.sends("/progress")
    assert "пока мало" in house.agent.last.text


async def test_a_picture_tells_what_got_better_and_where_it_goes(house: House) -> None:
    await gets_better(house)
    await house.agent.sends("/progress")
    caption = house.agent.last.text
    assert picture(house, house.agent.last).size == (drawing.WIDTH, drawing.HEIGHT)
    assert "Черновиков: 16" in caption
    assert "Линия идёт вверх: +" in caption
    better = caption.split("Стало лучше")[1].split("\n\n")[0]
    assert "Виноват клиент: было в 8 из 8, теперь в 0 из 8" in better
    assert "blame" not in caption
    assert "missing" not in caption
    assert len(caption) <= 1024


async def test_what_needs_care_is_said_in_words_and_leads_to_a_tip(house: House) -> None:
    for number in range(5):
        await writes(house, BAD, number)
    await house.agent.sends("/progress")
    care = house.agent.last.text.split("Стоит внимания")[1]
    assert "из 5 последних" in care
    assert "/tip" in care


async def test_a_rewritten_draft_counts_once_by_its_first_version(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    charts: list[Chart] = []

    def watched(chart: Chart) -> bytes:
        charts.append(chart)
        return draw(chart)

    draw = drawing.draw
    monkeypatch.setattr(drawing, "draw", watched)
    for number in range(3):
        await writes(house, BAD, number)
        await rewrites(house, GOOD)
    await house.agent.sends("/progress")
    (dots,) = (series for series in charts[-1].series if series.look is Look.DOTS)
    assert len(dots.points) == 3
    assert all(value < 50 for _, value in dots.points)


async def test_the_best_rewrite_of_the_week_is_quoted_masked_and_opens(house: House) -> None:
    await writes(house, BAD, 2)
    await writes(house, BAD, 3)
    await writes(house, BAD)
    await rewrites(house, GOOD + " Мой телефон +7 912 345-67-89.")
    await house.agent.sends("/progress")
    best = house.agent.last.text.split("Лучшая правка недели:")[1]
    assert "простите нас" in best
    assert "912" not in best
    await house.agent.presses("Открыть эту правку")
    assert "это наша ошибка" in house.agent.last.text


async def test_days_in_a_row_forgive_the_weekend_and_not_a_working_day(house: House) -> None:
    for _ in range(5):
        await writes(house, GOOD)
        await house.passes(days=1)
    await house.passes(days=2)
    await writes(house, GOOD)
    await house.agent.sends("/progress")
    assert "Дней подряд с черновиками: 6" in house.agent.last.text
    await house.passes(days=2)
    await writes(house, GOOD)
    await house.agent.sends("/progress")
    assert "подряд" not in house.agent.last.text


async def test_the_picture_is_drawn_beside_the_event_loop(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []

    def watched(chart: Chart) -> bytes:
        threads.append(threading.get_ident())
        return draw(chart)

    draw = drawing.draw
    monkeypatch.setattr(drawing, "draw", watched)
    for number in range(3):
        await writes(house, BAD, number)
    await house.agent.sends("/progress")
    assert threads
    assert threading.get_ident() not in threads


async def test_without_texts_progress_is_told_in_numbers(house: House, storage: Storage) -> None:
    await house.agent.sends("/start")
    await storage.agents.save_preferences(7, Preferences(keep_texts=False), house.clock())
    for number in range(3):
        await writes(house, BAD, number)
        await rewrites(house, GOOD)
    await house.agent.sends("/progress")
    assert "Стоит внимания" in house.agent.last.text
    assert "Лучшая правка недели:" in house.agent.last.text
    assert "«" not in house.agent.last.text.split("Лучшая правка недели:")[1]


async def test_nobody_sees_anothers_progress(house: House) -> None:
    await gets_better(house)
    other = house.agent.another(8, "Пётр")
    await other.sends("/progress")
    assert "пока мало" in other.last.text


async def test_the_week_is_told_on_friday_once(house: House) -> None:
    for number in range(4):
        await house.passes(hours=20)
        await writes(house, BAD, number)
    await house.waits_until(TEN, weekday=FRIDAY)
    letters = [each.text for each in house.agent.messages if "Ваша неделя" in each.text]
    assert len(letters) == 1
    assert "Черновиков: 4" in letters[0]
    assert "/tips" in letters[0]
    await house.passes(hours=1)
    await house.passes(days=1)
    assert sum("Ваша неделя" in each.text for each in house.agent.messages) == 1
    await house.agent.presses("График")
    assert "photo" in house.agent.last.wire


async def test_a_quiet_week_gets_no_letter(house: House) -> None:
    await writes(house, BAD)
    await house.waits_until(TEN, weekday=FRIDAY)
    assert not any("Ваша неделя" in each.text for each in house.agent.messages)


async def test_the_letter_can_be_switched_off_and_on(house: House) -> None:
    for number in range(4):
        await writes(house, BAD, number)
    await house.agent.sends("/tips")
    assert "по пятницам" in house.agent.last.text
    await house.agent.presses("Не присылать итоги недели")
    assert "не присылаю" in house.agent.last.text
    await house.waits_until(TEN, weekday=FRIDAY)
    assert not any("Ваша неделя" in each.text for each in house.agent.messages)
    await house.agent.presses("Присылать итоги недели")
    for number in range(4):
        await writes(house, BAD, number)
    await house.waits_until(TEN, weekday=FRIDAY)
    assert any("Ваша неделя" in each.text for each in house.agent.messages)


async def test_without_tips_the_letter_still_comes(house: House) -> None:
    for number in range(4):
        await writes(house, BAD, number)
    await house.agent.sends("/tips")
    await house.agent.presses("Выключить советы")
    ended = await house.waits_until(TEN, weekday=FRIDAY)
    assert ended[Outcome.SENT] == 1
    assert "Ваша неделя" in house.agent.last.text


async def test_the_letter_follows_the_hour_and_the_zone_and_does_not_come_twice(house: House) -> None:
    for number in range(4):
        await writes(house, BAD, number)
    await house.agent.sends("/tips")
    await house.agent.presses("На час раньше")
    await house.agent.presses("Часовой пояс")
    await house.agent.sends("+5")
    await house.waits_until(TEN - 3, weekday=FRIDAY)
    assert any("Ваша неделя" in each.text for each in house.agent.messages)
    await house.agent.sends("/tips")
    await house.agent.presses("На час позже")
    await house.passes(hours=2)
    assert sum("Ваша неделя" in each.text for each in house.agent.messages) == 1


async def test_who_was_here_before_there_were_letters_gets_the_next_one(house: House, storage: Storage) -> None:
    for number in range(4):
        await writes(house, BAD, number)
    await storage.subscriptions.switch_digest(7, datetime(2000, 1, 1, tzinfo=UTC))
    await house.passes(hours=1)
    assert not any("Ваша неделя" in each.text for each in house.agent.messages)
    await house.waits_until(TEN, weekday=FRIDAY)
    assert sum("Ваша неделя" in each.text for each in house.agent.messages) == 1
