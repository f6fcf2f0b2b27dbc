"""Runs the migrations of this folder over a connection, without alembic.ini and without the command line.

A new migration: copy the newest file of `versions`, name it with the next number, put the old number into
`down_revision`. A test compares the outcome with `models.py`. What SQLite cannot alter in place goes through
`op.batch_alter_table`.
"""

from __future__ import annotations

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from bot.storage.errors import DatabaseNewerError

# Alembic tells of its dialect and its transactions at every start, which concerns nobody who runs a bot.
logging.getLogger("alembic.runtime.migration").setLevel(logging.WARNING)


def upgrade(connection: Connection) -> None:
    """To the newest version, inside the transaction that the connection is in."""
    config = _config()
    config.attributes["connection"] = connection
    pending(connection)
    command.upgrade(config, "head")


def pending(connection: Connection) -> int:
    """How many migrations are still to run. Raises `DatabaseNewerError` where the database is ahead of us."""
    scripts = ScriptDirectory.from_config(_config())
    done = set(MigrationContext.configure(connection).get_current_heads())
    known = {script.revision for script in scripts.walk_revisions()}
    if not known.issuperset(done):
        raise DatabaseNewerError
    applied = {script.revision for head in done for script in scripts.iterate_revisions(head, "base")}
    return len(known - applied)


def _config() -> Config:
    config = Config()
    # A percent sign in the path would be read as interpolation.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
