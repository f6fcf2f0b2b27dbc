"""Reads content/rules and content/words into the catalogue's rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from bot.coach.catalogue import Catalogue
from bot.coach.pattern import PatternError, parse
from bot.coach.rule import Part, Point, Rule
from bot.content.files import CONTENT, Mistake, items, line_of, read_toml

LISTS = ("phrases", "exceptions", "unless", "near", "replacements", "bad", "good", "missed")
PHRASE_LISTS = ("phrases", "exceptions", "unless", "near")
SIGNAL_LISTS = ("after", "unless_then", "unless_signal")
TEXTS = ("title", "why", "advice")
NEEDED = ("title", "why", "phrases", "bad", "good")


@dataclass(frozen=True, slots=True)
class Rules:
    rules: tuple[Rule, ...]
    sets: dict[str, tuple[str, ...]]
    mistakes: tuple[Mistake, ...]


def load_rules(root: Path = CONTENT) -> Rules:
    """The catalogue of `root`/rules and the word sets of `root`/words."""
    mistakes: list[Mistake] = []
    sets = _load_sets(root / "words", mistakes)
    rules: list[Rule] = []
    seen: dict[str, Path] = {}
    for path in sorted((root / "rules").glob("*/*/*.toml")):
        rule = _load_rule(path, mistakes)
        if rule is None:
            continue
        if rule.id in seen:
            mistakes.append(Mistake(path, 0, f"правило «{rule.id}» уже есть в {seen[rule.id]}: назовите файл иначе"))
            continue
        seen[rule.id] = path
        rules.append(rule)
    return Rules(tuple(rules), sets, tuple(mistakes))


def whole(loaded: Rules, root: Path) -> Rules:
    """The rules that can be compiled, with a mistake for each that cannot (say, for want of a set of words)."""
    sets = {name: tuple(filter(_parses, items)) for name, items in loaded.sets.items()}
    kept: list[Rule] = []
    mistakes = list(loaded.mistakes)
    for rule in loaded.rules:
        found = list(_uncompiled(rule, sets, root))
        mistakes += found
        if not found:
            kept.append(rule)
    return Rules(tuple(kept), sets, tuple(mistakes))


def _parses(phrase: str) -> bool:
    try:
        parse(phrase)
    except PatternError:
        return False
    return True


def _uncompiled(rule: Rule, sets: dict[str, tuple[str, ...]], root: Path) -> Iterator[Mistake]:
    for phrase in (*rule.phrases, *rule.exceptions, *rule.unless, *rule.near):
        if "@" not in phrase:
            continue
        alone = replace(rule, phrases=(phrase,), exceptions=(), unless=(), near=())
        try:
            Catalogue([alone], rule.part, sets)
        except PatternError as error:
            yield rule_mistake(rule, phrase, str(error.__cause__ or error), root)


def rule_mistake(rule: Rule, line: str, message: str, root: Path) -> Mistake:
    path = root / "rules" / rule.part / rule.signal / f"{rule.id}.toml"
    return Mistake(path, line_of(path.read_text(encoding="utf-8"), line), message)


def _load_sets(folder: Path, mistakes: list[Mistake]) -> dict[str, tuple[str, ...]]:
    sets = {}
    for path in sorted(folder.glob("*.txt")):
        source = path.read_text(encoding="utf-8")
        sets[path.stem] = items(source)
        mistakes.extend(_phrase_mistakes(path, source, sets[path.stem]))
    return sets


def _phrase_mistakes(path: Path, source: str, phrases: Iterable[str]) -> list[Mistake]:
    found = []
    for phrase in phrases:
        try:
            parse(phrase)
        except PatternError as error:
            found.append(Mistake(path, line_of(source, phrase), str(error)))
    return found


def _load_rule(path: Path, mistakes: list[Mistake]) -> Rule | None:
    table, source, found = read_toml(path)
    if not found:
        found = list(_rule_mistakes(path, table, source))
    if found:
        mistakes.extend(found)
        return None
    values: dict[str, Any] = {key: items(table.get(key, "")) for key in LISTS}
    values |= {key: tuple(table.get(key, "").split()) for key in SIGNAL_LISTS}
    values |= {key: " ".join(table.get(key, "").split()) for key in TEXTS}
    return Rule(
        id=path.stem,
        part=Part(path.parent.parent.name),
        signal=path.parent.name,
        point=Point(table.get("point", "phrase")),
        alone=table.get("alone", False),
        **values,
    )


def _rule_mistakes(path: Path, table: dict[str, Any], source: str) -> Iterable[Mistake]:
    if path.parent.parent.name not in list(Part):
        yield Mistake(path, 0, "правила лежат в rules/draft/<сигнал>/ или rules/complaint/<сигнал>/")
    for key, value in table.items():
        if key not in {*LISTS, *SIGNAL_LISTS, *TEXTS, "point", "alone"}:
            yield Mistake(path, line_of(source, key), f"неизвестный ключ «{key}»")
        elif key == "alone":
            if not isinstance(value, bool):
                yield Mistake(path, line_of(source, key), "alone бывает true или false, без кавычек")
        elif not isinstance(value, str):
            yield Mistake(path, line_of(source, key), f"«{key}» должен быть текстом в кавычках")
    for key in NEEDED:
        if not str(table.get(key, "")).strip():
            yield Mistake(path, 0, f"нет «{key}»")
    if table.get("point", "phrase") not in list(Point):
        yield Mistake(path, line_of(source, "point"), "point бывает phrase, clause или sentence")
    yield from _example_mistakes(path, table, source)


def _example_mistakes(path: Path, table: dict[str, Any], source: str) -> Iterable[Mistake]:
    checks: dict[str, Callable[[str], bool]] = {
        "bad": lambda line: "[" in line and line.count("[") == line.count("]"),
        "good": lambda line: "[" not in line,
        "missed": lambda line: "[" not in line,
    }
    for key, check in checks.items():
        for line in items(str(table.get(key, ""))):
            if not check(line):
                wanted = "отметьте слова [скобками]" if key == "bad" else "скобки здесь не нужны"
                yield Mistake(path, line_of(source, line), f"{key}: {wanted}: «{line}»")
    for key in PHRASE_LISTS:
        yield from _phrase_mistakes(path, source, items(str(table.get(key, ""))))
