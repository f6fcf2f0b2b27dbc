"""The command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

from bot.cli.parser import RussianParser
from bot.errors import ExplainedError

if TYPE_CHECKING:
    from bot.config import Settings

COMMANDS = {
    "run": "запустить бота (с BOT_TOKEN — в Telegram, без него — на местной странице)",
    "doctor": "проверить токен, базу, Redis, часы и остальное и сказать, как починить",
    "alive": "жив ли бот на этой машине (для проверки здоровья контейнера)",
    "check": "разобрать черновик в терминале",
    "content": "проверить правила и тексты",
    "card": "насколько можно верить чтению, сигнал за сигналом",
    "db": "переехать в другую базу или сделать копию",
    "train": "заново научить читателя на примерах из content/ (меньше двух минут)",
}
# These are modules of bot.cli with arguments of their own. Only the one that is called is imported: together they cost
# 0.2 s, which `check` need not pay.
MODULES = frozenset({"check", "content", "card", "db"})


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    given = sys.argv[1:] if argv is None else argv
    arguments = _parser(given[0] if given else "").parse_args(given)
    commands = {"alive": _alive, "doctor": _doctor, "train": _train}
    try:
        if arguments.command in MODULES:
            return int(_module(arguments.command).run(arguments))
        return commands.get(arguments.command, _run)(arguments)
    except ExplainedError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0


def _parser(called: str) -> argparse.ArgumentParser:
    """All commands, and the arguments of the one that is called."""
    parser = RussianParser(
        prog="bot",
        description="Подсказка: читает черновик ответа на жалобу до отправки. Без команды — запускает бота.",
    )
    commands = parser.add_subparsers(dest="command", metavar="КОМАНДА")
    for name, told in COMMANDS.items():
        command = commands.add_parser(name, help=told)
        if name == called and name in MODULES:
            _module(name).add_arguments(command)
    return parser


def _module(command: str) -> Any:  # noqa: ANN401 -- a module that has `add_arguments` and `run`
    return import_module(f"bot.cli.{command}")


def _alive(_: argparse.Namespace) -> int:
    from bot.heartbeat import is_alive

    return 0 if is_alive() else 1


def _train(_: argparse.Namespace) -> int:
    from bot.cli import train

    return train.run()


def _doctor(_: argparse.Namespace) -> int:
    import asyncio

    from bot.config import Settings

    return asyncio.run(_examine(Settings.load()))


async def _examine(settings: Settings) -> int:
    import bot.lean_aiogram  # noqa: F401 -- before anything imports aiogram
    from bot.watching.doctor import examine

    well = True
    async for finding in examine(settings):
        print(finding)
        well &= finding.is_well
    return 0 if well else 1


def _run(_: argparse.Namespace) -> int:
    import asyncio

    from bot.config import Settings
    from bot.serving import serve
    from bot.watching.logs import start_logging

    settings = Settings.load()
    start_logging(settings)
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
