"""What is handed to the sender, and how a delivery can end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

Send = Callable[[], Awaitable[None]]


class DeliveryError(Exception):
    """A message did not go as it should. Never holds a text."""


class FloodedError(DeliveryError):
    """Not delivered: nobody may be written to for `retry_after` seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


class UndeliveredError(DeliveryError):
    """Surely not delivered, and worth another attempt: no connection, or the server is unwell."""


class BlockedError(DeliveryError):
    """The person has blocked the bot or is gone."""


class RefusedError(DeliveryError):
    """This message will never be taken as it is."""


class UncertainError(DeliveryError):
    """The line broke in mid-answer: the message may have arrived, so it must not be sent again."""


class Outcome(StrEnum):
    SENT = "sent"
    BLOCKED = "blocked"
    FAILED = "failed"
    PUT_BACK = "put_back"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one process has claimed for one agent: messages to be sent in their order.

    `settle` is told the outcome once: `PUT_BACK` says that nothing has arrived and the claim is to be undone. Messages
    after one that failed stay unsent.
    """

    agent_id: int
    messages: Sequence[Send]
    settle: Callable[[Outcome], Awaitable[None]]


class Queue(Protocol):
    """Something that is due at a time: tips, reminders, announcements."""

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:
        """Claims what has waited the longest, but nothing of the agents `without`; None where nothing is due."""
        ...

    async def rest(self, now: datetime) -> None:
        """Called after each round, when nothing is due any more."""
        ...
