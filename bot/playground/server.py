"""The local page that stands in for Telegram: served to this computer only, and never beside a real token."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import webbrowser
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from aiogram import Dispatcher
from aiogram.types import BotCommand
from aiohttp import web

from bot.content import load_guide
from bot.content.shelf import Story
from bot.playground.clock import Clock
from bot.playground.deeds import do
from bot.playground.person import Impossible
from bot.playground.room import Event, Reset, Room
from bot.playground.session import BotFactory, make_bot
from bot.playground.telegram import Telegram
from bot.playground.transcript import transcript

logger = logging.getLogger(__name__)

HOST = "127.0.0.1"
PAGE = Path(__file__).parent / "page"
UPLOAD_BYTES = 30 * 1024 * 1024
# A proxy or the browser drops a silent stream; a remark keeps it open.
HEARTBEAT = 15.0
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

ROOM: web.AppKey[Room] = web.AppKey("room", Room)
SHELF: web.AppKey[str] = web.AppKey("shelf", str)
CLOSING: web.AppKey[asyncio.Event] = web.AppKey("closing", asyncio.Event)


class PlaygroundError(Exception):
    """The page cannot be started; the text says why and what to do, in Russian."""


@web.middleware
async def only_from_this_page(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Other sites open in the same browser must not talk to the bot: a foreign name or origin is turned away."""
    if request.url.host not in {HOST, "localhost"}:
        raise web.HTTPForbidden(text="Страница открывается только по адресу 127.0.0.1.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"{request.scheme}://{request.host}":
        raise web.HTTPForbidden(text="Чужой сайт.")
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = POLICY
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers.setdefault("Cache-Control", "no-cache")
    return response


async def page(_: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def shelf(request: web.Request) -> web.Response:
    return web.Response(text=request.app[SHELF], content_type="application/json")


async def events(request: web.Request) -> web.StreamResponse:
    """Server-sent events: the whole state, then every change."""
    room, closing = request.app[ROOM], request.app[CLOSING]
    response = web.StreamResponse(headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"})
    await response.prepare(request)
    queue = room.listen()
    # After a restart of the bot the page should be back before its person notices.
    await response.write(b"retry: 500\n\n")
    try:
        while not closing.is_set():
            await response.write(await _next_chunk(queue))
    except ConnectionError:
        logger.debug("Страницу закрыли")
    finally:
        room.forget(queue)
    return response


async def _next_chunk(queue: asyncio.Queue[Event]) -> bytes:
    try:
        event = await asyncio.wait_for(queue.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"
    return f"data: {json.dumps(event, ensure_ascii=False)}\n\n".encode()


async def act(request: web.Request) -> web.Response:
    """Does what the page asks; 409 with a sentence for a person where Telegram's app would not."""
    try:
        do(request.app[ROOM], await request.json())
    except Impossible as reason:
        return web.json_response({"error": str(reason)}, status=409)
    except ValueError:
        return web.json_response({"error": "Страница прислала неразборчивое. Обновите её."}, status=400)
    return web.json_response({"ok": True})


async def reset(request: web.Request) -> web.Response:
    await request.app[ROOM].begin_anew()
    return web.json_response({"ok": True})


async def file(request: web.Request) -> web.Response:
    stored = request.app[ROOM].telegram.chats.files.get(request.match_info["file_id"])
    if stored is None:
        raise web.HTTPNotFound(text="Такого файла нет.")
    # Only pictures are shown in place: a page sent as a document must not run here.
    shown = stored.mime in {"image/png", "image/jpeg", "image/gif", "image/webp"}
    mime = stored.mime if shown else "application/octet-stream"
    headers = {"Cache-Control": "private, max-age=86400"}
    if not shown:
        headers["Content-Disposition"] = "attachment"
    return web.Response(body=stored.data, content_type=mime, headers=headers)


async def export(request: web.Request) -> web.Response:
    room = request.app[ROOM]
    person = room.people.get(int(request.match_info["user"]))
    if person is None:
        raise web.HTTPNotFound(text="Такого собеседника нет.")
    headers = {"Content-Disposition": 'attachment; filename="chat.txt"'}
    return web.Response(text=transcript(person.chat), content_type="text/plain", charset="utf-8", headers=headers)


def build_app(room: Room, stories: Sequence[Story]) -> web.Application:
    app = web.Application(middlewares=[only_from_this_page], client_max_size=UPLOAD_BYTES)
    app[ROOM] = room
    stances = load_guide().stances
    shown = [asdict(story) | {"stance_title": stances[story.stance].title} for story in stories]
    app[SHELF] = json.dumps(shown, ensure_ascii=False)
    app[CLOSING] = asyncio.Event()
    app.router.add_get("/", page)
    app.router.add_get("/api/shelf", shelf)
    app.router.add_get("/api/events", events)
    app.router.add_post("/api/do", act)
    app.router.add_post("/api/reset", reset)
    app.router.add_get("/file/{file_id}", file)
    app.router.add_get(r"/transcript/{user:\d+}", export)
    app.router.add_static("/page", PAGE)
    return app


async def serve(
    dispatcher: Dispatcher,
    *,
    token: str | None,
    stories: Sequence[Story] = (),
    commands: Sequence[BotCommand] = (),
    history_path: Path | None = None,
    port: int = 8080,
    clock: Clock | None = None,
    telegram: Telegram | None = None,
    bot_factory: BotFactory = make_bot,
    on_reset: Reset | None = None,
    open_browser: bool = False,
    ready: Callable[[str], None] = print,
    stop: asyncio.Event | None = None,
) -> None:
    """Serves the page at 127.0.0.1 until SIGINT, SIGTERM or `stop`.

    `token` is the real one, if the settings hold any: with it the page refuses to start. `clock` is the one that the
    page moves forward; give the same to whoever asks the time. `telegram` is the stand-in with that clock, if others
    write through it too. `on_reset` clears the conversations' state when a person begins anew. `ready` gets a Russian
    sentence with the address. `port` 0 takes any free one.
    Raises PlaygroundError.
    """
    if token:
        raise PlaygroundError("Задан BOT_TOKEN: бот работает с настоящим Telegram, местная страница не нужна.")
    stop = stop or asyncio.Event()
    room = Room(
        dispatcher, telegram or Telegram(clock), bot_factory=bot_factory, history_path=history_path, on_reset=on_reset
    )
    app = build_app(room, stories)
    runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        address = await _listen(runner, port)
        workflow = {"dispatcher": dispatcher, "bots": [room.bot], **dispatcher.workflow_data}
        await dispatcher.emit_startup(bot=room.bot, **workflow)
        await room.bot.set_my_commands([*commands])
        ready(f"Поговорите с ботом в браузере: {address}\nОстановить — Ctrl+C.")
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        await _until_stopped(stop)
        await dispatcher.emit_shutdown(bot=room.bot, **workflow)
    finally:
        app[CLOSING].set()
        room.tell("closing")
        await room.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int) -> str:
    try:
        await web.TCPSite(runner, HOST, port).start()
    except OSError as error:
        raise PlaygroundError(
            f"Порт {port} занят другой программой. Выберите другой: PLAYGROUND_PORT={port + 1} bot"
        ) from error
    return f"http://{HOST}:{runner.addresses[0][1]}"


async def _until_stopped(stop: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        # Windows has no signal handlers in the loop; there Ctrl+C raises KeyboardInterrupt.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
    try:
        await stop.wait()
    finally:
        for number in signals:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
