"""A drill on the desk: the play itself, and where in the chat it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.drills.play import Play


@dataclass(slots=True)
class OpenDrill:
    """`at` (epoch seconds) is when it began; `board_id` is the message whose buttons are alive; `pending` are the
    pieces of a reply that waits to be sent, by the numbers of the messages they came in; `sent_ids` are the messages
    that the customer has read.

    `tail_of` is a message that was too long: Telegram's apps cut such a paste, and the rest of it is no reply.
    """

    number: int
    at: float
    play: Play
    board_id: int | None = None
    # JSON knows only texts as keys.
    pending: dict[str, str] = field(default_factory=dict)
    sent_ids: list[int] = field(default_factory=list)
    paused: bool = False
    tail_of: int | None = None

    @property
    def reply(self) -> str:
        """The reply that waits, as the customer will read it."""
        return "\n".join(text for _, text in sorted(self.pending.items(), key=lambda piece: int(piece[0])))

    @classmethod
    def load(cls, data: dict[str, Any]) -> OpenDrill:
        return cls(**{**data, "play": Play.load(data["play"])})
