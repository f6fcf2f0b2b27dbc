"""Small writes joined into one transaction: nobody waits for more than the one under way, nobody suffers for others."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from bot.storage import StorageError
from bot.storage.errors import DatabaseBusyError
from bot.storage.together import Together


class Shelf:
    """A store that takes its time, refuses «bad» and is sometimes away."""

    def __init__(self) -> None:
        self.written: list[list[str]] = []
        self.away = False

    async def write(self, wishes: Sequence[str]) -> list[str]:
        await asyncio.sleep(0)
        if self.away:
            raise DatabaseBusyError
        if "bad" in wishes:
            raise StorageError
        self.written.append(list(wishes))
        return [wish.upper() for wish in wishes]


async def test_what_is_asked_for_at_once_is_written_at_once_and_each_is_told_its_own() -> None:
    shelf = Shelf()
    together = Together(shelf.write)
    assert await asyncio.gather(*map(together, "abc")) == ["A", "B", "C"]
    assert await together("d") == "D"
    assert shelf.written == [["a", "b", "c"], ["d"]]


async def test_a_wish_that_comes_during_a_write_is_in_the_next_one() -> None:
    shelf = Shelf()
    together = Together(shelf.write)
    first = asyncio.create_task(together("a"))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert await asyncio.gather(*map(together, "bc")) == ["B", "C"]
    assert await first == "A"
    assert shelf.written == [["a"], ["b", "c"]]


async def test_a_wish_that_is_refused_spoils_no_other() -> None:
    shelf = Shelf()
    together = Together(shelf.write)
    told = await asyncio.gather(*map(together, ("a", "bad", "b")), return_exceptions=True)
    assert isinstance(told[1], StorageError)
    assert told == ["A", told[1], "B"]


async def test_where_the_store_is_away_everybody_is_told_and_the_next_is_served_again() -> None:
    shelf = Shelf()
    together = Together(shelf.write)
    shelf.away = True
    told = await asyncio.gather(*map(together, "ab"), return_exceptions=True)
    assert [type(each) for each in told] == [DatabaseBusyError, DatabaseBusyError]
    shelf.away = False
    assert await together("c") == "C"


async def test_whoever_stops_waiting_does_not_stop_the_others() -> None:
    shelf = Shelf()
    together = Together(shelf.write)
    impatient, patient = asyncio.create_task(together("a")), asyncio.create_task(together("b"))
    await asyncio.sleep(0)
    impatient.cancel()
    assert await patient == "B"
    with pytest.raises(asyncio.CancelledError):
        await impatient
    assert shelf.written == [["a", "b"]]
