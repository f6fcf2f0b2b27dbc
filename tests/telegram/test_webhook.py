from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher
from aiohttp import ClientSession

from bot.telegram.failures import PortTakenError, WebhookRefusedError, WrongAddressError, WrongTokenError
from bot.telegram.runner import build_bot, run_webhook
from tests.telegram.conftest import Gate
from tests.telegram.events import forward_from_hidden, message, undecodable
from tests.telegram.faults import refused
from tests.telegram.peer import TOKEN, BotApiPeer

SECRET = "s-e_cret1"  # noqa: S105  # opens nothing but these tests
Serving = Callable[..., AbstractAsyncContextManager[None]]


@pytest.fixture
def url(unused_tcp_port: int) -> str:
    return f"http://127.0.0.1:{unused_tcp_port}/telegram/hook"


@pytest.fixture
def serving(bot: Bot, dispatcher: Dispatcher, peer: BotApiPeer, url: str, unused_tcp_port: int) -> Serving:
    """`async with serving():` receives updates while the block runs."""

    @asynccontextmanager
    async def serves(secret: str | None = SECRET) -> AsyncIterator[None]:
        stop = asyncio.Event()
        running = asyncio.create_task(
            run_webhook(bot, dispatcher, url=url, secret=secret, host="127.0.0.1", port=unused_tcp_port, stop=stop)
        )
        await peer.until("setWebhook")
        yield
        stop.set()
        await running

    return serves


async def test_an_update_with_the_right_secret_is_answered(peer: BotApiPeer, serving: Serving) -> None:
    async with serving():
        assert await peer.push(message("привет")) == 200
        await peer.until("sendMessage")
    (call,) = peer.accepted("setWebhook")
    assert call.params["secret_token"] == SECRET
    assert call.params["allowed_updates"] == '["callback_query", "message"]'


@pytest.mark.parametrize("wrong", ["", "s-e_cret", "s-e_cret12", "секрет"])
async def test_a_wrong_secret_is_refused(peer: BotApiPeer, serving: Serving, wrong: str) -> None:
    async with serving():
        assert await peer.push(message("я не Telegram"), secret=wrong) == 401
        assert await peer.push(message("а я — он")) == 200
        (call,) = await peer.until("sendMessage")
    assert call.params["text"] == "Принято: а я — он"


async def test_strangers_are_refused_where_no_secret_was_set(peer: BotApiPeer, serving: Serving) -> None:
    async with serving(secret=None):
        assert await peer.push(message("впустите"), secret="") == 401
        assert await peer.push(message("свой")) == 200
        await peer.until("sendMessage")
    assert TOKEN not in peer.webhook["secret_token"]


async def test_an_undecodable_update_is_taken_so_that_telegram_does_not_repeat_it(
    peer: BotApiPeer, serving: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving():
        assert await peer.push(undecodable("тайна клиента")) == 200
        assert await peer.push(forward_from_hidden("верните деньги")) == 200
        (call,) = await peer.until("sendMessage")
    assert call.params["text"] == "Принято: верните деньги"
    assert "тайна" not in caplog.text


async def test_an_update_delivered_again_is_handled_once(peer: BotApiPeer, serving: Serving) -> None:
    async with serving():
        await peer.push(message("один раз"))
        await peer.until("sendMessage")
        assert await peer.push({}, again=1000) == 200
        await peer.push(message("дальше"))
        await peer.until("sendMessage", 2)
    assert [call.params["text"] for call in peer.accepted("sendMessage")] == ["Принято: один раз", "Принято: дальше"]


async def test_what_is_no_json_is_refused(serving: Serving, url: str) -> None:
    header = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
    async with serving(), ClientSession() as session, session.post(url, data="{", headers=header) as response:
        assert response.status == 400


async def test_sigterm_lets_a_slow_handler_finish(peer: BotApiPeer, serving: Serving, gate: Gate) -> None:
    async with serving():
        await peer.push(message("не спеши"))
        await gate.reached.wait()
        signal.raise_signal(signal.SIGTERM)
        asyncio.get_running_loop().call_later(0.1, gate.opened.set)
    assert [call.params["text"] for call in peer.accepted("sendMessage")] == ["Принято: не спеши"]


async def test_health_is_told_while_the_bot_runs(serving: Serving, unused_tcp_port: int) -> None:
    async with (
        serving(),
        ClientSession() as session,
        session.get(f"http://127.0.0.1:{unused_tcp_port}/healthz") as response,
    ):
        assert response.status == 200


async def test_a_taken_port_gives_a_clear_message(bot: Bot, dispatcher: Dispatcher) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=f"Порт {port}"):
            await run_webhook(bot, dispatcher, url="https://bot.example.com/hook", host="127.0.0.1", port=port)


async def test_an_address_telegram_refuses_is_explained_in_its_words(
    peer: BotApiPeer, bot: Bot, dispatcher: Dispatcher, url: str, unused_tcp_port: int
) -> None:
    peer.fault("setWebhook", refused(400, "Bad Request: bad webhook: HTTPS url must be provided for webhook"))
    with pytest.raises(WebhookRefusedError, match="HTTPS url must be provided"):
        await run_webhook(bot, dispatcher, url=url, host="127.0.0.1", port=unused_tcp_port)


async def test_a_wrong_token_gives_a_clear_message(peer: BotApiPeer, dispatcher: Dispatcher, url: str) -> None:
    with pytest.raises(WrongTokenError, match="BOT_TOKEN"):
        await run_webhook(build_bot("4200:another", api_url=peer.url), dispatcher, url=url)


async def test_an_address_without_a_scheme_gives_a_clear_message(bot: Bot, dispatcher: Dispatcher) -> None:
    with pytest.raises(WrongAddressError, match="WEBHOOK_URL"):
        await run_webhook(bot, dispatcher, url="bot.example.com/hook")
