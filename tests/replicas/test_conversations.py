"""What only Redis has to be asked about conversations; all else is asked of every keeper in `tests.storage`."""

from __future__ import annotations

import pytest
from aiogram.fsm.storage.base import StorageKey
from redis.asyncio import Redis

from bot.replicas.conversations import RedisConversations
from handlers.rights import Forgetting
from tests.clock import Clock

pytestmark = pytest.mark.service

MINE = [StorageKey(bot_id=42, chat_id=7, user_id=7), StorageKey(bot_id=42, chat_id=-100, user_id=7)]
OTHERS = [StorageKey(bot_id=42, chat_id=8, user_id=77), StorageKey(bot_id=7, chat_id=8, user_id=8)]


async def test_who_is_forgotten_leaves_no_conversation_and_others_keep_theirs(client: Redis, clock: Clock) -> None:
    conversations = RedisConversations(client, clock)
    for key in (*MINE, *OTHERS):
        await conversations.set_data(key, {"complaint": "Где торт?"})
    assert isinstance(conversations, Forgetting)
    await conversations.forget(7)
    assert [await conversations.get_data(key) for key in MINE] == [{}, {}]
    assert [await conversations.get_data(key) for key in OTHERS] == [{"complaint": "Где торт?"}] * 2


async def test_a_text_is_gone_from_redis_itself_a_day_after_it_came(client: Redis, clock: Clock) -> None:
    conversations = RedisConversations(client, clock)
    await conversations.set_data(MINE[0], {"complaint": "Где торт?"})
    clock.passes(hours=23)
    await conversations.update_data(MINE[0], {"step": 1})
    (name,) = await client.keys()
    assert 0 < await client.ttl(name) <= 3600
