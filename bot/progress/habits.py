"""What an agent's drafts lack or should not have, and what is seldom found fault with any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.coach.findings import MISSING
from bot.coach.score import NEEDLESS, PREMATURE

# The last drafts are compared with those before them.
RECENT, EARLIER = 10, 20
# Fewer than this on either side say nothing.
LEAST = 4
# A habit is better when it is rarer by so much, and needs care when it is in so many of the last drafts.
BETTER_BY, CARE_FROM, CARE_LEAST = 0.25, 0.3, 2
MOST = 3


@dataclass(frozen=True, slots=True)
class Habit:
    """In how many of the drafts then and now something was found fault with.

    `name` is a signal, «missing_» and a signal for a move that was not there, or the id of a fault of the whole reply.
    """

    name: str
    now: int
    of_now: int
    before: int = 0
    of_before: int = 0


def habits(reviews: Sequence[Mapping[str, Any]]) -> tuple[list[Habit], list[Habit]]:
    """(what got better, what needs care), at most `MOST` of each, the most telling first.

    `reviews` are the stored JSONs of first drafts, the oldest first.
    """
    enough = len(reviews) >= 2 * LEAST
    recent = reviews[-min(RECENT, len(reviews) // 2 if enough else len(reviews)) :]
    earlier = reviews[: -len(recent)][-EARLIER:]
    now, before = _count(recent), _count(earlier)
    known = [Habit(name, now[name], len(recent), before[name], len(earlier)) for name in sorted(now | before)]
    better = sorted((habit for habit in known if _drop(habit) >= BETTER_BY), key=_drop, reverse=True)[:MOST]
    care = [habit for habit in known if _needs_care(habit) and habit not in better]
    return better, sorted(care, key=_often, reverse=True)[:MOST]


def faults(review: Mapping[str, Any]) -> set[str]:
    """What one review found fault with, each thing once; what was put as a question or costs nothing is left out.

    A number mistaken for another (`aside`) is a slip of attention and no habit of speech.
    """
    findings = review.get("findings", ())
    return {_name(finding) for finding in findings if not finding.get("unsure") and not finding.get("aside")}


def _name(finding: Mapping[str, Any]) -> str:
    rule = str(finding["rule"])
    return rule if rule.startswith(MISSING) or rule in {PREMATURE, NEEDLESS} else str(finding["signal"])


def _count(reviews: Sequence[Mapping[str, Any]]) -> Counter[str]:
    return Counter(name for review in reviews for name in faults(review))


def _often(habit: Habit) -> float:
    return habit.now / habit.of_now


def _drop(habit: Habit) -> float:
    if habit.of_now < LEAST or habit.of_before < LEAST:
        return 0.0
    return habit.before / habit.of_before - _often(habit)


def _needs_care(habit: Habit) -> bool:
    return habit.now >= CARE_LEAST and _often(habit) >= CARE_FROM
