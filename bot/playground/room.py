"""The playground behind its page: two people, one bot, and what they do, carried to the bot and kept on disk.

It knows nothing of aiogram, whose import takes seconds: people come in, write and forward while the bot still wakes.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any

from bot.playground import history
from bot.playground.chats import BOT, JSON
from bot.playground.person import Person
from bot.playground.telegram import Telegram

logger = logging.getLogger(__name__)

PEOPLE = {101: "Аня", 102: "Борис"}
# Long enough to gather the changes of one answer into one write.
SAVE_PAUSE = 0.3

Event = dict[str, Any]
Reset = Callable[[], Awaitable[None]]
# Hands updates to the bot; returns when it has dealt with them all.
Feed = Callable[[Sequence[JSON]], Awaitable[None]]


class Room:
    """Listeners get events as dictionaries with `kind` and, where it is about a chat, `chat` (the person's id)."""

    def __init__(self, telegram: Telegram, *, history_path: Path | None = None) -> None:
        self.telegram = telegram
        self._feed_bot: Feed | None = None
        self._awake = asyncio.Event()
        self._history_path = history_path
        self._on_reset: Reset | None = None
        self._listeners: set[asyncio.Queue[Event]] = set()
        self._running: set[asyncio.Task[None]] = set()
        self._saving: asyncio.Task[None] | None = None
        self._unsaved = False
        self._one_save = asyncio.Lock()
        if history_path is not None:
            history.load(telegram.chats, history_path)
        self.people = {number: Person(telegram.chats, number, name) for number, name in PEOPLE.items()}
        telegram.chats.subscribe(self._hear)

    # --- who listens ---

    def listen(self) -> asyncio.Queue[Event]:
        """A queue that gets every event from now on, the whole state first."""
        queue: asyncio.Queue[Event] = asyncio.Queue()
        queue.put_nowait({"kind": "state", **self.state()})
        self._listeners.add(queue)
        return queue

    def forget(self, queue: asyncio.Queue[Event]) -> None:
        self._listeners.discard(queue)

    def tell(self, kind: str, chat_id: int = 0, **what: object) -> None:
        """`chat_id` is 0 for what concerns everybody."""
        for queue in self._listeners:
            queue.put_nowait({"kind": kind, "chat": chat_id, **what})

    def state(self) -> JSON:
        chats = self.telegram.chats
        return {
            "bot": BOT,
            "awake": self._awake.is_set(),
            "people": [person.user for person in self.people.values()],
            "commands": chats.commands,
            "chats": {
                str(number): {
                    "messages": list(person.chat.messages.values()),
                    "keyboard": person.chat.keyboard,
                    "blocked": person.chat.blocked,
                    "reactions": {str(key): value for key, value in person.chat.reactions.items()},
                }
                for number, person in self.people.items()
            },
            "bench": self.bench(),
        }

    def bench(self) -> JSON:
        """What is switched on in the workbench; `now` is the room's time in seconds since 1970."""
        faults = self.telegram.faults
        return {
            "flood": faults.flood,
            "broken": faults.broken,
            "delay": faults.delay,
            "offset": self.telegram.clock.offset.total_seconds(),
            "now": self.telegram.clock().timestamp(),
        }

    def _hear(self, kind: str, chat_id: int, what: JSON) -> None:
        self.tell(kind, chat_id, what=what)
        if kind not in {"action", "answered"}:
            self._save_soon()

    # --- what happens ---

    def wake(self, feed_bot: Feed, on_reset: Reset | None = None) -> None:
        """From now on the bot answers, first what was sent while it slept, in its order."""
        self._feed_bot, self._on_reset = feed_bot, on_reset
        self._awake.set()
        self.tell("awake")

    def happens(self, person: Person, updates: list[JSON]) -> None:
        """Hands the updates of a person's deed to the bot and does not wait for its answer."""
        task = asyncio.create_task(self._feed(person.user["id"], updates))
        self._running.add(task)
        task.add_done_callback(self._running.discard)

    async def _feed(self, chat_id: int, updates: list[JSON]) -> None:
        await self._awake.wait()
        assert self._feed_bot is not None  # noqa: S101 - says to the type checker what `wake` has set
        try:
            await self._feed_bot(updates)
        except Exception as error:  # whatever a handler raised must show on the page, not only in the log
            logger.exception("Обработчик не справился с обновлением")
            self.tell("crash", chat_id, error=type(error).__name__)

    async def begin_anew(self) -> None:
        """Clears every chat and, through the callback, what the bot remembers of the conversations."""
        for task in tuple(self._running):
            task.cancel()
        chats = self.telegram.chats
        chats.chats.clear()
        chats.files.clear()
        chats.queries.clear()
        for person in self.people.values():
            chats.meet(person.user)
        await self._awake.wait()
        if self._on_reset is not None:
            await self._on_reset()
        self._save_soon()
        for queue in self._listeners:
            queue.put_nowait({"kind": "state", **self.state()})

    # --- the file ---

    def _save_soon(self) -> None:
        self._unsaved = True
        if self._history_path is not None and (self._saving is None or self._saving.done()):
            self._saving = asyncio.create_task(self._save_after_pauses())

    async def _save_after_pauses(self) -> None:
        while self._unsaved:
            await asyncio.sleep(SAVE_PAUSE)
            await self.save()

    async def save(self) -> None:
        async with self._one_save:
            self._unsaved = False
            if self._history_path is not None:
                await asyncio.to_thread(history.save, self._history_path, history.dump(self.telegram.chats))

    async def close(self, patience: float = 5.0) -> None:
        """Lets running handlers finish for `patience` seconds, then writes the file a last time."""
        if self._running and self._awake.is_set():
            await asyncio.wait(self._running, timeout=patience)
        for task in self._running:
            task.cancel()
        if self._saving is not None:
            self._saving.cancel()
        await self.save()
