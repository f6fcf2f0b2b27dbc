"""The sentence that a disagreement was about, what was taken back, and when the digest of the week is due."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

# Long past: the queue drops what is late without a word and puts each agent's next Friday in its place.
PAST = datetime(2000, 1, 1, tzinfo=UTC)


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("disagreements", sa.Column("sentence", sa.Text(), nullable=True))
    op.add_column("disagreements", sa.Column("revoked_at", _moment(), nullable=True))
    op.add_column("tip_subscriptions", sa.Column("next_digest_at", _moment(), nullable=True))
    op.create_index("ix_tip_subscriptions_next_digest_at", "tip_subscriptions", ["next_digest_at"])
    subscriptions = sa.table("tip_subscriptions", sa.column("next_digest_at", _moment()))
    op.execute(subscriptions.update().values(next_digest_at=PAST))
