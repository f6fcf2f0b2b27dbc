"""Spaced repetition: what went wrong comes back after a day, three and a week. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

# Days from a mistake to its first, second and last return.
REPEAT_AFTER = (1, 3, 7)


@dataclass(frozen=True, slots=True)
class Slip:
    """A mistake, or a case that was lost: made on `made`, practised `repeated` times, at last on `last`."""

    id: int
    made: date
    repeated: int = 0
    last: date | None = None

    @property
    def due(self) -> date | None:
        """The day on which it comes back; None once it has come back for the last time.

        After a late practice the rest moves along, so that a holiday does not bring two returns in two days.
        """
        if self.repeated >= len(REPEAT_AFTER):
            return None
        if self.last is None:
            return self.made + timedelta(days=REPEAT_AFTER[self.repeated])
        before = REPEAT_AFTER[self.repeated - 1] if self.repeated else 0
        return self.last + timedelta(days=REPEAT_AFTER[self.repeated] - before)


def due_slips(mistakes: Iterable[Slip], today: date) -> list[Slip]:
    """The mistakes to practise today, those that wait the longest first."""
    waiting = [(due, slip.id, slip) for slip in mistakes if (due := slip.due) is not None and due <= today]
    return [slip for _, _, slip in sorted(waiting, key=lambda entry: entry[:2])]
