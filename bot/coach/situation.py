"""All that is known of a case once both texts are read: the ground on which it is judged."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.model import Case, Facts, Signal, Stance
from bot.coach.record import record


@record
class Situation:
    """`found` are the draft's signals by name; `present` the names that count, after the agent's corrections."""

    case: Case
    stance: Stance
    facts: Facts | None
    found: Mapping[str, tuple[Signal, ...]]
    present: frozenset[str]

    @property
    def premature(self) -> bool:
        """Whether the draft takes the blame before the facts are checked."""
        early = self.stance in {Stance.FIND_OUT, Stance.NO_COMPLAINT} and self.facts is not Facts.CHECKED
        return early and "responsibility" in self.present

    @property
    def needless_apology(self) -> bool:
        """Whether the draft asks pardon for what, as the agent found out, did not happen as told: regret is kinder
        than a guilt nobody has."""
        beyond = self.stance in {Stance.GOODWILL, Stance.BOUNDARIES} and self.case.taps.contradicted
        return beyond and "apology" in self.present

    @property
    def uncompensated(self) -> bool:
        """Whether the company spoilt what cannot be mended and the draft gives nothing for it."""
        owed = self.stance is Stance.MAKE_RIGHT and self.case.taps.irreparable
        return owed and "compensation" not in self.present
