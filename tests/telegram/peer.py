"""A Bot API server of our own on 127.0.0.1: the bot under test speaks real HTTP to it.

It keeps the rules that the bot depends on: `offset` confirms updates, a newer `getUpdates` ends an older one with 409,
an edit that changes nothing is refused, an unknown callback query is «too old», an old group id is refused with the new
one, who blocked the bot answers 403. `faults` breaks single calls on demand, `calls` remembers them all, `on_result`
is told what was accepted.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict, deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any, Self

from aiohttp import ClientSession, web

from tests.telegram.events import PERSON, Json, message, press
from tests.telegram.faults import Fault

TOKEN = "4200:peer-token"  # noqa: S105  # opens nothing but this peer
BOT = {"id": 4200, "is_bot": True, "first_name": "Подсказка", "username": "podskazka_bot"}
LONGEST_TEXT = 4096


@dataclass(frozen=True)
class Call:
    """One request of the bot; `accepted` is False where it was refused or broken by a fault."""

    method: str
    params: dict[str, str]
    files: dict[str, bytes] = field(default_factory=dict)
    accepted: bool = True


class RefusedError(Exception):
    """Answers the running call with an error, as Telegram words it."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.body: Json = {"ok": False, "error_code": status, "description": description}
        if parameters:
            self.body["parameters"] = parameters


class BotApiPeer:
    """`async with BotApiPeer() as peer:` listens at `peer.url`; all state is open for a test to read and change."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: dict[tuple[int, int], Json] = {}
        self.migrations: dict[int, int] = {}
        self.blocked: set[int] = set()
        self.queries: set[str] = set()
        self.webhook: Json = {}
        self.url = ""
        self.on_result: Callable[[Call, object], None] = lambda _call, _result: None
        self._faults: defaultdict[str, deque[Fault]] = defaultdict(deque)
        self._pending: deque[Json] = deque()
        self._repeated: deque[Json] = deque()
        self._delivered: dict[int, Json] = {}
        self._update_ids = itertools.count(1000)
        self._message_ids = itertools.count(1)
        self._changed = asyncio.Condition()
        self._poll = 0
        self._methods: dict[str, Callable[[Call], Any]] = {
            "getMe": lambda _: BOT,
            "getWebhookInfo": lambda _: {
                "url": self.webhook.get("url", ""),
                "has_custom_certificate": False,
                "pending_update_count": len(self._pending),
            },
            "setMyCommands": lambda _: True,
            "sendChatAction": lambda _: True,
            "sendMessage": self._send_message,
            "sendPhoto": self._send_file,
            "sendDocument": self._send_file,
            "editMessageText": self._edit_message_text,
            "editMessageReplyMarkup": self._edit_reply_markup,
            "deleteMessage": lambda call: bool(self.messages.pop(_place(call), None)),
            "answerCallbackQuery": self._answer_callback_query,
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getUpdates": self._get_updates,
        }

    async def __aenter__(self) -> Self:
        app = web.Application()
        app.router.add_post("/bot{token}/{method}", self._serve)
        # A long poll must not hold the end of a test.
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{port}"
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._runner.cleanup()

    def fault(self, method: str, *faults: Fault) -> None:
        """The next calls of `method` suffer these, one each, in this order."""
        self._faults[method].extend(faults)

    async def deliver(self, event: Json) -> int:
        """Queues an update for `getUpdates` and returns its id."""
        update = self._numbered(event)
        self._pending.append(update)
        await self._tell()
        return int(update["update_id"])

    async def redeliver(self, update_id: int) -> None:
        """Sends an update once more, confirmed or not."""
        self._repeated.append(self._delivered[update_id])
        await self._tell()

    async def push(self, event: Json, *, secret: str | None = None, again: int | None = None) -> int:
        """Posts an update to the webhook, with its own secret unless another is given; returns the HTTP status.

        `again` is the id of an update to post once more in place of `event`.
        """
        update = self._delivered[again] if again else self._numbered(event)
        header = {"X-Telegram-Bot-Api-Secret-Token": self.webhook["secret_token"] if secret is None else secret}
        async with (
            ClientSession() as session,
            session.post(self.webhook["url"], json=update, headers=header) as response,
        ):
            return response.status

    def accepted(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method and call.accepted]

    async def until(self, method: str, count: int = 1, *, accepted: bool = True, patience: float = 60.0) -> list[Call]:
        """Waits for `count` calls of `method` (accepted ones, or any) and returns all of them so far."""

        def made() -> list[Call]:
            return [call for call in self.calls if call.method == method and call.accepted >= accepted]

        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: len(made()) >= count)
        return made()

    async def until_polled(self, times: int = 1, *, patience: float = 60.0) -> None:
        """Waits until `getUpdates` has been asked for so often; an open long poll counts."""
        async with asyncio.timeout(patience), self._changed:
            await self._changed.wait_for(lambda: self._poll >= times)

    def press(self, data: str, *, chat: int = PERSON, message_id: int = 1) -> Json:
        """The event of a tap on a button under one of the bot's messages; its query can be answered once."""
        event = press(data, chat=chat, shown=self.messages.get((chat, message_id)))
        self.queries.add(event["callback_query"]["id"])
        return event

    def _numbered(self, event: Json) -> Json:
        update = {"update_id": next(self._update_ids), **event}
        self._delivered[update["update_id"]] = update
        return update

    async def _tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        call = Call(request.match_info["method"], *await _read(request))
        waiting = self._faults[call.method]
        fault = waiting.popleft() if waiting else Fault()
        await asyncio.sleep(fault.delay)
        try:
            result = await self._result(call, request.match_info["token"], fault)
            status, body = 200, {"ok": True, "result": result}
            self.on_result(call, result)
        except RefusedError as error:
            status, body = error.status, error.body
        self.calls.append(replace(call, accepted=status == 200))
        await self._tell()
        if fault.drop and request.transport:
            request.transport.abort()
        if fault.cut:
            return await _half(request, json.dumps(body).encode())
        if fault.page:
            return web.Response(status=status, text="<html>Bad Gateway</html>", content_type="text/html")
        return web.json_response(body, status=status)

    async def _result(self, call: Call, token: str, fault: Fault) -> object:
        if token != TOKEN:
            raise RefusedError(401, "Unauthorized")
        if fault.status:
            raise RefusedError(fault.status, fault.description, **fault.parameters)
        handler = self._methods.get(call.method)
        if handler is None:
            raise RefusedError(404, "Not Found: method not found")
        self._check_chat(call)
        result = handler(call)
        return await result if asyncio.iscoroutine(result) else result

    def _check_chat(self, call: Call) -> None:
        chat = int(call.params.get("chat_id", 0))
        if chat in self.migrations:
            moved = "Bad Request: group chat was upgraded to a supergroup chat"
            raise RefusedError(400, moved, migrate_to_chat_id=self.migrations[chat])
        if chat in self.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")

    def _sent(self, call: Call, content: Json) -> Json:
        chat = int(call.params["chat_id"])
        markup = call.params.get("reply_markup")
        sent: Json = message(chat=chat, message_id=next(self._message_ids))["message"] | {"from": BOT} | content
        if markup and "inline_keyboard" in markup:
            sent["reply_markup"] = json.loads(markup)
        self.messages[chat, sent["message_id"]] = sent
        return sent

    def _send_message(self, call: Call) -> Json:
        return self._sent(call, {"text": _checked_text(call)})

    def _send_file(self, call: Call) -> Json:
        piece = {"file_id": "f1", "file_unique_id": "u1"}
        content = {"photo": [piece | {"width": 1, "height": 1}]} if call.method == "sendPhoto" else {"document": piece}
        return self._sent(call, content | {"caption": call.params.get("caption", "")})

    def _edit_message_text(self, call: Call) -> Json:
        known = self.messages.get(_place(call))
        if known is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        fresh = known | {"text": _checked_text(call)}
        fresh.pop("reply_markup", None)
        if markup := call.params.get("reply_markup"):
            fresh["reply_markup"] = json.loads(markup)
        if fresh == known:
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        self.messages[_place(call)] = fresh
        return fresh

    def _edit_reply_markup(self, call: Call) -> Json:
        known = self.messages.get(_place(call))
        if known is None:
            raise RefusedError(400, "Bad Request: message to edit not found")
        fresh = {name: value for name, value in known.items() if name != "reply_markup"}
        if markup := call.params.get("reply_markup"):
            fresh["reply_markup"] = json.loads(markup)
        if fresh == known:
            raise RefusedError(400, "Bad Request: message is not modified: specified new message content is the same")
        self.messages[_place(call)] = fresh
        return fresh

    def _answer_callback_query(self, call: Call) -> bool:
        # An empty id is no parameter at all: Telegram refuses it as it refuses an old one.
        if call.params.get("callback_query_id") not in self.queries:
            raise RefusedError(400, "Bad Request: query is too old and response timeout expired or query ID is invalid")
        self.queries.remove(call.params["callback_query_id"])
        return True

    def _set_webhook(self, call: Call) -> bool:
        if not call.params["url"].startswith("http"):
            raise RefusedError(400, "Bad Request: bad webhook: invalid URL")
        self.webhook = dict(call.params)
        return True

    def _delete_webhook(self, _: Call) -> bool:
        self.webhook = {}
        return True

    async def _get_updates(self, call: Call) -> list[Json]:
        if self.webhook:
            raise RefusedError(409, "Conflict: can't use getUpdates method while webhook is active")
        self._poll = mine = self._poll + 1
        await self._tell()
        offset = int(call.params.get("offset", 0))
        allowed = json.loads(call.params.get("allowed_updates", "[]"))
        while self._pending and self._pending[0]["update_id"] < offset:
            self._pending.popleft()

        def found() -> list[Json]:
            ready = [*self._repeated, *itertools.islice(self._pending, 100)]
            return [update for update in ready if not allowed or any(kind in update for kind in allowed)]

        def disturbed() -> bool:
            return self._poll != mine or bool(found())

        async with self._changed:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._changed.wait_for(disturbed), int(call.params.get("timeout", 0)))
        if self._poll != mine:
            raise RefusedError(409, "Conflict: terminated by other getUpdates request")
        updates = found()
        self._repeated.clear()
        return updates


async def _half(request: web.Request, body: bytes) -> web.StreamResponse:
    """Promises a whole answer, sends half of it and hangs up."""
    answer = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": str(len(body))})
    await answer.prepare(request)
    await answer.write(body[: len(body) // 2])
    if request.transport:
        request.transport.abort()
    return answer


def _place(call: Call) -> tuple[int, int]:
    return int(call.params["chat_id"]), int(call.params["message_id"])


def _checked_text(call: Call) -> str:
    text = call.params.get("text", "")
    if not text.strip():
        raise RefusedError(400, "Bad Request: message text is empty")
    if len(text) > LONGEST_TEXT and "parse_mode" not in call.params:
        raise RefusedError(400, "Bad Request: message is too long")
    return text


async def _read(request: web.Request) -> tuple[dict[str, str], dict[str, bytes]]:
    if request.content_type == "application/json":
        return await request.json(), {}
    params: dict[str, str] = {}
    files: dict[str, bytes] = {}
    for key, value in (await request.post()).items():
        if isinstance(value, web.FileField):
            files[key] = value.file.read()
        else:
            params[key] = str(value)
    return params, files
