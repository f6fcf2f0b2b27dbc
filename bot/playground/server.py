"""The local page that stands in for Telegram: served to this computer only, and never beside a real token.

Nothing here imports aiogram or the engine: the page is there in a second, the bot some seconds later.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import webbrowser
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from aiohttp import web

from bot.errors import ExplainedError
from bot.playground.deeds import do
from bot.playground.person import Impossible
from bot.playground.room import Event, Room
from bot.playground.transcript import transcript

if TYPE_CHECKING:
    from bot.content.shelf import Story

    LoadStories = Callable[[], Sequence[Story]]

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
CLOSING: web.AppKey[asyncio.Event] = web.AppKey("closing", asyncio.Event)


class Shelf:
    """The customers of the shelf as JSON, read off the loop when the page first asks."""

    def __init__(self, load: LoadStories) -> None:
        self._load = load
        self._reading: asyncio.Task[str] | None = None

    async def json(self) -> str:
        """A JSON list of stories, each with `stance_title`."""
        if self._reading is None:
            self._reading = asyncio.create_task(asyncio.to_thread(self._read))
        return await self._reading

    def _read(self) -> str:
        from bot.content import load_guide  # noqa: PLC0415 - brings the engine, and the page comes first

        stances = load_guide().stances
        shown = [asdict(story) | {"stance_title": stances[story.stance].title} for story in self._load()]
        return json.dumps(shown, ensure_ascii=False)


SHELF: web.AppKey[Shelf] = web.AppKey("shelf", Shelf)


class PlaygroundError(ExplainedError):
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
    return web.Response(text=await request.app[SHELF].json(), content_type="application/json")


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


def build_app(room: Room, load_stories: LoadStories) -> web.Application:
    app = web.Application(middlewares=[only_from_this_page], client_max_size=UPLOAD_BYTES)
    app[ROOM] = room
    app[SHELF] = Shelf(load_stories)
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


@asynccontextmanager
async def open_page(
    room: Room,
    load_stories: LoadStories,
    *,
    token: str | None,
    port: int = 8080,
    open_browser: bool = False,
    ready: Callable[[str], None] = print,
    stop: asyncio.Event | None = None,
) -> AsyncIterator[asyncio.Event]:
    """Serves the page at 127.0.0.1 while the block runs; yields the event that SIGINT, SIGTERM or a test sets to stop.

    The page needs no bot: whoever writes before `room.wake` is answered after it. `token` is the real one, if the
    settings hold any: with it the page refuses to start. `ready` gets a Russian sentence with the address. `port` 0
    takes any free one.
    Raises PlaygroundError.
    """
    if token:
        raise PlaygroundError("Задан BOT_TOKEN: бот работает с настоящим Telegram, местная страница не нужна.")
    app = build_app(room, load_stories)
    runner = web.AppRunner(app, handle_signals=False, access_log=None, shutdown_timeout=1.0)
    await runner.setup()
    try:
        address = await _listen(runner, port)
        ready(f"Поговорите с ботом в браузере: {address}\nОстановить — Ctrl+C.")
        if open_browser:
            await asyncio.to_thread(webbrowser.open, address)
        with _signals(stop or asyncio.Event()) as stopped:
            yield stopped
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


@contextmanager
def _signals(stop: asyncio.Event) -> Iterator[asyncio.Event]:
    loop = asyncio.get_running_loop()
    signals = (signal.SIGINT, signal.SIGTERM)
    for number in signals:
        # Windows has no signal handlers in the loop; there Ctrl+C raises KeyboardInterrupt.
        with suppress(NotImplementedError, RuntimeError, ValueError):
            loop.add_signal_handler(number, stop.set)
    try:
        yield stop
    finally:
        for number in signals:
            with suppress(NotImplementedError, RuntimeError, ValueError):
                loop.remove_signal_handler(number)
