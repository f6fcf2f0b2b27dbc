"""Keeps the chats between restarts in one JSON file that only its owner can read."""

from __future__ import annotations

import base64
import json
import logging
import os
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.playground.chats import JSON, Chat, Chats, StoredFile

logger = logging.getLogger(__name__)

VERSION = 1


def dump(chats: Chats) -> str:
    """Everything but presses that wait for an answer: nobody would answer them after a restart."""
    state = {
        "version": VERSION,
        "offset": chats.clock.offset.total_seconds(),
        "last_message_id": chats.last_message_id,
        "last_update_id": chats.last_update_id,
        "commands": chats.commands,
        "chats": [asdict(chat) | {"fixed": sorted(chat.fixed)} for chat in chats.chats.values()],
        "files": {
            file_id: {"name": file.name, "mime": file.mime, "data": base64.b64encode(file.data).decode()}
            for file_id, file in chats.files.items()
        },
    }
    return json.dumps(state, ensure_ascii=False)


def restore(chats: Chats, source: str) -> None:
    """Fills empty chats from what `dump` made. Raises ValueError or KeyError where it is not that."""
    state: JSON = json.loads(source)
    if state["version"] != VERSION:
        raise ValueError(f"version {state['version']}")
    restored = {kept["user"]["id"]: _chat(kept) for kept in state["chats"]}
    files = {
        file_id: StoredFile(base64.b64decode(kept["data"]), kept["name"], kept["mime"])
        for file_id, kept in state["files"].items()
    }
    chats.clock.offset = timedelta(seconds=state["offset"])
    chats.last_message_id = state["last_message_id"]
    chats.last_update_id = state["last_update_id"]
    chats.commands = state["commands"]
    chats.chats.update(restored)
    chats.files.update(files)


def _chat(kept: dict[str, Any]) -> Chat:
    return Chat(
        user=kept["user"],
        messages={int(number): message for number, message in kept["messages"].items()},
        keyboard=kept["keyboard"],
        blocked=kept["blocked"],
        fixed=set(kept["fixed"]),
        reactions={int(number): reactions for number, reactions in kept["reactions"].items()},
        pinned=kept["pinned"],
    )


def load(chats: Chats, path: Path) -> None:
    """Restores the chats from a file if there is one; a file that cannot be read is put aside, not lost."""
    if not path.exists():
        return
    try:
        restore(chats, path.read_text(encoding="utf-8"))
    except (ValueError, KeyError, TypeError, AttributeError):
        aside = path.with_suffix(".broken.json")
        path.replace(aside)
        logger.warning("Не получилось прочитать переписку, начинаю новую. Старая лежит в %s", aside)


def save(path: Path, content: str) -> None:
    """Writes the file whole or not at all, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(content)
    draft.replace(path)
