"""The content as it was compiled last time, kept in the user's cache folder.

Reading some three hundred files and compiling three thousand phrases takes most of a second, and `bot check` is asked
for one draft at a time. What was compiled serves again only while every byte it was compiled from is the same, and the
engine too: a team lead's edit is compiled at the next start. Without a writable folder, or with a file that is broken,
all is read and compiled as if there were none.
"""

from __future__ import annotations

import gc
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast

from platformdirs import user_cache_path

from bot.coach.attention import Attention
from bot.coach.catalogue import Catalogue
from bot.coach.guide import Guide
from bot.coach.rewrite.phrases import Phrases
from bot.coach.rule import Part
from bot.content.attention import load_attention
from bot.content.files import CONTENT
from bot.content.guide import load_guide
from bot.content.phrases import load_phrases
from bot.content.rules import Rules, load_rules

FOLDERS = ("rules", "words", "phrases", "stances", "attention")
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Compiled:
    """All that a coach is built from but its learned reader."""

    rules: Rules
    catalogues: Mapping[Part, Catalogue]
    guide: Guide
    phrases: Phrases
    attention: Attention


def load_compiled(root: Path = CONTENT, folder: Path | None = None) -> Compiled:
    """The content of `root`, kept in `folder` for the next time; content that is not the project's own is not kept
    unless a folder is named. Raises GuideError."""
    if folder is None:
        if root != CONTENT:
            return _compile(root)
        try:
            folder = user_cache_path("podskazka-coach", appauthor=False)
        except RuntimeError:
            # A container may run as a number that no home belongs to.
            return _compile(root)
    stamp = _stamp(root)
    kept = folder / "content.compiled"
    with _without_gc():
        return _restore(kept, stamp) or _keep(_compile(root), kept, stamp)


def _compile(root: Path) -> Compiled:
    rules = load_rules(root)
    catalogues = {part: Catalogue(rules.rules, part, rules.sets) for part in Part}
    return Compiled(rules, catalogues, load_guide(root), load_phrases(root).phrases, load_attention(root))


def _stamp(root: Path) -> bytes:
    """Changes with any byte of the content, any touch of the engine, another Python or another machine's project."""
    made = sha256(f"{sys.version} {root}".encode())
    for path in sorted([*root.glob("*.toml"), *(each for name in FOLDERS for each in (root / name).rglob("*.t*"))]):
        content = path.read_bytes()
        made.update(f"{path.relative_to(root)} {len(content)} ".encode() + content)
    for name in ("coach", "content"):
        for path in sorted((_PROJECT / name).rglob("*.py")):
            state = path.stat()
            made.update(f"{path.name} {state.st_size} {state.st_mtime_ns} ".encode())
    return made.digest()


def _restore(kept: Path, stamp: bytes) -> Compiled | None:
    with suppress(OSError):
        stored = kept.read_bytes()
        size = len(stamp)
        if stored[:size] == stamp and stored[size : 2 * size] == sha256(stored[2 * size :]).digest():
            return cast("Compiled", pickle.loads(stored[2 * size :]))  # noqa: S301 -- our own file, whole and current
    return None


def _keep(compiled: Compiled, kept: Path, stamp: bytes) -> Compiled:
    """Stores what was compiled in one step, so that two starts at once do not meet in the middle of a file."""
    stored = pickle.dumps(compiled, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(stamp + sha256(stored).digest() + stored)
        Path(file.name).replace(kept)
    return compiled


@contextmanager
def _without_gc() -> Iterator[None]:
    """A hundred thousand objects that all stay: looking for garbage among them doubles the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
