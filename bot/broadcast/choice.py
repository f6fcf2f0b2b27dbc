"""Which tip or quiz is next. Pure: whatever it depends on comes as an argument."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TypeVar

from bot.content.tips import Quiz, Tip

# A tip or a quiz seen within so many days is not shown again.
REST_DAYS = 60
# A quiz comes in place of every third day's tip.
QUIZ_EVERY = 3

Lesson = TypeVar("Lesson", Tip, Quiz)


def choose_tip(
    tips: Sequence[Tip],
    weak_signals: Sequence[str],
    shown_within_60_days: Collection[str],
    disliked_tags: Collection[str],
    day: date,
) -> Tip | None:
    """The tip of the day for one agent, the same for the same arguments; None where all are shown or disliked.

    `weak_signals` are names, the weakest first; `shown_within_60_days` are ids; `disliked_tags` are principles
    without «#».
    """
    return _choose(tips, weak_signals, shown_within_60_days, disliked_tags, day)


def choose_quiz(
    quizzes: Sequence[Quiz],
    weak_signals: Sequence[str],
    shown_within_60_days: Collection[str],
    disliked_tags: Collection[str],
    day: date,
) -> Quiz | None:
    """The quiz of the day, chosen as a tip is."""
    return _choose(quizzes, weak_signals, shown_within_60_days, disliked_tags, day)


def is_quiz_day(day: date, start: date) -> bool:
    """Two tips, then a quiz, counted from `start`, the day on which the agent subscribed."""
    passed = (day - start).days
    return passed >= 0 and passed % QUIZ_EVERY == QUIZ_EVERY - 1


def _choose(
    lessons: Sequence[Lesson],
    weak_signals: Sequence[str],
    shown: Collection[str],
    disliked: Collection[str],
    day: date,
) -> Lesson | None:
    if not lessons:
        return None
    # The calendar walks the whole list, so that those shown lately do not shift the places of the others.
    calendar = _mixed(lessons)
    start = day.toordinal() % len(calendar)
    ahead = calendar[start:] + calendar[:start]
    fresh = [lesson for lesson in ahead if lesson.id not in shown and lesson.principle not in disliked]
    for weak in weak_signals:
        fitting = [lesson for lesson in fresh if weak in lesson.signals]
        if fitting:
            # The first signal of a lesson is what it is about; the others it trains in passing.
            return min(fitting, key=lambda lesson: lesson.signals.index(weak))
    return fresh[0] if fresh else None


def _mixed(lessons: Sequence[Lesson]) -> list[Lesson]:
    """Each principle spread evenly over the whole list, so that neighbouring days speak of different things."""
    by_principle: dict[str, list[Lesson]] = {}
    for lesson in lessons:
        by_principle.setdefault(lesson.principle, []).append(lesson)
    placed = []
    for number, group in enumerate(by_principle.values()):
        # Each principle starts a little later than the one before, or those of one size would march in a row.
        late = number / len(by_principle)
        placed += [((turn + late) / len(group), lesson) for turn, lesson in enumerate(group)]
    return [lesson for _, lesson in sorted(placed, key=lambda entry: entry[0])]
