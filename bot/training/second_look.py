"""Teaches the second look at one part, on strengths that the first look gave to texts it was not taught on."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.training.corpus import Lesson
from bot.training.desk import Read
from bot.training.linear import Floats, logistic

FOLDS = 5
RIDGE = 30.0
# The second look trusts the sentence's own strength first: its weight costs this share of the others' price.
OWN = 0.04

Marks = NDArray[np.bool_]


class SecondLook:
    """`weights` (features, signals) and `bias`; `thresholds` for F1; `aside`: what texts kept out of teaching get."""

    def __init__(self, names: Sequence[str], reads: Sequence[Read], features: Sequence[Floats]) -> None:
        self._names = names
        around = np.concatenate(features)
        middle, spread = around.mean(0), around.std(0) + np.float32(0.1)
        normal = (around - middle) / spread
        labels, known = self._labels(reads)
        fold_of = np.repeat([read.fold for read in reads], [len(own) for own in features])
        chance = np.zeros(labels.shape, np.float32)
        for fold in range(FOLDS):
            weights, bias = self._fit(normal, labels, known & (fold_of != fold)[:, None])
            chance[fold_of == fold] = 1 / (1 + np.exp(-(normal[fold_of == fold] @ weights + bias)))
        weights, bias = self._fit(normal, labels, known)
        self.weights = weights / spread[:, None]
        self.bias = bias - (middle / spread) @ weights
        ends = np.cumsum([len(own) for own in features])[:-1]
        self.aside: list[tuple[Lesson, Floats]] = [
            (read.lesson, own) for read, own in zip(reads, np.split(chance, ends), strict=True)
        ]
        self.thresholds = self._thresholds()

    def _labels(self, reads: Sequence[Read]) -> tuple[Marks, Marks]:
        labels, known = [], []
        for read in reads:
            for unit in read.walked.sentences:
                here = read.lesson.labels(unit.start, unit.end)
                labels.append([name in here for name in self._names])
                known.append([name in here or name in read.lesson.asked for name in self._names])
        return np.array(labels), np.array(known)

    def _fit(self, features: Floats, labels: Marks, known: Marks) -> tuple[Floats, Floats]:
        ridge = np.full((features.shape[1], len(self._names)), RIDGE, np.float32)
        np.fill_diagonal(ridge, RIDGE * OWN)
        return logistic(features, labels, known, ridge)

    def _thresholds(self) -> Floats:
        present = np.array([[name in lesson.present for name in self._names] for lesson, _ in self.aside])
        told = np.array([[lesson.tells_of(name) for name in self._names] for lesson, _ in self.aside])
        strongest = np.array([chance.max(0) for _, chance in self.aside])
        by_signal = zip(present.T, strongest.T, told.T, strict=True)
        return np.array([threshold(there[known], chance[known]) for there, chance, known in by_signal], np.float32)


def threshold(present: Marks, chance: Floats) -> float:
    """The probability from which on saying «present» gives the best F1 on these texts."""
    order = np.argsort(-chance, kind="stable")
    right = np.cumsum(present[order])
    f1 = 2 * right / (np.arange(1, len(order) + 1) + present.sum())
    best = int(f1.argmax())
    following = chance[order[min(best + 1, len(order) - 1)]]
    return float((chance[order[best]] + following) / 2)
