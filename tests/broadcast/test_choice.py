"""Which tip, quiz or exercise comes next."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise

from bot.broadcast.choice import REST_DAYS, choose_quiz, choose_tip, is_quiz_day
from bot.content.tips import Lessons, Tip
from bot.repetition import Slip, due_slips
from tests.loaded import the_lessons

MONDAY = date(2026, 3, 2)
LESSONS: Lessons = the_lessons()


def tip(name: str, principle: str = "тон", signals: Sequence[str] = ("cliche",)) -> Tip:
    return Tip(name, name, principle, tuple(signals), "история", "", "", "дело", ())


def chosen(
    tips: Sequence[Tip], weak: Sequence[str] = (), shown: Sequence[str] = (), disliked: Sequence[str] = ()
) -> str:
    found = choose_tip(tips, weak, shown, disliked, MONDAY)
    return found.id if found else ""


def test_the_weakest_signal_is_addressed_first() -> None:
    tips = [tip("tone"), tip("but", signals=["but_after"]), tip("help", signals=["help"])]
    assert chosen(tips, ["but_after", "help"]) == "but"
    assert chosen(tips, ["help", "but_after"]) == "help"


def test_a_tip_about_the_signal_goes_before_one_that_trains_it_in_passing() -> None:
    tips = [tip("passing", signals=["help", "doubt"]), tip("about", signals=["doubt", "help"])]
    assert all(choose_tip(tips, ["doubt"], (), (), MONDAY + timedelta(days=n)) == tips[1] for n in range(7))


def test_when_the_weakest_signals_tips_are_spent_the_next_weak_one_is_addressed() -> None:
    tips = [tip("but", signals=["but_after"]), tip("help", signals=["help"]), tip("tone")]
    assert chosen(tips, ["but_after", "help"], shown=["but"]) == "help"
    assert chosen(tips, ["but_after", "help"], shown=["but", "help"]) == "tone"


def test_without_weak_signals_the_calendar_leads_and_neighbouring_days_differ() -> None:
    days = [choose_tip(LESSONS.tips, (), (), (), MONDAY + timedelta(days=n)) for n in range(len(LESSONS.tips) + 1)]
    assert len(set(days)) == len(LESSONS.tips)
    assert not [one for one, other in pairwise(days) if one and other and one.principle == other.principle]


def test_the_same_arguments_give_the_same_tip() -> None:
    assert chosen(LESSONS.tips, ["empathy"], ["name-the-loss"]) == chosen(LESSONS.tips, ["empathy"], ["name-the-loss"])


def test_disliked_tips_stay_away_even_where_they_would_help() -> None:
    tips = [tip("but", "безно", ["but_after"]), tip("tone", "тон")]
    assert chosen(tips, ["but_after"], disliked=["безно"]) == "tone"


def test_nothing_is_repeated_when_all_is_shown_or_disliked() -> None:
    tips = [tip("but", "безно"), tip("tone", "тон")]
    assert choose_tip(tips, ["cliche"], ["tone"], ["безно"], MONDAY) is None
    assert choose_tip([], [], [], [], MONDAY) is None


def test_a_year_of_tips_and_quizzes_repeats_none_within_sixty_days() -> None:
    seen: dict[str, date] = {}
    weak = ["but_after", "empathy", "next_step"]
    for day in (MONDAY + timedelta(days=n) for n in range(366)):
        fresh = {name for name, when in seen.items() if (day - when).days < REST_DAYS}
        lesson = (
            choose_quiz(LESSONS.quizzes, weak, fresh, (), day)
            if is_quiz_day(day, MONDAY)
            else choose_tip(LESSONS.tips, weak, fresh, (), day)
        )
        assert lesson is not None
        assert lesson.id not in fresh
        seen[lesson.id] = day


def test_every_third_day_is_a_quiz_and_none_before_the_start() -> None:
    days = [is_quiz_day(MONDAY + timedelta(days=n), MONDAY) for n in range(-3, 9)]
    assert days == [False] * 3 + [False, False, True] * 3


def test_a_mistake_comes_back_after_one_three_and_seven_days() -> None:
    slip, back = Slip(1, MONDAY), []
    for n in range(30):
        day = MONDAY + timedelta(days=n)
        if due_slips([slip], day):
            back.append(n)
            slip = Slip(1, MONDAY, slip.repeated + 1, day)
    assert back == [1, 3, 7]


def test_after_a_holiday_the_returns_keep_their_distance() -> None:
    late = Slip(1, MONDAY, 1, MONDAY + timedelta(days=10))
    assert due_slips([late], MONDAY + timedelta(days=11)) == []
    assert due_slips([late], MONDAY + timedelta(days=12)) == [late]


def test_the_mistake_that_waits_the_longest_comes_first() -> None:
    fresh, old, done = Slip(1, MONDAY), Slip(2, MONDAY - timedelta(days=2)), Slip(3, MONDAY, 3, MONDAY)
    assert due_slips([fresh, old, done], MONDAY + timedelta(days=1)) == [old, fresh]
