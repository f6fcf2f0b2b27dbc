from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

from aiogram.fsm.state import State, StatesGroup
from aiogram.fsm.storage.base import BaseStorage, StorageKey

from bot.storage import Storage
from handlers.rights import Forgetting
from tests.clock import Clock
from tests.storage.conftest import bytes_on_disk

KEY = StorageKey(bot_id=42, chat_id=7_777_777_777, user_id=7_777_777_777)
PERSONAL = "Верните деньги, мой телефон 8 916 123-45-67! "


class Steps(StatesGroup):
    waiting = State()


async def test_state_and_data_survive_a_restart(url: str, clock: Clock) -> None:
    async with Storage.open(url, clock) as before:
        await before.migrate()
        await before.conversation.set_state(KEY, Steps.waiting)
        await before.conversation.set_data(KEY, {"complaint": PERSONAL, "ids": [1, 2], "facts": None})
    async with Storage.open(url, clock) as after:
        await after.migrate()

        assert await after.conversation.get_state(KEY) == "Steps:waiting"
        assert await after.conversation.get_data(KEY) == {"complaint": PERSONAL, "ids": [1, 2], "facts": None}
        assert await after.conversation.get_value(KEY, "facts", "…") is None


async def test_a_conversation_that_never_was_is_empty(conversation: BaseStorage) -> None:
    assert await conversation.get_state(KEY) is None
    assert await conversation.get_data(KEY) == {}


async def test_every_part_of_the_key_makes_another_conversation(conversation: BaseStorage) -> None:
    keys = [
        KEY,
        StorageKey(bot_id=43, chat_id=KEY.chat_id, user_id=KEY.user_id),
        StorageKey(bot_id=42, chat_id=-100, user_id=KEY.user_id),
        StorageKey(bot_id=42, chat_id=KEY.chat_id, user_id=8),
        StorageKey(bot_id=42, chat_id=KEY.chat_id, user_id=KEY.user_id, thread_id=3),
        StorageKey(bot_id=42, chat_id=KEY.chat_id, user_id=KEY.user_id, business_connection_id="b"),
        StorageKey(bot_id=42, chat_id=KEY.chat_id, user_id=KEY.user_id, destiny="other"),
    ]
    for number, key in enumerate(keys):
        await conversation.set_data(key, {"number": number})

    assert [await conversation.get_data(key) for key in keys] == [{"number": n} for n in range(len(keys))]


async def test_changes_that_come_at_once_each_reach_their_own_conversation(conversation: BaseStorage) -> None:
    keys = [StorageKey(bot_id=42, chat_id=chat, user_id=user) for chat in range(-2, 8) for user in range(3)]
    await asyncio.gather(
        *(conversation.update_data(key, {"chat": key.chat_id, "user": key.user_id}) for key in keys),
        *(conversation.update_data(key, {"more": True}) for key in keys),
        conversation.set_state(keys[0], "waiting"),
    )

    for key in keys:
        assert await conversation.get_data(key) == {"chat": key.chat_id, "user": key.user_id, "more": True}
    assert await conversation.get_state(keys[0]) == "waiting"
    assert await conversation.get_state(keys[1]) is None


async def test_clearing_leaves_nothing(storage: Storage, clock: Clock, path: Path) -> None:
    await storage.conversation.set_state(KEY, "waiting")
    await storage.conversation.set_data(KEY, {"complaint": PERSONAL})
    await storage.conversation.set_state(KEY, None)
    await storage.conversation.set_data(KEY, {})
    await storage.conversation.purge(clock.now)

    assert PERSONAL.encode() not in bytes_on_disk(path)
    assert await storage.conversation.get_data(KEY) == {}


async def test_of_many_updates_at_once_none_is_lost(conversation: BaseStorage) -> None:
    await asyncio.gather(*(conversation.update_data(KEY, {f"tap{n}": n}) for n in range(10)))

    assert await conversation.get_data(KEY) == {f"tap{n}": n for n in range(10)}


async def test_an_update_returns_all_the_data(conversation: BaseStorage) -> None:
    await conversation.set_data(KEY, {"a": 1, "b": 2})

    assert await conversation.update_data(KEY, {"b": 3}) == {"a": 1, "b": 3}


async def test_after_a_day_a_conversation_reads_as_empty_and_starts_anew(
    conversation: BaseStorage, clock: Clock
) -> None:
    await conversation.set_state(KEY, Steps.waiting)
    await conversation.set_data(KEY, {"complaint": PERSONAL})
    clock.passes(hours=23, minutes=59)
    assert await conversation.get_data(KEY) == {"complaint": PERSONAL}
    clock.passes(minutes=1)

    assert await conversation.get_data(KEY) == {}
    assert await conversation.get_state(KEY) is None
    assert await conversation.update_data(KEY, {"new": 1}) == {"new": 1}
    assert await conversation.get_state(KEY) is None


async def test_activity_does_not_make_a_text_live_longer(conversation: BaseStorage, clock: Clock) -> None:
    await conversation.set_data(KEY, {"case": {"complaint": PERSONAL, "step": 0}})
    for step in range(1, 24):
        clock.passes(hours=1)
        await conversation.set_state(KEY, Steps.waiting)
        await conversation.set_data(KEY, {"case": {"complaint": PERSONAL, "step": step}})
    clock.passes(hours=1)

    assert await conversation.get_data(KEY) == {}


async def test_a_conversation_lives_on_when_its_old_texts_have_left_it(conversation: BaseStorage, clock: Clock) -> None:
    await conversation.set_data(KEY, {"complaint": PERSONAL, "channel": "chat"})
    clock.passes(hours=20)
    await conversation.set_data(KEY, {"complaint": "Где мой заказ?", "channel": "chat"})
    clock.passes(hours=20)

    assert await conversation.get_data(KEY) == {"complaint": "Где мой заказ?", "channel": "chat"}


async def test_purging_removes_the_expired_to_the_last_byte_and_nothing_else(
    storage: Storage, clock: Clock, path: Path
) -> None:
    other = StorageKey(bot_id=42, chat_id=8, user_id=8)
    # Long enough for overflow pages, which SQLite frees in another way than what lies within a page.
    await storage.conversation.set_data(KEY, {"complaint": PERSONAL * 150})
    await storage.conversation.set_data(KEY, {"complaint": PERSONAL * 150, "draft": PERSONAL})
    clock.passes(hours=12)
    await storage.conversation.set_data(other, {"complaint": "Где заказ?"})
    assert PERSONAL.encode() in bytes_on_disk(path)
    assert await storage.conversation.purge(clock.now) == 0
    clock.passes(hours=12)

    assert await storage.conversation.purge(clock.now) == 1
    assert PERSONAL.encode() not in bytes_on_disk(path)
    assert await storage.conversation.get_data(other) == {"complaint": "Где заказ?"}


async def test_half_of_a_surrogate_pair_is_no_reason_to_fail(conversation: BaseStorage) -> None:
    await conversation.set_data(KEY, {"draft": "\ud83d и \x00"})

    assert await conversation.get_data(KEY) == {"draft": "? и \x00"}


async def test_the_dispatcher_closing_its_storage_does_not_close_ours(conversation: BaseStorage) -> None:
    await conversation.close()
    await conversation.set_data(KEY, {"a": 1})

    assert await conversation.get_data(KEY) == {"a": 1}


def test_opening_the_storage_alone_does_not_import_aiogram() -> None:
    check = "import sys, bot.storage; sys.exit('aiogram' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0  # noqa: S603 — our own words


async def test_who_is_forgotten_has_no_conversation_in_any_chat(conversation: BaseStorage) -> None:
    theirs = [
        KEY,
        StorageKey(bot_id=42, chat_id=-100, user_id=KEY.user_id),
        StorageKey(bot_id=42, chat_id=KEY.chat_id, user_id=KEY.user_id, destiny="other"),
    ]
    others = [StorageKey(bot_id=42, chat_id=8, user_id=8), StorageKey(bot_id=42, chat_id=-100, user_id=8, thread_id=3)]
    for key in (*theirs, *others):
        await conversation.set_state(key, "waiting")
        await conversation.set_data(key, {"text": PERSONAL})
    assert isinstance(conversation, Forgetting)
    await conversation.forget(KEY.user_id)

    assert [await conversation.get_data(key) for key in theirs] == [{}] * 3
    assert [await conversation.get_data(key) for key in others] == [{"text": PERSONAL}] * 2
