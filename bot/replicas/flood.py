"""How fast one person may write to all copies together, in Redis."""

from __future__ import annotations

import logging
from datetime import datetime
from typing import TYPE_CHECKING

from bot.flood import RESUME_AT, Pace, Pacing, allowance
from bot.replicas.connection import PREFIX, SharedAwayError, readable

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger(__name__)

_ANSWERS = (Pace.STEADY, Pace.FIRST_TOO_FAST, Pace.TOO_FAST)

# The arithmetic of `bot.flood`. KEYS: the bucket. ARGV: now, its size, how much it refills in a second, from what share
# on it opens again.
_TAKE = """
local now, size = tonumber(ARGV[1]), tonumber(ARGV[2])
local known = redis.call('hmget', KEYS[1], 'level', 'at', 'shut')
local level, at = tonumber(known[1] or size), tonumber(known[2] or now)
level = math.min(size, level + math.max(0, now - at) * ARGV[3])
local shut, answer = known[3] == '1', 0
if shut and level < size * ARGV[4] then
  answer = 2
elseif level < 1 then
  shut, answer = true, 1
else
  shut, level = false, level - 1
end
redis.call('hset', KEYS[1], 'level', string.format('%.6f', level), 'at', ARGV[1], 'shut', shut and '1' or '0')
redis.call('expire', KEYS[1], math.ceil(size / ARGV[3]) + 1)
return answer
"""


class RedisPacing:
    """Where Redis is away, each copy counts by itself."""

    def __init__(self, redis: Redis, bot_id: int, otherwise: Pacing) -> None:
        self._redis, self._otherwise = redis, otherwise
        self._prefix = f"{PREFIX}:flood:{bot_id}:"

    async def next(self, user_id: int, now: datetime, *, stranger: bool = False) -> Pace:
        size, per_second = allowance(stranger=stranger)
        name = f"{self._prefix}{user_id}:{int(stranger)}"
        numbers = (f"{now.timestamp():.6f}", str(size), str(per_second), str(RESUME_AT))
        try:
            with readable():
                return _ANSWERS[int(await self._redis.eval(_TAKE, 1, name, *numbers))]
        except SharedAwayError:
            logger.info("Redis не отвечает: скорость сообщений считаю сам")
            return await self._otherwise.next(user_id, now, stranger=stranger)
