"""`bot db copy` moves everything into another database, `bot db backup` makes a backup that is known to restore."""

from __future__ import annotations

import argparse
import asyncio
import sys
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from rich.console import Console

from bot.config import Settings

_STAMP = "%Y-%m-%d-%H%M%S"


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
    now = datetime.now().astimezone()
    file = arguments.file or Path(f"coach-{now:{_STAMP}}.db")
    status = asyncio.run(_back_up(settings.database_url, file))
    expired = expired_backups(file.absolute().parent, now - timedelta(days=settings.backup_days))
    for old in expired:
        old.unlink()
        print(f"Стёр старую копию {old.name}: копии хранятся {settings.backup_days} дн. (BACKUP_DAYS).")
    return status


def expired_backups(folder: Path, before: datetime) -> list[Path]:
    """Backups under the name that they are given by default and made before that moment: people were promised so."""
    found = []
    for path in sorted(folder.glob("coach-*.db")):
        with suppress(ValueError):
            made = datetime.strptime(path.stem, f"coach-{_STAMP}").replace(tzinfo=before.tzinfo)
            if made < before:
                found.append(path)
    return found


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
        f"Копия в {file}, восстановление проверено. Чтобы вернуться к ней, остановите бота, выполните "
        f"bot db copy --from {transfer.file_url(file)} КУДА, где КУДА — адрес новой, пустой базы, "
        "и впишите этот адрес в DATABASE_URL."
    )
    return 0


def _show(counts: dict[str, int]) -> None:
    for table, rows in counts.items():
        print(f"{rows:>8}  {table}")
