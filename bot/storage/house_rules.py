"""What a house wants said and not said. Its own words, so they are kept as they are; whose idea it was is not kept."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update

from bot.storage.database import Database
from bot.storage.masking import storable
from bot.storage.models import HouseRuleRecord

_ROW = HouseRuleRecord
# Change with every rule that is added or removed.
VERSION_COLUMNS = (func.coalesce(func.max(_ROW.id), 0), func.count(_ROW.removed_at))


@dataclass(frozen=True, slots=True)
class NewHouseRule:
    """`avoid` is a phrase of the pattern language, `say` plain words to use in its place: one of them may be None.

    Without `costs` the find of `avoid` is only a hint.
    """

    avoid: str | None
    say: str | None
    why: str
    costs: bool


@dataclass(frozen=True, slots=True)
class StoredHouseRule:
    id: int
    avoid: str | None
    say: str | None
    why: str
    costs: bool
    created_at: datetime


class HouseRules:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, new: NewHouseRule, now: datetime) -> int:
        """Stores a rule and returns its number, which no later rule gets again."""
        values = {name: storable(each) if isinstance(each, str) else each for name, each in asdict(new).items()}
        async with self._database.writing() as connection:
            added = insert(_ROW).values(**values, created_at=now).returning(_ROW.id)
            number: int = (await connection.execute(added)).scalar_one()
        return number

    async def remove(self, number: int, now: datetime) -> bool:
        """Ends a rule; False if it has ended already. Its words go, its number stays taken."""
        gone = {"avoid": None, "say": None, "why": "", "removed_at": now}
        async with self._database.writing() as connection:
            ended = update(_ROW).where(_ROW.id == number, _ROW.removed_at.is_(None)).values(**gone)
            return (await connection.execute(ended)).rowcount == 1

    async def all(self) -> list[StoredHouseRule]:
        """The rules that hold, the oldest first."""
        columns = (_ROW.id, _ROW.avoid, _ROW.say, _ROW.why, _ROW.costs, _ROW.created_at)
        holding = select(*columns).where(_ROW.removed_at.is_(None)).order_by(_ROW.id)
        async with self._database.reading() as connection:
            return [StoredHouseRule(**row._asdict()) for row in (await connection.execute(holding)).all()]
