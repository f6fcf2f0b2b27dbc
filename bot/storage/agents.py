"""The people whom the bot helps, and how they like to write."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy import Update, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.database import Database
from bot.storage.masking import storable
from bot.storage.models import AgentRecord
from bot.storage.together import padded


@dataclass(frozen=True, slots=True)
class Preferences:
    """What an agent chose in the settings; None means not chosen.

    `gender` decides between «рад» and «рада»; `address_form` is how customers are addressed; `usual_channel` is where
    replies mostly go; `time_zone` is a name of the IANA database. The signature is the agent's own and kept as it is.
    Without `keep_texts` the history holds scores and signals only; `retention_days` None: as long as the house keeps
    what it keeps. With `share_examples` a lead may see the agent's words without their name; None: never asked.
    Raises `ValueError` for a time zone that does not exist.
    """

    gender: Literal["m", "f"] | None = None
    signature: str | None = None
    address_form: Literal["вы", "Вы"] | None = None
    usual_channel: Literal["chat", "email", "review", "public"] | None = None
    time_zone: str | None = None
    keep_texts: bool = True
    retention_days: int | None = None
    share_examples: bool | None = None

    def __post_init__(self) -> None:
        if self.time_zone is None:
            return
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError, OSError) as error:
            raise ValueError(f"Не знаю часового пояса «{self.time_zone}».") from error


@dataclass(frozen=True, slots=True)
class Agent:
    telegram_id: int
    first_seen: datetime
    active: bool
    preferences: Preferences


# In the order in which `agent_from` takes them.
AGENT_COLUMNS = (
    AgentRecord.telegram_id,
    AgentRecord.first_seen,
    AgentRecord.active,
    *(getattr(AgentRecord, each.name) for each in fields(Preferences)),
)
_GET = select(*AGENT_COLUMNS).where(AgentRecord.telegram_id == bindparam("who"))
_DISCREET = select(AgentRecord.telegram_id).where(
    AgentRecord.telegram_id.in_(bindparam("these", expanding=True)), AgentRecord.keep_texts.is_(False)
)


def agent_from(values: Sequence[Any]) -> Agent:
    telegram_id, first_seen, active, *chosen = values
    return Agent(telegram_id, first_seen, active, Preferences(*chosen))


def chosen_by(agent: Agent | None) -> Preferences:
    """What the agent chose; nothing chosen if they are not known."""
    return agent.preferences if agent else Preferences()


class Agents:
    def __init__(self, database: Database) -> None:
        self._database = database

    async def seen(self, telegram_id: int, now: datetime) -> bool:
        """Notes that the agent is here: makes them known, or active again. True if they were not known before."""
        agent = await self.get(telegram_id)
        if agent is not None and agent.active:
            return False
        async with self._database.writing() as connection:
            if await self._database.insert_new(connection, AgentRecord, _new(telegram_id, now)):
                return True
            await connection.execute(_change(telegram_id).values(active=True))
            return False

    async def get(self, telegram_id: int) -> Agent | None:
        async with self._database.reading() as connection:
            row = (await connection.execute(_GET, {"who": telegram_id})).one_or_none()
        return agent_from(row) if row is not None else None

    async def reactivate(self, telegram_id: int) -> None:
        """For one who let the bot in again without writing to it; a stranger stays a stranger."""
        async with self._database.writing() as connection:
            await connection.execute(_change(telegram_id).values(active=True))

    async def deactivate(self, telegram_id: int) -> None:
        """For one who blocked the bot or left; `seen` brings them back."""
        async with self._database.writing() as connection:
            await connection.execute(_change(telegram_id).values(active=False))

    async def preferences(self, telegram_id: int) -> Preferences:
        return chosen_by(await self.get(telegram_id))

    async def save_preferences(self, telegram_id: int, preferences: Preferences, now: datetime) -> None:
        """Replaces all preferences; one who was not known becomes known as of `now`."""
        values = {
            name: storable(value) if isinstance(value, str) else value for name, value in asdict(preferences).items()
        }
        async with self._database.writing() as connection:
            await self._database.insert_new(connection, AgentRecord, _new(telegram_id, now))
            await connection.execute(_change(telegram_id).values(**values))


async def keeps_texts(connection: AsyncConnection, agent_id: int) -> bool:
    """For the stores, so that no caller can forget to ask: whether the agent's texts may be kept."""
    return agent_id not in await discreet(connection, [agent_id])


async def discreet(connection: AsyncConnection, agent_ids: Collection[int]) -> set[int]:
    """Those of the agents whose texts may not be kept."""
    return set((await connection.execute(_DISCREET, {"these": padded(sorted(agent_ids))})).scalars())


def _new(telegram_id: int, now: datetime) -> dict[str, Any]:
    return {"telegram_id": telegram_id, "first_seen": now, "active": True}


def _change(telegram_id: int) -> Update:
    return update(AgentRecord).where(AgentRecord.telegram_id == telegram_id)
