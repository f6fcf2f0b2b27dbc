"""Streaks, trends, habits and drafts: small claims about small functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.progress.drafts import Draft, drafts
from bot.progress.habits import faults, habits
from bot.progress.streak import streak
from bot.progress.trend import MOST_POINTS, thinned, trend
from bot.storage.reviews import Mark
from bot.storage.subscriptions import WORKING_DAYS

# A Friday.
FRIDAY = date(2026, 3, 6)
START = datetime(2026, 3, 2, 9, tzinfo=UTC)
EVERY_DAY = frozenset(range(1, 8))


def days(*back: int) -> set[date]:
    """So many days before the Friday."""
    return {FRIDAY - timedelta(days=count) for count in back}


@pytest.mark.parametrize(
    ("active", "length"),
    [
        (days(), 0),
        (days(0), 1),
        (days(1), 1),
        (days(0, 1, 2), 3),
        (days(0, 1, 3), 2),
        (days(2, 3), 0),
        (days(0, 1, 2, 3, 4, 7, 8), 7),
        (days(0, 1, 2, 3, 4, 5, 7), 7),
        (days(0, 1, 2, 3, 4, 8), 5),
    ],
    ids=[
        "ни дня",
        "сегодня",
        "сегодня ещё не кончилось",
        "три подряд",
        "пропуск обрывает",
        "вчера пропущено",
        "выходные прощены",
        "отработанное воскресенье в счёт",
        "пропущенная пятница не прощена",
    ],
)
def test_days_in_a_row(active: set[date], length: int) -> None:
    assert streak(active, FRIDAY, WORKING_DAYS) == length


def test_whoever_works_on_sundays_is_not_forgiven_one() -> None:
    with_weekend_off = days(0, 1, 2, 3, 4, 7)
    assert streak(with_weekend_off, FRIDAY, EVERY_DAY) == 5
    assert streak(with_weekend_off, FRIDAY, WORKING_DAYS) == 6


def points(*values: float) -> list[tuple[datetime, float]]:
    return [(START + timedelta(days=day), value) for day, value in enumerate(values)]


def test_a_trend_runs_along_the_scores() -> None:
    found = trend(points(40, 45, 50, 55, 60))
    assert found is not None
    assert (found.start, found.end, found.change) == ((START, 40), (START + timedelta(days=4), 60), 20)


def test_a_trend_is_seen_in_scores_that_repeat_and_only_change_their_shares() -> None:
    found = trend(points(25, 25, 98, 25, 25, 25, 98, 25, 98, 98, 25, 98, 98, 98))
    assert found is not None
    assert found.change > 40


def test_one_bad_day_of_a_month_leaves_the_trend_where_it_was() -> None:
    scores = [40.0 + day for day in range(30)]
    scores[20] = 0
    found = trend(points(*scores))
    assert found is not None
    assert 24 <= found.change <= 34


@pytest.mark.parametrize("few", [points(), points(10, 90), points(10, 20, 30, 40), [(START, 50.0)] * 9])
def test_few_scores_or_few_days_have_no_trend(few: list[tuple[datetime, float]]) -> None:
    assert trend(few) is None


@given(st.lists(st.integers(0, 100), min_size=5, max_size=40))
def test_a_trend_stays_between_nought_and_a_hundred(scores: list[int]) -> None:
    found = trend(points(*scores))
    assert found is not None
    assert 0 <= found.start[1] <= 100
    assert 0 <= found.end[1] <= 100


def test_many_drafts_become_a_point_a_day() -> None:
    many = [(START + timedelta(days=number // 10, minutes=number), float(number % 10)) for number in range(200)]
    thin = thinned(many)
    assert [value for _, value in thin] == [4.5] * 20
    assert thinned(many[:MOST_POINTS]) == many[:MOST_POINTS]


def mark(number: int, score: int, previous: int | None = None) -> Mark:
    return Mark(number, previous, START + timedelta(hours=number), score)


def test_versions_of_a_draft_are_one_draft() -> None:
    first, other, second, third = mark(1, 40), mark(2, 70), mark(3, 60, 1), mark(4, 90, 3)
    assert drafts([first, other, second, third]) == [Draft(first, third), Draft(other, other)]
    assert drafts([first, second, third])[0].gain == 50


def test_a_draft_whose_beginning_is_not_known_is_left_out() -> None:
    assert drafts([mark(5, 90, 1), mark(6, 95, 5)]) == []


def found(*signals: str, rule: str = "some_rule", unsure: bool = False) -> dict[str, Any]:
    return {"findings": [{"rule": rule, "signal": signal, "unsure": unsure} for signal in signals]}


def test_what_is_rarer_now_got_better_and_what_is_frequent_needs_care() -> None:
    before = [found("but_after", "cliche")] * 8 + [found("cliche")] * 2
    after = [found("cliche")] * 6 + [found()] * 4
    better, care = habits(before + after)
    assert [(habit.name, habit.before, habit.now) for habit in better] == [("but_after", 8, 0), ("cliche", 10, 6)]
    assert care == []
    _, care = habits([found("cliche", "cliche")] * 12)
    assert [(habit.name, habit.now, habit.of_now) for habit in care] == [("cliche", 6, 6)]


def test_few_drafts_have_nothing_to_compare_and_a_single_slip_is_no_habit() -> None:
    better, care = habits([found("rude"), found(), found()])
    assert (better, care) == ([], [])
    assert habits([]) == ([], [])


def test_a_missing_move_and_a_move_that_hurts_are_two_things_and_doubts_are_none() -> None:
    assert faults(found("apology", rule="missing_apology")) == {"missing_apology"}
    assert faults(found("apology", rule="needless_apology")) == {"needless_apology"}
    assert faults(found("rude", "rude")) == {"rude"}
    assert faults(found("rude", unsure=True)) == set()
    assert faults({"findings": [{"rule": "other_number", "signal": "specific", "aside": True}]}) == set()
    assert faults({}) == set()
