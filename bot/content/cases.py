"""Reads content/cases/: invented customers who hide something, for an agent to practise on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

import regex

from bot.coach.model import Channel, Facts, Fault, Stance, Taps
from bot.content.files import CONTENT, Mistake, items, line_of, read_toml

LEVELS = (1, 2, 3)
FEWEST_MESSAGES, FEWEST_ACTIONS, MOST_ACTIONS = 2, 3, 6
# What fits on a button of a phone beside the minutes.
LABEL = 31
# The last message holds these four, the names around them and the words that turned the talk: 4,096 in all.
LONGEST = {"hidden": 500, "detective": 400, "model": 900, "repeat": 250}
# The name is kept by conversations and by the history.
_ID = regex.compile(r"[a-z][a-z0-9_]{1,31}")
_ABOUT = regex.compile(r"\[([^\[\]]+)\]\s*(.+)")
_TEXTS = ("title", "trade", "name", "hidden", "detective", "model", "repeat")
_KEYS = {*_TEXTS, "level", "gender", "channel", "patience", "stance", "signals", "answers", "messages", "actions"}
_KEYS |= {"reactions"}
_ANSWERS = {"fault", "contradicted", "irreparable", "insulting"}
_ACTION_KEYS = {"label", "minutes", "finds", "decides"}
# In these stances there is nothing to find out that would change the answer.
KNOWN_FROM_THE_START = frozenset({Stance.NO_COMPLAINT, Stance.FIND_OUT})


class Mood(StrEnum):
    """How the customer takes a reply."""

    SATISFIED = "satisfied"
    SOFTER = "softer"
    ANGRIER = "angrier"
    LEAVES = "leaves"


@dataclass(frozen=True, slots=True)
class Action:
    """A place to look before answering: costs `minutes` of patience and shows `finds`, as HTML-free text.

    `decides` marks what the stance hangs on: only when all such facts are uncovered the case counts as checked.
    """

    label: str
    minutes: int
    finds: str
    decides: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """Something the customer says; where `about` is not empty, only to a reply that has one of these words, in any
    form."""

    text: str
    about: str = ""


@dataclass(frozen=True, slots=True)
class DrillCase:
    """An invented complaint to practise on.

    `stance` is right once the deciding facts are known, `fault` and `taps` lead there; before that it is `find_out`.
    `patience` is in minutes; `signals` are the moves it trains, the main one first; `reactions` are the customer's own
    lines. `gender` is «м» or «ж».
    """

    id: str
    title: str
    trade: str
    level: int
    name: str
    gender: str
    channel: Channel
    patience: int
    stance: Stance
    fault: Fault | None
    taps: Taps
    signals: tuple[str, ...]
    messages: tuple[str, ...]
    actions: tuple[Action, ...]
    reactions: dict[Mood, tuple[Line, ...]]
    hidden: str
    detective: str
    model: str
    repeat: str

    @property
    def complaint(self) -> str:
        return "\n".join(self.messages)

    @property
    def deciding(self) -> tuple[int, ...]:
        """The places of the actions that uncover what the stance hangs on."""
        return tuple(place for place, action in enumerate(self.actions) if action.decides)

    @property
    def facts(self) -> Facts:
        """What is known of the facts when everything is uncovered."""
        return Facts.UNCHECKED if self.stance in KNOWN_FROM_THE_START else Facts.CHECKED


@dataclass(frozen=True, slots=True)
class Cases:
    """The cases that could be read, by id, and what is wrong with the others."""

    cases: dict[str, DrillCase]
    mistakes: tuple[Mistake, ...] = ()


def load_cases(root: Path, trades: Sequence[str]) -> Cases:
    """Every file of `root`/cases; a broken one is told of and left out. `trades` are the kinds of business known."""
    names, _, mistakes = read_toml(root / "signals.toml")
    cases: dict[str, DrillCase] = {}
    for path in sorted((root / "cases").glob("*.toml")):
        reader = _Reader(path, tuple(trades), frozenset(names))
        case = reader.read()
        mistakes += reader.mistakes
        if not reader.mistakes:
            cases[case.id] = case
    return Cases(cases, tuple(mistakes))


def case_path(case_id: str, root: Path = CONTENT) -> Path:
    return root / "cases" / f"{case_id}.toml"


def _line(written: str) -> Line:
    """«[слово другое] Строка» is a line with a condition."""
    found = _ABOUT.fullmatch(written)
    return Line(found[2], found[1]) if found else Line(written)


@dataclass
class _Reader:
    path: Path
    trades: Sequence[str]
    known_signals: frozenset[str]
    table: dict[str, Any] = field(default_factory=dict)
    source: str = ""
    mistakes: list[Mistake] = field(default_factory=list)

    def read(self) -> DrillCase:
        """The case; it is whole only where `mistakes` stays empty."""
        self.table, self.source, self.mistakes = read_toml(self.path)
        if not self.mistakes:
            self._only(self.table, _KEYS)
        if not _ID.fullmatch(self.path.stem):
            self._complain("имя файла пишется латиницей, цифрами и «_», не длиннее 32 знаков", "")
        texts = {key: self._text(self.table, key) for key in _TEXTS}
        if texts["trade"] not in self.trades:
            self._complain(f"дела «{texts['trade']}» нет в drills.toml; бывают: {', '.join(self.trades)}", "trade")
        for key, most in LONGEST.items():
            if len(texts[key]) > most:
                self._complain(f"«{key}» — {len(texts[key])} знаков, а помещается {most}", key)
        stance = Stance(self._choice("stance", self.table.get("stance"), list(Stance)))
        fault, taps = self._answers(stance)
        case = DrillCase(
            id=self.path.stem,
            level=int(self._choice("level", self.table.get("level"), LEVELS)),
            gender=str(self._choice("gender", self.table.get("gender"), ("м", "ж"))),
            channel=Channel(self._choice("channel", self.table.get("channel", "chat"), list(Channel))),
            patience=self._minutes(self.table, "patience"),
            stance=stance,
            fault=fault,
            taps=taps,
            signals=self._signals(),
            messages=self._lines(self.table, "messages", FEWEST_MESSAGES),
            actions=self._actions(),
            reactions=self._reactions(),
            **texts,
        )
        if not self.mistakes:
            self._playable(case)
        return case

    def _complain(self, message: str, near: str) -> None:
        self.mistakes.append(Mistake(self.path, line_of(self.source, near) if near else 0, message))

    def _only(self, table: dict[str, Any], known: set[str]) -> None:
        for key in sorted(table.keys() - known):
            self._complain(f"неизвестный ключ «{key}»; бывают: {', '.join(sorted(known))}", key)

    def _text(self, table: dict[str, Any], key: str, near: str = "") -> str:
        value = table.get(key)
        if not isinstance(value, str) or not value.strip():
            self._complain(f"не хватает текста «{key}»", near or key)
            return ""
        return value.strip()

    def _lines(self, table: dict[str, Any], key: str, fewest: int) -> tuple[str, ...]:
        lines = items(self._text(table, key))
        if len(lines) < fewest:
            self._complain(f"в «{key}» строк {len(lines)}, а нужно хотя бы {fewest}: каждая строка отдельно", key)
        return lines

    def _choice(self, key: str, value: object, known: Sequence[Any]) -> Any:  # noqa: ANN401 -- of the kind of `known`
        if value in known and not isinstance(value, bool):
            return value
        self._complain(f"«{key}» не может быть «{value}»; бывает: {', '.join(map(str, known))}", key)
        return known[0]

    def _minutes(self, table: dict[str, Any], key: str, near: str = "") -> int:
        value = table.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self._complain(f"«{key}» — это целое число минут больше нуля", near or key)
        return 1

    def _answers(self, stance: Stance) -> tuple[Fault | None, Taps]:
        answers = self.table.get("answers", {})
        self._only(answers, _ANSWERS)
        fault = answers.get("fault")
        if fault is not None:
            fault = Fault(self._choice("fault", fault, list(Fault)))
        taps = Taps(
            no_complaint=stance is Stance.NO_COMPLAINT,
            contradicted=bool(answers.get("contradicted", False)),
            irreparable=bool(answers.get("irreparable", False)),
            insulting=bool(answers["insulting"]) if "insulting" in answers else None,
        )
        return fault, taps

    def _signals(self) -> tuple[str, ...]:
        names = tuple(self._text(self.table, "signals").split())
        for name in names:
            if name not in self.known_signals:
                self._complain(f"сигнала «{name}» нет в signals.toml", "signals")
        return names

    def _actions(self) -> tuple[Action, ...]:
        rows = self.table.get("actions")
        if not isinstance(rows, list) or not FEWEST_ACTIONS <= len(rows) <= MOST_ACTIONS:
            self._complain(f"разделов [[actions]] нужно от {FEWEST_ACTIONS} до {MOST_ACTIONS}", "[[actions]]")
            return ()
        return tuple(self._action(row) for row in rows)

    def _action(self, row: dict[str, Any]) -> Action:
        self._only(row, _ACTION_KEYS)
        label = self._text(row, "label", "[[actions]]")
        if len(label) > LABEL:
            self._complain(f"надпись «{label}» длиннее {LABEL} знаков: на кнопку не поместится", label)
        near = label or "[[actions]]"
        decides = bool(row.get("decides", False))
        return Action(label, self._minutes(row, "minutes", near), self._text(row, "finds", near), decides)

    def _reactions(self) -> dict[Mood, tuple[Line, ...]]:
        table = self.table.get("reactions")
        if not isinstance(table, dict):
            self._complain("нужен раздел [reactions]: satisfied, softer, angrier, leaves", "[reactions]")
            return {}
        self._only(table, set(Mood))
        return {mood: self._said(table, mood) for mood in Mood}

    def _said(self, table: dict[str, Any], mood: Mood) -> tuple[Line, ...]:
        lines = tuple(map(_line, self._lines(table, str(mood), 1)))
        if all(line.about for line in lines):
            self._complain(f"в «{mood}» нужна хотя бы одна строка без [слов]: что сказать на любой ответ", str(mood))
        return lines

    def _playable(self, case: DrillCase) -> None:
        """Whether looking around is a choice and the deciding facts can be had in time."""
        needed = sum(case.actions[place].minutes for place in case.deciding)
        everything = sum(action.minutes for action in case.actions)
        if case.stance in KNOWN_FROM_THE_START and case.deciding:
            self._complain(f"в позиции {case.stance} ничего не решает: уберите decides", "decides")
        if case.stance not in KNOWN_FROM_THE_START and not case.deciding:
            self._complain("ни одно действие не решает дела: отметьте его decides = true", "[[actions]]")
        if len(case.deciding) == len(case.actions):
            self._complain("нужно хотя бы одно действие, которое ничего не решает", "[[actions]]")
        if needed >= case.patience:
            self._complain(f"решающее стоит {needed} мин, а терпения {case.patience}: узнать не успеть", "patience")
        if everything < case.patience:
            self._complain(f"всё вместе стоит {everything} мин, а терпения {case.patience}: выбора нет", "patience")
