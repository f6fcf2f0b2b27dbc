"""`bot db copy` moves everything into another database, `bot db backup` makes a backup that is known to restore."""

from __future__ import annotations

import argparse
import asyncio
import sys
from datetime import datetime
from pathlib import Path

from rich.console import Console

from bot.config import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", metavar="ДЕЙСТВИЕ", required=True)
    copying = actions.add_parser("copy", help="переписать всё в другую, пустую базу (бота на это время остановите)")
    copying.add_argument("target", metavar="КУДА", help="postgresql+asyncpg://… или sqlite+aiosqlite:///…")
    copying.add_argument("--from", dest="source", metavar="ОТКУДА", help="по умолчанию — база из DATABASE_URL")
    backup = actions.add_parser("backup", help="сделать копию на ходу и проверить, что из неё можно вернуться")
    backup.add_argument("file", nargs="?", type=Path, metavar="ФАЙЛ", help="по умолчанию — coach-ДАТА.db рядом")


def run(arguments: argparse.Namespace) -> int:
    """The exit status. Raises ExplainedError."""
    settings = Settings.load()
    if arguments.action == "copy":
        return asyncio.run(_copy(arguments.source or settings.database_url, arguments.target))
    file = arguments.file or Path(f"coach-{datetime.now().astimezone():%Y-%m-%d-%H%M%S}.db")
    return asyncio.run(_back_up(settings.database_url, file))


async def _copy(source: str, target: str) -> int:
    from bot.storage import transfer

    console = Console(file=sys.stderr)
    with console.status("Переписываю…") as status:
        counts = await transfer.copy(source, target, lambda table, rows: status.update(f"{table}: {rows}"))
    _show(counts)
    print("Готово. Впишите новый адрес в DATABASE_URL и запустите бота.")
    return 0


async def _back_up(source: str, file: Path) -> int:
    from bot.storage import transfer

    console = Console(file=sys.stderr)
    with console.status("Копирую и проверяю…") as status:
        counts = await transfer.back_up(source, file, lambda table, rows: status.update(f"{table}: {rows}"))
    _show(counts)
    print(
        f"Копия в {file}, восстановление проверено. Вернуться к ней: bot db copy --from {transfer.file_url(file)} КУДА"
    )
    return 0


def _show(counts: dict[str, int]) -> None:
    for table, rows in counts.items():
        print(f"{rows:>8}  {table}")
