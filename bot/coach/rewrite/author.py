"""Who signs the reply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Author:
    """The agent's own settings. Without a gender the company speaks («мы»); an empty signature signs nothing."""

    gender: Literal["m", "f"] | None = None
    address: Literal["вы", "Вы"] = "вы"
    signature: str = ""


COMPANY = Author()
