"""`bot check` pays for nothing that it does not need."""

from __future__ import annotations

import subprocess
import sys

SCRIPT = """
import sys
from bot.__main__ import main

main(["check", "Извините, но ждите."])
main(["check", "--jsonl", sys.argv[1]])
print(*sorted({name.partition(".")[0] for name in sys.modules}))
"""


def test_check_imports_neither_aiogram_nor_the_database() -> None:
    done = subprocess.run(  # noqa: S603 -- our own command
        [sys.executable, "-c", SCRIPT, "/dev/null"], capture_output=True, encoding="utf-8", check=True
    )
    imported = set(done.stdout.splitlines()[-1].split())

    assert "pymorphy3" in imported
    assert not {"aiogram", "aiohttp", "sqlalchemy", "alembic", "aiosqlite", "handlers", "pydantic"} & imported
