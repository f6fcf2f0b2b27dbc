"""The tables. Only this room sees them: the stores hand out plain dataclasses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, ForeignKey, Index, Integer, MetaData, Text, true
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

# SQLite counts rows by itself only in a column called INTEGER.
_Id = BigInteger().with_variant(Integer(), "sqlite")


class UtcDateTime(TypeDecorator[datetime]):
    """Moments with a time zone in, moments in UTC out. SQLite keeps no zone, so it is dropped and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)


class Base(DeclarativeBase):
    # Named constraints, because a later migration can only change what it can name.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime(), str: Text(), dict[str, Any]: JSON()}  # noqa: RUF012 — SQLAlchemy reads it from the class


class AgentRecord(Base):
    __tablename__ = "agents"

    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    first_seen: Mapped[datetime]
    active: Mapped[bool]
    gender: Mapped[str | None]
    signature: Mapped[str | None]
    address_form: Mapped[str | None]
    usual_channel: Mapped[str | None]
    time_zone: Mapped[str | None]
    # Not chosen: as long as the house keeps everything.
    retention_days: Mapped[int | None]
    keep_texts: Mapped[bool] = mapped_column(server_default=true())
    # Whether a lead may see their words without their name; None until they were asked.
    share_examples: Mapped[bool | None]


class MemberRecord(Base):
    """Who was let in. A row with `removed_at` bars the way back for invitations that are older than that."""

    __tablename__ = "members"

    telegram_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    name: Mapped[str]
    role: Mapped[str]
    joined_at: Mapped[datetime]
    invited_by: Mapped[int | None] = mapped_column(BigInteger)
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitations.id", ondelete="SET NULL"), index=True)
    removed_at: Mapped[datetime | None]


class InvitationRecord(Base):
    """A link that lets people in. Only the digest of its token is kept: who reads the table cannot come in."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    token_digest: Mapped[str] = mapped_column(unique=True)
    created_by: Mapped[int] = mapped_column(BigInteger, index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    uses: Mapped[int]
    most_uses: Mapped[int]
    revoked_at: Mapped[datetime | None]


class ReviewRecord(Base):
    """All texts in it are masked; `review` is the JSON of one review with offsets into the masked texts."""

    __tablename__ = "reviews"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"))
    previous_id: Mapped[int | None] = mapped_column(ForeignKey("reviews.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime]
    complaint: Mapped[str | None]
    draft: Mapped[str]
    best_rewrite: Mapped[str | None]
    channel: Mapped[str | None]
    facts: Mapped[str | None]
    fault: Mapped[str | None]
    stance: Mapped[str]
    score: Mapped[int]
    review: Mapped[dict[str, Any]]

    __table_args__ = (Index(None, "agent_id", "id"),)


class ReviewMessageRecord(Base):
    """The messages that a reviewed draft came in: an edit of one of them re-checks the draft."""

    __tablename__ = "review_messages"

    review_id: Mapped[int] = mapped_column(ForeignKey(ReviewRecord.id, ondelete="CASCADE"), primary_key=True)
    message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)


class DisagreementRecord(Base):
    """A finding that an agent took back, and why; `sentence` is where its words stood, masked like them."""

    __tablename__ = "disagreements"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey(ReviewRecord.id, ondelete="SET NULL"), index=True)
    rule: Mapped[str]
    words: Mapped[str]
    sentence: Mapped[str | None]
    reason: Mapped[str | None]
    created_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "agent_id", "rule"),)


class ConversationRecord(Base):
    """What a conversation is at. The only table with raw texts, so each row names the moment it must be gone by.

    `texts` maps the digest of every text in `data` to the moment it came: keeping it in `data` does not renew it.
    """

    __tablename__ = "conversations"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    user_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)
    # Part of the key, where NULL would not be equal to itself: 0 and '' mean none.
    thread_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    business_connection_id: Mapped[str] = mapped_column(primary_key=True)
    destiny: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str | None]
    data: Mapped[dict[str, Any]]
    texts: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class TipSubscriptionRecord(Base):
    """When an agent wants the tip of the day: `weekdays` are digits, 1 is Monday; no `next_tip_at`: switched off.

    The digest of the week comes at the same hour; no `next_digest_at`: not wanted.
    """

    __tablename__ = "tip_subscriptions"

    agent_id: Mapped[int] = mapped_column(
        ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    hour: Mapped[int]
    weekdays: Mapped[str]
    next_tip_at: Mapped[datetime | None] = mapped_column(index=True)
    next_digest_at: Mapped[datetime | None] = mapped_column(index=True)


class TipDeliveryRecord(Base):
    """What came to an agent, and what they said of it. `daily` is what came by the clock and not on request."""

    __tablename__ = "tip_deliveries"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"))
    kind: Mapped[str]
    what: Mapped[str]
    sent_at: Mapped[datetime]
    daily: Mapped[bool]
    useful: Mapped[bool | None]
    saved: Mapped[bool]
    disliked_tag: Mapped[str | None]

    __table_args__ = (Index(None, "agent_id", "sent_at"),)


class PromiseRecord(Base):
    """A deadline that an agent named to a customer; texts are masked. `remind_at` is empty once it was used."""

    __tablename__ = "promises"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"))
    review_id: Mapped[int | None] = mapped_column(ForeignKey(ReviewRecord.id, ondelete="SET NULL"), index=True)
    customer: Mapped[str | None]
    words: Mapped[str]
    deadline: Mapped[datetime]
    created_at: Mapped[datetime]
    remind_at: Mapped[datetime | None] = mapped_column(index=True)
    done_at: Mapped[datetime | None]

    __table_args__ = (Index(None, "agent_id", "deadline"),)


class AnnouncementRecord(Base):
    """A word from a lead to everybody. `report_id` is the message in the author's chat that shows how it goes."""

    __tablename__ = "announcements"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    author_id: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str]
    created_at: Mapped[datetime]
    report_id: Mapped[int | None] = mapped_column(BigInteger)
    finished_at: Mapped[datetime | None]


class AnnouncementRecipientRecord(Base):
    __tablename__ = "announcement_recipients"

    announcement_id: Mapped[int] = mapped_column(
        _Id, ForeignKey(AnnouncementRecord.id, ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    agent_id: Mapped[int] = mapped_column(
        ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"), primary_key=True, autoincrement=False, index=True
    )
    fate: Mapped[str] = mapped_column(index=True)
    claimed_at: Mapped[datetime | None]


class DrillRecord(Base):
    """A case that an agent practised on. Holds codes only, no words of anybody."""

    __tablename__ = "drills"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey(AgentRecord.telegram_id, ondelete="CASCADE"))
    case_id: Mapped[str]
    level: Mapped[int]
    ending: Mapped[str]
    score: Mapped[int | None]
    chosen: Mapped[str | None]
    stance: Mapped[str]
    weak: Mapped[str | None]
    played_at: Mapped[datetime]

    __table_args__ = (Index(None, "agent_id", "id"),)


class SendPaceRecord(Base):
    """When the next message may leave: shared by all processes that send under one token."""

    __tablename__ = "send_pace"

    name: Mapped[str] = mapped_column(primary_key=True)
    free_at: Mapped[datetime]


class InboxRecord(Base):
    """An update of Telegram: `raw` while it is being handled, afterwards only its number, lest it be handled again."""

    __tablename__ = "inbox"

    bot_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    stage: Mapped[str]
    attempts: Mapped[int]
    claimed_until: Mapped[datetime] = mapped_column(index=True)
    # Whose it is until then: a copy that hung for longer must find out that its update was taken over.
    claimed_by: Mapped[str | None]
    received_at: Mapped[datetime] = mapped_column(index=True)


class HouseRuleRecord(Base):
    """What the house wants said or not said. A removed rule keeps its number, for reviews that name it."""

    __tablename__ = "house_rules"

    id: Mapped[int] = mapped_column(_Id, primary_key=True)
    avoid: Mapped[str | None]
    say: Mapped[str | None]
    why: Mapped[str]
    costs: Mapped[bool]
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]


class GroupRecord(Base):
    """A group chat with the bot in it. `free_at` paces what is sent there."""

    __tablename__ = "groups"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    whispers: Mapped[bool | None]
    free_at: Mapped[datetime]
