"""Alembic runs this file for every command. The connection and its transaction come from `upgrade.py`."""

from __future__ import annotations

from alembic import context

from bot.storage.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
