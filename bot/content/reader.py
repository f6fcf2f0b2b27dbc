"""The learned reader's model and what it is taught on, both under content/reader."""

from __future__ import annotations

from pathlib import Path

from bot.coach.reader import Reader
from bot.content.files import CONTENT

FOLDER, MODEL, LEXICON = "reader", "model.npz", "lexicon.txt"


def model_path(root: Path = CONTENT) -> Path:
    return root / FOLDER / MODEL


def load_reader(root: Path = CONTENT) -> Reader | None:
    """The taught reader of `root`, or None where none has been taught yet."""
    path = model_path(root)
    return Reader.from_bytes(path.read_bytes()) if path.exists() else None
