"""Two readers, one voice: what the rules find and what the learned reader adds to it or takes back."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.guide import Kind, SignalGuide
from bot.coach.model import Signal
from bot.coach.reader.context import DANGERS
from bot.coach.reader.reader import Understanding
from bot.coach.stance import SOUNDS_CALM, SOUNDS_UPSET
from bot.coach.text import Sentence, Text

SOURCE = "reader"
# Of 160 cases by an author whom neither reader had seen, rules alone find 0.69 of the signals at precision 0.92; with
# these bounds both together find 0.83 at 0.91. A false alarm costs more, so a hurting move needs more certainty.
ADD = 0.5
ADD_HURTING = 0.6
# A sentence in which the rules see warmth or help is called hurting only when the reader is all but certain.
ADD_AGAINST_RULES = 0.95
# Where more certainty pays, measured on 528 drafts by other authors: rudeness that is quoted sounds like rudeness,
# fault that is denied like fault that is owned, a kind closing like a stock phrase, and a small thing is not always
# made small.
BOUNDS = dict.fromkeys(("abuse", "threat", "responsibility", "cliche"), 0.7) | dict.fromkeys(("rude", "minimise"), 0.75)
# Below this the reader is so sure of the contrary that a hurting move found by a rule is taken back.
VETO = 0.02
# From here on the reader's word is as good as a rule's for rules that ask what stands beside them.
SURE = 0.8
# `specific` has means of its own (`bot.coach.matter`), whether there is a complaint at all the stance decides; the
# others hang on one word («но», «если», «закон») that rules see better.
NOT_LEARNED = frozenset({"specific", "no_complaint", "but_after", "if_apology", "law"})
# These bear on how the customer is treated, or admit a fault: as dear to get wrong as a hurting move.
WEIGHTY = frozenset({"abuse", "threat", "responsibility", *DANGERS})
# Rules whose signals begin so take finds back.
NOT = "not_"
# A denial covers a find that lies in it but for a full stop or a greeting.
COVERED = 0.75
# How probable «no complaint» is in the sentence that says it most clearly. Of 500 messages by other authors in which
# rules see both thanks or a question and a grievance, or neither, 8 of 10 from CALM on were none; below UPSET lay 6
# bare questions, all of them complaints.
CALM, UPSET = 0.55, 0.25
# Flirting and «если оплачу сегодня» sound like these; in a calm message rules have to see them.
HEARD_IN_JEST = frozenset({"abuse", "threat"})
NARRATED = frozenset({"company_fault", "own_fault", *DANGERS})
WARM = frozenset({"empathy", "regret", "apology", "responsibility", "help", "thanks"})

Found = Mapping[str, tuple[Signal, ...]]


def said_once(text: Text) -> Text:
    """A text without the sentences it repeats: the reader heeds neighbours, and length alone must change nothing."""
    first: dict[str, Sentence] = {}
    for sentence in text.sentences:
        first.setdefault(text.raw[sentence.start : sentence.end], sentence)
    return Text(text.raw, tuple(first.values()), text.quotes)


def together(found: Found, understanding: Understanding, raw: str, signals: Mapping[str, SignalGuide]) -> Found:
    """The rules' finds with the reader's: it speaks where the rules are silent on a signal, and takes back a hurting
    find that it holds for all but impossible."""
    hurting = {name for name, guide in signals.items() if guide.kind is Kind.HURTS} | WEIGHTY
    kept = {
        name: tuple(s for s in those if name not in hurting or _may_be(s, understanding))
        for name, those in found.items()
    }
    bounds = {
        name: BOUNDS.get(name, ADD_HURTING if name in hurting else ADD)
        for name in understanding.names
        if name not in NOT_LEARNED and not kept.get(name)
    }
    added: dict[str, list[Signal]] = {}
    warm = [signal for name in WARM for signal in kept.get(name, ())]
    for reading in understanding.readings(bounds) if bounds else ():
        beside = any(signal.start < reading.end and reading.start < signal.end for signal in warm)
        if beside and reading.signal in hurting and reading.probability < ADD_AGAINST_RULES:
            continue
        words = raw[reading.start : reading.end]
        signal = Signal(reading.signal, reading.start, reading.end, words, SOURCE, reading.probability)
        added.setdefault(reading.signal, []).append(signal)
    both = kept | {name: tuple(those) for name, those in added.items()}
    return undenied(both)


def undenied(found: Found) -> Found:
    """What was found without what rules for the contrary cover: «извиняться не будем» holds the words of an apology and
    is none, and neither a list of words nor the learned reader sees that «не»."""
    kept = {name: those for name, those in found.items() if those and not name.startswith(NOT)}
    for name in (name for name in found if name.startswith(NOT)):
        of = name.removeprefix(NOT)
        left = tuple(signal for signal in kept.pop(of, ()) if not any(_covers(d, signal) for d in found[name]))
        if left:
            kept[of] = left
    return kept


def _covers(denial: Signal, signal: Signal) -> bool:
    shared = min(denial.end, signal.end) - max(denial.start, signal.start)
    return shared >= COVERED * (signal.end - signal.start)


def given(understanding: Understanding) -> list[tuple[str, int, int]]:
    """What the reader is sure of, for rules that ask what stands beside their words."""
    return [(reading.signal, reading.start, reading.end) for reading in understanding.readings(SURE)]


def grounds(asked: Found, understanding: Understanding | None) -> frozenset[str]:
    """The complaint's signals on which the stance may rest, and how the whole of it sounds to the reader. A praise that
    tells a story and a question that names a thing sound like a fault of the company; rules have to see one."""
    impression = _impression(understanding) if understanding else frozenset()
    doubtful = NARRATED | HEARD_IN_JEST if SOUNDS_CALM in impression else NARRATED
    seen = (
        name
        for name, signals in asked.items()
        if name not in doubtful or any(signal.source != SOURCE for signal in signals)
    )
    return impression.union(seen)


def _impression(understanding: Understanding) -> frozenset[str]:
    units = understanding.walked.sentences
    calm = understanding.probability("no_complaint", units[0].start, units[-1].end) if units else 0.0
    if calm >= CALM:
        return frozenset({SOUNDS_CALM})
    return frozenset({SOUNDS_UPSET}) if calm < UPSET else frozenset()


def _may_be(signal: Signal, understanding: Understanding) -> bool:
    if signal.name not in understanding.names:
        return True
    return understanding.probability(signal.name, signal.start, signal.end) >= VETO
