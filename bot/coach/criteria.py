"""Gives each line of the checklist its verdict, with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.coach.guide import CriterionGuide, Guide, Judged, Kind, StanceGuide
from bot.coach.model import Case, Criterion, Facts, Signal, Stance, Verdict
from bot.coach.score import price
from bot.coach.situation import Situation

Found = Mapping[str, tuple[Signal, ...]]


def judge(situation: Situation, guide: Guide) -> tuple[Criterion, ...]:
    """All criteria in the order of the checklist; the agent's taps outweigh what was read."""
    return tuple(_judge_one(situation, criterion, guide) for criterion in guide.criteria)


def _judge_one(situation: Situation, criterion: CriterionGuide, guide: Guide) -> Criterion:
    stance, channel = situation.stance, situation.case.channel
    judged = criterion.by_stance.get(stance, criterion.judged)
    tapped = situation.case.taps.verdicts.get(criterion.id)
    names: tuple[str, ...] = ()
    if tapped is not None:
        verdict, names = tapped, (*judged.yes, *judged.partly, *judged.no)
    elif stance in criterion.not_needed or (criterion.channels and channel not in criterion.channels):
        verdict = Verdict.NOT_NEEDED
    elif criterion.kind is Kind.FACTS:
        verdict = _facts(situation.facts)
    elif criterion.kind is Kind.HURTS:
        verdict, names = _by_wounds(judged, situation, guide.stances[stance])
    else:
        verdict, names = _by_moves(judged, situation.found)
    evidence = tuple(signal for name in names for signal in situation.found.get(name, ()))
    return Criterion(criterion.id, verdict, criterion.said[verdict], evidence)


def _facts(facts: Facts | None) -> Verdict:
    if facts is None:
        return Verdict.PARTLY
    return Verdict.YES if facts is Facts.CHECKED else Verdict.NO


def _by_moves(judged: Judged, found: Found) -> tuple[Verdict, tuple[str, ...]]:
    if _any(judged.yes, found):
        return Verdict.YES, judged.yes
    if _any(judged.partly, found):
        return Verdict.PARTLY, judged.partly
    return Verdict.NO, ()


def _by_wounds(judged: Judged, situation: Situation, prices: StanceGuide) -> tuple[Verdict, tuple[str, ...]]:
    """What costs nothing in this stance is no wound: then the line is not needed."""
    found = situation.found
    if found.keys().isdisjoint(judged.no) and found.keys().isdisjoint(judged.partly):
        return Verdict.YES, ()
    costly = {
        name for name in (*judged.no, *judged.partly) if found.get(name) and price(name, prices, situation.facts) < 0
    }
    if not costly.isdisjoint(judged.no):
        return Verdict.NO, tuple(name for name in judged.no if name in costly)
    if costly:
        return Verdict.PARTLY, tuple(name for name in judged.partly if name in costly)
    return (Verdict.NOT_NEEDED if _any((*judged.no, *judged.partly), found) else Verdict.YES), ()


def _any(names: Iterable[str], found: Found) -> bool:
    return any(found.get(name) for name in names)


def effective(found: Found, case: Case, stance: Stance, guide: Guide) -> frozenset[str]:
    """The signals that count towards the score after the agent's corrections. A helping criterion tapped «есть» brings
    its first signal, «нет» takes its signals away, «не нужно» leaves them; a hurting one the other way round, where
    «не нужно» takes them away too."""
    present = {name for name, signals in found.items() if signals}
    for criterion in guide.criteria if case.taps.verdicts else ():
        tapped = case.taps.verdicts.get(criterion.id)
        judged = criterion.by_stance.get(stance, criterion.judged)
        hurts = criterion.kind is Kind.HURTS
        names, all_names = (judged.no, (*judged.no, *judged.partly)) if hurts else (judged.yes, judged.yes)
        if tapped is (Verdict.NO if hurts else Verdict.YES) and names and not _any(names, found):
            present.add(names[0])
        if tapped in ({Verdict.YES, Verdict.NOT_NEEDED} if hurts else {Verdict.NO}):
            present.difference_update(all_names)
    return frozenset(present)
