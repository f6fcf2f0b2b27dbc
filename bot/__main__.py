"""The command line."""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence

from bot.cli import card, check, content, db
from bot.cli.parser import RussianParser
from bot.config import Settings
from bot.errors import ExplainedError
from bot.heartbeat import is_alive


def main(argv: Sequence[str] | None = None) -> int:
    """Runs a command; returns the exit status."""
    arguments = _parser().parse_args(argv)
    commands: dict[str | None, Callable[[argparse.Namespace], int]] = {
        "alive": lambda _: 0 if is_alive() else 1,
        "card": card.run,
        "check": check.run,
        "content": content.run,
        "db": db.run,
        "doctor": _doctor,
        "train": _train,
    }
    try:
        return commands.get(arguments.command, _run)(arguments)
    except ExplainedError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return 0


def _parser() -> argparse.ArgumentParser:
    parser = RussianParser(
        prog="bot",
        description="Подсказка: читает черновик ответа на жалобу до отправки. Без команды — запускает бота.",
    )
    commands = parser.add_subparsers(dest="command", metavar="КОМАНДА")
    commands.add_parser("run", help="запустить бота (с BOT_TOKEN — в Telegram, без него — на местной странице)")
    commands.add_parser("doctor", help="проверить токен, базу, Redis, часы и остальное и сказать, как починить")
    commands.add_parser("alive", help="жив ли бот на этой машине (для проверки здоровья контейнера)")
    check.add_arguments(commands.add_parser("check", help="разобрать черновик в терминале"))
    content.add_arguments(commands.add_parser("content", help="проверить правила и тексты"))
    card.add_arguments(commands.add_parser("card", help="насколько можно верить чтению, сигнал за сигналом"))
    db.add_arguments(commands.add_parser("db", help="переехать в другую базу или сделать копию"))
    commands.add_parser("train", help="заново научить читателя на примерах из content/ (меньше двух минут)")
    return parser


def _train(_: argparse.Namespace) -> int:
    # The trainer's own modules cost 0.1 s at import, which `check` need not pay.
    from bot.cli import train

    return train.run()


def _doctor(_: argparse.Namespace) -> int:
    return asyncio.run(_examine(Settings.load()))


async def _examine(settings: Settings) -> int:
    from bot.watching.doctor import examine

    well = True
    async for finding in examine(settings):
        print(finding)
        well &= finding.is_well
    return 0 if well else 1


def _run(_: argparse.Namespace) -> int:
    from bot.serving import serve
    from bot.watching.logs import start_logging

    settings = Settings.load()
    start_logging(settings)
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
