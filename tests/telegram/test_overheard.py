"""What is not meant for the bot, or cannot wait, is not written down."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.storage import Storage
from bot.telegram.overheard import worth_keeping
from bot.telegram.reception import Reception
from tests.telegram.events import message

WORD = "Уникумхризантема"
INLINE = {
    "inline_query": {"id": "1", "from": {"id": 7, "is_bot": False, "first_name": "О"}, "query": WORD, "offset": ""}
}
CHAT = -1001


@pytest.mark.parametrize(
    ("update", "kept"),
    [
        (INLINE, False),
        (message(WORD, chat=CHAT), False),
        (message(chat=CHAT, caption=WORD), False),
        ({"edited_message": message(f"/check {WORD}", chat=CHAT)["message"] | {"text": WORD}}, False),
        (message(f"/check {WORD}", chat=CHAT), True),
        (message(chat=CHAT, migrate_to_chat_id=-100200), True),
        (message(WORD), True),
    ],
)
def test_only_what_may_be_answered_later_is_kept(update: dict[str, Any], kept: bool) -> None:  # noqa: FBT001 -- a case
    whole = {"update_id": 5, **update}
    assert worth_keeping(whole) == (whole if kept else {"update_id": 5})


async def test_the_words_of_an_inline_query_never_reach_the_file(tmp_path: Path) -> None:
    async with Storage.open(f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}") as storage:
        await storage.migrate()
        reception = Reception(storage.inbox(1))
        assert await reception.admit({5: {"update_id": 5, **INLINE}, 6: {"update_id": 6, **message("при мне")}}) == {
            5,
            6,
        }
    written = _everything_in(tmp_path)
    assert WORD.encode() not in written
    assert "при мне".encode() in written


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
