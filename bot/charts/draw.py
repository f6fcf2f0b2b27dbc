"""Draws a chart as a card with its own background, which reads in Telegram's light and dark themes alike.

The picture is as wide as Telegram shows a photo on a phone without scaling it up, and its letters are about as large as
a message's. One takes some 80 ms: draw in a thread (`asyncio.to_thread(draw, chart)`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from itertools import cycle, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageFont

from bot.charts.chart import Chart, Look, Series
from bot.charts.plane import Plane

if TYPE_CHECKING:
    from datetime import datetime

WIDTH, HEIGHT = 1080, 780
# Lines are drawn larger and then shrunk: Pillow has no smooth ones of its own.
SCALE = 2
LEFT, UPPER, RIGHT, LOWER = 150, 146, WIDTH - 50, HEIGHT - 100

# Each at least 4.5:1 against the card, the grid excepted (measured by WCAG's formula in the tests).
CARD = "#1d2733"
GRID = "#35455a"
TEXT = "#eef3f8"
FAINT = "#a9b8c8"
DOT = "#7db8ee"
TREND = "#ffc857"
LINES = ("#ffc857", "#6ec1ff", "#7be0ad", "#ff9586", "#cdb0ff")

MARGIN, LEGEND_Y, LEGEND_LINE = 40, 152, 58
TITLE_SIZE, LABEL_SIZE = 54, 43
GRID_STEPS = 4
MOST_DAYS = 5

_FONTS = Path(__file__).parent / "fonts"
# Pillow's own font has no Cyrillic; this one may be passed on with everything (see its LICENSE).
_BOOK, _BOLD = "DejaVuSansCondensed.ttf", "DejaVuSansCondensed-Bold.ttf"


def draw(chart: Chart) -> bytes:
    """A PNG of `WIDTH` by `HEIGHT`."""
    plane = plane_of(chart)
    large = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), CARD)
    canvas = ImageDraw.Draw(large)
    for step in range(GRID_STEPS + 1):
        left, y = plane.at(plane.first, chart.top * step / GRID_STEPS)
        _line(canvas, [(left, y), (plane.right, y)], GRID, 2)
    for series, colour in _coloured(chart.series):
        _draw_series(canvas, plane, series, colour)
    legend = _legend(chart)
    for named in legend:
        _dot(canvas, named.x, named.y, 14, named.colour)
    image = large.reduce(SCALE)
    _write(ImageDraw.Draw(image), chart, plane, legend)
    out = BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def plane_of(chart: Chart) -> Plane:
    """Where the points of a chart lie in its picture."""
    named = _legend(chart)
    upper = round(named[-1].y) + 74 if named else UPPER
    return Plane.over((moment for moment, _ in chart.points), (LEFT, upper, RIGHT, LOWER), chart.top)


def _coloured(series: Sequence[Series]) -> list[tuple[Series, str]]:
    lines = cycle(LINES)
    own = {Look.DOTS: DOT, Look.TREND: TREND}
    return [(each, own.get(each.look) or next(lines)) for each in series]


def _draw_series(canvas: ImageDraw.ImageDraw, plane: Plane, series: Series, colour: str) -> None:
    places = [plane.at(moment, value) for moment, value in series.points]
    if series.look is not Look.DOTS:
        _line(canvas, places, colour, 10 if series.look is Look.TREND else 7)
    if series.look is not Look.TREND:
        for x, y in places:
            _dot(canvas, x, y, 11, colour)


def _line(canvas: ImageDraw.ImageDraw, places: Sequence[tuple[float, float]], colour: str, width: int) -> None:
    """A line with round joints and ends."""
    for (x, y), (to_x, to_y) in pairwise(places):
        canvas.line((x * SCALE, y * SCALE, to_x * SCALE, to_y * SCALE), fill=colour, width=width * SCALE)
    if width > 2:
        for x, y in places:
            _dot(canvas, x, y, width / 2, colour)


def _dot(canvas: ImageDraw.ImageDraw, x: float, y: float, radius: float, colour: str) -> None:
    canvas.ellipse([side * SCALE for side in (x - radius, y - radius, x + radius, y + radius)], fill=colour)


def _write(canvas: ImageDraw.ImageDraw, chart: Chart, plane: Plane, legend: Sequence[_Named]) -> None:
    title, label = _font(_BOLD, TITLE_SIZE), _font(_BOOK, LABEL_SIZE)
    canvas.text((MARGIN, 36), _fitting(chart.title, WIDTH - 2 * MARGIN, title), fill=TEXT, font=title)
    for step in range(GRID_STEPS + 1):
        value = chart.top * step / GRID_STEPS
        _, y = plane.at(plane.first, value)
        canvas.text((plane.left - 18, y), f"{value:.0f}{chart.unit}", fill=FAINT, font=label, anchor="rm")
    for day in plane.days(MOST_DAYS):
        x, y = plane.at(day, 0)
        canvas.text((_inside(x, day, label), y + 50), _date(day), fill=FAINT, font=label, anchor="mm")
    for named in legend:
        canvas.text((named.x + 28, named.y), named.name, fill=TEXT, font=label, anchor="lm")


class _Named(NamedTuple):
    """A series in the legend: where its dot is, in pixels."""

    x: float
    y: float
    name: str
    colour: str


def _legend(chart: Chart) -> list[_Named]:
    """The named series side by side, in as many lines as they need."""
    font = _font(_BOOK, LABEL_SIZE)
    start = MARGIN + 14.0
    x, y = start, float(LEGEND_Y)
    legend = []
    for series, colour in _coloured(chart.series):
        if not series.name:
            continue
        name = _fitting(series.name, WIDTH - MARGIN - 28 - start, font)
        width = 28 + font.getlength(name)
        if x + width > WIDTH - MARGIN:
            x, y = start, y + LEGEND_LINE
        legend.append(_Named(x, y, name, colour))
        x += width + 60
    return legend


def _inside(x: float, day: datetime, font: ImageFont.FreeTypeFont) -> float:
    """The middle of a date's label, so that it does not leave the card."""
    half = font.getlength(_date(day)) / 2
    return min(max(x, half + 10), WIDTH - half - 10)


def _date(day: datetime) -> str:
    return f"{day:%d.%m}"


def _fitting(text: str, width: float, font: ImageFont.FreeTypeFont) -> str:
    """The text, cut with «…» where it is too long for so many pixels."""
    if font.getlength(text) <= width:
        return text
    while text and font.getlength(text + "…") > width:
        text = text[:-1]
    return text.rstrip() + "…"


@cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONTS / name, size)
