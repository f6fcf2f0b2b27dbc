"""Updates that were taken in, in Redis: the same promises as the inbox in the database, at a fraction of its price."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from bot.replicas.connection import PREFIX, SharedAwayError, readable
from bot.storage.database import as_json
from bot.storage.inbox import CLAIM, MEMORY, NONSENSE, KeptUpdate, Stage, sender_of
from bot.storage.together import Together

if TYPE_CHECKING:
    from redis.asyncio import Redis

_AT_ONCE = 20

# KEYS: the update, the claims. ARGV: id, raw, until, seconds to remember, whose it is.
_PUT = """
if redis.call('exists', KEYS[1]) == 1 then return 0 end
redis.call('hset', KEYS[1], 'raw', ARGV[2], 'stage', 'waiting', 'attempts', 0, 'owner', ARGV[5])
redis.call('expire', KEYS[1], ARGV[4])
redis.call('zadd', KEYS[2], ARGV[3], ARGV[1])
return 1
"""
# KEYS: the claims. ARGV: now, until, how many at most, whose they are now, what an update's name begins with, from when
# on a claim is nonsense, the ids that are ours already.
_OVERDUE = """
local ours = {}
for place = 7, #ARGV do ours[ARGV[place]] = true end
local found = {}
local function take(from, to)
  for _, id in ipairs(redis.call('zrangebyscore', KEYS[1], from, to, 'limit', 0, ARGV[3] + #ARGV)) do
    if not ours[id] and #found < tonumber(ARGV[3]) then
      redis.call('zadd', KEYS[1], ARGV[2], id)
      redis.call('hset', ARGV[5] .. id, 'owner', ARGV[4])
      found[#found + 1] = id
    end
  end
end
take('-inf', ARGV[1])
take('(' .. ARGV[6], '+inf')
return found
"""
# The scripts below are for the owner alone. KEYS: the update, the claims. ARGV: whose it must be, id, and what is named
# beside each.
_IF_OURS = "if redis.call('hget', KEYS[1], 'owner') ~= ARGV[1] then return 0 end"
_ANSWERING = f"""{_IF_OURS}
redis.call('hset', KEYS[1], 'stage', 'answering')
return 1
"""
_FINISH = """
redis.call('hdel', KEYS[1], 'raw')
redis.call('hset', KEYS[1], 'stage', 'done')
redis.call('zrem', KEYS[2], ARGV[2])
return 1
"""
_DONE = f"{_IF_OURS}{_FINISH}"
# … when anybody may take it.
_PUT_BACK = f"""{_IF_OURS}
redis.call('hincrby', KEYS[1], 'attempts', 1)
redis.call('zadd', KEYS[2], 'xx', ARGV[3], ARGV[2])
return 1
"""
# … until when it is ours.
_RENEW = f"""{_IF_OURS}
redis.call('zadd', KEYS[2], 'xx', ARGV[3], ARGV[2])
return 1
"""


@dataclass(frozen=True, slots=True)
class _Run:
    """A script of the above about one update; `given` are its ARGV."""

    script: str
    update_id: int
    given: tuple[str, ...]


class RedisInbox:
    """What came for one bot; see `bot.storage.inbox.UpdateInbox`. Raises SharedAwayError."""

    def __init__(self, redis: Redis, bot_id: int, clock: Callable[[], datetime]) -> None:
        self._redis, self._clock = redis, clock
        self._prefix = f"{PREFIX}:update:{bot_id}:"
        self._claims = f"{PREFIX}:claims:{bot_id}"
        self._owner = secrets.token_hex(8)
        self._note = Together(self._run_all, passing=(SharedAwayError,))

    async def put(self, updates: Mapping[int, Mapping[str, Any]]) -> set[int]:
        until, memory = str(self._now() + CLAIM.total_seconds()), str(int(MEMORY.total_seconds()))
        numbers = sorted(updates)
        fresh = await self._note(
            [_Run(_PUT, n, (str(n), as_json(updates[n]), until, memory, self._owner)) for n in numbers]
        )
        return {number for number, new in zip(numbers, fresh, strict=True) if new}

    async def answering(self, update_id: int) -> bool:
        return bool(sum(await self._change(_ANSWERING, [update_id])))

    async def done(self, update_ids: Collection[int]) -> None:
        await self._change(_DONE, update_ids)

    async def put_back(self, update_id: int, after: float) -> None:
        await self._change(_PUT_BACK, [update_id], str(self._now() + after))

    async def renew(self, update_ids: Collection[int]) -> None:
        await self._change(_RENEW, update_ids, str(self._now() + CLAIM.total_seconds()))

    async def overdue(self, but: Collection[int]) -> list[KeptUpdate]:
        now = self._now()
        ours = [str(number) for number in but]
        with readable():
            until, nonsense = now + CLAIM.total_seconds(), now + NONSENSE.total_seconds()
            given = (str(now), str(until), str(_AT_ONCE), self._owner, self._prefix, str(nonsense))
            found = await self._redis.eval(_OVERDUE, 1, self._claims, *given, *ours)
            kept = [(int(number), await self._redis.hgetall(self._name(int(number)))) for number in found]
        return [
            KeptUpdate(number, json.loads(row["raw"]), row["stage"] == Stage.ANSWERING, int(row["attempts"]))
            for number, row in sorted(kept)
            # What Redis has forgotten meanwhile is a day old.
            if "raw" in row
        ]

    async def forget(self, user_id: int) -> None:
        """Takes the words out of a person's unfinished updates: of the one that is being handled, and of those that a
        dead copy left behind."""
        with readable():
            for number in map(str, await self._redis.zrange(self._claims, 0, -1)):
                name = self._name(int(number))
                raw = await self._redis.hget(name, "raw")
                if raw is not None and sender_of(json.loads(raw)) == user_id:
                    await self._redis.eval(_FINISH, 2, name, self._claims, self._owner, number)

    async def waiting(self) -> int:
        """How many updates are unfinished, in all copies."""
        with readable():
            return int(await self._redis.zcard(self._claims))

    async def purge(self) -> None:
        """The numbers expire by themselves; a claim without its update is what is left to forget."""
        with readable():
            await self._redis.zremrangebyscore(self._claims, "-inf", self._now() - MEMORY.total_seconds())

    async def _change(self, script: str, update_ids: Collection[int], *more: str) -> list[int]:
        """Runs a script for each of what must be ours; 1 for each that was."""
        return await self._note([_Run(script, number, (self._owner, str(number), *more)) for number in update_ids])

    async def _run_all(self, wishes: Sequence[list[_Run]]) -> list[list[int]]:
        with readable():
            async with self._redis.pipeline() as pipeline:
                for run in chain.from_iterable(wishes):
                    pipeline.eval(run.script, 2, self._name(run.update_id), self._claims, *run.given)
                answers = iter(await pipeline.execute())
        return [list(islice(answers, len(wish))) for wish in wishes]

    def _now(self) -> float:
        return self._clock().timestamp()

    def _name(self, update_id: int) -> str:
        return f"{self._prefix}{update_id}"
