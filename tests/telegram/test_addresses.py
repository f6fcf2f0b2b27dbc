"""TELEGRAM_API_URL and PROXY_URL: where the bot's requests go."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.types import LinkPreviewOptions

from bot.telegram.failures import WrongAddressError
from bot.telegram.retries import RetryRequests
from bot.telegram.runner import build_bot
from tests.telegram.conftest import Naps
from tests.telegram.events import PERSON
from tests.telegram.peer import TOKEN, BotApiPeer


async def _pipe(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while piece := await source.read(65536):
        target.write(piece)
        await target.drain()
    target.close()


def _http_proxy(login: str, seen: list[str]) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """An HTTP proxy that asks for `login` and tunnels to whatever address CONNECT names."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        target = head.split()[1]
        if base64.b64encode(login.encode()).decode() not in head:
            writer.write(b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n")
            writer.close()
            return
        seen.append(target)
        host, port = target.rsplit(":", 1)
        far_reader, far_writer = await asyncio.open_connection(host, int(port))
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))

    return serve


@asynccontextmanager
async def http_proxy(login: str, seen: list[str]) -> AsyncIterator[str]:
    server = await asyncio.start_server(_http_proxy(login, seen), "127.0.0.1", 0)
    async with server:
        host, port = server.sockets[0].getsockname()
        yield f"{host}:{port}"


async def test_requests_go_through_an_http_proxy_with_its_password(peer: BotApiPeer) -> None:
    seen: list[str] = []
    async with (
        http_proxy("vasya:p@ss", seen) as proxy,
        build_bot(TOKEN, api_url=peer.url, proxy_url=f"http://vasya:p%40ss@{proxy}") as bot,
    ):
        await bot.get_me()
    assert seen == [peer.url.removeprefix("http://")]


async def _socks5(
    login: tuple[bytes, bytes], seen: list[str], reader: asyncio.StreamReader, writer: asyncio.StreamWriter
) -> None:
    """RFC 1928 with the password of RFC 1929: greeting, login, one CONNECT, then a pipe."""
    _, methods = await reader.readexactly(2)
    assert 2 in await reader.readexactly(methods)
    writer.write(b"\x05\x02")
    name = await reader.readexactly((await reader.readexactly(2))[1])
    password = await reader.readexactly((await reader.readexactly(1))[0])
    if (name, password) != login:
        writer.write(b"\x01\x01")
        writer.close()
        return
    writer.write(b"\x01\x00")
    kind = (await reader.readexactly(4))[3]
    raw = await reader.readexactly(4 if kind == 1 else (await reader.readexactly(1))[0])
    host = ".".join(map(str, raw)) if kind == 1 else raw.decode()
    port = int.from_bytes(await reader.readexactly(2), "big")
    seen.append(f"{host}:{port}")
    far_reader, far_writer = await asyncio.open_connection(host, port)
    writer.write(b"\x05\x00\x00\x01" + bytes(6))
    await asyncio.gather(_pipe(reader, far_writer), _pipe(far_reader, writer))


@pytest.mark.parametrize("password", ["p%40ss", "wrong"])
async def test_requests_go_through_a_socks5_proxy_with_its_password(
    peer: BotApiPeer, naps: Naps, password: str
) -> None:
    seen: list[str] = []
    server = await asyncio.start_server(partial(_socks5, (b"vasya", b"p@ss"), seen), "127.0.0.1", 0)
    async with server:
        address = f"socks5://vasya:{password}@127.0.0.1:{server.sockets[0].getsockname()[1]}"
        async with build_bot(TOKEN, api_url=peer.url, proxy_url=address, retries=RetryRequests(sleep=naps)) as bot:
            if password == "wrong":  # noqa: S105  # opens nothing but this proxy
                with pytest.raises(TelegramNetworkError):
                    await bot.get_me()
            else:
                await bot.get_me()
    assert seen == ([] if password == "wrong" else [peer.url.removeprefix("http://")])  # noqa: S105  # the same


async def test_a_refusing_proxy_is_a_network_error_that_is_repeated(peer: BotApiPeer, naps: Naps) -> None:
    async with http_proxy("vasya:right", []) as proxy:
        retries = RetryRequests(attempts=2, sleep=naps)
        async with build_bot(TOKEN, api_url=peer.url, proxy_url=f"http://vasya:wrong@{proxy}", retries=retries) as bot:
            with pytest.raises(TelegramNetworkError) as caught:
                await bot.get_me()
    assert len(naps.taken) == 1
    assert "wrong" not in str(caught.value)


async def test_a_proxy_that_is_not_there_is_a_network_error(unused_tcp_port: int, naps: Naps) -> None:
    address = f"socks5h://127.0.0.1:{unused_tcp_port}"
    async with build_bot(TOKEN, proxy_url=address, retries=RetryRequests(sleep=naps)) as bot:
        with pytest.raises(TelegramNetworkError):
            await bot.get_me()


@pytest.mark.parametrize("address", ["просто слово", "ftp://proxy:21", "socks5://proxy", "http://:3128"])
def test_an_unreadable_proxy_is_named(address: str) -> None:
    with pytest.raises(WrongAddressError, match="PROXY_URL"):
        build_bot(TOKEN, proxy_url=address)


@pytest.mark.parametrize("address", ["api.example.com", "http://:8081", "http://[1", "ftp://api.example.com"])
def test_an_unreadable_server_address_is_named(address: str) -> None:
    with pytest.raises(WrongAddressError, match="TELEGRAM_API_URL"):
        build_bot(TOKEN, api_url=address)


async def test_messages_are_html_without_link_previews(peer: BotApiPeer) -> None:
    async with build_bot(TOKEN, api_url=peer.url) as bot:
        await bot.send_message(PERSON, "<b>балл 82</b>")
    (call,) = peer.accepted("sendMessage")
    assert call.params["parse_mode"] == "HTML"
    assert LinkPreviewOptions.model_validate_json(call.params["link_preview_options"]).is_disabled
