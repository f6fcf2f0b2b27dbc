"""The command line's parser, in Russian: argparse's own words are English wherever they are not given to it."""

from __future__ import annotations

import argparse
import re
import sys
from typing import Any, NoReturn

_MESSAGES = (
    (r"argument (.+): invalid choice: '(.*)' \(choose from (.+)\)", r"\1 не бывает «\2»; бывает: \3"),
    (r"argument (.+): invalid \w+ value: '(.*)'", r"\1 не может быть «\2»"),
    (r"argument (.+): expected (?:one|at least one) argument", r"после \1 нужно значение"),
    (r"argument (.+): not allowed with argument (.+)", r"\1 и \2 вместе не нужны"),
    (r"unrecognized arguments: (.+)", r"лишнее: \1"),
    (r"the following arguments are required: (.+)", r"не хватает: \1"),
    (r"ambiguous option: (.+) could match (.+)", r"\1 — это \2? Напишите целиком"),
    # What we say ourselves of a value.
    (r"argument (.+?): (.+)", r"\1: \2"),
)


class RussianParser(argparse.ArgumentParser):
    """An ArgumentParser whose help and errors are Russian; an error ends the process with status 2, as usual."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - whatever argparse takes
        super().__init__(add_help=False, **options)
        # argparse gives no other way to name its two groups.
        self._positionals.title, self._optionals.title = "что передать", "ключи"
        self.add_argument("-h", "--help", action="help", help="показать эту справку")

    def format_usage(self) -> str:
        return super().format_usage().replace("usage:", "как вызвать:", 1)

    def format_help(self) -> str:
        return super().format_help().replace("usage:", "как вызвать:", 1)

    def error(self, message: str) -> NoReturn:
        for english, russian in _MESSAGES:
            said, found = re.subn(f"^{english}$", russian, message)
            if found:
                message = said.replace("'", "")
                break
        print(f"Не понял: {message}.\nСправка: {self.prog} --help", file=sys.stderr)
        sys.exit(2)
