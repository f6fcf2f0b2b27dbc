"""The playground's clock: real time plus an offset that a person can move forward."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


class Clock:
    """Call it for the present moment in UTC; `advance` moves it forward for everybody who holds it."""

    def __init__(self, offset: timedelta = timedelta()) -> None:
        self.offset = offset

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.offset

    def advance(self, by: timedelta) -> None:
        """Raises ValueError for a step back: Telegram's time never goes there."""
        if by < timedelta():
            raise ValueError("Часы можно перевести только вперёд.")
        self.offset += by
