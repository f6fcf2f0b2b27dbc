"""A drill on the desk: the play itself, and where in the chat it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.drills.play import Play


@dataclass(slots=True)
class OpenDrill:
    """`at` (epoch seconds) is when it began; `board_id` is the message whose buttons are alive; `pending` is a reply
    that waits for its stance and came in `pending_ids`; `sent_ids` are the messages that the customer has read.

    `tail_of` is a message that was too long: Telegram's apps cut such a paste, and the rest of it is no reply.
    """

    number: int
    at: float
    play: Play
    board_id: int | None = None
    pending: str = ""
    pending_ids: list[int] = field(default_factory=list)
    sent_ids: list[int] = field(default_factory=list)
    paused: bool = False
    tail_of: int | None = None

    @classmethod
    def load(cls, data: dict[str, Any]) -> OpenDrill:
        return cls(**{**data, "play": Play.load(data["play"])})
