"""aiogram's types are built when they are needed, and then are what aiogram meant them to be."""

from __future__ import annotations

import subprocess
import sys

import bot.lean_aiogram  # noqa: F401 -- what is tested here

_UPDATE = """
from aiogram.types import Update

user = {"id": 7, "is_bot": False, "first_name": "Оля"}
chat = {"id": 7, "type": "private", "first_name": "Оля"}
origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Ирина"}
message = {"message_id": 1, "date": 1, "chat": chat, "from": user, "text": "Где торт?", "forward_origin": origin}
query = {"id": "1", "from": user, "chat_instance": "1", "data": "c:1:now", "message": message}
print(Update.model_validate({"update_id": 1, "callback_query": query}).model_dump_json(exclude_unset=True))
"""
_EVERY_TYPE = """
import bot.lean_aiogram
from aiogram import methods, types
from pydantic import BaseModel

found = [getattr(room, name) for room in (types, methods) for name in room.__all__]
models = [each for each in found if isinstance(each, type) and issubclass(each, BaseModel)]
for model in models:
    model.model_rebuild()
print(len(models), all(model.__pydantic_complete__ for model in models))
"""


def said_by(program: str) -> str:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout  # noqa: S603  # our own words


def test_an_update_is_read_as_without_it() -> None:
    assert said_by(f"import bot.lean_aiogram\n{_UPDATE}") == said_by(_UPDATE) != ""


def test_every_type_and_method_can_be_built() -> None:
    count, complete = said_by(_EVERY_TYPE).split()
    assert int(count) > 500
    assert complete == "True"


def test_a_type_that_nobody_used_is_not_built() -> None:
    assert (
        said_by("import bot.lean_aiogram\nfrom aiogram.types import Gift\nprint(Gift.__pydantic_complete__)")
        == "False\n"
    )
