"""What the sender is told of a request, over real HTTP."""

from collections.abc import AsyncIterator

import pytest
from aiogram import Bot

from bot.broadcast.delivery import (
    BlockedError,
    DeliveryError,
    FloodedError,
    RefusedError,
    UncertainError,
    UndeliveredError,
)
from bot.telegram.broadcasts import BroadcastRequests
from bot.telegram.runner import build_bot
from tests.telegram.events import PERSON
from tests.telegram.faults import Fault, broken, cut, dropped, flood, page, refused, slow
from tests.telegram.peer import TOKEN, BotApiPeer


@pytest.fixture
async def courier(peer: BotApiPeer) -> AsyncIterator[Bot]:
    bot = build_bot(TOKEN, api_url=peer.url, retries=BroadcastRequests(patience=0.5))
    yield bot
    await bot.session.close()


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        (broken(500), UndeliveredError),
        (page(502), UndeliveredError),
        (dropped(), UncertainError),
        (cut(), UncertainError),
        (slow(2), UncertainError),
        (refused(403, "Forbidden: bot was blocked by the user"), BlockedError),
        (refused(403, "Forbidden: user is deactivated"), BlockedError),
        (refused(403, "Forbidden: bot was kicked from the group chat"), BlockedError),
        (refused(400, "Bad Request: chat not found"), BlockedError),
        (refused(400, "Bad Request: PEER_ID_INVALID"), BlockedError),
        (refused(400, "Bad Request: can't parse entities"), RefusedError),
    ],
)
async def test_each_failure_is_told_apart(
    peer: BotApiPeer, courier: Bot, fault: Fault, expected: type[DeliveryError]
) -> None:
    peer.fault("sendMessage", fault)
    with pytest.raises(expected):
        await courier.send_message(PERSON, "Совет дня")


async def test_flood_control_says_how_long_to_wait(peer: BotApiPeer, courier: Bot) -> None:
    peer.fault("sendMessage", flood(31))
    with pytest.raises(FloodedError) as told:
        await courier.send_message(PERSON, "Совет дня")
    assert told.value.retry_after == 31


async def test_without_a_connection_nothing_was_delivered() -> None:
    bot = build_bot(TOKEN, api_url="http://127.0.0.1:9", retries=BroadcastRequests())
    with pytest.raises(UndeliveredError):
        await bot.send_message(PERSON, "Совет дня")
    await bot.session.close()


async def test_a_moved_chat_is_followed(peer: BotApiPeer, courier: Bot) -> None:
    peer.migrations = {PERSON: 77}
    await courier.send_message(PERSON, "Совет дня")
    assert [int(call.params["chat_id"]) for call in peer.accepted("sendMessage")] == [77]
