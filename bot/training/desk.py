"""Lays lessons out as rows of traits with their labels, for the first look to learn from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from bot.coach.reader.context import SIGNALS
from bot.coach.reader.stream import Stream, Unit, stream
from bot.coach.reader.traits import NEIGHBOURS, Lexicon, Traits, neighbours, traits
from bot.coach.text import Text
from bot.training.corpus import Lesson
from bot.training.linear import Exercise, Floats, Ints, Rows

COST = 0.5
# A clause teaches less than its sentence: half of its meaning stands next to it.
CLAUSE = 0.75


@dataclass(frozen=True, slots=True)
class Read:
    """A lesson walked through: its sentences, then its clauses, stand from row `at` on."""

    lesson: Lesson
    walked: Stream
    at: int
    fold: int

    def strength(self, all_rows: Floats) -> tuple[Floats, Floats]:
        """Its own part of (rows, signals): (sentences, signals) and (clauses, signals)."""
        middle = self.at + len(self.walked.sentences)
        return all_rows[self.at : middle], all_rows[middle : middle + len(self.walked.clauses)]


class Desk:
    """Collects lessons; `fold` tells for each row in which share it is kept out of teaching, -1 in none."""

    def __init__(self, kinds: Lexicon) -> None:
        self._kinds = kinds
        self._known: dict[str, Traits] = {}
        self._columns: list[Ints] = []
        self._values: list[Floats] = []
        self._wanted: list[Floats] = []
        self._cost: list[Floats] = []
        self.fold: list[int] = []

    def add(self, lesson: Lesson, fold: int, weight: float) -> Read:
        walked = stream(Text.parse(lesson.text))
        read = Read(lesson, walked, len(self._columns), fold)
        units = walked.units
        if lesson.whole and walked.sentences:
            # A line is labelled as a whole: which of its sentences carries the signal is not known.
            units = [Unit(0, len(walked.items), walked.sentences[0].start, walked.sentences[-1].end)]
        if not units:
            return read
        found = [self._traits(item) for item in walked.items]
        pairs, triples = neighbours(
            np.array([one.lemma for one in found], np.uint64), np.array([one.grammar for one in found], np.uint64)
        )
        for number, unit in enumerate(units):
            own = [found[item] for item in range(unit.first, unit.last) if walked.fresh[item]]
            near = (pairs[:, unit.first : unit.last - 1].ravel(), triples[:, unit.first : unit.last - 2].ravel())
            self._row(own, np.concatenate(near))
            self._label(lesson, unit, weight * (CLAUSE if number >= len(walked.sentences) else 1.0))
            self.fold.append(fold)
        return read

    def exercise(self) -> tuple[Exercise, Ints]:
        """(all rows with their labels, the slots of the weight table that their columns stand for)."""
        columns = np.concatenate(self._columns)
        seen = np.unique(columns)
        starts = np.cumsum([0, *map(len, self._columns)])
        rows = Rows(starts, np.searchsorted(seen, columns), np.concatenate(self._values))
        return Exercise(rows, len(seen), np.stack(self._wanted), np.stack(self._cost)), seen

    def _traits(self, item: str) -> Traits:
        if item not in self._known:
            self._known[item] = traits(item, self._kinds)
        return self._known[item]

    def _row(self, own: list[Traits], near: Ints) -> None:
        columns = np.concatenate((*(one.slots for one in own), near))
        values = np.concatenate((*(one.weights for one in own), np.full(len(near), NEIGHBOURS, np.float32)))
        distinct, which = np.unique(columns, return_inverse=True)
        summed = np.bincount(which, values, len(distinct)).astype(np.float32)
        self._columns.append(distinct)
        self._values.append(summed / np.float32(np.sqrt(values @ values)))

    def _label(self, lesson: Lesson, unit: Unit, weight: float) -> None:
        labels = lesson.labels(unit.start, unit.end)
        asked = lesson.asked | labels
        self._wanted.append(np.array([1.0 if name in labels else -1.0 for name in SIGNALS], np.float32))
        self._cost.append(np.array([COST * weight if name in asked else 0.0 for name in SIGNALS], np.float32))
