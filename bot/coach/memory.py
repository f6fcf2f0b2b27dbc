"""What the coach has read is remembered, for speed alone; and all of it can be forgotten at once.

A memory holds what people wrote: whoever adds one makes it with `remembering` or `Memory`, or registers it.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache
from threading import Lock
from typing import Any, Generic, ParamSpec, Protocol, TypeVar, cast
from weakref import WeakSet

_P = ParamSpec("_P")
_R = TypeVar("_R")
_K = TypeVar("_K", bound=Hashable)
_V = TypeVar("_V")


class Forgetful(Protocol):
    def forget(self) -> None: ...


_lock = Lock()
_functions: WeakSet[Any] = WeakSet()
_memories: WeakSet[Any] = WeakSet()


def remembering(limit: int) -> Callable[[Callable[_P, _R]], Callable[_P, _R]]:
    """`lru_cache` that forgets with all the others."""

    def wrap(function: Callable[_P, _R]) -> Callable[_P, _R]:
        cached = lru_cache(maxsize=limit)(function)
        with _lock:
            _functions.add(cached)
        return cast("Callable[_P, _R]", cached)

    return wrap


def register(memory: Forgetful) -> None:
    """Makes it forget with all the others; it may be thrown away like anything else."""
    with _lock:
        _memories.add(memory)


class Memory(Generic[_K, _V]):
    """Up to `limit` answers; the one too many starts it anew. Safe to share between threads."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._known: dict[_K, _V] = {}
        register(self)

    def recall(self, key: _K, find: Callable[[], _V]) -> _V:
        """What is known under the key, found first if need be."""
        known = self._known
        return known[key] if key in known else self.keep(key, find())

    def keep(self, key: _K, value: _V) -> _V:
        """Remembers an answer, and returns it."""
        known = self._known
        if len(known) >= self._limit:
            known = self._known = {}
        known[key] = value
        return value

    def get(self, key: _K) -> _V | None:
        """What is known under the key, None if nothing is."""
        return self._known.get(key)

    def forget(self) -> None:
        self._known = {}

    def __reduce__(self) -> tuple[type[Memory[_K, _V]], tuple[int]]:
        """What people wrote is not stored with what remembers it."""
        return type(self), (self._limit,)


def forget_everything() -> None:
    """Drops every text and word that was read; the next ones are read anew."""
    with _lock:
        functions, memories = list(_functions), list(_memories)
    for function in functions:
        function.cache_clear()
    for memory in memories:
        memory.forget()
