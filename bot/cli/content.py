"""`bot content check`: what is wrong with the rules, tips and texts, in Russian, with file and line.

`bot content disputes` and `bot content play` are next door.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

from bot.cli import disputes, play
from bot.coach.catalogue import Catalogue
from bot.coach.coach import Coach
from bot.coach.rule import Part
from bot.coach.two_readers import NOT
from bot.content import (
    CONTENT,
    GuideError,
    Mistake,
    Rules,
    load_attention,
    load_coach,
    load_guide,
    load_phrases,
    load_rules,
)
from bot.content.attention import strange_signals
from bot.content.drills import Drills, load_drills
from bot.content.examples import Complaint, check, check_phrases
from bot.content.files import line_of
from bot.content.reader import model_path
from bot.content.rules import rule_mistake, whole
from bot.content.shelf import load_shelf
from bot.content.tip_checks import check_lessons
from bot.content.tips import Lessons, load_lessons
from bot.content.voice import VoiceError, load_voice
from bot.drills.checks import check_cases
from bot.training.school import is_current, train


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "action",
        choices=["check", "disputes", "play"],
        help="check — проверить всё содержимое content/, disputes — с чем не согласны агенты, строками для правил, "
        "play — сыграть случай тренировки в терминале",
    )
    parser.add_argument("case", nargs="?", metavar="СЛУЧАЙ", help="какой случай сыграть (для play); без него — список")
    parser.add_argument("--days", type=int, metavar="ДНЕЙ", help="только несогласия последних дней (для disputes)")
    parser.add_argument(
        "--phrases", action="store_true", help="показать и фразы правил, которых нет ни в одном примере"
    )
    parser.add_argument("--fix", action="store_true", help="если примеры изменились, заново научить по ним читателя")
    parser.add_argument("--root", type=Path, default=CONTENT, metavar="ПАПКА", help="проверить другую папку content/")


def run(arguments: argparse.Namespace) -> int:
    """The exit status: 1 where anything is wrong; a phrase without an example is only hinted at."""
    root: Path = arguments.root
    if not (root / "rules").is_dir():
        print(f"В папке {root} нет правил: в ней должна быть папка rules.")
        return 1
    if arguments.action == "disputes":
        return disputes.run(root, arguments.days)
    if arguments.action == "play":
        return play.run(root, arguments.case)
    loaded = load_rules(root)
    rules = whole(loaded, root)
    catalogues = {part: Catalogue(rules.rules, part, rules.sets) for part in Part}
    lessons, drills = load_lessons(root), load_drills(root)
    remarks = [
        *rules.mistakes,
        *(_placed(complaint, root) for complaint in check(list(catalogues.values()))),
        *_text_mistakes(root),
        *_attention_mistakes(root, rules),
        *lessons.mistakes,
        *_lesson_mistakes(lessons, rules, catalogues[Part.DRAFT], root),
        *_case_mistakes(drills, rules, catalogues[Part.DRAFT], root),
    ]
    if not is_current(root):
        if arguments.fix:
            print("Примеры изменились: учу читателя заново, это займёт около минуты.")
            train(root, print)
        else:
            remarks.append(Mistake(model_path(root), 0, "читатель учился на прежних примерах: запустите с --fix"))
    for remark in map(str, remarks):
        print(remark)
    if arguments.phrases:
        for unshown in chain.from_iterable(map(check_phrases, catalogues.values())):
            print(f"Подсказка: {_placed(unshown, root)}")
    read = f"Правил: {len(rules.rules)}, советов: {len(lessons.tips)}, вопросов: {len(lessons.quizzes)}, "
    read += f"случаев: {len(drills.cases)}. "
    print(read + (f"Замечаний: {len(remarks)}." if remarks else "Всё в порядке."))
    return 1 if remarks else 0


def _placed(complaint: Complaint, root: Path) -> Mistake:
    return rule_mistake(complaint.rule, complaint.line, f"{complaint.message}: «{complaint.line}»", root)


def _text_mistakes(root: Path) -> Iterator[object]:
    """What is wrong with everything but rules and lessons."""
    yield from load_phrases(root).mistakes
    yield from load_shelf(root).mistakes
    try:
        load_voice(root)
    except VoiceError as error:
        yield error


def _attention_mistakes(root: Path, rules: Rules) -> Iterator[Mistake]:
    """What is wrong with the words beside the rules: sections, moves nobody knows, folders nobody reads."""
    try:
        answers, signals = load_attention(root).guide.answers, load_guide(root).signals
    except GuideError as error:
        yield from (mistake for mistake in error.mistakes if mistake.file.parent.name == "attention")
        return
    path = root / "attention" / "questions.toml"
    for kind, answer in answers.items():
        for name in sorted({answer.move, *answer.signals} - set(signals)):
            yield Mistake(path, line_of(path.read_text(encoding="utf-8"), f"[{kind}]"), f"неизвестный сигнал «{name}»")
    complaint = [rule.signal for rule in rules.rules if rule.part is Part.COMPLAINT]
    for name in strange_signals(complaint, answers):
        yield Mistake(root / "rules" / Part.COMPLAINT / name, 0, "такого сигнала у жалобы нет: правила отсюда молчат")
    draft = {rule.signal for rule in rules.rules if rule.part is Part.DRAFT}
    for name in sorted(name for name in draft if name.removeprefix(NOT) not in signals):
        yield Mistake(root / "rules" / Part.DRAFT / name, 0, "такого сигнала нет в signals.toml: правила отсюда молчат")


def _lesson_mistakes(lessons: Lessons, rules: Rules, draft: Catalogue, root: Path) -> Iterable[Mistake]:
    try:
        coach = Coach(rules.rules, rules.sets, load_guide(root), load_phrases(root).phrases)
    except GuideError as error:
        return error.mistakes
    return check_lessons(lessons, draft, coach)


def _case_mistakes(drills: Drills, rules: Rules, draft: Catalogue, root: Path) -> Iterator[Mistake]:
    """What is wrong with the drills; without all rules and the reader their scores would mean nothing."""
    yield from drills.mistakes
    if rules.mistakes or not model_path(root).exists():
        return
    try:
        coach = load_coach(root)
    except GuideError:
        return
    yield from check_cases(drills, coach, draft, root)
