"""The command line, and the only place that wires all rooms together."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from bot.cli import check


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    arguments = _parser().parse_args(argv)
    if arguments.command == "check":
        return check.run(arguments)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bot", description="Подсказка: читает черновик ответа на жалобу до отправки.")
    commands = parser.add_subparsers(dest="command", metavar="КОМАНДА")
    check.add_arguments(commands.add_parser("check", help="разобрать черновик в терминале"))
    return parser


if __name__ == "__main__":
    sys.exit(main())
