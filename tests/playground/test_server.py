"""The local page's server, over real HTTP on 127.0.0.1."""

from __future__ import annotations

import json
import re
import socket
import stat
from pathlib import Path

import aiohttp
import pytest
from aiogram import Dispatcher
from aiogram.types import Message

from bot.content.shelf import load_shelf
from bot.playground.answering import answering, serve
from bot.playground.clock import Clock
from bot.playground.room import Room
from bot.playground.server import PlaygroundError, open_page
from bot.playground.telegram import Telegram
from tests.playground.demo import demo
from tests.playground.local import ANYA, LocalPage, opened


async def test_it_refuses_to_run_beside_a_real_token() -> None:
    with pytest.raises(PlaygroundError, match="BOT_TOKEN"):
        async with opened(token="1:настоящий"):  # noqa: S106 - it is the point, and it is not real
            pass


async def test_a_busy_port_is_explained() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(PlaygroundError, match=f"Порт {port} занят.*PLAYGROUND_PORT={port + 1}"):
            await serve(demo(), token=None, port=port)


async def test_the_page_loads_nothing_from_elsewhere() -> None:
    async with opened() as page, page.client.get(page.address) as response:
        text = await response.text()
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
        files = re.findall(r'(?:src|href)="([^"#]+)"', text)
        assert files
        assert all(name.startswith("/page/") for name in files)
        for name in files:
            async with page.client.get(page.address + name) as file:
                assert file.status == 200, name


@pytest.mark.parametrize("headers", [{"Host": "evil.example"}, {"Origin": "https://evil.example"}])
async def test_other_sites_are_turned_away(headers: dict[str, str]) -> None:
    wish = {"do": "type", "user": ANYA, "text": "я чужой"}
    async with opened() as page:
        async with page.client.post(f"{page.address}/api/do", json=wish, headers=headers) as response:
            assert response.status == 403
        assert (await page.state())["chats"][str(ANYA)]["messages"] == []


async def test_what_is_typed_reaches_the_bot_and_its_answer_comes_as_an_event() -> None:
    async with opened() as page, page.events() as events:
        assert (await anext(events))["kind"] == "state"
        assert await page.does(do="type", text="привет") == (200, {"ok": True})
        mine, answer = await anext(events), await anext(events)
        assert mine["what"]["text"] == "привет"
        assert answer["what"]["text"] == "text: привет"


async def test_what_is_written_while_the_bot_wakes_is_answered_when_it_does(tmp_path: Path) -> None:
    room = Room(Telegram(), history_path=tmp_path / "history.json")
    said: list[str] = []
    async with open_page(room, list, token=None, port=0, ready=said.append), aiohttp.ClientSession() as client:
        page = LocalPage(said[0].split()[5], client)
        assert await page.does(do="type", text="первое") == (200, {"ok": True})
        assert await page.does(do="type", text="второе") == (200, {"ok": True})
        assert (await page.state())["awake"] is False
        async with answering(room, demo()):
            assert await page.texts(at_least=4) == ["первое", "второе", "text: первое", "text: второе"]
            assert (await page.state())["awake"] is True


async def test_a_story_is_forwarded_as_it_stands_on_the_shelf() -> None:
    stories = load_shelf().stories
    async with opened(stories=stories) as page:
        async with page.client.get(f"{page.address}/api/shelf") as response:
            story = (await response.json())[0]
        await page.does(do="forward", sender=story["sender"], origin="hidden", messages=story["messages"])
        texts = await page.texts(at_least=2 * len(story["messages"]))
        assert texts[: len(story["messages"])] == [message["text"] for message in story["messages"]]
        assert texts[-1].startswith("Переслано от Виктор")


async def test_what_telegram_would_not_let_a_person_do_is_said_in_russian() -> None:
    async with opened() as page:
        assert await page.does(do="type", text="  ") == (409, {"error": "Пустое сообщение Telegram не отправит."})
        assert (await page.does(do="delete", message_id=99))[0] == 409
        assert (await page.does(do="нечто"))[0] == 409
        assert (await page.does(do="delete", message_id="пять"))[0] == 400


async def test_the_history_outlives_a_restart_in_a_file_of_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "history.json"
    async with opened(history_path=path) as page:
        await page.does(do="type", text="/send photo")
        await page.does(do="clock", hours=5)
        await page.texts(at_least=2)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    clock = Clock()
    async with opened(history_path=path, clock=clock) as page:
        assert (await page.texts(at_least=2))[0] == "/send photo"
        messages = (await page.state())["chats"][str(ANYA)]["messages"]
        async with page.client.get(f"{page.address}/file/{messages[1]['photo'][0]['file_id']}") as picture:
            assert (await picture.read()).startswith(b"\x89PNG")
        await page.does(do="type", text="дальше")
        assert len({message["message_id"] for message in (await page.state())["chats"][str(ANYA)]["messages"]}) >= 3
    assert clock.offset.total_seconds() == 5 * 3600


async def test_a_history_that_cannot_be_read_is_put_aside(tmp_path: Path) -> None:
    path = tmp_path / "history.json"
    path.write_text("{не JSON", encoding="utf-8")
    async with opened(history_path=path) as page:
        assert (await page.state())["chats"][str(ANYA)]["messages"] == []
    assert (tmp_path / "history.broken.json").read_text(encoding="utf-8") == "{не JSON"


async def test_beginning_anew_clears_the_chats_and_tells_whoever_keeps_state(tmp_path: Path) -> None:
    cleared = []

    async def on_reset() -> None:
        cleared.append("всё")

    path = tmp_path / "history.json"
    async with opened(history_path=path, on_reset=on_reset) as page:
        await page.does(do="type", text="привет")
        await page.texts(at_least=2)
        async with page.client.post(f"{page.address}/api/reset", json={}) as response:
            assert response.status == 200
        assert (await page.state())["chats"][str(ANYA)]["messages"] == []
    assert cleared == ["всё"]
    assert json.loads(path.read_text(encoding="utf-8"))["chats"][0]["messages"] == {}


async def test_a_handler_that_fails_is_shown_and_the_talk_goes_on() -> None:
    async def fails(message: Message) -> None:
        if message.text == "упади":
            raise LookupError(message.message_id)
        await message.answer("стою")

    dispatcher = Dispatcher()
    dispatcher.message.register(fails)
    async with opened(dispatcher) as page, page.events() as events:
        await page.does(do="type", text="упади")
        kinds = [(await anext(events)) for _ in range(3)]
        assert kinds[-1] == {"kind": "crash", "chat": ANYA, "error": "LookupError"}
        await page.does(do="type", text="стоишь?")
        assert (await page.texts(at_least=3))[-1] == "стою"


async def test_a_page_sent_as_a_document_is_saved_and_not_run() -> None:
    data = "PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=="
    async with opened() as page:
        await page.does(do="attach", what="document", name="a.html", mime="text/html", data=data)
        message = (await page.state())["chats"][str(ANYA)]["messages"][0]
        async with page.client.get(f"{page.address}/file/{message['document']['file_id']}") as response:
            assert response.content_type == "application/octet-stream"
            assert response.headers["Content-Disposition"] == "attachment"


async def test_the_chat_is_exported_as_a_text() -> None:
    async with opened() as page:
        await page.does(do="forward", sender="Ирина", origin="person", messages=[{"text": "Жалоба", "photo": True}])
        await page.does(do="type", text="/start")
        await page.texts(at_least=4)
        async with page.client.get(f"{page.address}/transcript/{ANYA}") as response:
            text = await response.text()
        assert "Аня:\nПереслано от Ирина\n<фотография>\nЖалоба" in text
        assert "[Больше] [Меньше]" in text


async def test_the_workbench_breaks_telegram_and_moves_its_clock() -> None:
    clock = Clock()
    async with opened(clock=clock) as page:
        before = clock()
        await page.does(do="clock", hours=24)
        assert (clock() - before).total_seconds() >= 24 * 3600
        await page.does(do="faults", broken=1)
        assert (await page.state())["bench"]["broken"] == 1
        await page.does(do="block", on=True)
        assert (await page.does(do="type", text="ау"))[0] == 409
        assert (await page.does(do="clock", hours=-1))[0] == 400
