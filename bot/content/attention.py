"""Reads content/attention: what is said of a draft beside its complaint, and of what the customer needs."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

from bot.coach.attention import Attention, AttentionGuide, Said
from bot.coach.mismatch import Comparer, MismatchKind, Things
from bot.coach.model import Ask, Danger, Feeling
from bot.coach.names import Names
from bot.coach.questions import AnswerGuide
from bot.content.files import CONTENT, Mistake, items, needed_toml
from bot.content.guide import GuideError

TABLES = ("mismatch", "questions", "plea", "danger")
Kind = TypeVar("Kind", bound=StrEnum)


def grouped(block: str) -> dict[str, str]:
    """The words of a block, each under the first word of its line."""
    lines = [[word.strip() for word in line.split(",")] for line in items(block)]
    return {word.replace("ё", "е"): line[0].replace("ё", "е") for line in lines for word in line if word}


def words(line: str) -> frozenset[str]:
    """The words of one line, as lemmas are spelled."""
    return frozenset(word.strip().replace("ё", "е") for word in line.split(",") if word.strip())


def load_attention(root: Path = CONTENT) -> Attention:
    """What to heed beside the words of a draft, by the content of `root`; raises GuideError."""
    mistakes: list[Mistake] = []
    tables = {name: needed_toml(root / "attention" / f"{name}.toml", mistakes)[0] for name in TABLES}
    if not mistakes:
        try:
            return Attention(_comparer(tables["mismatch"], root), _guide(tables))
        except (KeyError, TypeError, AttributeError) as error:
            mistakes.append(Mistake(root / "attention", 0, f"нет или неверно: {error}"))
    raise GuideError(mistakes)


def load_comparer(root: Path = CONTENT) -> Comparer:
    """Compares figures and names by the words of `root`; raises GuideError."""
    mistakes: list[Mistake] = []
    table, _ = needed_toml(root / "attention" / "mismatch.toml", mistakes)
    if mistakes:
        raise GuideError(mistakes)
    return _comparer(table, root)


def _comparer(table: dict[str, Any], root: Path) -> Comparer:
    people = items((root / "attention" / "names.txt").read_text(encoding="utf-8"))
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


def _guide(tables: dict[str, dict[str, Any]]) -> AttentionGuide:
    questions, plea, danger = tables["questions"], tables["plea"], tables["danger"]
    always = questions["signals"].split()
    return AttentionGuide(
        mismatches={
            kind: Said(entry["why"], entry["advice"]) for kind, entry in _each(tables["mismatch"], MismatchKind)
        },
        answers={
            kind: AnswerGuide(
                advice=entry["advice"],
                move=entry["move"],
                signals=frozenset([*always, *entry["signals"].split()]),
                words=words(entry["words"]),
                figures=entry["figures"],
            )
            for kind, entry in questions.items()
            if isinstance(entry, dict)
        },
        unanswered=questions["said"],
        asks={ask: plea["asks"][ask] for ask in Ask},
        feelings={feeling: plea["feels"][feeling] for feeling in Feeling},
        dangers={kind: Said(entry["title"], entry["advice"]) for kind, entry in _each(danger, Danger)},
    )


def _each(table: dict[str, Any], kinds: type[Kind]) -> Iterator[tuple[Kind, dict[str, Any]]]:
    return ((kind, table[kind]) for kind in kinds)
