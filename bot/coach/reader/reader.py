"""The learned reader: how probable each signal is in each sentence, and which clause says it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import numpy as np

from bot.coach.reader.context import COMPLAINT, DRAFT, SIGNALS, heard, surroundings
from bot.coach.reader.stream import Stream, stream
from bot.coach.reader.table import Floats, Table
from bot.coach.reader.traits import lexicon
from bot.coach.text import Text

# A clause is pointed at alone when it speaks at least this strongly compared with the strongest one of its sentence.
SHARE_OF_STRONGEST = 0.5


Layer = tuple[Floats, Floats]


@dataclass(frozen=True, slots=True)
class Reading:
    """`signal` is in the words [start, end) with this probability (0…1)."""

    signal: str
    start: int
    end: int
    probability: float


@dataclass(frozen=True, slots=True)
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

    def readings(self, thresholds: Mapping[str, float] | None = None) -> list[Reading]:
        """The signals that are probable enough, in order of place; by default as the lesson set the thresholds."""
        at_least = thresholds or self.thresholds
        lowest = np.array([at_least.get(name, 1.1) for name in self.names], np.float32)
        enough = np.argwhere(self.probabilities >= lowest).tolist()
        return sorted(
            [self._reading(number, column) for number, column in enough],
            key=lambda reading: (reading.start, reading.end),
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

    def read_complaint(self, complaint: Text) -> Understanding:
        """The signals of a customer's message; `no_complaint` among them, to be taken from the whole."""
        walked, alone, clauses = look(self._table, complaint)
        chance = _chance(heard(walked, alone, clauses), self._complaint)
        return Understanding(COMPLAINT, chance, walked, clauses[:, len(DRAFT) :], self._thresholds)

    def read_draft(self, draft: Text, complaint: Understanding | None = None) -> Understanding:
        """The signals of a draft, judged together with its neighbours and with what it answers."""
        walked, alone, clauses = look(self._table, draft)
        around = surroundings(walked, alone, clauses, complaint.probabilities if complaint else None)
        return Understanding(DRAFT, _chance(around, self._draft), walked, clauses[:, : len(DRAFT)], self._thresholds)


def look(table: Table, text: Text) -> tuple[Stream, Floats, Floats]:
    """A text's stream with what its sentences (n, signals) and its clauses (m, signals) say by themselves."""
    walked = stream(text)
    if not walked.sentences:
        nothing = np.zeros((0, len(SIGNALS)), np.float32)
        return walked, nothing, nothing
    weighed = table.weigh(walked, walked.units)
    return walked, weighed[: len(walked.sentences)], weighed[len(walked.sentences) :]


def _chance(features: Floats, layer: Layer) -> Floats:
    weights, bias = layer
    if not len(features):
        return np.zeros((0, len(bias)), np.float32)
    return np.asarray(1 / (1 + np.exp(-np.clip(features @ weights + bias, -30, 30))), np.float32)
