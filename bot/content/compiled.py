"""The content as it was compiled last time, kept in the user's cache folder.

Reading some three hundred files and compiling three thousand phrases takes most of a second, and `bot check` is asked
for one draft at a time. What was compiled serves again only while every byte it was compiled from is the same, and the
engine too: a team lead's edit is compiled at the next start. Without a writable folder, or with a file that is broken,
all is read and compiled as if there were none.
"""

from __future__ import annotations

import os
import pickle
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import cast
from zlib import crc32

from platformdirs import user_cache_path

from bot import collector
from bot.coach.attention import Attention
from bot.coach.catalogue import Catalogue
from bot.coach.guide import Guide
from bot.coach.pattern import PatternError
from bot.coach.reader import Reader
from bot.coach.rewrite.phrases import Phrases
from bot.coach.rule import Part
from bot.content.attention import load_attention
from bot.content.files import CONTENT
from bot.content.guide import load_guide
from bot.content.phrases import load_phrases
from bot.content.reader import load_reader, model_path
from bot.content.rules import Rules, load_rules, whole

FOLDERS = ("rules", "words", "phrases", "stances", "attention")
# Bytes of the sum that tells whether the file is whole.
CHECK = 4
_PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Compiled:
    """All that a coach is built from; `reader` is None where none has been taught yet."""

    rules: Rules
    catalogues: Mapping[Part, Catalogue]
    guide: Guide
    phrases: Phrases
    attention: Attention
    reader: Reader | None


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
    # A hundred thousand objects that all stay: looking for garbage among them doubles the time.
    with collector.paused():
        return _restore(kept, stamp) or _keep(_compile(root), kept, stamp)


def _compile(root: Path) -> Compiled:
    rules = load_rules(root)
    try:
        catalogues = _catalogues(rules)
    except PatternError:
        # To look for the broken ones takes seconds, so it is done where there are any.
        rules = whole(rules, root)
        catalogues = _catalogues(rules)
    phrases = load_phrases(root).phrases
    return Compiled(rules, catalogues, load_guide(root), phrases, load_attention(root), load_reader(root))


def _catalogues(rules: Rules) -> dict[Part, Catalogue]:
    return {part: Catalogue(rules.rules, part, rules.sets) for part in Part}


def _stamp(root: Path) -> bytes:
    """Changes with any touch of the content or of the engine, another Python or another machine's project."""
    made = sha256(f"{sys.version} {root}".encode())
    folders = [*(root / name for name in FOLDERS), _PROJECT / "coach", _PROJECT / "content"]
    states = [(each.path, each.stat()) for folder in folders for each in _files(folder)]
    states += [(str(path), path.stat()) for path in (*root.glob("*.toml"), model_path(root)) if path.exists()]
    for path, state in sorted(states):
        # Whoever writes a file leaves a trace in the last of these, even where the other two are set back.
        made.update(f"{path} {state.st_size} {state.st_mtime_ns} {state.st_ctime_ns} ".encode())
    return made.digest()


def _files(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    """The files of a folder and of those in it, except what Python itself keeps there."""
    with suppress(FileNotFoundError), os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _files(entry.path)
            else:
                yield entry


def _restore(kept: Path, stamp: bytes) -> Compiled | None:
    with suppress(OSError):
        stored = kept.read_bytes()
        size = len(stamp)
        if stored[:size] == stamp and stored[size : size + CHECK] == _check(stored[size + CHECK :]):
            return cast("Compiled", pickle.loads(stored[size + CHECK :]))  # noqa: S301 -- our own file, whole and current
    return None


def _keep(compiled: Compiled, kept: Path, stamp: bytes) -> Compiled:
    """Stores what was compiled in one step, so that two starts at once do not meet in the middle of a file."""
    stored = pickle.dumps(compiled, pickle.HIGHEST_PROTOCOL)
    with suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        with NamedTemporaryFile(dir=kept.parent, delete=False) as file:
            file.write(stamp + _check(stored) + stored)
        Path(file.name).replace(kept)
    return compiled


def _check(stored: bytes) -> bytes:
    """Tells whether a file is whole, in half the time of a digest."""
    return crc32(stored).to_bytes(CHECK, "big")
