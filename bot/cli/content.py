"""`bot content check`: what is wrong with the rules, tips and texts, in Russian, with file and line."""

from __future__ import annotations

import argparse
from itertools import chain

from bot.coach.catalogue import Catalogue
from bot.coach.rule import Part
from bot.content import GuideError, load_coach, load_rules
from bot.content.examples import check, check_phrases
from bot.content.tip_checks import check_lessons
from bot.content.tips import load_lessons


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["check"], help="check — проверить всё содержимое content/")
    parser.add_argument(
        "--phrases", action="store_true", help="показать и фразы правил, которых нет ни в одном примере"
    )


def run(arguments: argparse.Namespace) -> int:
    """The exit status: 1 where anything is wrong; a phrase without an example is only hinted at."""
    loaded = load_rules()
    remarks = [str(mistake) for mistake in loaded.mistakes]
    catalogues = {part: Catalogue(loaded.rules, part, loaded.sets) for part in Part}
    remarks += map(str, check(list(catalogues.values())))
    lessons = load_lessons()
    remarks += map(str, lessons.mistakes)
    try:
        remarks += map(str, check_lessons(lessons, catalogues[Part.DRAFT], load_coach()))
    except GuideError as error:
        remarks += map(str, error.mistakes)
    for remark in remarks:
        print(remark)
    if arguments.phrases:
        for unshown in chain.from_iterable(map(check_phrases, catalogues.values())):
            print(f"Подсказка: {unshown}")
    read = f"Правил: {len(loaded.rules)}, советов: {len(lessons.tips)}, вопросов: {len(lessons.quizzes)}. "
    print(read + (f"Замечаний: {len(remarks)}." if remarks else "Всё в порядке."))
    return 1 if remarks else 0
