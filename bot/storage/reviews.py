"""The history: every review, masked before it is stored."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, Text, bindparam, cast, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.agents import discreet, keeps_texts
from bot.storage.database import Database
from bot.storage.masking import masked_review, masked_text, review_without_texts
from bot.storage.models import ReviewMessageRecord, ReviewRecord
from bot.storage.search import Folded, folded
from bot.storage.together import Together, alone, padded


@dataclass(frozen=True, slots=True)
class NewReview:
    """A review as it was made, with raw texts: the history masks them itself.

    `complaint` is None for «без жалобы»; `channel`, `facts` and `fault` are None where not known. `review` is the JSON
    that the command line prints for one case. `previous_id` is the review that this one checks again; `message_ids` are
    the messages that the draft came in.
    """

    draft: str
    complaint: str | None
    channel: str | None
    facts: str | None
    fault: str | None
    stance: str
    score: int
    review: Mapping[str, object]
    best_rewrite: str | None
    created_at: datetime
    previous_id: int | None = None
    message_ids: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A stored review. All texts are masked, and the offsets in `review` are offsets in these masked texts.

    A span that could not be found in its text has null offsets. `created_at` is in UTC. Where the agent did not want
    texts kept, `draft` is empty and so are all other words: see `has_texts`.
    """

    id: int
    agent_id: int
    previous_id: int | None
    created_at: datetime
    complaint: str | None
    draft: str
    best_rewrite: str | None
    channel: str | None
    facts: str | None
    fault: str | None
    stance: str
    score: int
    review: Mapping[str, Any]

    @property
    def has_texts(self) -> bool:
        """False where the agent wanted scores and signals only."""
        return bool(self.draft)


@dataclass(frozen=True, slots=True)
class Mark:
    """A review as a point in time: its score, and the review that it checks again."""

    id: int
    previous_id: int | None
    created_at: datetime
    score: int


@dataclass(frozen=True, slots=True)
class Sought:
    """What is looked for in the history; None and () mean anything.

    Scores from `lowest` to `highest`, reviews since `since`, with a finding about `signal`, with all `words` in the
    draft or its complaint: parts of words too, without case and «ё».
    """

    lowest: int | None = None
    highest: int | None = None
    since: datetime | None = None
    signal: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Added:
    """A review as it is stored, but for its previous one, which may not be the agent's."""

    columns: dict[str, Any]
    previous_id: int | None
    message_ids: tuple[int, ...]

    @property
    def agent_id(self) -> int:
        return int(self.columns["agent_id"])


# Rows of one INSERT: every number of them makes a statement of its own.
_ROWS_AT_ONCE = 8
_ADD = (
    insert(ReviewRecord)
    .returning(ReviewRecord.id, sort_by_parameter_order=True)
    .execution_options(insertmanyvalues_page_size=_ROWS_AT_ONCE)
)
_ADD_MESSAGE = insert(ReviewMessageRecord)
_OWNERS = select(ReviewRecord.id, ReviewRecord.agent_id).where(ReviewRecord.id.in_(bindparam("these", expanding=True)))
_COUNT = select(func.count()).select_from(ReviewRecord).where(ReviewRecord.agent_id == bindparam("this_agent"))


class ReviewHistory:
    """Every method sees the reviews of the one agent it is asked about, and nobody else's."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._added = Together(self._add_all) if database.is_sqlite else alone(self._add_all)

    async def add(self, agent_id: int, new: NewReview) -> int:
        """Stores a review, masked, and returns its id. The agent must be known (`Agents.seen`).

        A `previous_id` that is not (or no longer) the agent's own is forgotten. For one whose texts are not kept only
        the score, the verdicts and the names of signals and rules stay.
        """
        # Masked before it waits for its turn to write.
        columns = {"agent_id": agent_id, "created_at": new.created_at, **_said(new)}
        return await self._added(_Added(columns, new.previous_id, tuple(sorted(set(new.message_ids)))))

    async def _add_all(self, reviews: Sequence[_Added]) -> list[int]:
        """Their ids."""
        async with self._database.writing() as connection:
            owners = await _owners(connection, [r.previous_id for r in reviews if r.previous_id is not None])
            wordless = await discreet(connection, {review.agent_id for review in reviews})
            rows = [
                {
                    **(_without_texts(review.columns) if review.agent_id in wordless else review.columns),
                    "previous_id": review.previous_id if owners.get(review.previous_id) == review.agent_id else None,
                }
                for review in reviews
            ]
            ids = list((await connection.execute(_ADD, rows)).scalars())
            messages = [
                {"review_id": number, "message_id": message}
                for number, review in zip(ids, reviews, strict=True)
                for message in review.message_ids
            ]
            if messages:
                await connection.execute(_ADD_MESSAGE, messages)
        return ids

    async def revise(self, agent_id: int, review_id: int, new: NewReview) -> None:
        """Says something else of a stored draft; its place in the history stays as it was."""
        this = update(ReviewRecord).where(_own(agent_id), ReviewRecord.id == review_id)
        columns = _said(new)
        async with self._database.writing() as connection:
            kept = await keeps_texts(connection, agent_id)
            await connection.execute(this.values(**(columns if kept else _without_texts(columns))))

    async def get(self, agent_id: int, review_id: int) -> ReviewRow | None:
        return await self._one(_rows(agent_id).where(ReviewRecord.id == review_id))

    async def of_message(self, agent_id: int, message_id: int) -> ReviewRow | None:
        """The newest review of the draft that came in this message."""
        messages = select(ReviewMessageRecord.review_id).where(ReviewMessageRecord.message_id == message_id)
        return await self._one(_rows(agent_id).where(ReviewRecord.id.in_(messages)).limit(1))

    async def page(
        self, agent_id: int, offset: int, limit: int, sought: Sought | None = None
    ) -> tuple[list[ReviewRow], int]:
        """Reviews from the newest on, and how many there are in all; of those `sought`, if any are."""
        wanted = _wanted(sought) if sought else ()
        count = select(func.count()).select_from(ReviewRecord).where(_own(agent_id), *wanted)
        async with self._database.reading() as connection:
            total: int = (await connection.execute(count)).scalar_one()
            rows = (await connection.execute(_rows(agent_id).where(*wanted).offset(offset).limit(limit))).all()
        return [_review(row) for row in rows], total

    async def count(self, agent_id: int) -> int:
        async with self._database.reading() as connection:
            counted: int = (await connection.execute(_COUNT, {"this_agent": agent_id})).scalar_one()
        return counted

    async def marks(self, agent_id: int, since: datetime) -> list[Mark]:
        """All reviews made at `since` or later without their texts, the oldest first."""
        columns = [getattr(ReviewRecord, column.name) for column in fields(Mark)]
        own = select(*columns).where(_own(agent_id), ReviewRecord.created_at >= since).order_by(ReviewRecord.id)
        async with self._database.reading() as connection:
            return [Mark(*row) for row in (await connection.execute(own)).all()]

    async def among(self, agent_id: int, ids: Collection[int]) -> dict[int, ReviewRow]:
        """The agent's reviews with these ids, by id."""
        if not ids:
            return {}
        async with self._database.reading() as connection:
            rows = (await connection.execute(_rows(agent_id).where(ReviewRecord.id.in_(ids)))).all()
        return {row.id: _review(row) for row in rows}

    async def since(self, agent_id: int, moment: datetime, limit: int = 200) -> list[ReviewRow]:
        """Reviews made at `moment` or later, the newest first."""
        statement = _rows(agent_id).where(ReviewRecord.created_at >= moment).limit(limit)
        async with self._database.reading() as connection:
            return [_review(row) for row in (await connection.execute(statement)).all()]

    async def _one(self, statement: Select[Any]) -> ReviewRow | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(statement)).one_or_none()
        return _review(row) if row is not None else None


def _said(new: NewReview) -> dict[str, Any]:
    """The columns that come from the texts and from what was said of them, masked."""
    draft = masked_text(new.draft)
    complaint = masked_text(new.complaint) if new.complaint is not None else None
    return {
        # Enumerations of the caller become plain strings.
        **{name: _plain(getattr(new, name)) for name in ("channel", "facts", "fault", "stance")},
        "score": new.score,
        "complaint": complaint.text if complaint else None,
        "draft": draft.text,
        "best_rewrite": masked_text(new.best_rewrite).text if new.best_rewrite is not None else None,
        "review": masked_review(new.review, draft, complaint),
    }


def _without_texts(columns: Mapping[str, Any]) -> dict[str, Any]:
    none = {"complaint": None, "best_rewrite": None, "draft": ""}
    return {**columns, **none, "review": review_without_texts(columns["review"])}


async def _owners(connection: AsyncConnection, review_ids: list[int]) -> dict[int | None, int]:
    """Whose each of the reviews is."""
    if not review_ids:
        return {}
    rows = (await connection.execute(_OWNERS, {"these": padded(review_ids)})).all()
    return {row.id: row.agent_id for row in rows}


def _own(agent_id: int) -> ColumnElement[bool]:
    return ReviewRecord.agent_id == agent_id


def _wanted(sought: Sought) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = []
    if sought.lowest is not None:
        wanted.append(ReviewRecord.score >= sought.lowest)
    if sought.highest is not None:
        wanted.append(ReviewRecord.score <= sought.highest)
    if sought.since is not None:
        wanted.append(ReviewRecord.created_at >= sought.since)
    if sought.signal is not None:
        # Inside a text of this JSON quotes are escaped, so what looks like a finding is one. Both engines keep the JSON
        # as it was written (`database._as_json`).
        finding = f'"signal":"{sought.signal}"'
        wanted.append(cast(ReviewRecord.review, Text).contains(finding, autoescape=True))
    for word in sought.words:
        texts = (Folded(ReviewRecord.draft), Folded(ReviewRecord.complaint))
        wanted.append(or_(*(text.contains(folded(word), autoescape=True) for text in texts)))
    return wanted


def _rows(agent_id: int) -> Select[Any]:
    return select(ReviewRecord.__table__).where(_own(agent_id)).order_by(ReviewRecord.id.desc())


def _review(row: Row[Any]) -> ReviewRow:
    return ReviewRow(**row._asdict())


def _plain(value: str | None) -> str | None:
    return None if value is None else str(value)
