"""Updates that were taken in, in Redis: the same promises as the inbox in the database, at a fraction of its price."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from bot.replicas.connection import PREFIX, readable
from bot.storage.database import as_json
from bot.storage.inbox import CLAIM, MEMORY, KeptUpdate, Stage

if TYPE_CHECKING:
    from redis.asyncio import Redis

_AT_ONCE = 20

# KEYS: the update, the claims. ARGV: id, raw, until, seconds to remember.
_PUT = """
if redis.call('exists', KEYS[1]) == 1 then return 0 end
redis.call('hset', KEYS[1], 'raw', ARGV[2], 'stage', 'waiting', 'attempts', 0)
redis.call('expire', KEYS[1], ARGV[4])
redis.call('zadd', KEYS[2], ARGV[3], ARGV[1])
return 1
"""
# KEYS: the claims. ARGV: now, until, how many at most, the ids that are ours already.
_OVERDUE = """
local ours = {}
for place = 4, #ARGV do ours[ARGV[place]] = true end
local found = {}
for _, id in ipairs(redis.call('zrangebyscore', KEYS[1], '-inf', ARGV[1], 'limit', 0, ARGV[3] + #ARGV)) do
  if not ours[id] and #found < tonumber(ARGV[3]) then
    redis.call('zadd', KEYS[1], ARGV[2], id)
    found[#found + 1] = id
  end
end
return found
"""


class RedisInbox:
    """What came for one bot; see `bot.storage.inbox.UpdateInbox`. Raises SharedAwayError."""

    def __init__(self, redis: Redis, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._redis, self._clock = redis, clock
        self._prefix = f"{PREFIX}:update:{bot_id}:"
        self._claims = f"{PREFIX}:claims:{bot_id}"

    async def put(self, updates: Mapping[int, Mapping[str, Any]]) -> set[int]:
        until, memory = self._now() + CLAIM.total_seconds(), int(MEMORY.total_seconds())
        numbers = sorted(updates)
        with readable():
            async with self._redis.pipeline() as pipeline:
                for number in numbers:
                    raw = as_json(updates[number])
                    pipeline.eval(_PUT, 2, self._name(number), self._claims, str(number), raw, str(until), str(memory))
                fresh = await pipeline.execute()
        return {number for number, new in zip(numbers, fresh, strict=True) if new}

    async def answering(self, update_id: int) -> None:
        with readable():
            await self._redis.hset(self._name(update_id), "stage", str(Stage.ANSWERING))

    async def done(self, update_ids: Collection[int]) -> None:
        with readable():
            async with self._redis.pipeline() as pipeline:
                for number in update_ids:
                    pipeline.hdel(self._name(number), "raw")
                    pipeline.hset(self._name(number), "stage", str(Stage.DONE))
                    pipeline.zrem(self._claims, str(number))
                await pipeline.execute()

    async def put_back(self, update_id: int, after: float) -> None:
        with readable():
            async with self._redis.pipeline() as pipeline:
                pipeline.hincrby(self._name(update_id), "attempts", 1)
                pipeline.zadd(self._claims, {str(update_id): self._now() + after}, xx=True)
                await pipeline.execute()

    async def renew(self, update_ids: Collection[int]) -> None:
        until = self._now() + CLAIM.total_seconds()
        with readable():
            await self._redis.zadd(self._claims, {str(number): until for number in update_ids}, xx=True)

    async def overdue(self, but: Collection[int]) -> list[KeptUpdate]:
        now = self._now()
        ours = [str(number) for number in but]
        with readable():
            found = await self._redis.eval(
                _OVERDUE, 1, self._claims, str(now), str(now + CLAIM.total_seconds()), str(_AT_ONCE), *ours
            )
            kept = [(int(number), await self._redis.hgetall(self._name(int(number)))) for number in found]
        return [
            KeptUpdate(number, json.loads(row["raw"]), row["stage"] == Stage.ANSWERING, int(row["attempts"]))
            for number, row in sorted(kept)
            # What Redis has forgotten meanwhile is a day old.
            if "raw" in row
        ]

    async def waiting(self) -> int:
        """How many updates are unfinished, in all copies."""
        with readable():
            return int(await self._redis.zcard(self._claims))

    async def purge(self) -> None:
        """The numbers expire by themselves; a claim without its update is what is left to forget."""
        with readable():
            await self._redis.zremrangebyscore(self._claims, "-inf", self._now() - MEMORY.total_seconds())

    def _now(self) -> float:
        return self._clock().timestamp()

    def _name(self, update_id: int) -> str:
        return f"{self._prefix}{update_id}"
