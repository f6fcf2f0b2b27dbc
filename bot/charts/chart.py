"""A chart as plain data."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

Point = tuple[datetime, float]


class Look(StrEnum):
    """`DOTS` are single measurements, `TREND` is the heavy line through them, `LINE` joins its own points."""

    DOTS = "dots"
    TREND = "trend"
    LINE = "line"


@dataclass(frozen=True, slots=True)
class Series:
    """Points in order of time, all of one time zone. `name` stands in the legend; an empty one is not listed."""

    points: tuple[Point, ...]
    look: Look = Look.LINE
    name: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """Values from 0 to `top`, over time. `unit` follows the numbers at the left («%»)."""

    title: str
    series: tuple[Series, ...]
    top: float = 100
    unit: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError where there is nothing to draw."""
        if not any(series.points for series in self.series):
            raise ValueError("A chart needs at least one point")

    @property
    def points(self) -> Iterator[Point]:
        return (point for series in self.series for point in series.points)
