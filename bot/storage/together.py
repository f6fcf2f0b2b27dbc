"""Joins small writes: what is asked for while one transaction is under way goes into the next, all of it at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.storage.errors import PASSING

_Wish = TypeVar("_Wish")
_Granted = TypeVar("_Granted")
_Key = TypeVar("_Key")


class Together(Generic[_Wish, _Granted]):
    """`write` stores several wishes in one transaction and returns what became of each, in their order.

    A wish is granted when its transaction is committed. Whoever stops waiting does not take the wish back. `passing`
    are the errors of a store that is away: of all others one wish may be the cause, so each is tried alone.
    """

    def __init__(
        self,
        write: Callable[[Sequence[_Wish]], Awaitable[Sequence[_Granted]]],
        passing: tuple[type[Exception], ...] = PASSING,
    ) -> None:
        self._write, self._passing = write, passing
        self._waiting: list[tuple[_Wish, asyncio.Future[_Granted]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def __call__(self, wish: _Wish) -> _Granted:
        """Raises what `write` does."""
        granted: asyncio.Future[_Granted] = asyncio.get_running_loop().create_future()
        self._waiting.append((wish, granted))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._grant_all())
        return await granted

    async def _grant_all(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            try:
                _settle(batch, await self._write([wish for wish, _ in batch]))
            except self._passing as error:
                _fail(batch, error)
            except Exception as error:  # noqa: BLE001 — whoever wished is told
                if len(batch) == 1:
                    _fail(batch, error)
                else:
                    await self._grant_each(batch)

    async def _grant_each(self, batch: list[tuple[_Wish, asyncio.Future[_Granted]]]) -> None:
        """One wish that no database takes must not spoil the others."""
        for one in batch:
            try:
                _settle([one], await self._write([one[0]]))
            except Exception as error:  # noqa: BLE001 — the same
                _fail([one], error)


def _settle(batch: Sequence[tuple[_Wish, asyncio.Future[_Granted]]], results: Sequence[_Granted]) -> None:
    for (_, granted), result in zip(batch, results, strict=True):
        if not granted.done():
            granted.set_result(result)


def _fail(batch: Sequence[tuple[_Wish, asyncio.Future[_Granted]]], error: Exception) -> None:
    for _, granted in batch:
        if not granted.done():
            granted.set_exception(error)


def alone(write: Callable[[Sequence[_Wish]], Awaitable[Sequence[_Granted]]]) -> Callable[[_Wish], Awaitable[_Granted]]:
    """Each wish in a transaction of its own: where several can write at once, a locked row then holds up nobody but
    those who need it."""

    async def grant(wish: _Wish) -> _Granted:
        return (await write([wish]))[0]

    return grant


def padded(sought: list[_Key]) -> list[_Key]:
    """What one statement asks for, in one of a few lengths: each length is a statement of its own, and databases keep a
    hundred that they have met, which for every length up to a hundred would be 10 MB a connection."""
    return sought + sought[-1:] * ((1 << (len(sought) - 1).bit_length()) - len(sought))
