from __future__ import annotations

import asyncio
import json
import logging
import signal
from collections.abc import Mapping

import pytest
from aiogram import Bot, Dispatcher
from aiogram.fsm.storage.memory import MemoryStorage, SimpleEventIsolation
from aiogram.types import BotCommand

from bot.telegram.failures import NotBotApiError, RunError, TokenInUseError, UnreachableError, WrongTokenError
from bot.telegram.inbox import MemoryInbox
from bot.telegram.reception import Reception
from bot.telegram.retries import RetryRequests
from bot.telegram.runner import build_bot, run_polling
from tests.telegram.conftest import QUICK, Gate, Naps, Polling, dispatcher_with
from tests.telegram.events import Json, forward_from_hidden, message, undecodable
from tests.telegram.faults import broken, dropped, page, refused
from tests.telegram.peer import TOKEN, BotApiPeer


def said(peer: BotApiPeer) -> list[str]:
    return [call.params["text"] for call in peer.accepted("sendMessage")]


async def test_a_message_is_answered(peer: BotApiPeer, polling: Polling) -> None:
    async with polling():
        await peer.deliver(message("здравствуйте"))
        await peer.until("sendMessage")
    assert said(peer) == ["Принято: здравствуйте"]


async def test_an_undecodable_update_is_skipped_and_the_next_one_answered(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    await peer.deliver(undecodable("тайна клиента"))
    await peer.deliver(message("а это читается"))
    async with polling():
        await peer.until("sendMessage")
        await peer.deliver(message("и это тоже"))
        await peer.until("sendMessage", 2)
    assert said(peer) == ["Принято: а это читается", "Принято: и это тоже"]
    assert "Обновление 1000 пропущено" in caplog.text
    assert "тайна" not in caplog.text


async def test_a_forward_from_a_hidden_user_without_a_name_is_still_a_complaint(
    peer: BotApiPeer, polling: Polling
) -> None:
    await peer.deliver(forward_from_hidden("верните деньги"))
    async with polling():
        await peer.until("sendMessage")
    assert said(peer) == ["Принято: верните деньги"]


async def test_half_of_a_letter_is_a_question_mark(peer: BotApiPeer, polling: Polling) -> None:
    await peer.deliver(message("верните деньги \ud83d"))
    async with polling():
        await peer.until("sendMessage")
    assert said(peer) == ["Принято: верните деньги ?"]


async def test_the_same_update_twice_is_handled_once(peer: BotApiPeer, polling: Polling) -> None:
    async with polling():
        first = await peer.deliver(message("один раз"))
        await peer.until("sendMessage")
        await peer.redeliver(first)
        await peer.deliver(message("дальше"))
        await peer.until("sendMessage", 2)
    assert said(peer) == ["Принято: один раз", "Принято: дальше"]


async def test_what_cannot_be_written_down_stays_with_telegram_and_is_answered_later(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    class Away(MemoryInbox):
        tries = 0

        async def put(self, updates: Mapping[int, Json]) -> set[int]:
            self.tries += 1
            if self.tries <= 2:
                raise ConnectionError
            return await super().put(updates)

    async with polling(reception=Reception(Away())):
        await peer.deliver(message("всё равно ответь"))
        await peer.until("sendMessage")
    assert said(peer) == ["Принято: всё равно ответь"]
    assert "всё равно" not in caplog.text


async def test_sigterm_lets_a_slow_handler_finish(peer: BotApiPeer, polling: Polling, gate: Gate) -> None:
    async with polling() as running:
        await peer.deliver(message("не спеши"))
        await gate.reached.wait()
        signal.raise_signal(signal.SIGTERM)
        await asyncio.wait({running}, timeout=1)
        assert not running.done()
        gate.opened.set()
        await running
    assert said(peer) == ["Принято: не спеши"]


async def test_a_handler_that_never_ends_does_not_hold_the_stop_for_good(
    peer: BotApiPeer, polling: Polling, gate: Gate, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling(drain_patience=0.05):
        await peer.deliver(message("не спеши"))
        await gate.reached.wait()
    assert said(peer) == []
    assert "прерываю: 1" in caplog.text


async def test_conversation_storage_closes_only_after_the_last_handler(peer: BotApiPeer, bot: Bot, gate: Gate) -> None:
    closed_after: list[int] = []

    class Storage(MemoryStorage):
        async def close(self) -> None:
            closed_after.append(len(peer.accepted("sendMessage")))
            await super().close()

    dispatcher = dispatcher_with(gate, storage=Storage())
    running = asyncio.create_task(run_polling(bot, dispatcher))
    await peer.deliver(message("не спеши"))
    await gate.reached.wait()
    signal.raise_signal(signal.SIGTERM)
    asyncio.get_running_loop().call_later(0.1, gate.opened.set)
    await running
    assert closed_after == [1]


async def test_sigterm_lets_updates_that_wait_for_their_turn_finish_too(peer: BotApiPeer, bot: Bot, gate: Gate) -> None:
    dispatcher = dispatcher_with(gate, events_isolation=SimpleEventIsolation())
    running = asyncio.create_task(run_polling(bot, dispatcher))
    for text in ("не спеши", "я следующий"):
        await peer.deliver(message(text))
    await gate.reached.wait()
    signal.raise_signal(signal.SIGTERM)
    asyncio.get_running_loop().call_later(0.1, gate.opened.set)
    await running
    assert said(peer) == ["Принято: не спеши", "Принято: я следующий"]


async def test_only_updates_that_someone_handles_are_asked_for(peer: BotApiPeer, polling: Polling) -> None:
    async with polling():
        await peer.deliver(message("привет"))
        (first, *_) = await peer.until("getUpdates")
    assert first.params["allowed_updates"] == '["callback_query", "message"]'


async def test_the_command_menu_is_set(peer: BotApiPeer, polling: Polling) -> None:
    async with polling(commands=[BotCommand(command="check", description="Проверить черновик")]):
        (call,) = peer.accepted("setMyCommands")
    assert json.loads(call.params["commands"]) == [{"command": "check", "description": "Проверить черновик"}]


async def test_groups_have_a_menu_of_their_own(peer: BotApiPeer, polling: Polling) -> None:
    whispered = BotCommand(command="check", description="Проверить черновик", is_ephemeral=True)
    async with polling(group_commands=[whispered]):
        (call,) = peer.accepted("setMyCommands")
    assert json.loads(call.params["scope"]) == {"type": "all_group_chats"}
    assert json.loads(call.params["commands"])[0]["is_ephemeral"] is True


async def test_a_refused_command_menu_does_not_stop_the_bot(peer: BotApiPeer, polling: Polling) -> None:
    peer.fault("setMyCommands", refused(400, "Bad Request: BOT_COMMAND_INVALID"))
    async with polling(commands=[BotCommand(command="check", description="Проверить")]):
        await peer.deliver(message("привет"))
        await peer.until("sendMessage")


async def test_polling_goes_on_after_errors_and_a_dropped_connection(peer: BotApiPeer, polling: Polling) -> None:
    peer.fault("getUpdates", broken(), dropped(), broken(502))
    async with polling():
        await peer.deliver(message("я дождался"))
        await peer.until("sendMessage")


async def test_a_webhook_left_behind_is_taken_down_before_polling(peer: BotApiPeer, polling: Polling) -> None:
    peer.webhook = {"url": "https://old.example.com"}
    async with polling():
        await peer.deliver(message("привет"))
        await peer.until("sendMessage")


async def test_the_second_poller_of_a_token_says_so_and_the_first_works_on(
    peer: BotApiPeer, polling: Polling, gate: Gate
) -> None:
    second = build_bot(TOKEN, api_url=peer.url)
    async with polling(conflicts_allowed=1000):
        with pytest.raises(TokenInUseError, match="другая копия бота") as caught:
            await run_polling(second, dispatcher_with(gate), backoff=QUICK, conflicts_allowed=3)
        await peer.deliver(message("кто дома?"))
        await peer.until("sendMessage")
    assert caught.value.exit_code == 75
    assert said(peer) == ["Принято: кто дома?"]


async def test_a_copy_that_takes_over_bears_a_few_conflicts(peer: BotApiPeer, polling: Polling) -> None:
    conflict = refused(409, "Conflict: terminated by other getUpdates request")
    peer.fault("getUpdates", conflict, conflict)
    async with polling(conflicts_allowed=2):
        await peer.deliver(message("привет"))
        await peer.until("sendMessage")


async def test_a_token_taken_back_while_running_stops_with_a_reason(
    peer: BotApiPeer, bot: Bot, dispatcher: Dispatcher
) -> None:
    peer.fault("getUpdates", refused(401, "Unauthorized"))
    with pytest.raises(WrongTokenError):
        await run_polling(bot, dispatcher, backoff=QUICK)


async def test_a_wrong_token_gives_a_clear_message(peer: BotApiPeer, dispatcher: Dispatcher) -> None:
    stranger = build_bot("4200:another", api_url=peer.url)
    with pytest.raises(WrongTokenError, match="BOT_TOKEN") as caught:
        await run_polling(stranger, dispatcher)
    assert caught.value.exit_code == 78
    assert "another" not in str(caught.value)


@pytest.mark.parametrize("token", ["", "просто слово", "4200", "нет:номера"])
def test_what_cannot_be_a_token_gives_the_same_message(token: str) -> None:
    with pytest.raises(WrongTokenError, match="BOT_TOKEN"):
        build_bot(token)


async def test_an_unreachable_telegram_gives_a_clear_message(
    unused_tcp_port: int, dispatcher: Dispatcher, naps: Naps
) -> None:
    nowhere = build_bot(TOKEN, api_url=f"http://127.0.0.1:{unused_tcp_port}", retries=RetryRequests(sleep=naps))
    with pytest.raises(UnreachableError, match="PROXY_URL") as caught:
        await run_polling(nowhere, dispatcher)
    assert caught.value.exit_code == 69
    assert len(naps.taken) == 4


async def test_a_server_that_is_not_telegram_gives_a_clear_message(
    peer: BotApiPeer, bot: Bot, dispatcher: Dispatcher
) -> None:
    peer.fault("getMe", page(200))
    with pytest.raises(NotBotApiError, match="TELEGRAM_API_URL"):
        await run_polling(bot, dispatcher)


async def test_a_failing_shutdown_step_is_raised_and_does_not_hang(
    peer: BotApiPeer, bot: Bot, dispatcher: Dispatcher
) -> None:
    async def fail() -> None:
        raise RuntimeError

    dispatcher.shutdown.register(fail)
    peer.fault("getUpdates", refused(401, "Unauthorized"))
    with pytest.raises((RuntimeError, RunError)):
        await asyncio.wait_for(run_polling(bot, dispatcher, backoff=QUICK), 10)


async def test_the_log_of_a_day_of_trouble_holds_no_words_of_people(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await peer.deliver(undecodable("тайна"))
    await peer.deliver({"never_heard_of": {"text": "тайна"}})
    await peer.deliver(message("сломайся"))
    await peer.deliver(message("тайна"))
    async with polling():
        await peer.until("sendMessage", 2)
    assert "тайна" not in caplog.text
    assert "клиент писал" not in caplog.text
