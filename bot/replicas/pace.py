"""The pace of sending in Redis: one for all copies, without a row that they queue for."""

from __future__ import annotations

import logging
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.replicas.connection import PREFIX, SharedAwayError, readable
from bot.storage.pace import Pacing, SendPace

if TYPE_CHECKING:
    from redis.asyncio import Redis

logger = logging.getLogger(__name__)

_AVERAGE, _PEAK = f"{PREFIX}:pace:average", f"{PREFIX}:pace:peak"
# A moment farther away than any pause that Telegram asks for was written under a clock that ran ahead, in seconds.
_NONSENSE = 3600

# The arithmetic of `bot.storage.pace`. ARGV: now, count, step, shortest, lag, nonsense; all in seconds.
_RESERVE = """
local now, count, step, shortest = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function free_at(key)
  local moment = tonumber(redis.call('get', key) or now)
  if moment > now + tonumber(ARGV[6]) then return now end
  return moment
end
local average, peak = math.max(free_at(KEYS[1]), now - tonumber(ARGV[5])), free_at(KEYS[2])
local chosen = step
if average < now then chosen = shortest end
local first = math.max(average, peak, now)
redis.call('set', KEYS[1], string.format('%.6f', average + count * step), 'ex', ARGV[6])
redis.call('set', KEYS[2], string.format('%.6f', first + count * chosen), 'ex', ARGV[6])
return {string.format('%.6f', first), string.format('%.6f', chosen)}
"""
_PAUSE = """
for _, key in ipairs(KEYS) do
  local moment = tonumber(redis.call('get', key) or 0)
  if moment > tonumber(ARGV[2]) + tonumber(ARGV[3]) then moment = 0 end
  redis.call('set', key, string.format('%.6f', math.max(moment, tonumber(ARGV[1]))), 'ex', ARGV[3])
end
"""


class RedisPace(SendPace):
    """Where Redis is away, the database's pace serves: it is slower, and just as common to all copies."""

    def __init__(self, redis: Redis, otherwise: SendPace) -> None:
        self._redis, self._otherwise = redis, otherwise

    async def reserve(self, count: int, pacing: Pacing, now: datetime) -> list[datetime]:
        numbers = (now.timestamp(), count, pacing.step.total_seconds(), pacing.shortest.total_seconds())
        try:
            with readable():
                first, step = await self._redis.eval(
                    _RESERVE, 2, _AVERAGE, _PEAK, *map(_exact, numbers), _exact(pacing.lag.total_seconds()), _NONSENSE
                )
        except SharedAwayError:
            logger.warning("Redis не отвечает: темп рассылки считаю по базе")
            return await self._otherwise.reserve(count, pacing, now)
        return [datetime.fromtimestamp(float(first) + number * float(step), UTC) for number in range(count)]

    async def pause(self, until: datetime, now: datetime) -> None:
        try:
            with readable():
                await self._redis.eval(
                    _PAUSE, 2, _AVERAGE, _PEAK, _exact(until.timestamp()), _exact(now.timestamp()), _NONSENSE
                )
        except SharedAwayError:
            await self._otherwise.pause(until, now)


def _exact(seconds: float) -> str:
    return f"{seconds:.6f}"
