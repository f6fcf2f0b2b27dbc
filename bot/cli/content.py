"""`bot content check`: what is wrong with the rules and texts, in Russian, with file and line."""

from __future__ import annotations

import argparse

from bot.coach.catalogue import Catalogue
from bot.coach.rule import Part
from bot.content import GuideError, load_guide, load_rules
from bot.content.examples import check


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("action", choices=["check"], help="check — проверить всё содержимое content/")


def run(_: argparse.Namespace) -> int:
    """The exit status: 1 where anything is wrong."""
    loaded = load_rules()
    remarks = [str(mistake) for mistake in loaded.mistakes]
    try:
        load_guide()
    except GuideError as error:
        remarks += map(str, error.mistakes)
    catalogues = [Catalogue(loaded.rules, part, loaded.sets) for part in Part]
    remarks += map(str, check(catalogues))
    for remark in remarks:
        print(remark)
    print(f"Правил: {len(loaded.rules)}. " + (f"Замечаний: {len(remarks)}." if remarks else "Всё в порядке."))
    return 1 if remarks else 0
