"""From the content folder to a model file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.coach.reader.context import COMPLAINT, DRAFT
from bot.content import CONTENT, load_rules
from bot.content.reader import FOLDER, LEXICON, load_reader, model_path
from bot.training.corpus import Corpus, Lesson, load_corpus
from bot.training.lesson import Progress, Taught, fingerprint, teach
from bot.training.linear import Floats
from bot.training.second_look import threshold


@dataclass(frozen=True, slots=True)
class Mark:
    """How well a signal was told on texts kept out of teaching, `count` of which carry it."""

    signal: str
    count: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def train(root: Path = CONTENT, progress: Progress = lambda _: None) -> list[Mark]:
    """Teaches a reader on the content of `root`, stores its model there, and says what it has learned."""
    corpus, words = _lessons(root)
    taught = teach(corpus, words, progress)
    model_path(root).write_bytes(taught.to_bytes())
    return list(_marks(taught))


def is_current(root: Path = CONTENT) -> bool:
    """Whether the stored model was taught on what the content of `root` says now."""
    reader = load_reader(root)
    return reader is not None and reader.fingerprint == fingerprint(*_lessons(root))


def _lessons(root: Path) -> tuple[Corpus, str]:
    folder = root / FOLDER
    return load_corpus(folder, load_rules(root).rules), (folder / LEXICON).read_text(encoding="utf-8")


def _marks(taught: Taught) -> Iterator[Mark]:
    yield from _marks_of(DRAFT, taught.drafts)
    yield from _marks_of(COMPLAINT, taught.complaints)


def _marks_of(names: Sequence[str], aside: Sequence[tuple[Lesson, Floats]]) -> Iterator[Mark]:
    for column, name in enumerate(names):
        told = [(name in lesson.present, chance[:, column].max()) for lesson, chance in aside if lesson.tells_of(name)]
        present, strongest = np.array([is_there for is_there, _ in told]), np.array([chance for _, chance in told])
        said = strongest >= threshold(present, strongest)
        right = float((said & present).sum())
        yield Mark(name, int(present.sum()), right / max(said.sum(), 1), right / max(present.sum(), 1))
