"""Chooses the stance: three questions in a fixed order, the first that fits."""

from __future__ import annotations

from collections.abc import Collection

from bot.coach.model import Case, Facts, Fault, Stance

# A court, a regulator or an honest review is a lawful step and none of these.
CROSSES_THE_LINE = frozenset({"abuse", "violence", "blackmail"})
ATTACK = frozenset({"abuse", "threat", "violence", "blackmail"})
GRIEVANCE = frozenset({"company_fault", "grievance"})
# Whoever is hurt, bereaved or in danger complains, however politely they ask.
DANGER = "danger_"
GRIEF = "feels_grieving"
NO_GRIEVANCE = frozenset({"question", "praise"})
OWN_FAULT, TEST = "own_fault", "test"
# Whoever demands one of these means it, however calmly it is said: «Где деньги?»
DEMANDS = frozenset({"asks_refund", "asks_compensation", "asks_speed_up", "asks_punishment", "asks_apology"})
# How the whole message sounds to the learned reader, where it is sure enough to be asked.
SOUNDS_CALM, SOUNDS_UPSET = "sounds_calm", "sounds_upset"


def facts_known(case: Case) -> Facts | None:
    """None where nobody said. A fault that is named counts as checked, unless said otherwise."""
    if case.facts is not None:
        return case.facts
    return Facts.CHECKED if case.fault is not None or case.taps.contradicted else None


def is_complaint(case: Case, complaint_signals: Collection[str]) -> bool:
    """Whether the customer complains. The agent's tap outweighs the words; where no text was given, they do. An agent
    who says that the company or the customer erred has found something gone wrong, however politely it was asked."""
    if case.taps.no_complaint is not None:
        return not case.taps.no_complaint
    if not (case.complaint or "").strip():
        return True
    if case.fault in {Fault.COMPANY, Fault.CUSTOMER} or case.taps.contradicted:
        return True
    return _complains(set(complaint_signals))


def _complains(signals: set[str]) -> bool:
    """Where signals speak for both, or for neither, the sound of the whole decides. Of a praise alone it does not: one
    that tells of old troubles sounds upset."""
    if signals & ATTACK or any(name.startswith(DANGER) for name in signals):
        return True
    if GRIEF in signals and "praise" not in signals:
        return True
    # A joke or a check of the line comes in a complaint's clothes; a grievance is one even where it asks or thanks.
    if TEST in signals:
        return False
    calm = SOUNDS_CALM in signals
    if signals & GRIEVANCE:
        return bool(signals & DEMANDS) or not (calm and signals & NO_GRIEVANCE)
    if signals & NO_GRIEVANCE:
        return SOUNDS_UPSET in signals and "praise" not in signals
    return not calm


def choose(case: Case, complaint_signals: Collection[str]) -> Stance:
    """The stance for this case; `complaint_signals` are the names of the signals read in the complaint."""
    if not is_complaint(case, complaint_signals):
        return Stance.NO_COMPLAINT
    if facts_known(case) is not Facts.CHECKED:
        return Stance.FIND_OUT
    fault = Fault.CUSTOMER if case.taps.contradicted else case.fault or _fault_by_words(complaint_signals)
    if fault is None:
        return Stance.FIND_OUT
    if fault is Fault.COMPANY:
        return Stance.MAKE_RIGHT
    if fault is Fault.NOBODY:
        return Stance.SHARED
    return Stance.BOUNDARIES if _crosses_the_line(case, complaint_signals) else Stance.GOODWILL


def _fault_by_words(complaint_signals: Collection[str]) -> Fault | None:
    if OWN_FAULT in complaint_signals:
        return Fault.CUSTOMER
    return Fault.COMPANY if "company_fault" in complaint_signals else None


def _crosses_the_line(case: Case, complaint_signals: Collection[str]) -> bool:
    if case.taps.insulting is not None:
        return case.taps.insulting
    return bool(CROSSES_THE_LINE & set(complaint_signals))
