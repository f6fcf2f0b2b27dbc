"""Updates that were taken in: written down until they are handled, then only their numbers, lest they come twice.

The raw text of an update lies here while it is being handled, seconds as a rule, and a day at most.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, null, or_, select, update

from bot.storage.database import Database
from bot.storage.models import InboxRecord
from bot.storage.together import Together, padded

_ROW = InboxRecord
# Whoever takes an update renews its claim every few seconds. Clocks of several machines may differ by half of this.
CLAIM = timedelta(seconds=20)
# A claim that lasts longer than any was written by a clock that has been set back since.
NONSENSE = 3 * CLAIM
# Telegram brings an update again for a day at most.
MEMORY = timedelta(hours=25)
_AT_ONCE = 20
_ROWS_AT_ONCE = 8


class Stage(StrEnum):
    WAITING = "waiting"
    ANSWERING = "answering"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class KeptUpdate:
    """An update that was left behind, as Telegram sent it."""

    update_id: int
    raw: dict[str, Any]
    answering: bool
    attempts: int


@dataclass(frozen=True, slots=True)
class _Notes:
    """What is to be noted of updates: that they came, that their answer begins, that they are handled."""

    came: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    answering: Collection[int] = ()
    done: Collection[int] = ()


_THESE = and_(
    _ROW.bot_id == bindparam("this_bot"),
    _ROW.update_id.in_(bindparam("these", expanding=True)),
    _ROW.claimed_by == bindparam("owner"),
)
_ANSWERING = update(_ROW).where(_THESE).values(stage=str(Stage.ANSWERING)).returning(_ROW.update_id)
_DONE = update(_ROW).where(_THESE).values(stage=str(Stage.DONE), raw=null())


class UpdateInbox:
    """What came for one bot. Its copies share it; what one of them holds, the others leave alone."""

    def __init__(self, database: Database, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._database, self._bot_id, self._clock = database, bot_id, clock
        self._owner = secrets.token_hex(8)
        inserting = database.inserting(_ROW).on_conflict_do_nothing().returning(_ROW.update_id)
        self._insert_new = inserting.execution_options(insertmanyvalues_page_size=_ROWS_AT_ONCE)
        self._note = Together(self._note_all)

    async def put(self, updates: Mapping[int, Mapping[str, Any]]) -> set[int]:
        """Writes down, claimed, those that nobody has written down yet, and returns their ids."""
        return await self._note(_Notes(came=updates))

    async def answering(self, update_id: int) -> bool:
        """Notes that the answer begins; False where the update is not this copy's any more."""
        return bool(await self._note(_Notes(answering=[update_id])))

    async def done(self, update_ids: Collection[int]) -> None:
        """Handled: the number is remembered, the text is not. What was taken over is left to its new owner."""
        await self._note(_Notes(done=update_ids))

    async def _note_all(self, notes: Sequence[_Notes]) -> list[set[int]]:
        """Of each note the updates that were new or are still ours."""
        came = {number: raw for note in notes for number, raw in note.came.items()}
        answering = [number for note in notes for number in note.answering]
        done = [number for note in notes for number in note.done]
        noted: set[int] = set()
        async with self._database.writing() as connection:
            if came:
                noted |= set((await connection.execute(self._insert_new, self._rows(came))).scalars())
            if answering:
                noted |= set((await connection.execute(_ANSWERING, self._ours(answering))).scalars())
            if done:
                await connection.execute(_DONE, self._ours(done))
        granted = []
        for note in notes:
            granted.append(noted & {*note.came, *note.answering})
            # What came twice at once is new to the first who brought it.
            noted.difference_update(note.came)
        return granted

    def _rows(self, came: Mapping[int, Mapping[str, Any]]) -> list[dict[str, Any]]:
        now = self._clock()
        common = {
            "bot_id": self._bot_id,
            "stage": str(Stage.WAITING),
            "attempts": 0,
            "received_at": now,
            "claimed_until": now + CLAIM,
            "claimed_by": self._owner,
        }
        return [{**common, "update_id": number, "raw": raw} for number, raw in sorted(came.items())]

    def _ours(self, update_ids: Collection[int]) -> dict[str, Any]:
        return {"this_bot": self._bot_id, "these": padded(list(update_ids)), "owner": self._owner}

    async def put_back(self, update_id: int, after: float) -> None:
        at = self._clock() + timedelta(seconds=after)
        await self._change([update_id], claimed_until=at, attempts=_ROW.attempts + 1)

    async def renew(self, update_ids: Collection[int]) -> None:
        await self._change(update_ids, claimed_until=self._clock() + CLAIM)

    async def overdue(self, but: Collection[int]) -> list[KeptUpdate]:
        """Unfinished updates whose claim has run out, claimed anew, the oldest first."""
        now = self._clock()
        free = or_(_ROW.claimed_until <= now, _ROW.claimed_until > now + NONSENSE)
        late = (
            select(_ROW.update_id, _ROW.raw, _ROW.stage, _ROW.attempts)
            .where(_ROW.bot_id == self._bot_id, _ROW.stage != str(Stage.DONE), free)
            .where(_ROW.update_id.not_in(but))
            .order_by(_ROW.update_id)
            .limit(_AT_ONCE)
        )
        async with self._database.reading() as connection:
            if not (await connection.execute(late.limit(1))).all():
                return []
        async with self._database.writing() as connection:
            rows = (await connection.execute(late.with_for_update(skip_locked=True))).all()
            ids = [row.update_id for row in rows]
            await connection.execute(
                update(_ROW).where(self._these(ids)).values(claimed_until=now + CLAIM, claimed_by=self._owner)
            )
        return [KeptUpdate(row.update_id, row.raw, row.stage == Stage.ANSWERING, row.attempts) for row in rows]

    async def purge(self) -> None:
        """Forgets what Telegram will not bring again. To be called every hour."""
        old = _ROW.received_at <= self._clock() - MEMORY
        async with self._database.writing() as connection:
            await connection.execute(delete(_ROW).where(old))

    async def waiting(self) -> int:
        """How many updates are unfinished, in all copies."""
        unfinished = select(_ROW.update_id).where(_ROW.bot_id == self._bot_id, _ROW.stage != str(Stage.DONE))
        async with self._database.reading() as connection:
            return len((await connection.execute(unfinished)).all())

    async def _change(self, update_ids: Collection[int], **values: Any) -> int:  # noqa: ANN401 — columns of the table
        """Changes those that are still this copy's; says how many they were."""
        ours = and_(self._these(update_ids), _ROW.claimed_by == self._owner)
        async with self._database.writing() as connection:
            return (await connection.execute(update(_ROW).where(ours).values(**values))).rowcount

    def _these(self, update_ids: Collection[int]) -> ColumnElement[bool]:
        return (_ROW.bot_id == self._bot_id) & _ROW.update_id.in_(update_ids)


def sender_of(raw: Mapping[str, Any]) -> int | None:
    """Whose an update is, as Telegram sent it."""
    events = (value for value in raw.values() if isinstance(value, dict))
    return next((event["from"]["id"] for event in events if "from" in event), None)
