"""Which case is next: what is due to be repeated, then the weakest signal at the level the agent has reached. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from bot.content.cases import LEVELS, DrillCase
from bot.drills.play import Ending
from bot.repetition import Slip, due_slips

# A case that went well rests so long.
REST_DAYS = 30
# So many in a row on a level move the agent up, or down.
UP_AFTER = DOWN_AFTER = 2
FAILED = frozenset({Ending.LEFT, Ending.UNCONVINCED})


@dataclass(frozen=True, slots=True)
class Result:
    """A case as it was played on a day of the agent's calendar."""

    case: str
    level: int
    day: date
    ending: Ending


@dataclass(frozen=True, slots=True)
class Choice:
    """A case to play; `repeats` means that spaced repetition asks for it."""

    case: DrillCase
    repeats: bool = False


def choose(
    cases: Mapping[str, DrillCase], results: Sequence[Result], weak_signals: Sequence[str], today: date
) -> Choice | None:
    """The next case; None where every one rests. `results` are the oldest first, `weak_signals` the weakest first."""
    for name in due_cases(results, today):
        if name in cases:
            return Choice(cases[name], repeats=True)
    resting = {result.case for result in results if result.day > today - timedelta(days=REST_DAYS)}
    fresh = [case for name, case in sorted(cases.items()) if name not in resting]
    if not fresh:
        return None
    reached = level(results)
    nearest = min(abs(case.level - reached) for case in fresh)
    fitting = [case for case in fresh if abs(case.level - reached) == nearest]
    return Choice(_for_weakest(_turned(fitting, results, today), weak_signals))


def level(results: Iterable[Result]) -> int:
    """The level reached: two satisfied customers in a row there lead up, two lost ones down."""
    reached, won, lost = LEVELS[0], 0, 0
    for result in results:
        if result.ending is Ending.SATISFIED and result.level >= reached:
            won, lost = won + 1, 0
        elif result.ending in FAILED:
            won, lost = 0, lost + 1
        if won == UP_AFTER:
            reached, won = min(reached + 1, LEVELS[-1]), 0
        if lost == DOWN_AFTER:
            reached, lost = max(reached - 1, LEVELS[0]), 0
    return reached


def due_cases(results: Sequence[Result], today: date) -> dict[str, date]:
    """The cases whose customer was not won over and that come back today, with the day since which they are due: 1, 3
    and 7 days after, those that wait the longest first."""
    slips: dict[str, Slip] = {}
    for number, result in enumerate(results):
        slip = slips.get(result.case)
        due = slip.due if slip else None
        if due is None and result.ending is not Ending.SATISFIED:
            # A first loss, or one anew after all the returns.
            slips[result.case] = Slip(number, result.day)
        elif slip is not None and due is not None and result.day >= due:
            slips[result.case] = Slip(slip.id, slip.made, slip.repeated + 1, result.day)
    names = {slip.id: name for name, slip in slips.items()}
    return {names[slip.id]: slip.due for slip in due_slips(slips.values(), today) if slip.due is not None}


def first_free(cases: Mapping[str, DrillCase], results: Sequence[Result]) -> date | None:
    """The day on which the first of the resting cases may be played again; None where there are no cases."""
    last = {result.case: result.day for result in results if result.case in cases}
    return min(last.values()) + timedelta(days=REST_DAYS) if last else None


def _turned(cases: Sequence[DrillCase], results: Sequence[Result], today: date) -> list[DrillCase]:
    """Another order each day and after each case, so that neighbours of the alphabet do not march in a row."""
    start = (today.toordinal() + len(results) * 5) % len(cases)
    return [*cases[start:], *cases[:start]]


def _for_weakest(cases: Sequence[DrillCase], weak_signals: Sequence[str]) -> DrillCase:
    for weak in weak_signals:
        training = [case for case in cases if weak in case.signals]
        if training:
            # The first signal of a case is what it is about; the others it trains in passing.
            return min(training, key=lambda case: case.signals.index(weak))
    return cases[0]
