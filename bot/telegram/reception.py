"""Every update is handled once and none is forgotten, whatever dies in between.

An update is written down before Telegram is told that it came, crossed out when it was handled, and marked just before
the first message of its answer leaves. What a dead process left behind is taken up by the next or by another copy: an
update without an answer is handled from the start; one whose answer had begun is not answered twice, its author is
asked to send it again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, cast

from aiogram import BaseMiddleware, Bot, Dispatcher
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import Response, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import TelegramObject, Update

from bot.errors import describe
from bot.telegram.errors import tell
from bot.telegram.inbox import Inbox, Json
from bot.telegram.overheard import worth_keeping
from bot.telegram.session import decode_update, has_event

logger = logging.getLogger(__name__)

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

# Seconds. What is in work is claimed anew well before other copies may take it (`Inbox`).
WATCH_EVERY = 5.0
TRY_AGAIN_AFTER = 3.0


@dataclass(slots=True)
class _Answer:
    """The answer to the update that is being handled: whether its first message has left."""

    update_id: int
    attempts: int = 0
    begun: bool = False
    put_back: bool = False


_current: ContextVar[_Answer | None] = ContextVar("answer", default=None)


@dataclass(frozen=True)
class Excuses:
    """What is said, as HTML in the bot's parse mode, when an answer has to wait and when it was cut off: the answer to
    a message, that to a tap."""

    later: str
    interrupted: str
    interrupted_tap: str

    def of_interruption(self, update: Update) -> str:
        return self.interrupted_tap if update.callback_query else self.interrupted


class SupersededError(Exception):
    """This process hung for so long that another took its update over: whatever it has to say is said already."""


class Reception:
    """Takes updates in and sees each through. `away` are the errors of a store that will be back: worth a later try."""

    def __init__(
        self,
        inbox: Inbox,
        *,
        away: tuple[type[Exception], ...] = (),
        excuses: Excuses | None = None,
        watch_every: float = WATCH_EVERY,
    ) -> None:
        self._inbox, self._away, self._excuses, self._watch_every = inbox, away, excuses, watch_every
        self._fresh: dict[int, int] = {}
        self._in_hand: set[int] = set()
        self._unfinished: set[int] = set()
        self._excused: set[int] = set()
        self._tasks: set[asyncio.Task[object]] = set()

    @property
    def in_hand(self) -> int:
        """How many updates this process is working on."""
        return len(self._in_hand)

    async def admit(self, updates: Mapping[int, Json]) -> set[int]:
        """Writes updates down; those returned are new and will pass the dispatcher once. Raises what the store does.

        Of what cannot be answered later, or is not meant for the bot, only the number is written.
        """
        if not updates:
            return set()
        fresh = await self._inbox.put({number: worth_keeping(raw) for number, raw in updates.items()})
        self._in_hand |= fresh
        self._fresh.update(dict.fromkeys(fresh, 0))
        return fresh

    def attach(self, bot: Bot, dispatcher: Dispatcher) -> list[BaseMiddleware]:
        """Hooks into the bot's requests; returns the outer middlewares for before and after aiogram's for errors."""
        bot.session.middleware(_KeepBatches(self))
        bot.session.middleware(_MarkAnswers(self._inbox))
        dispatcher.shutdown.register(self._settle_at_last)
        return [_Once(self), _TryAgainLater(self, self._away)]

    async def watch(self, bot: Bot, dispatcher: Dispatcher) -> None:
        """Until cancelled: keeps what is in hand, takes up what was left behind; first of all what lies there now."""
        while True:
            try:
                await self._look_after(bot, dispatcher)
            except Exception as error:  # noqa: BLE001  # any store may stand behind; it will be back
                logger.warning("Не вижу, что осталось недоделанным: %s", describe(error))
            await asyncio.sleep(self._watch_every)

    async def _look_after(self, bot: Bot, dispatcher: Dispatcher) -> None:
        await self._settle()
        if self._in_hand:
            await self._inbox.renew(self._in_hand)
        for kept in await self._inbox.overdue(self._in_hand):
            self._in_hand.add(kept.update_id)
            update = decode_update(kept.raw, bot)
            if update is None or not has_event(update):
                await self.finish(kept.update_id)
            elif kept.answering:
                logger.warning("Обновление %d: ответ был прерван на середине", kept.update_id)
                self._start(self._apologise(bot, update))
            else:
                logger.info("Обновление %d осталось без ответа, берусь снова", kept.update_id)
                self._fresh[kept.update_id] = kept.attempts
                self._start(_fed(dispatcher, bot, update))

    def _start(self, work: Coroutine[Any, Any, object]) -> None:
        """Aside, for Telegram may ask to wait a minute, and meanwhile what is in hand must be kept."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _apologise(self, bot: Bot, update: Update) -> None:
        await self.excuse(bot, update, lambda excuses: excuses.of_interruption(update))
        await self.finish(update.update_id)

    def begin(self, update_id: int) -> _Answer | None:
        """The answer to an update that was admitted and not handled yet; None for a repeat."""
        attempts = self._fresh.pop(update_id, None)
        return None if attempts is None else _Answer(update_id, attempts)

    async def finish(self, update_id: int) -> None:
        """Crosses an update out; where the store is away, as soon as it is back."""
        self._unfinished.add(update_id)
        await self._settle_at_last()

    async def put_back(self, answer: _Answer, bot: Bot, update: Update) -> None:
        """Leaves an update for later; its author is told at once, and only once, for a busy store may take its time."""
        answer.put_back = True
        if not answer.attempts and answer.update_id not in self._excused:
            self._excused.add(answer.update_id)
            await self.excuse(bot, update, lambda excuses: excuses.later)
        try:
            await self._inbox.put_back(answer.update_id, TRY_AGAIN_AFTER)
        except Exception as error:  # noqa: BLE001  # what was written down comes back by itself
            logger.warning("Обновление %d отложено до возвращения базы: %s", answer.update_id, describe(error))
        self._in_hand.discard(answer.update_id)

    async def excuse(self, bot: Bot, update: Update, words: Callable[[Excuses], str]) -> None:
        """Tells the update's author, if anything can be told."""
        if self._excuses is None:
            return
        _current.set(None)
        try:
            await tell(bot, update, words(self._excuses))
        except Exception as error:  # noqa: BLE001  # out of here aiogram would log the error with its text
            logger.warning("Обновление %d: и сказать об этом не вышло: %s", update.update_id, describe(error))

    async def _settle_at_last(self) -> None:
        try:
            await self._settle()
        except Exception as error:  # noqa: BLE001  # any store may stand behind; it will be back
            logger.warning("Обработано, но пока не вычеркнуто: %d (%s)", len(self._unfinished), describe(error))

    async def _settle(self) -> None:
        if leaving := set(self._unfinished):
            await self._inbox.done(leaving)
            self._unfinished -= leaving
            self._in_hand -= leaving
            self._excused -= leaving


class _Once(BaseMiddleware):
    """Outer update middleware: lets through what was admitted, once, and crosses it out after."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        update_id = cast("Update", event).update_id
        answer = self._reception.begin(update_id)
        if answer is None:
            logger.info("Обновление %d уже обработано, второй раз не отвечаю", update_id)
            return UNHANDLED
        token = _current.set(answer)
        try:
            result = await handler(event, data)
        except Exception:
            await self._reception.finish(update_id)
            raise
        finally:
            # A cancelled handler is not done: the next process takes its update up.
            _current.reset(token)
        if not answer.put_back:
            await self._reception.finish(update_id)
        return result


class _TryAgainLater(BaseMiddleware):
    """Outer update middleware: what failed for want of a store before anything was said is put back.

    What another copy has taken over ends here, unsaid.
    """

    def __init__(self, reception: Reception, away: tuple[type[Exception], ...]) -> None:
        self._reception, self._away = reception, away

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> object:
        try:
            return await handler(event, data)
        except SupersededError:
            logger.warning("Обновление %d уже взяла другая копия, молчу", cast("Update", event).update_id)
            return UNHANDLED
        except self._away as error:
            answer = _current.get()
            if answer is None or answer.begun:
                raise
            logger.warning("Обновление %d подождёт: %s", answer.update_id, describe(error))
            await self._reception.put_back(answer, data["bot"], cast("Update", event))
            return UNHANDLED


class _KeepBatches(BaseRequestMiddleware):
    """Request middleware: a batch is written down before the next request tells Telegram that it came."""

    def __init__(self, reception: Reception) -> None:
        self._reception = reception

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        response = await make_request(bot, method)
        if method.__api_method__ == "getUpdates":
            # Whatever its type says, aiogram hands over the bare result.
            batch = cast("list[Update]", response)
            await self._reception.admit({update.update_id: _as_json(update) for update in batch if has_event(update)})
        return response


class _MarkAnswers(BaseRequestMiddleware):
    """Request middleware: notes that an answer begins before its first message leaves. Edits may be made twice."""

    def __init__(self, inbox: Inbox) -> None:
        self._inbox = inbox

    async def __call__(
        self,
        make_request: NextRequestMiddlewareType[TelegramType],
        bot: Bot,
        method: TelegramMethod[TelegramType],
    ) -> Response[TelegramType]:
        answer, name = _current.get(), method.__api_method__
        if answer and not answer.begun and name.startswith(("send", "copy", "forward")) and name != "sendChatAction":
            if not await self._inbox.answering(answer.update_id):
                raise SupersededError
            answer.begun = True
        return await make_request(bot, method)


async def _fed(dispatcher: Dispatcher, bot: Bot, update: Update) -> object:
    try:
        return await dispatcher.feed_update(bot, update)
    except Exception as error:  # noqa: BLE001  # asyncio would log it with its text, which may quote a customer
        logger.error("Обновление %d не обработано: %s", update.update_id, describe(error))  # noqa: TRY400  # same
        return UNHANDLED


def _as_json(update: Update) -> Json:
    """As Telegram sent it."""
    return update.model_dump(mode="json", by_alias=True, exclude_unset=True)
