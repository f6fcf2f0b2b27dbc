"""Drafts to rewrite: written cases under every stance, and mixes of sentences that nobody would think of."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

from bot.coach.model import Case, Channel, Facts, Fault

DATA = Path(__file__).parent / "data"
STATES: tuple[tuple[Facts | None, Fault | None], ...] = (
    (None, None),
    (Facts.UNCHECKED, None),
    (Facts.CHECKED, Fault.COMPANY),
    (Facts.CHECKED, Fault.CUSTOMER),
    (Facts.CHECKED, Fault.NOBODY),
)


def written() -> Iterator[Case]:
    """Every written case, each under one state of facts in turn."""
    for number, line in enumerate((DATA / "cases.jsonl").read_text(encoding="utf-8").splitlines()):
        row = json.loads(line)
        facts, fault = STATES[number % len(STATES)]
        yield Case(row["draft"], row["complaint"], facts, fault, Channel(row["channel"]))


def mixed(count: int, seed: int = 7) -> Iterator[Case]:
    """Drafts of two to five sentences at random."""
    chance = random.Random(seed)  # noqa: S311 -- the same mixes every time, nothing to guard
    sentences = (DATA / "sentences.txt").read_text(encoding="utf-8").splitlines()
    complaints = [case for case in written() if case.complaint]
    for _ in range(count):
        case = chance.choice(complaints)
        facts, fault = chance.choice(STATES)
        draft = " ".join(chance.sample(sentences, chance.randint(2, 5)))
        yield Case(draft, case.complaint, facts, fault, case.channel)
