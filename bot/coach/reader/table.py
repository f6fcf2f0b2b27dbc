"""The first look: what each sentence and clause of a stream says by itself."""

from __future__ import annotations

from threading import Lock
from typing import cast

import numpy as np
from numpy.typing import NDArray

from bot.coach.memory import register
from bot.coach.reader.stream import Stream, Unit
from bot.coach.reader.traits import NEIGHBOURS, Lexicon, neighbours, traits

# Forms whose sums are remembered: some 130 bytes each.
REMEMBERED = 20_000
PAIRS, TRIPLES = 3, 2

Floats = NDArray[np.float32]


class Table:
    """Weights of every trait for every signal: `weights` (slots, signals) in int8, times `scale`, plus `bias`."""

    def __init__(self, weights: NDArray[np.int8], scale: Floats, bias: Floats, kinds: Lexicon) -> None:
        self._weights, self._scale, self._bias, self._kinds = weights, scale, bias, kinds
        self._lock = Lock()
        self._forget()
        register(self)

    def forget(self) -> None:
        """Drops the words it has met."""
        with self._lock:
            self._forget()

    def _forget(self) -> None:
        self._row_of: dict[str, int] = {}
        self._sums = np.zeros((REMEMBERED, self._weights.shape[1]), np.float32)
        self._mass = np.zeros(REMEMBERED, np.float32)
        self._hashes = np.zeros((2, REMEMBERED), np.uint64)

    def weigh(self, walked: Stream, units: list[Unit]) -> Floats:
        """How strongly each unit speaks for each signal, (units, signals); 0 is undecided."""
        with self._lock:
            rows = self._rows(walked.items)
            own, mass, hashes = self._sums[rows], self._mass[rows], self._hashes[:, rows]
        fresh = np.array(walked.fresh, np.float32)
        pairs, triples = neighbours(hashes[0], hashes[1])
        sums = (
            _running(own * fresh[:, None], 0),
            _running(self._weights[pairs].sum(0, dtype=np.float32) * NEIGHBOURS, 1),
            _running(self._weights[triples].sum(0, dtype=np.float32) * NEIGHBOURS, 2),
        )
        first = np.array([unit.first for unit in units])
        last = np.array([unit.last for unit in units])
        total = sum(run[last] - run[np.minimum(first + size, last)] for size, run in enumerate(sums))
        running_mass = _running((mass * fresh)[:, None], 0)[:, 0]
        length = last - first
        around = PAIRS * np.maximum(length - 1, 0) + TRIPLES * np.maximum(length - 2, 0)
        norm = np.sqrt(running_mass[last] - running_mass[first] + around * NEIGHBOURS**2)
        return cast("Floats", total * self._scale / norm[:, None] + self._bias)

    def _rows(self, items: list[str]) -> list[int]:
        try:
            return [self._row_of[item] for item in items]
        except KeyError:
            missing = {item: None for item in items if item not in self._row_of}
        if len(self._row_of) + len(missing) > REMEMBERED:
            self._forget()
            missing = dict.fromkeys(items)
        for item in missing:
            self._learn(item)
        return [self._row_of[item] for item in items]

    def _learn(self, item: str) -> None:
        row = len(self._row_of)
        found = traits(item, self._kinds)
        self._sums[row] = found.weights @ self._weights[found.slots]
        self._mass[row] = found.mass
        self._hashes[:, row] = found.lemma, found.grammar
        self._row_of[item] = row


def _running(values: Floats, lost: int) -> Floats:
    """Sums of what ends before each item; `lost` items at the start have nothing that ends there."""
    out = np.zeros((len(values) + lost + 1, values.shape[1]), np.float32)
    np.cumsum(values, axis=0, out=out[lost + 1 :])
    return out
