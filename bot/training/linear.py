"""Two small learners in plain numpy: a linear machine for many signals at once, and a logistic regression."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]

# Changes of the dual variables below this leave the weights as good as they are.
STILL = 1e-4
STEPS = 100
LEAST_RIDGE = 1e-3


@dataclass(frozen=True, slots=True)
class Rows:
    """Sparse rows: row i has `values[starts[i]:starts[i + 1]]` in the columns of the same range."""

    starts: Ints
    columns: Ints
    values: Floats

    def __len__(self) -> int:
        return len(self.starts) - 1

    def row(self, number: int) -> tuple[Ints, Floats]:
        low, high = self.starts[number], self.starts[number + 1]
        return self.columns[low:high], self.values[low:high]


@dataclass(frozen=True, slots=True)
class Exercise:
    """`wanted` (rows, signals) is ±1, `cost` the price of an error there, 0 where the label is unknown."""

    rows: Rows
    columns: int
    wanted: Floats
    cost: Floats


def machine(exercise: Exercise, chosen: Ints, epochs: int) -> tuple[Floats, Floats]:
    """Support vector machines with squared hinge loss, one a signal, by dual coordinate descent.

    Only the `chosen` rows are looked at. Returns weights (columns, signals) and bias (signals). All signals take each
    step together: a row's weights are fetched once for all of them.
    """
    rows, wanted, cost = exercise.rows, exercise.wanted, exercise.cost
    weights = np.zeros((exercise.columns, wanted.shape[1]), np.float32)
    bias = np.zeros(wanted.shape[1], np.float32)
    dual = np.zeros(wanted.shape, np.float32)
    known = cost > 0
    slack = np.where(known, 0.5 / np.maximum(cost, 1e-9), 1.0).astype(np.float32)
    # Every row has length 1, and the bias is one more column of value 1.
    curve = 2.0 + slack
    order = np.array(chosen)
    dice = np.random.default_rng(0)
    for _ in range(epochs):
        dice.shuffle(order)
        for i in order:
            where, values = rows.row(i)
            fetched = weights[where]
            slope = wanted[i] * (values @ fetched + bias) - 1.0 + slack[i] * dual[i]
            moved = np.where(known[i], np.maximum(dual[i] - slope / curve[i], 0.0), 0.0)
            change = (moved - dual[i]) * wanted[i]
            if np.abs(change).max() < STILL:
                continue
            dual[i] = moved
            fetched += values[:, None] * change
            weights[where] = fetched
            bias += change
    return weights, bias


def logistic(
    features: Floats, wanted: NDArray[np.bool_], known: NDArray[np.bool_], ridge: Floats
) -> tuple[Floats, Floats]:
    """Logistic regressions, one a signal: weights (features, signals) and bias (signals).

    `ridge` (features, signals) is the price of each weight squared, `known` (rows, signals) where the label counts.
    Newton's method with Böhning's fixed bound on the curvature: each signal is solved for once, all step together.
    """
    design = np.concatenate((features, np.ones((len(features), 1), np.float32)), axis=1)
    price = np.concatenate((ridge, np.full((1, ridge.shape[1]), LEAST_RIDGE, np.float32)))
    inverse = [
        np.linalg.inv(design[known[:, column]].T @ design[known[:, column]] / 4 + np.diag(price[:, column]))
        for column in range(ridge.shape[1])
    ]
    weights = np.zeros(price.shape, np.float32)
    for _ in range(STEPS):
        off = np.where(known, 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30))) - wanted, 0)
        slope = design.T @ off.astype(np.float32) + price * weights
        weights -= np.stack([turned @ slope[:, column] for column, turned in enumerate(inverse)], axis=1)
    return weights[:-1], weights[-1]
