"""Reviews put together into drafts: what was written first, and what became of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.storage.reviews import Mark


@dataclass(frozen=True, slots=True)
class Draft:
    """The first and the last review of one draft; the same one where it was not written again.

    The first shows what the agent does unaided, so progress is measured there and not at what the bot helped with.
    """

    first: Mark
    last: Mark

    @property
    def gain(self) -> int:
        return self.last.score - self.first.score


def drafts(marks: Iterable[Mark]) -> list[Draft]:
    """All drafts of which the first review is known, in the order of their first reviews. `marks`: the oldest first."""
    found: dict[int, Draft] = {}
    started_by: dict[int, int] = {}
    for mark in marks:
        root = started_by.get(mark.previous_id) if mark.previous_id is not None else mark.id
        if root is None:
            # Its beginning is older than what is looked at, or no longer stored.
            continue
        started_by[mark.id] = root
        found[root] = Draft(found[root].first if root in found else mark, mark)
    return list(found.values())


def since(moment: datetime, all_drafts: Iterable[Draft]) -> list[Draft]:
    """Those begun at `moment` or later."""
    return [draft for draft in all_drafts if draft.first.created_at >= moment]
