"""Python's garbage collector, told what stays to the end."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

# Next to nothing here is garbage that only the collector finds; with Python's own 700, 10 and 10 it goes through all
# that is remembered of read sentences twenty times as often, and one review in a hundred waits for it as long again.
THRESHOLDS = 20_000, 10, 20


def settle() -> None:
    """To be called when the coach is loaded: it stays to the end, so the collector need not go through it again and
    again, and a forked worker shares its pages instead of copying them at the first collection."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)


@contextmanager
def paused() -> Iterator[None]:
    """Nothing is collected meanwhile."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
