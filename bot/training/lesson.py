"""Teaches the learned reader: the first look by examples of sentences, the second by whole drafts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.coach.reader.context import COMPLAINT, DRAFT, heard, surroundings
from bot.coach.reader.traits import SLOTS, lexicon
from bot.training.corpus import Corpus, Lesson
from bot.training.desk import Desk, Read
from bot.training.linear import Exercise, Floats, Ints, machine
from bot.training.second_look import FOLDS, SecondLook

EPOCHS = 6
# A sentence of a whole case resembles what the reader will meet more than a line of the bank does.
IN_CASE, IN_BANK, IN_RULE = 1.5, 1.0, 0.5

Progress = Callable[[str], None]
Pair = tuple[Read, Read | None]


@dataclass(frozen=True, slots=True)
class Taught:
    """The arrays of a model file, and what the lesson measured itself by: probabilities (sentences, signals) given to
    drafts and complaints that were kept out of teaching."""

    arrays: Mapping[str, NDArray[Any]]
    drafts: list[tuple[Lesson, Floats]]
    complaints: list[tuple[Lesson, Floats]]

    def to_bytes(self) -> bytes:
        file = BytesIO()
        np.savez_compressed(file, allow_pickle=False, **self.arrays)
        return file.getvalue()


def fingerprint(corpus: Corpus, words: str) -> str:
    """Changes with anything the reader is taught on."""
    sides = (side for talk in corpus.talks for side in (talk.draft, talk.complaint) if side)
    lessons = [*corpus.lines, *sides, *corpus.complaints]
    parts = [
        (lesson.text, lesson.part, lesson.spans, sorted(lesson.everywhere), sorted(lesson.asked)) for lesson in lessons
    ]
    return hashlib.sha256(repr((parts, words)).encode()).hexdigest()


def teach(corpus: Corpus, words: str, progress: Progress = lambda _: None) -> Taught:
    """Learns from the corpus and the lexicon `words`; the same input gives the same model."""
    desk = Desk(lexicon(words))
    for lesson in corpus.lines:
        desk.add(lesson, -1, IN_RULE if len(lesson.asked) == 1 else IN_BANK)
    talks: list[Pair] = []
    for number, talk in enumerate(corpus.talks):
        complaint = desk.add(talk.complaint, number % FOLDS, IN_CASE) if talk.complaint else None
        talks.append((desk.add(talk.draft, number % FOLDS, IN_CASE), complaint))
    alone = [desk.add(lesson, number % FOLDS, IN_BANK) for number, lesson in enumerate(corpus.complaints)]
    exercise, seen = desk.exercise()
    strength, weights, bias = _first_look(exercise, np.array(desk.fold), progress)
    progress("второй взгляд")
    draft, complaint_look = _second_looks(talks, alone, strength)
    table, scale = _quantised(weights, seen)
    arrays: dict[str, NDArray[Any]] = {
        "weights": table,
        "scale": scale,
        "bias": bias,
        "lexicon": np.frombuffer(words.encode(), np.uint8),
        "draft_weights": draft.weights,
        "draft_bias": draft.bias,
        "complaint_weights": complaint_look.weights,
        "complaint_bias": complaint_look.bias,
        "thresholds": np.concatenate((draft.thresholds, complaint_look.thresholds)),
        "fingerprint": np.frombuffer(fingerprint(corpus, words).encode(), np.uint8),
    }
    return Taught(arrays, draft.aside, complaint_look.aside)


def _first_look(exercise: Exercise, fold_of: Ints, progress: Progress) -> tuple[Floats, Floats, Floats]:
    """(strength of each row by a machine that was not taught on it, weights and bias of one taught on all)."""
    strength = np.zeros(exercise.wanted.shape, np.float32)
    shares = [*(np.flatnonzero(fold_of != fold) for fold in range(FOLDS)), np.arange(len(exercise.rows))]
    with ProcessPoolExecutor() as pool:
        for fold, (weights, bias) in enumerate(pool.map(partial(machine, exercise, epochs=EPOCHS), shares)):
            progress(f"первый взгляд: {fold + 1} из {len(shares)}")
            for row in np.flatnonzero(fold_of == fold).tolist():
                columns, values = exercise.rows.row(row)
                strength[row] = values @ weights[columns] + bias
    return strength, weights, bias


def _quantised(weights: Floats, seen: Ints) -> tuple[NDArray[np.int8], Floats]:
    scale = (np.abs(weights).max(0) / 127).astype(np.float32)
    table = np.zeros((SLOTS, weights.shape[1]), np.int8)
    table[seen] = np.rint(weights / scale)
    return table, scale


def _second_looks(talks: Sequence[Pair], alone: Sequence[Read], strength: Floats) -> tuple[SecondLook, SecondLook]:
    answered = [read for _, read in talks if read]
    asked = [read for read in (*answered, *alone) if read.lesson.asked and read.walked.sentences]
    complaints = SecondLook(COMPLAINT, asked, [heard(read.walked, *read.strength(strength)) for read in asked])
    told = {id(read): chance for read, (_, chance) in zip(asked, complaints.aside, strict=True)}
    drafts = [draft for draft, _ in talks]
    around = [surroundings(draft.walked, *draft.strength(strength), told.get(id(read))) for draft, read in talks]
    return SecondLook(DRAFT, drafts, around), complaints
