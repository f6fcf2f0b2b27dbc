"""Who signs the reply."""

from __future__ import annotations

from typing import Literal

from bot.coach.record import record


@record
class Author:
    """The agent's own settings. Without a gender the company speaks («мы»); an empty signature signs nothing."""

    gender: Literal["m", "f"] | None = None
    address: Literal["вы", "Вы"] = "вы"
    signature: str = ""


COMPANY = Author()
