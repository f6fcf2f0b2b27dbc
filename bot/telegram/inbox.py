"""Where updates are written down until they are handled: what any such place must do, and the plainest one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, Protocol

Json = dict[str, Any]


class Kept(Protocol):
    """An update that was left behind: `answering` if its answer had begun, `attempts` how often it was put back."""

    @property
    def update_id(self) -> int: ...
    @property
    def raw(self) -> Json: ...
    @property
    def answering(self) -> bool: ...
    @property
    def attempts(self) -> int: ...


class Inbox(Protocol):
    """Where updates are written down. Copies of the bot that share a token must share what is behind this.

    What is put or renewed belongs to this process for 20 seconds; after that, `overdue` hands it to whoever asks, and
    whatever its former owner still notes of it goes unheard.
    """

    async def put(self, updates: Mapping[int, Json]) -> set[int]:
        """Writes down those that nobody has yet, and returns their ids; all or nothing."""
        ...

    async def answering(self, update_id: int) -> bool:
        """Notes that the answer begins. False where another has taken the update over: nothing may be said then."""
        ...

    async def done(self, update_ids: Collection[int]) -> None: ...
    async def put_back(self, update_id: int, after: float) -> None:
        """Lets anybody take the update in so many seconds."""
        ...

    async def renew(self, update_ids: Collection[int]) -> None: ...
    async def overdue(self, but: Collection[int]) -> Sequence[Kept]:
        """What nobody works on any more, now claimed by us; without those in `but`, which are ours already."""
        ...


class MemoryInbox:
    """The inbox of a single process: knows its last `limit` updates and forgets them with the process."""

    def __init__(self, limit: int = 10_000) -> None:
        self._limit = limit
        self._known: dict[int, None] = {}

    async def put(self, updates: Mapping[int, Json]) -> set[int]:
        fresh = {update_id for update_id in updates if update_id not in self._known}
        self._known.update(dict.fromkeys(fresh))
        while len(self._known) > self._limit:
            del self._known[next(iter(self._known))]
        return fresh

    async def answering(self, update_id: int) -> bool:  # noqa: ARG002  # the inbox's signature
        """Nobody could have taken it."""
        return True

    async def done(self, update_ids: Collection[int]) -> None:
        """Nothing was kept."""

    async def put_back(self, update_id: int, after: float) -> None:
        """Here nothing waits for another try: the agent was asked to send it again."""

    async def renew(self, update_ids: Collection[int]) -> None:
        """Nobody else is there."""

    async def overdue(self, but: Collection[int]) -> Sequence[Kept]:  # noqa: ARG002  # the inbox's signature
        return []
