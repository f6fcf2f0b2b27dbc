"""`bot train`: teaches the learned reader anew and says what it has learned."""

from __future__ import annotations

import sys

from bot.training.corpus import CorpusError
from bot.training.school import train


def run() -> int:
    """The exit status: 1 where a line of the examples cannot be read."""
    try:
        marks = train(progress=lambda step: print(f"{step}…", file=sys.stderr))
    except CorpusError as error:
        print(error, file=sys.stderr)
        return 1
    print("На черновиках и жалобах, которых читатель при обучении не видел:")
    print(f"{'сигнал':16s} {'случаев':>8s} {'точность':>9s} {'полнота':>8s} {'F1':>5s}")
    for mark in marks:
        print(f"{mark.signal:16s} {mark.count:8d} {mark.precision:9.2f} {mark.recall:8.2f} {mark.f1:5.2f}")
    return 0
