"""Turns signals into findings: the exact words, why they hurt, what to write instead; and the missing moves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.coach.guide import FaultGuide, Guide, Kind
from bot.coach.model import Finding, Signal, Stance, Verdict
from bot.coach.rule import Rule
from bot.coach.score import NEEDLESS, PREMATURE, UNCOMPENSATED, price
from bot.coach.situation import Situation

MISSING = "missing_"
# A learned find below this probability is put as a question.
SURE = 0.9


def collect(situation: Situation, rules: Mapping[str, Rule], guide: Guide) -> tuple[Finding, ...]:
    """All findings, the dearest first; what costs nothing in this stance is no finding."""
    stance, facts = situation.stance, situation.facts
    prices = guide.stances[stance]
    priced: list[tuple[int, Finding]] = []
    for name, signals in situation.found.items():
        cost = price(name, prices, facts)
        if cost < 0 and name in situation.present:
            priced += [(cost, _hurting(signal, stance, rules, guide)) for signal in signals]
    if situation.premature:
        guilty = situation.found.get("responsibility", ())[:1]
        priced += [(guide.premature.cost(facts), _faulty(PREMATURE, signal, guide.premature)) for signal in guilty]
    if situation.needless_apology:
        fault = guide.needless_apology
        priced += [
            (fault.cost(facts), _faulty(NEEDLESS, signal, fault)) for signal in situation.found.get("apology", ())[:1]
        ]
    if situation.uncompensated:
        owed = guide.irreparable
        absent = Finding(UNCOMPENSATED, "help", None, None, None, owed.why, owed.advice)
        priced.append((owed.cost(facts), absent))
    priced += [(-price(name, prices, facts), _missing(name, stance, guide)) for name in _absent(situation, guide)]
    dismissed = situation.case.taps.dismissed
    kept = [(cost, finding) for cost, finding in priced if finding.key not in dismissed] if dismissed else priced
    return tuple(finding for _, finding in sorted(kept, key=_by_weight))


def together(findings: Iterable[Finding]) -> list[list[Finding]]:
    """The findings in their order, those in one list that say the same of different words."""
    groups: dict[tuple[str, str, bool, bool], list[Finding]] = {}
    for finding in findings:
        said = (finding.why, finding.advice, finding.unsure, finding.text is None)
        groups.setdefault(said, []).append(finding)
    return list(groups.values())


def _by_weight(priced: tuple[int, Finding]) -> tuple[int, bool, int]:
    """The dearest first. Words that stand there weigh double: they are read before a missing move is missed, and an
    agent sees at once what to do about them."""
    cost, finding = priced
    return cost * (1 if finding.start is None else 2), finding.start is None, finding.start or 0


def _hurting(signal: Signal, stance: Stance, rules: Mapping[str, Rule], guide: Guide) -> Finding:
    rule, general = rules.get(signal.source), guide.signals[signal.name]
    replacements: tuple[str, ...] = ()
    why, advice = general.why, general.advice
    if general.kind is Kind.HELPS:
        unwelcome = guide.stances[stance].unwelcome[signal.name]
        why, advice = unwelcome.why, unwelcome.advice
    elif rule is not None:
        why, advice, replacements = rule.why, rule.advice or general.advice, rule.replacements
    unsure = signal.confidence < SURE
    return Finding(signal.source, signal.name, signal.start, signal.end, signal.text, why, advice, replacements, unsure)


def _faulty(rule: str, signal: Signal, fault: FaultGuide) -> Finding:
    return Finding(rule, signal.name, signal.start, signal.end, signal.text, fault.why, fault.advice)


def _missing(name: str, stance: Stance, guide: Guide) -> Finding:
    said = guide.stances[stance].missing[name]
    return Finding(MISSING + name, name, None, None, None, said.why, said.advice)


def _absent(situation: Situation, guide: Guide) -> Iterable[str]:
    """The moves the stance asks for and the draft lacks; a criterion tapped «не нужно» asks for nothing."""
    excused = {
        name
        for criterion in (guide.criteria if situation.case.taps.verdicts else ())
        if situation.case.taps.verdicts.get(criterion.id) is Verdict.NOT_NEEDED
        for name in criterion.by_stance.get(situation.stance, criterion.judged).yes
    }
    for ways in guide.stances[situation.stance].must:
        if situation.present.isdisjoint(ways) and excused.isdisjoint(ways):
            yield ways[0]
