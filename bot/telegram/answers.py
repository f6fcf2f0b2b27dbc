"""The types that Telegram's answers are read into, made once.

pydantic drops `Response[Message]` as soon as nobody holds it, and aiogram holds it for one answer: before the next one
it would be made anew, for 4 ms of an idle core.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from aiogram.methods import Response


@cache
def keep_answer_type(returning: Any) -> type[Response[Any]]:  # noqa: ANN401 -- a type or a union of types
    """Holds the type of the answers to methods that return this, for as long as the bot runs."""
    return Response[returning]
