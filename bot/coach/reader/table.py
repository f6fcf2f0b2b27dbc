"""The first look: what each sentence and clause of a stream says by itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from threading import Lock
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.coach.memory import register
from bot.coach.reader.stream import Stream
from bot.coach.reader.traits import NEIGHBOURS, SLOTS, Lexicon, found, neighbours

# Forms whose sums are remembered: some 130 bytes each.
REMEMBERED = 20_000
PAIRS, TRIPLES = 3, 2
NEAR = np.float32(NEIGHBOURS)

Floats = NDArray[np.float32]


class Table:
    """Weights of every trait for every signal: `weights` (slots, signals) in int8, times `scale`, plus `bias`."""

    def __init__(self, weights: NDArray[np.int8], scale: Floats, bias: Floats, kinds: Lexicon) -> None:
        self._weights, self._scale, self._bias, self._kinds = weights, scale, bias, kinds
        self._lock = Lock()
        self._forget()
        register(self)

    def __reduce__(self) -> tuple[type[Table], tuple[object, ...]]:
        """What people wrote is not stored with what remembers it."""
        return type(self), (self._weights, self._scale, self._bias, self._kinds)

    def forget(self) -> None:
        """Drops the words it has met."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._row_of: dict[str, int] = {}
        self._sums = np.zeros((REMEMBERED, self._weights.shape[1]), np.float32)
        self._mass = np.zeros(REMEMBERED, np.float32)
        self._hashes = np.zeros((2, REMEMBERED), np.uint64)

    def weigh(self, *streams: Stream) -> Floats:
        """How strongly each unit of the first stream, of the second and so on speaks for each signal, (units, signals);
        0 is undecided. A unit has three items or more."""
        items = list(chain.from_iterable(stream.items for stream in streams))
        if not items:
            return np.zeros((0, self._weights.shape[1]), np.float32)
        with self._lock:
            rows = self._rows(items)
            own, mass, hashes = self._sums.take(rows, 0), self._mass.take(rows), self._hashes.take(rows, 1)
        if any(0 in stream.fresh for stream in streams):
            fresh = np.array([each for stream in streams for each in stream.fresh], np.float32)
            own *= fresh[:, None]
            mass *= fresh
        pairs, triples = neighbours(hashes[0], hashes[1])
        # What begins at each item; of an item's neighbours those beyond its unit are taken out again.
        near, beyond = np.zeros((2, len(rows), own.shape[1]), np.int16)
        self._weights.take(triples, 0).sum(0, dtype=np.int16, out=beyond[:-2])
        self._weights.take(pairs, 0).sum(0, dtype=np.int16, out=near[:-1])
        near += beyond
        own += near * NEAR
        first, last = _borders(streams)
        total = _sums(own, first, last) - (near.take(last - 1, 0) + beyond.take(last - 2, 0)) * NEAR
        length = last - first
        around = PAIRS * (length - 1) + TRIPLES * (length - 2)
        norm = np.sqrt(_sums(mass, first, last) + around * NEIGHBOURS**2)
        return cast("Floats", total * self._scale / norm[:, None] + self._bias)

    def _rows(self, items: list[str]) -> NDArray[np.intp]:
        known = self._row_of
        rows = list(map(known.get, items))
        if None in rows:
            missing = list(dict.fromkeys(item for item, row in zip(items, rows, strict=True) if row is None))
            if len(known) + len(missing) > REMEMBERED:
                self._forget()
                known, missing = self._row_of, list(dict.fromkeys(items))
            self._learn(missing)
            rows = list(map(known.get, items))
        return np.array(rows, np.intp)

    def _learn(self, items: list[str]) -> None:
        """Sums the traits of forms that are met for the first time, all of a text in one go."""
        hashes: list[int] = []
        weights: list[float] = []
        starts: list[int] = []
        joints: list[tuple[int, int]] = []
        for item in items:
            own, its, lemma, grammar = found(item, self._kinds)
            starts.append(len(hashes))
            hashes += own
            weights += its
            joints.append((lemma, grammar))
        first = len(self._row_of)
        known = slice(first, first + len(items))
        factors = np.array(weights, np.float32)
        each = self._weights.take(np.array(hashes, np.int64) % SLOTS, 0) * factors[:, None]
        self._sums[known] = np.add.reduceat(each, starts, 0)
        self._mass[known] = np.add.reduceat(factors * factors, starts)
        self._hashes[:, known] = np.array(joints, np.uint64).T
        self._row_of.update(zip(items, range(first, known.stop), strict=True))


def _borders(streams: Sequence[Stream]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where the units of all streams begin and end among all their items."""
    first: list[int] = []
    last: list[int] = []
    past = 0
    for stream in streams:
        for units in (stream.sentences, stream.clauses):
            first += [past + unit[0] for unit in units]
            last += [past + unit[1] for unit in units]
        past += len(stream.items)
    return np.array(first, np.intp), np.array(last, np.intp)


def _sums(values: Floats, first: NDArray[np.intp], last: NDArray[np.intp]) -> Floats:
    """The sums of values [first, last)."""
    # Every second sum is that of what lies between two stretches; the row of zeros may be a border, too.
    borders = np.stack((first, last), 1).ravel()
    padded = np.concatenate((values, np.zeros_like(values[:1])))
    return cast("Floats", np.add.reduceat(padded, borders, 0)[::2])
