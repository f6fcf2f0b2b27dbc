"""Reading a content file, and saying in Russian with file and line what is wrong with it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import regex

CONTENT = Path(__file__).resolve().parent.parent.parent / "content"


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, in which file and line (0: the file as a whole)."""

    file: Path
    line: int
    message: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else str(self.file)
        return f"{place}: {self.message}"


def items(block: str) -> tuple[str, ...]:
    """The lines of a literal block; empty ones and «# remarks» are left out."""
    lines = (line.strip() for line in block.splitlines())
    return tuple(line for line in lines if line and not line.startswith("# "))


def line_of(source: str, needle: str) -> int:
    """The line (from 1) at which a text first stands, 0 if nowhere."""
    at = source.find(needle)
    return source.count("\n", 0, at) + 1 if at >= 0 else 0


def read_toml(path: Path) -> tuple[dict[str, Any], str, list[Mistake]]:
    """The table of a file, its source, and what hindered reading it."""
    try:
        source = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return {}, "", [Mistake(path, 0, "файл не в кодировке UTF-8: сохраните его заново")]
    try:
        return tomllib.loads(source), source, []
    except tomllib.TOMLDecodeError as error:
        found = regex.search(r"at line (\d+)", str(error))
        line = int(found.group(1)) if found else 0
        return {}, source, [Mistake(path, line, f"не читается как TOML: проверьте кавычки и знак «=» ({error})")]


def needed_toml(path: Path, mistakes: list[Mistake]) -> tuple[dict[str, Any], str]:
    """The table and the source of a file that has to be there; what hindered reading it goes to `mistakes`."""
    if not path.exists():
        mistakes.append(Mistake(path, 0, "файла нет"))
        return {}, ""
    table, source, found = read_toml(path)
    mistakes.extend(found)
    return table, source
