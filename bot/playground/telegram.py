"""A stand-in of Telegram's Bot API that lives in this process: it keeps chats and answers a bot's requests.

It knows nothing of aiogram: names of methods and parameters come as they go over the wire, results leave the same way.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.playground import account, media, messages
from bot.playground.chats import JSON, Chats
from bot.playground.clock import Clock
from bot.playground.faults import Faults
from bot.playground.media import Upload
from bot.playground.refusals import Refusal

Answer = Callable[[Chats, JSON, Mapping[str, Upload]], Any]

ANSWERS: Mapping[str, Answer] = {**messages.ANSWERS, **media.ANSWERS, **account.ANSWERS}


class Telegram:
    """`chats` is its memory, `faults` what it is told to break, `calls` the last thousand requests, oldest first."""

    def __init__(self, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.chats = Chats(self.clock)
        self.faults = Faults()
        self.calls: deque[tuple[str, JSON]] = deque(maxlen=1000)

    def answer(self, method: str, params: JSON, uploads: Mapping[str, Upload] | None = None) -> tuple[int, JSON]:
        """Carries out one request; returns the HTTP status and the body that Telegram would send."""
        self.calls.append((method, params))
        try:
            self.faults.strike()
            result = ANSWERS.get(method, _unknown)(self.chats, params, uploads or {})
        except Refusal as refusal:
            return refusal.status, refusal.envelope()
        return 200, {"ok": True, "result": result}


def _unknown(_: Chats, __: JSON, ___: Mapping[str, Upload]) -> None:
    raise Refusal(404, "Not Found: method not found")
