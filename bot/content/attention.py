"""Reads content/attention: what is said of a draft beside its complaint, and of what the customer needs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from bot.coach.attention import ASKS, FEELS, Attention, AttentionGuide, Said
from bot.coach.mismatch import Comparer, MismatchKind, Things
from bot.coach.model import Ask, Danger, Feeling
from bot.coach.names import Names
from bot.coach.questions import PREFIX, AnswerGuide
from bot.coach.stance import ATTACK, DANGER, GRIEVANCE, NO_GRIEVANCE, OWN_FAULT, TEST
from bot.coach.two_readers import NOT
from bot.content.files import CONTENT, Mistake, items, line_of, needed_toml
from bot.content.guide import GuideError

SAID = ("why", "advice")
# The keys of each section of mismatch.toml.
MISMATCH = {
    "number": (*SAID, "things", "lookalike", "fresh", "made"),
    "sum": (*SAID, "taken", "paid"),
    "date": (*SAID, "from", "for"),
    "name": SAID,
}
ANSWER = ("advice", "move", "signals", "words")
# Words that another rule of the same name claims: «asks_terms» asks for grounds, not for a deed.
NO_PLEA = frozenset({"asks_terms"})

Table = dict[str, Any]


def load_attention(root: Path = CONTENT) -> Attention:
    """What to heed beside the words of a draft, by the content of `root`; raises GuideError."""
    folder = root / "attention"
    mistakes: list[Mistake] = []
    mismatch = _mismatch(folder / "mismatch.toml", mistakes)
    answers, unanswered = _answers(folder / "questions.toml", mistakes)
    plea = _sections(folder / "plea.toml", {"asks": tuple(Ask), "feels": tuple(Feeling)}, mistakes)
    danger = _sections(folder / "danger.toml", dict.fromkeys(Danger, ("title", "advice")), mistakes)
    people = folder / "names.txt"
    if not people.exists():
        mistakes.append(Mistake(people, 0, "файла нет"))
    if mistakes:
        raise GuideError(mistakes)
    guide = AttentionGuide(
        mismatches={kind: Said(mismatch[kind]["why"], mismatch[kind]["advice"]) for kind in MismatchKind},
        answers=answers,
        unanswered=unanswered,
        asks={ask: plea["asks"][ask] for ask in Ask},
        feelings={feeling: plea["feels"][feeling] for feeling in Feeling},
        dangers={kind: Said(danger[kind]["title"], danger[kind]["advice"]) for kind in Danger},
    )
    return Attention(_comparer(mismatch, people), guide)


def strange_signals(signals: Iterable[str], answers: Iterable[str]) -> list[str]:
    """Signals of complaint rules of which nobody takes notice: a slip in a folder's name."""
    known = {ASKS + ask for ask in Ask} | {FEELS + feeling for feeling in Feeling} | {DANGER + kind for kind in Danger}
    known |= {PREFIX + kind for kind in answers} | NO_PLEA | ATTACK | GRIEVANCE | NO_GRIEVANCE | {OWN_FAULT, TEST}
    return [name for name in sorted(set(signals)) if name.removeprefix(NOT) not in known]


def grouped(block: str) -> dict[str, str]:
    """The words of a block, each under the first word of its line."""
    lines = [[word.strip() for word in line.split(",")] for line in items(block)]
    return {word.replace("ё", "е"): line[0].replace("ё", "е") for line in lines for word in line if word}


def words(line: str) -> frozenset[str]:
    """The words of one line, as lemmas are spelled."""
    return frozenset(word.strip().replace("ё", "е") for word in line.split(",") if word.strip())


def _mismatch(path: Path, mistakes: list[Mistake]) -> dict[str, Table]:
    table = _sections(path, MISMATCH, mistakes)
    for kind, section in table.items():
        if not _fits(section["why"], "theirs"):
            mistakes.append(Mistake(path, 0, f"в [{kind}] why бывает только {{theirs}}"))
    return table


def _comparer(table: Mapping[str, Table], people: Path) -> Comparer:
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
    return Comparer(things, Names(line.split() for line in items(people.read_text(encoding="utf-8"))))


def _answers(path: Path, mistakes: list[Mistake]) -> tuple[dict[str, AnswerGuide], str]:
    """What answers each kind of question, and what is said of one that is not."""
    table, source = needed_toml(path, mistakes)
    if not table:
        return {}, ""
    said, always = str(table.get("said", "")), str(table.get("signals", "")).split()
    if "{question}" not in said or not _fits(said, "question"):
        mistakes.append(Mistake(path, line_of(source, "said"), "в said нужны слова клиента: {question}"))
    answers: dict[str, AnswerGuide] = {}
    for kind, entry in table.items():
        if not isinstance(entry, dict):
            continue
        lacking = [key for key in ANSWER if not isinstance(entry.get(key), str)]
        if lacking or not isinstance(entry.get("figures"), bool):
            wanted = ", ".join(lacking) or "figures = true или false"
            mistakes.append(Mistake(path, line_of(source, f"[{kind}]"), f"в [{kind}] нет: {wanted}"))
            continue
        signals = frozenset([*always, *entry["signals"].split()])
        answers[kind] = AnswerGuide(entry["advice"], entry["move"], signals, words(entry["words"]), entry["figures"])
    return answers, said


def _sections(path: Path, wanted: Mapping[str, Iterable[str]], mistakes: list[Mistake]) -> dict[str, Table]:
    """The sections of a file, each with all of its wanted keys; what is missing goes to `mistakes`."""
    table, source = needed_toml(path, mistakes)
    whole: dict[str, Table] = {}
    for name, keys in wanted.items() if table else ():
        section = table.get(name, {})
        lacking = [key for key in keys if not isinstance(section.get(key), str)]
        if lacking:
            mistakes.append(Mistake(path, line_of(source, f"[{name}]"), f"в [{name}] нет: {', '.join(lacking)}"))
        else:
            whole[name] = section
    return whole


def _fits(text: str, name: str) -> bool:
    try:
        text.format(**{name: ""})
    except (KeyError, IndexError, ValueError):
        return False
    return True
