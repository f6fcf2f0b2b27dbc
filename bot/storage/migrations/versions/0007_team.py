"""House rules, the groups that the bot was put into, and whether an agent's words may be shown without their name."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def upgrade() -> None:
    op.add_column("agents", sa.Column("share_examples", sa.Boolean(), nullable=True))
    op.create_table(
        "house_rules",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("avoid", sa.Text(), nullable=True),
        sa.Column("say", sa.Text(), nullable=True),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("costs", sa.Boolean(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("removed_at", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_house_rules"),
    )
    op.create_table(
        "groups",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("whispers", sa.Boolean(), nullable=True),
        sa.Column("free_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name="pk_groups"),
    )
