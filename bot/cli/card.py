"""`bot card`: how far the coach's reading can be trusted, signal by signal, on cases nobody taught it."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import shorten
from typing import Any

from bot.coach.as_json import COMPLAINT_SIGNALS, DRAFT_SIGNALS
from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.content import load_coach

# Fewer cases than this say nothing of a signal, so the average leaves it out.
FEW = 5
QUOTE = 60


@dataclass(slots=True)
class Trust:
    """How often a signal was rightly found, wrongly found and missed; `example` is a missed quote."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    example: str = field(default="")

    @property
    def count(self) -> int:
        return self.right + self.missed

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.count if self.count else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "cases",
        nargs="?",
        type=Path,
        metavar="СЛУЧАИ",
        help="размеченные случаи, по одному JSON в строке (draft, complaint, labels)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Prints a table in Markdown; the exit status is 1 where the file cannot be read."""
    if arguments.cases is None:
        print("Назовите файл размеченных случаев, на которых читатель не учился: bot card tests/aside/cases.jsonl")
        return 1
    try:
        rows = [json.loads(line) for line in arguments.cases.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, ValueError) as error:
        print(f"Не читается {arguments.cases}: {error}")
        return 1
    print("\n".join(_table(measure(load_coach(), rows), len(rows))))
    return 0


def measure(coach: Coach, rows: list[dict[str, Any]]) -> dict[str, Trust]:
    """The trust in each signal over labelled cases."""
    trust = {name: Trust() for name in (*DRAFT_SIGNALS, *COMPLAINT_SIGNALS)}
    for row in rows:
        review = coach.judge(Case(row["draft"], row.get("complaint") or None))
        _count(trust, DRAFT_SIGNALS, row["labels"]["draft"], review.signals)
        _count(trust, COMPLAINT_SIGNALS, row["labels"]["complaint"], review.complaint_signals)
    return trust


def _count(
    trust: dict[str, Trust], names: tuple[str, ...], wanted: Mapping[str, list[str]], found: Mapping[str, object]
) -> None:
    for name in names:
        if name in wanted and found.get(name):
            trust[name].right += 1
        elif name in wanted:
            trust[name].missed += 1
            trust[name].example = trust[name].example or wanted[name][0]
        elif found.get(name):
            trust[name].wrong += 1


def _table(trust: Mapping[str, Trust], cases: int) -> Iterator[str]:
    yield f"Случаев: {cases}. Точность — какая доля находок верна; полнота — какая доля сказанного найдена.\n"
    yield "| сигнал | случаев | точность | полнота | F1 | пример пропуска |"
    yield "|---|---:|---:|---:|---:|---|"
    for name, one in trust.items():
        missed = f"«{shorten(one.example, QUOTE, placeholder='…')}»".replace("|", "/") if one.example else ""
        yield f"| {name} | {one.count} | {one.precision:.2f} | {one.recall:.2f} | {one.f1:.2f} | {missed} |"
    counted = [one for one in trust.values() if one.count >= FEW]
    means = (sum(getattr(one, what) for one in counted) / len(counted) for what in ("precision", "recall", "f1"))
    yield "| в среднем | | " + " | ".join(f"{mean:.2f}" for mean in means) + " | |"
