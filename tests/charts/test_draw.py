"""What is drawn is what the numbers say, and it reads on its own card."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image, ImageColor

from bot.charts import draw as drawing
from bot.charts.chart import Chart, Look, Point, Series
from bot.charts.draw import HEIGHT, WIDTH, draw, plane_of

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
RISING: tuple[Point, ...] = tuple((START + timedelta(days=day), 20 + 2 * day) for day in range(30))
TREND: tuple[Point, ...] = ((START, 20), (START + timedelta(days=29), 78))


def picture(chart: Chart) -> Image.Image:
    return Image.open(BytesIO(draw(chart))).convert("RGB")


def colour_at(chart: Chart, point: Point) -> tuple[int, ...]:
    x, y = plane_of(chart).at(*point)
    pixel = picture(chart).getpixel((round(x), round(y)))
    assert isinstance(pixel, tuple)
    return pixel


def rgb(colour: str) -> tuple[int, ...]:
    return ImageColor.getrgb(colour)


def test_a_picture_has_the_size_of_a_phone_and_is_a_png() -> None:
    drawn = Image.open(BytesIO(draw(Chart("Баллы", (Series(RISING, Look.DOTS),)))))
    assert (drawn.format, drawn.size) == ("PNG", (WIDTH, HEIGHT))


def test_every_point_has_its_dot() -> None:
    chart = Chart("Баллы", (Series(RISING, Look.DOTS),))
    assert {colour_at(chart, point) for point in RISING[::7]} == {rgb(drawing.DOT)}


@pytest.mark.parametrize("ends", [(20.0, 78.0), (78.0, 20.0), (50.0, 50.0)])
def test_the_trend_runs_from_its_first_value_to_its_last(ends: tuple[float, float]) -> None:
    before, after = ends
    trend = ((START, before), (START + timedelta(days=28), after))
    chart = Chart("Баллы", (Series(trend, Look.TREND),))
    middle = (START + timedelta(days=14), (before + after) / 2)
    assert {colour_at(chart, point) for point in (trend[0], middle, trend[1])} == {rgb(drawing.TREND)}
    assert colour_at(chart, (middle[0], middle[1] + 15)) != rgb(drawing.TREND)


def test_a_higher_score_stands_higher_and_a_later_one_further_right() -> None:
    plane = plane_of(Chart("Баллы", (Series(TREND, Look.TREND),)))
    (early_x, low_y), (late_x, high_y) = (plane.at(*point) for point in TREND)
    assert early_x < late_x
    assert high_y < low_y


def test_values_out_of_range_stay_on_the_card() -> None:
    chart = Chart("Баллы", (Series(((START, -50), (START, 500)), Look.DOTS),))
    plane = plane_of(chart)
    assert [plane.at(START, value)[1] for value in (-50, 500)] == [plane.lower, plane.upper]


def test_lines_are_told_apart_by_colour_and_named() -> None:
    high: tuple[Point, ...] = tuple((moment, 90) for moment, _ in TREND)
    low: tuple[Point, ...] = tuple((moment, 10) for moment, _ in TREND)
    named = Chart("Сигналы", (Series(high, name="Сочувствие"), Series(low, name="Виноват клиент")), unit="%")
    assert colour_at(named, high[0]) == rgb(drawing.LINES[0])
    assert colour_at(named, low[0]) == rgb(drawing.LINES[1])
    other = Chart("Сигналы", (Series(high, name="Сочувствие"), Series(low, name="Штамп")), unit="%")
    assert draw(named) != draw(other)


def test_a_legend_that_does_not_fit_in_a_line_goes_on_in_the_next_and_moves_the_plane_down() -> None:
    def named(*names: str) -> Chart:
        return Chart("Сигналы", tuple(Series(TREND, name=name) for name in names))

    short, long = named("Штамп"), named("Сочувствие", "Виноват клиент", "Что дальше")
    assert plane_of(named("")).upper < plane_of(short).upper < plane_of(long).upper
    shown = picture(long).crop((0, 0, WIDTH, plane_of(long).upper - 30))
    colours = {colour for _, colour in shown.getcolors(maxcolors=100_000) or ()}
    assert {rgb(colour) for colour in drawing.LINES[:3]} <= colours


def test_russian_letters_are_letters_and_not_boxes() -> None:
    series = (Series(RISING, Look.DOTS),)
    assert len({draw(Chart(title, series)) for title in ("Я", "Ж", "ё", "Ц", "№", "₽", "—")}) == 7


def test_words_too_long_for_the_card_are_cut() -> None:
    series = (Series(RISING, name="очень длинное имя сигнала " * 9), Series(RISING, name="второе"))
    drawn = picture(Chart("Очень длинное название " * 9, series))
    edge = {drawn.getpixel((WIDTH - 5, y)) for y in range(HEIGHT)}
    assert edge == {rgb(drawing.CARD)}


def test_a_chart_of_one_moment_can_be_drawn_and_one_of_none_cannot() -> None:
    assert colour_at(one := Chart("Баллы", (Series(RISING[:1], Look.DOTS),)), RISING[0]) == rgb(drawing.DOT)
    assert len(plane_of(one).days(5)) == 1
    with pytest.raises(ValueError, match="point"):
        Chart("Баллы", (Series(()),))


def test_no_more_dates_are_named_than_fit() -> None:
    year = tuple((START + timedelta(days=day), 50.0) for day in range(0, 365, 3))
    assert len(plane_of(Chart("Баллы", (Series(year),))).days(5)) <= 5


@pytest.mark.parametrize("colour", [drawing.TEXT, drawing.FAINT, drawing.DOT, drawing.TREND, *drawing.LINES])
def test_every_colour_stands_out_from_the_card(colour: str) -> None:
    lighter, darker = sorted((_luminance(rgb(colour)), _luminance(rgb(drawing.CARD))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def _luminance(colour: tuple[int, ...]) -> float:
    """WCAG 2.2, relative luminance."""
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
