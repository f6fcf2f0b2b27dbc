"""The second look: what a sentence says among its neighbours, and in answer to its complaint."""

from __future__ import annotations

from itertools import pairwise
from math import log1p

import numpy as np
from numpy.typing import NDArray

from bot.coach.reader.stream import Stream

Floats = NDArray[np.float32]

DRAFT = (
    "empathy",
    "regret",
    "apology",
    "responsibility",
    "help",
    "next_step",
    "explanation",
    "ask_facts",
    "prevention",
    "specific",
    "private_channel",
    "but_after",
    "if_apology",
    "doubt",
    "law",
    "rules",
    "blame_customer",
    "blame_other",
    "minimise",
    "cliche",
    "rude",
    "deflect",
)
# Told of by rare words more than by their neighbours; texts of their own teach them (content/reader/dangers.txt).
DANGERS = ("danger_self_harm", "danger_safety", "danger_health", "danger_data", "danger_lawyer")
COMPLAINT = ("abuse", "threat", "own_fault", "company_fault", "no_complaint", *DANGERS)
SIGNALS = DRAFT + COMPLAINT

# Said by no sentence at all.
SILENCE = -1.0
# How much of its strongest clause counts in a sentence; the rest is the sentence as a whole.
CLAUSE_SHARE = 0.4
TURNS = frozenset(
    (
        "но",
        "однако",
        "зато",
        "впрочем",
        "правда",
        "только",
        "а",
        "да",
        "хотя",
        "вместе",
        "при",
        "другое",
        "одновременно",
    )
)
SOFT = [DRAFT.index(name) for name in ("empathy", "regret", "apology")]


def surroundings(walked: Stream, alone: Floats, clauses: Floats, complaint: Floats | None) -> Floats:
    """All that bears on each sentence of a draft, (sentences, features). `complaint`: its probabilities, if any."""
    count = len(walked.sentences)
    if not count:
        return np.zeros((0, 1), np.float32)
    strength, extra = _strength(walked, alone[:, : len(DRAFT)], clauses[:, : len(DRAFT)])
    silent = np.full((1, len(DRAFT)), SILENCE, np.float32)
    before = np.concatenate((silent, strength[:-1]))
    after = np.concatenate((strength[1:], silent))
    turn = np.array([walked.items[unit.first + 1] in TURNS for unit in walked.sentences], np.float32)[:, None]
    told = complaint.max(0) if complaint is not None and len(complaint) else np.zeros(len(COMPLAINT), np.float32)
    return np.concatenate(
        (
            strength,
            extra,
            before,
            after,
            _others(strength),
            turn * (before[:, SOFT] - SILENCE),
            turn,
            _place(walked),
            np.repeat(told[None, :], count, 0),
        ),
        axis=1,
    )


def heard(walked: Stream, alone: Floats, clauses: Floats) -> Floats:
    """All that bears on each sentence of a complaint, (sentences, features)."""
    if not walked.sentences:
        return np.zeros((0, 1), np.float32)
    strength, extra = _strength(walked, alone[:, len(DRAFT) :], clauses[:, len(DRAFT) :])
    mean = np.repeat(strength.mean(0, keepdims=True), len(strength), 0)
    return np.concatenate((strength, extra, _others(strength), mean, _place(walked)), axis=1)


def _strength(walked: Stream, alone: Floats, clauses: Floats) -> tuple[Floats, Floats]:
    """(sentences with their strongest clause mixed in, by how much that clause outdoes its sentence)."""
    strongest = alone.copy()
    for number, (first, last) in enumerate(pairwise(walked.bounds)):
        if first < last:
            strongest[number] = clauses[first:last].max(0)
    extra = np.asarray(strongest - alone, np.float32)
    return np.asarray(alone + CLAUSE_SHARE * np.maximum(extra, 0), np.float32), extra


def _others(strength: Floats) -> Floats:
    """For each sentence the strongest of all the other ones."""
    count = len(strength)
    if count == 1:
        return np.full_like(strength, SILENCE)
    order = np.sort(strength, axis=0)
    first, second = order[-1], order[-2]
    others: Floats = np.where(strength == first, second, first)
    return others


def _place(walked: Stream) -> Floats:
    count, items = len(walked.sentences), walked.items
    size = log1p(count)
    return np.array(
        [
            (
                number == 0,
                number == count - 1,
                size,
                log1p(unit.last - unit.first - 2),
                items[unit.last - 1] == "$?",
                items[unit.last - 1] == "$!",
            )
            for number, unit in enumerate(walked.sentences)
        ],
        np.float32,
    )
