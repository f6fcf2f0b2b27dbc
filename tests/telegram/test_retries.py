from __future__ import annotations

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiogram.types import BufferedInputFile

from tests.telegram.conftest import Naps
from tests.telegram.events import PERSON
from tests.telegram.faults import broken, cut, dropped, flood, page, slow
from tests.telegram.peer import BotApiPeer


async def test_flood_control_is_obeyed_and_the_message_sent_exactly_once(
    peer: BotApiPeer, bot: Bot, naps: Naps
) -> None:
    peer.fault("sendMessage", flood(7))
    await bot.send_message(PERSON, "балл 82")
    assert naps.taken == [7]
    assert len(peer.accepted("sendMessage")) == len(peer.messages) == 1


async def test_a_server_error_is_repeated_with_growing_pauses(peer: BotApiPeer, bot: Bot, naps: Naps) -> None:
    peer.fault("sendMessage", broken(500), broken(503), broken(500))
    await bot.send_message(PERSON, "балл 82")
    assert naps.taken == [0.5, 1.0, 2.0]
    assert len(peer.messages) == 1


async def test_a_gateways_error_page_is_a_server_error_too(peer: BotApiPeer, bot: Bot) -> None:
    peer.fault("sendMessage", page(502))
    await bot.send_message(PERSON, "балл 82")
    assert len(peer.messages) == 1


async def test_a_dropped_connection_is_repeated(peer: BotApiPeer, bot: Bot) -> None:
    peer.fault("sendMessage", dropped(), dropped())
    await bot.send_message(PERSON, "балл 82")
    assert len(peer.messages) == 1


async def test_an_answer_that_breaks_off_is_asked_for_again_for_twice_is_better_than_never(
    peer: BotApiPeer, bot: Bot
) -> None:
    peer.fault("sendMessage", cut())
    sent = await bot.send_message(PERSON, "балл 82")
    assert (PERSON, sent.message_id) in peer.messages
    assert len(peer.messages) == 2


async def test_repeating_ends_when_the_server_stays_broken(peer: BotApiPeer, bot: Bot, naps: Naps) -> None:
    peer.fault("sendMessage", *[broken()] * 9)
    with pytest.raises(TelegramServerError):
        await bot.send_message(PERSON, "балл 82")
    assert len(naps.taken) == 4


async def test_a_pause_of_minutes_is_left_to_the_caller(peer: BotApiPeer, bot: Bot, naps: Naps) -> None:
    peer.fault("sendMessage", flood(600))
    with pytest.raises(TelegramRetryAfter) as caught:
        await bot.send_message(PERSON, "совет дня")
    assert caught.value.retry_after == 600
    assert naps.taken == []


async def test_a_send_that_timed_out_is_not_sent_twice(peer: BotApiPeer, bot: Bot) -> None:
    bot.session.timeout = 0.1
    peer.fault("sendMessage", slow(0.4))
    with pytest.raises(TelegramNetworkError):
        await bot.send_message(PERSON, "балл 82")
    await peer.until("sendMessage")
    assert len(peer.calls) == len(peer.messages) == 1


async def test_an_edit_that_timed_out_is_repeated(peer: BotApiPeer, bot: Bot) -> None:
    sent = await bot.send_message(PERSON, "разбираю…")
    bot.session.timeout = 0.1
    peer.fault("editMessageText", slow(0.4))
    await bot.edit_message_text("балл 82", chat_id=PERSON, message_id=sent.message_id)
    assert peer.messages[PERSON, sent.message_id]["text"] == "балл 82"


async def test_a_file_is_sent_whole_at_the_second_try(peer: BotApiPeer, bot: Bot) -> None:
    peer.fault("sendDocument", broken())
    await bot.send_document(PERSON, BufferedInputFile(b"score;82", filename="history.csv"))
    (call,) = peer.accepted("sendDocument")
    assert list(call.files.values()) == [b"score;82"]


async def test_an_edit_that_changes_nothing_is_quiet(bot: Bot, naps: Naps) -> None:
    sent = await bot.send_message(PERSON, "балл 82")
    for _ in range(2):
        assert await bot.edit_message_text("балл 82", chat_id=PERSON, message_id=sent.message_id) is True
    assert naps.taken == []


async def test_an_answer_to_an_old_tap_is_quiet(bot: Bot) -> None:
    assert await bot.answer_callback_query("давно прошёл") is False


async def test_other_refusals_are_raised_at_once(peer: BotApiPeer, bot: Bot, naps: Naps) -> None:
    peer.blocked.add(PERSON)
    with pytest.raises(TelegramForbiddenError):
        await bot.send_message(PERSON, "балл 82")
    with pytest.raises(TelegramBadRequest, match="message to edit not found"):
        await bot.edit_message_text("балл 82", chat_id=8, message_id=404)
    assert naps.taken == []


async def test_a_group_that_became_a_supergroup_gets_the_message_at_its_new_id(peer: BotApiPeer, bot: Bot) -> None:
    peer.migrations[-5] = -1005
    sent = await bot.send_message(-5, "балл 82")
    assert sent.chat.id == -1005


async def test_a_group_that_moves_in_circles_is_followed_once(peer: BotApiPeer, bot: Bot) -> None:
    peer.migrations.update({-5: -1005, -1005: -5})
    with pytest.raises(TelegramMigrateToChat):
        await bot.send_message(-5, "балл 82")
    assert len(peer.calls) == 2
