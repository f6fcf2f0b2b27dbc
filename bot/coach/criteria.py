"""Gives each line of the checklist its verdict, with the words that prove it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.coach.guide import CriterionGuide, Guide, Judged, Kind
from bot.coach.model import Case, Criterion, Facts, Signal, Stance, Verdict
from bot.coach.situation import Situation

Found = Mapping[str, tuple[Signal, ...]]


def judge(situation: Situation, guide: Guide) -> tuple[Criterion, ...]:
    """All criteria in the order of the checklist; the agent's taps outweigh what was read."""
    return tuple(_judge_one(situation, criterion) for criterion in guide.criteria)


def _judge_one(situation: Situation, criterion: CriterionGuide) -> Criterion:
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
    else:
        verdict, names = _by_signals(judged, criterion.kind, situation.found)
    evidence = tuple(signal for name in names for signal in situation.found.get(name, ()))
    return Criterion(criterion.id, verdict, criterion.said[verdict], evidence)


def _facts(facts: Facts | None) -> Verdict:
    if facts is None:
        return Verdict.PARTLY
    return Verdict.YES if facts is Facts.CHECKED else Verdict.NO


def _by_signals(judged: Judged, kind: Kind, found: Found) -> tuple[Verdict, tuple[str, ...]]:
    helps = kind is Kind.HELPS
    first, first_verdict = (judged.yes, Verdict.YES) if helps else (judged.no, Verdict.NO)
    if _any(first, found):
        return first_verdict, first
    if _any(judged.partly, found):
        return Verdict.PARTLY, judged.partly
    return (Verdict.NO if helps else Verdict.YES), ()


def _any(names: Iterable[str], found: Found) -> bool:
    return any(found.get(name) for name in names)


def effective(found: Found, case: Case, stance: Stance, guide: Guide) -> frozenset[str]:
    """The signals that count towards the score after the agent's corrections: a criterion tapped «есть» brings its
    first signal, «нет» and «не нужно» take its signals away; for hurting criteria the other way round."""
    present = {name for name, signals in found.items() if signals}
    for criterion in guide.criteria:
        tapped = case.taps.verdicts.get(criterion.id)
        judged = criterion.by_stance.get(stance, criterion.judged)
        good, bad = judged.yes, (*judged.no, *(judged.partly if criterion.kind is Kind.HURTS else ()))
        if tapped is Verdict.YES and good and not _any(good, found):
            present.add(good[0])
        if tapped in {Verdict.YES, Verdict.NOT_NEEDED}:
            present.difference_update(bad)
        if tapped is Verdict.NO:
            present.difference_update(good)
    return frozenset(present)
