"""What is sent by the clock: tips with their hours, promises to be reminded of, announcements, and the common pace."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def _id() -> sa.types.TypeEngine[int]:
    return sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _moment() -> sa.DateTime:
    return sa.DateTime(timezone=True)


def _agent(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["agent_id"], ["agents.telegram_id"], name=f"fk_{table}_agent_id_agents", ondelete="CASCADE"
    )


def upgrade() -> None:
    op.create_table(
        "tip_subscriptions",
        sa.Column("agent_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hour", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.Text(), nullable=False),
        sa.Column("next_tip_at", _moment(), nullable=True),
        _agent("tip_subscriptions"),
        sa.PrimaryKeyConstraint("agent_id", name="pk_tip_subscriptions"),
    )
    op.create_index("ix_tip_subscriptions_next_tip_at", "tip_subscriptions", ["next_tip_at"])
    op.create_table(
        "tip_deliveries",
        sa.Column("id", _id(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("sent_at", _moment(), nullable=False),
        sa.Column("daily", sa.Boolean(), nullable=False),
        sa.Column("useful", sa.Boolean(), nullable=True),
        sa.Column("saved", sa.Boolean(), nullable=False),
        sa.Column("disliked_tag", sa.Text(), nullable=True),
        _agent("tip_deliveries"),
        sa.PrimaryKeyConstraint("id", name="pk_tip_deliveries"),
    )
    op.create_index("ix_tip_deliveries_agent_id_sent_at", "tip_deliveries", ["agent_id", "sent_at"])
    op.create_table(
        "promises",
        sa.Column("id", _id(), nullable=False),
        sa.Column("agent_id", sa.BigInteger(), nullable=False),
        sa.Column("review_id", _id(), nullable=True),
        sa.Column("customer", sa.Text(), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("deadline", _moment(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("remind_at", _moment(), nullable=True),
        sa.Column("done_at", _moment(), nullable=True),
        _agent("promises"),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name="fk_promises_review_id_reviews", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_promises"),
    )
    op.create_index("ix_promises_agent_id_deadline", "promises", ["agent_id", "deadline"])
    op.create_index("ix_promises_remind_at", "promises", ["remind_at"])
    op.create_index("ix_promises_review_id", "promises", ["review_id"])
    op.create_table(
        "announcements",
        sa.Column("id", _id(), nullable=False),
        sa.Column("author_id", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("created_at", _moment(), nullable=False),
        sa.Column("report_id", sa.BigInteger(), nullable=True),
        sa.Column("finished_at", _moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_announcements"),
    )
    op.create_table(
        "announcement_recipients",
        sa.Column("announcement_id", _id(), autoincrement=False, nullable=False),
        sa.Column("agent_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("fate", sa.Text(), nullable=False),
        sa.Column("claimed_at", _moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["announcement_id"],
            ["announcements.id"],
            name="fk_announcement_recipients_announcement_id_announcements",
            ondelete="CASCADE",
        ),
        _agent("announcement_recipients"),
        sa.PrimaryKeyConstraint("announcement_id", "agent_id", name="pk_announcement_recipients"),
    )
    op.create_index("ix_announcement_recipients_fate", "announcement_recipients", ["fate"])
    op.create_index("ix_announcement_recipients_agent_id", "announcement_recipients", ["agent_id"])
    op.create_table(
        "send_pace",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("free_at", _moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_send_pace"),
    )
