"""Faults that a person switches on to see how the bot bears them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from bot.playground.refusals import internal_error, too_many_requests


@dataclass
class Faults:
    """`flood` and `broken` count the next requests to be answered with 429 and 500; `delay` is in seconds."""

    flood: int = 0
    broken: int = 0
    delay: float = 0.0
    retry_after: int = 1

    def strike(self) -> None:
        """Raises the Refusal that is due to this request, if one is."""
        if self.flood > 0:
            self.flood -= 1
            raise too_many_requests(self.retry_after)
        if self.broken > 0:
            self.broken -= 1
            raise internal_error()

    async def slow_down(self) -> None:
        if self.delay > 0:
            await asyncio.sleep(self.delay)
