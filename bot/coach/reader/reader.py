"""The learned reader: how probable each signal is in each sentence, and which clause says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from io import BytesIO
from typing import NamedTuple

import numpy as np

from bot.coach.memory import Memory
from bot.coach.reader.context import COMPLAINT, DRAFT, SIGNALS, heard, surroundings
from bot.coach.reader.stream import Stream, stream
from bot.coach.reader.table import Floats, Table
from bot.coach.reader.traits import lexicon
from bot.coach.record import record
from bot.coach.text import REMEMBERED, Sentence, Text

# A clause is pointed at alone when it speaks at least this strongly compared with the strongest one of its sentence.
SHARE_OF_STRONGEST = 0.5
# Sums beyond this are as good as certain, and their exponents would overflow.
MOST_SURE = np.float32(30)


Layer = tuple[Floats, Floats]
# A sentence as it is written, with its mark; and what it says by itself with what its clauses (m, signals) do.
_Sentence = tuple[str, str]
_Said = tuple[Floats, Floats]
NOTHING: Floats = np.zeros((0, len(SIGNALS)), np.float32)


class Look(NamedTuple):
    """A text's stream with what its sentences (n, signals) and its clauses (m, signals) say by themselves."""

    walked: Stream
    alone: Floats
    clauses: Floats


@record
class Reading:
    """`signal` is in the words [start, end) with this probability (0…1)."""

    signal: str
    start: int
    end: int
    probability: float


@record
class Understanding:
    """What the reader makes of one text: `probabilities` is (sentences, signals) in the order of `names`."""

    names: tuple[str, ...]
    probabilities: Floats
    walked: Stream
    clauses: Floats
    thresholds: Mapping[str, float]

    def probability(self, signal: str, start: int, end: int) -> float:
        """How probable a signal is in the sentences that [start, end) touches; 0 where there are none."""
        chance = self.probabilities[:, self.names.index(signal)]
        units = self.walked.sentences
        return max(
            (float(chance[n]) for n, unit in enumerate(units) if unit.start < end and start < unit.end), default=0.0
        )

    def readings(self, thresholds: Mapping[str, float] | float | None = None) -> list[Reading]:
        """The signals that are probable enough, in order of place; by default as the lesson set the thresholds."""
        bounds = self.thresholds if thresholds is None else thresholds
        lowest = bounds if isinstance(bounds, float) else [bounds.get(name, 1.1) for name in self.names]
        numbers, columns = (self.probabilities >= np.array(lowest, np.float32)).nonzero()
        return sorted(
            map(self._reading, numbers.tolist(), columns.tolist()), key=lambda reading: (reading.start, reading.end)
        )

    def _reading(self, number: int, column: int) -> Reading:
        unit = self.walked.sentences[number]
        start, end = unit.start, unit.end
        first, last = self.walked.bounds[number : number + 2]
        if first < last:
            clauses, strength = self.walked.clauses[first:last], self.clauses[first:last, column].tolist()
            best = max(strength)
            low = high = strength.index(best)
            enough = best * SHARE_OF_STRONGEST if best > 0 else best
            while low > 0 and strength[low - 1] >= enough:
                low -= 1
            while high + 1 < len(clauses) and strength[high + 1] >= enough:
                high += 1
            start, end = clauses[low].start, clauses[high].end
        return Reading(self.names[column], start, end, float(self.probabilities[number, column]))


class Reader:
    """A taught model; `fingerprint` names what it was taught on.

    Reading changes nothing but the memory of word forms, so threads may share one reader.
    """

    def __init__(
        self, table: Table, draft: Layer, complaint: Layer, thresholds: Mapping[str, float], fingerprint: str
    ) -> None:
        self._table = table
        self._looked_at: Memory[_Sentence, _Said] = Memory(REMEMBERED)
        self._draft, self._complaint = draft, complaint
        self._thresholds = thresholds
        self.fingerprint = fingerprint

    @classmethod
    def from_bytes(cls, model: bytes) -> Reader:
        """A reader out of a model file's contents; raises KeyError or ValueError for anything else."""
        with np.load(BytesIO(model), allow_pickle=False) as stored:
            kinds = lexicon(stored["lexicon"].tobytes().decode())
            return cls(
                Table(stored["weights"], stored["scale"], stored["bias"], kinds),
                (stored["draft_weights"], stored["draft_bias"]),
                (stored["complaint_weights"], stored["complaint_bias"]),
                dict(zip(SIGNALS, stored["thresholds"].tolist(), strict=True)),
                stored["fingerprint"].tobytes().decode(),
            )

    def look(self, *texts: Text) -> list[Look]:
        """A first look at texts; at several at once it takes half the time, and sentences that were looked at lately
        take none: a rewrite shares most of its draft's."""
        found: dict[_Sentence, _Said] = {}
        fresh: list[Text] = []
        for text in texts:
            unknown = [each for each in text.sentences if not self._is_known(_key(text, each), found)]
            fresh.append(Text(text.raw, tuple(unknown), text.quotes))
        for text, seen in zip(fresh, look(self._table, *fresh), strict=True):
            for number, each in enumerate(text.sentences):
                first, last = seen.walked.bounds[number : number + 2]
                said = seen.alone[number], seen.clauses[first:last]
                found[_key(text, each)] = said
                self._looked_at.keep(_key(text, each), said)
        return [_look_again(text, [found[_key(text, each)] for each in text.sentences]) for text in texts]

    def _is_known(self, key: _Sentence, found: dict[_Sentence, _Said]) -> bool:
        if key in found:
            return True
        known = self._looked_at.get(key)
        if known is not None:
            found[key] = known
        return known is not None

    def read_complaint(self, complaint: Text, looked: Look | None = None) -> Understanding:
        """The signals of a customer's message; `no_complaint` among them, to be taken from the whole."""
        walked, alone, clauses = looked or self.look(complaint)[0]
        chance = _chance(heard(walked, alone, clauses), self._complaint)
        return Understanding(COMPLAINT, chance, walked, clauses[:, len(DRAFT) :], self._thresholds)

    def read_draft(
        self, draft: Text, complaint: Understanding | None = None, looked: Look | None = None
    ) -> Understanding:
        """The signals of a draft, judged together with its neighbours and with what it answers."""
        walked, alone, clauses = looked or self.look(draft)[0]
        around = surroundings(walked, alone, clauses, complaint.probabilities if complaint else None)
        return Understanding(DRAFT, _chance(around, self._draft), walked, clauses[:, : len(DRAFT)], self._thresholds)


def _key(text: Text, sentence: Sentence) -> _Sentence:
    return text.raw[sentence.start : sentence.end], sentence.mark


def _look_again(text: Text, said: Sequence[_Said]) -> Look:
    walked = stream(text)
    if not said:
        return Look(walked, NOTHING, NOTHING)
    return Look(walked, np.array([alone for alone, _ in said]), np.concatenate([clauses for _, clauses in said]))


def look(table: Table, *texts: Text) -> list[Look]:
    """What each text says by itself; all are weighed in one go."""
    streams = [stream(text) for text in texts]
    weighed = table.weigh(*streams)
    looks, first = [], 0
    for each in streams:
        middle = first + len(each.sentences)
        last = middle + len(each.clauses)
        looks.append(Look(each, weighed[first:middle], weighed[middle:last]))
        first = last
    return looks


def _chance(features: Floats, layer: Layer) -> Floats:
    weights, bias = layer
    if not len(features):
        return np.zeros((0, len(bias)), np.float32)
    sums = np.minimum(np.maximum(features @ weights + bias, -MOST_SURE), MOST_SURE)
    return np.asarray(1 / (1 + np.exp(-sums)), np.float32)
