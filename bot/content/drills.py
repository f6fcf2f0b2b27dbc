"""Reads content/drills.toml: the trades, how patient each level is, and what any customer says to what they read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import regex

from bot.content.cases import LEVELS, DrillCase, load_cases
from bot.content.files import CONTENT, Mistake, items, line_of, needed_toml

_SINGLE = ("guilt", "template", "late", "waits")
_BY_SIGNAL = ("hurts", "missing", "helps")
_LEVEL_KEYS = {"satisfied", "softer", "nerves"}
_WORDS = "{words}"
_BY_GENDER = regex.compile(r"\{([^{}|]*)\|([^{}|]*)\}")


@dataclass(frozen=True, slots=True)
class Level:
    """From which score on a customer is `satisfied` or `softer` (0–100), and which upset makes them leave."""

    satisfied: int
    softer: int
    nerves: int


# Lines by the level from which on they may be said.
Lines = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reactions:
    """What any customer may say: to the agent's words by signal, to a move that is missing, and on four occasions.

    `occasions`: `guilt` admitted without need, a `template`, patience running out (`late`), a promise that buys time
    (`waits`).
    """

    hurts: Mapping[str, Lines]
    missing: Mapping[str, Lines]
    helps: Mapping[str, Lines]
    occasions: Mapping[str, Lines]


@dataclass(frozen=True, slots=True)
class Drills:
    """Everything a drill is made of, and what is wrong with the rest."""

    cases: Mapping[str, DrillCase] = field(default_factory=dict)
    trades: tuple[str, ...] = ()
    levels: Mapping[int, Level] = field(default_factory=dict)
    reactions: Reactions = field(default_factory=lambda: Reactions({}, {}, {}, {}))
    mistakes: tuple[Mistake, ...] = ()


def fill(line: str, gender: str, words: str) -> str:
    """A customer's line with the agent's words and in the customer's gender, «м» or «ж»."""
    return _BY_GENDER.sub(lambda found: str(found[2 if gender == "ж" else 1]), line).replace(_WORDS, words)


def load_drills(root: Path = CONTENT) -> Drills:
    """The cases of `root` with what they share. Where drills.toml is broken there are no cases to play."""
    reader = _Reader(root / "drills.toml")
    trades, levels, reactions = reader.read()
    loaded = load_cases(root, trades)
    playable = {} if reader.mistakes else loaded.cases
    return Drills(playable, trades, levels, reactions, (*reader.mistakes, *loaded.mistakes))


@cache
def house_drills() -> Drills:
    """The project's own, read once: conversations and the daily mail play the same cases."""
    return load_drills()


@dataclass
class _Reader:
    path: Path
    source: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    def read(self) -> tuple[tuple[str, ...], dict[int, Level], Reactions]:
        table, self.source = needed_toml(self.path, self.mistakes)
        trades = items(str(table.get("trades", "")))
        if not trades and not self.mistakes:
            self._complain("нет списка дел: trades", "trades")
        levels = {level: self._level(table.get("level", {}).get(str(level)), level) for level in LEVELS}
        by_signal = {kind: self._by_signal(table.get(kind), kind) for kind in _BY_SIGNAL}
        occasions = {name: self._lines(table.get(name), name) for name in _SINGLE}
        return trades, levels, Reactions(**by_signal, occasions=occasions)

    def _complain(self, message: str, near: str) -> None:
        self.mistakes.append(Mistake(self.path, line_of(self.source, near), message))

    def _level(self, row: object, number: int) -> Level:
        if isinstance(row, dict) and row.keys() == _LEVEL_KEYS and all(isinstance(v, int) for v in row.values()):
            return Level(**row)
        self._complain(f"в разделе [level.{number}] нужны три числа: satisfied, softer, nerves", f"[level.{number}]")
        return Level(100, 100, 1)

    def _by_signal(self, table: object, kind: str) -> dict[str, Lines]:
        if not isinstance(table, dict):
            self._complain(f"нет раздела [{kind}]", f"[{kind}]")
            return {}
        return {name: self._lines(row, f"{kind}.{name}") for name, row in table.items()}

    def _lines(self, row: object, name: str) -> Lines:
        """A block of lines for everyone (a text), or one for each level."""
        blocks: dict[str, Any] = row if isinstance(row, dict) else {"1": row}
        lines = {int(level): items(str(block or "")) for level, block in blocks.items() if level in {"1", "2", "3"}}
        if len(lines) != len(blocks) or not lines.get(1):
            self._complain(f"в «{name}» нужны строки для уровня 1, а можно и для 2 и 3", name.rpartition(".")[2])
        for line in (line for block in lines.values() for line in block):
            if set("{}") & set(fill(line, "м", "")):
                self._complain("в фигурных скобках бывает {words} и {мужской род|женский род}", line)
        return lines
