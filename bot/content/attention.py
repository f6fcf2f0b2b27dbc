"""Reads content/attention: what is said of a draft beside its complaint, and of what the customer needs."""

from __future__ import annotations

from pathlib import Path

from bot.coach.mismatch import Comparer, Things
from bot.coach.names import Names
from bot.content.files import CONTENT, Mistake, items, needed_toml
from bot.content.guide import GuideError


def grouped(block: str) -> dict[str, str]:
    """The words of a block, each under the first word of its line."""
    lines = [[word.strip() for word in line.split(",")] for line in items(block)]
    return {word.replace("ё", "е"): line[0].replace("ё", "е") for line in lines for word in line if word}


def words(line: str) -> frozenset[str]:
    """The words of one line, as lemmas are spelled."""
    return frozenset(word.strip().replace("ё", "е") for word in line.split(",") if word.strip())


def load_comparer(root: Path = CONTENT) -> Comparer:
    """Compares figures and names by the words of `root`; raises GuideError."""
    mistakes: list[Mistake] = []
    folder = root / "attention"
    table, _ = needed_toml(folder / "mismatch.toml", mistakes)
    if mistakes:
        raise GuideError(mistakes)
    people = items((folder / "names.txt").read_text(encoding="utf-8"))
    number, paid, date = table["number"], table["sum"], table["date"]
    things = Things(
        things=grouped(number["things"]),
        lookalike=grouped(number["lookalike"]),
        fresh=words(number["fresh"]),
        made=words(number["made"]),
        taken=words(paid["taken"]),
        paid=words(paid["paid"]),
        dated_from=grouped(date["from"]),
        dated_for=grouped(date["for"]),
    )
    return Comparer(things, Names(line.split() for line in people))
