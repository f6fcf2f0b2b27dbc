"""Simulated agents: each forwards a complaint, sends a draft and asks for the verdict, and notes what came of it."""

from __future__ import annotations

import asyncio
import itertools
import json
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

from tests.telegram.events import Json, message
from tests.telegram.peer import BotApiPeer, Call

FIRST_AGENT = 10_000
PATIENCE = 60.0
# How the bot words it, in content/messages/talk.toml.
_INTERRUPTED = "прервали на полуслове"
_LATER = "память пока не отвечает"
_SEND_AGAIN = "Пришлите черновик ещё раз"
_WORDING = "Так может быть лучше"

_COMPLAINTS = (
    "Заказывала торт на юбилей мамы к 15:00, привезли в 18:40, гости уже разошлись! Номер {}.",
    "Третий день нет интернета, оператор обещает и пропадает. Договор {}. Когда почините?",
    "Списали деньги дважды за заказ {}, верните немедленно, иначе пойду в суд!",
)
_DRAFTS = (
    "Ирина, извините за опоздание, но в субботу пробки, а вы сами выбрали доставку. Вернём {}% до пятницы.",
    "Здравствуйте! Ваша заявка {} принята. По регламенту срок ремонта — пять рабочих дней, ожидайте.",
    "Добрый день! Мы не можем подтвердить ваши слова. Обратитесь в свой банк с номером {}.",
)


@dataclass(frozen=True)
class Seen:
    """What an agent sees of the bot: a message, an edit of one, or words over a pressed button (then no `message`)."""

    text: str
    message: Json | None = None
    reply_to: int | None = None


@dataclass
class Tally:
    """`seconds` from bringing an update to the first thing the agent sees of its answer.

    `sent_again` are drafts whose board the bot showed and had forgotten when it was pressed.
    """

    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    interrupted: int = 0
    postponed: int = 0
    sent_again: int = 0

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0.0

    def __str__(self) -> str:
        middle = sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0
        return (
            f"обновлений {len(self.seconds)}, потеряно {self.lost}, дважды {self.doubled}, "
            f"прервано с извинением {self.interrupted}, отложено {self.postponed}, "
            f"черновик прислан заново {self.sent_again}, "
            f"половина за {middle * 1000:.0f} мс, p95 {self.p95 * 1000:.0f} мс, "
            f"дольше всего {max(self.seconds, default=0):.1f} с"
        )


class Crowd:
    """`bring` delivers one update; the peer's messages go to whom they are for."""

    def __init__(self, peer: BotApiPeer, bring: Callable[[Json], Awaitable[None]], *, seed: int = 1) -> None:
        self.tally = Tally()
        self._peer, self._bring = peer, bring
        self._chance = random.Random(seed)  # noqa: S311  # chance for a test
        self._updates = itertools.count(1)
        self._seen: dict[int, asyncio.Queue[Seen]] = {}
        self._pressed: dict[str, int] = {}
        self._said: defaultdict[int, list[str]] = defaultdict(list)
        peer.on_result = self._hear

    async def work(self, agents: int, flows: int, seconds: float) -> None:
        """Every agent handles so many complaints, spread over so much time."""
        await asyncio.gather(*(self._agent(FIRST_AGENT + number, flows, seconds) for number in range(agents)))

    def _hear(self, call: Call, result: object) -> None:
        if call.method == "answerCallbackQuery":
            person, text = self._pressed.pop(call.params["callback_query_id"], None), call.params.get("text", "")
            if person is not None and text:
                self._seen[person].put_nowait(Seen(text))
            return
        person = int(call.params.get("chat_id", 0))
        if person in self._seen and call.method in {"sendMessage", "editMessageText"} and isinstance(result, dict):
            reply = json.loads(call.params.get("reply_parameters", "{}"))
            self._seen[person].put_nowait(Seen(call.params["text"], result, reply.get("message_id")))
            if call.method == "sendMessage":
                self._said[person].append(call.params["text"])

    async def _agent(self, person: int, flows: int, seconds: float) -> None:
        self._seen[person] = asyncio.Queue()
        ids = itertools.count(1_000_000)
        for flow in range(flows):
            await asyncio.sleep(self._chance.uniform(0, 2 * seconds / flows) * 0.9)
            await self._serve(person, f"Ирина {flow}", ids)
            # Should anything come twice, it comes by then.
            await asyncio.sleep(2)
            self._count(self._said.pop(person, []))

    async def _serve(self, person: int, customer: str, ids: Iterator[int]) -> None:
        number = self._chance.randint(10, 90)
        kind = self._chance.randrange(len(_COMPLAINTS))
        origin = {"type": "hidden_user", "date": 1, "sender_user_name": customer}
        complaint = _COMPLAINTS[kind].format(number)
        await self._step(person, message(complaint, chat=person, message_id=next(ids), forward_origin=origin))
        told = await self._draft(person, _DRAFTS[kind].format(number), next(ids))
        if told is not None and _SEND_AGAIN in told.text:
            self.tally.sent_again += 1
            # What comes now comes a second time because it was asked for.
            self._count(self._said.pop(person, []))
            await self._draft(person, _DRAFTS[kind].format(number), next(ids))

    async def _draft(self, person: int, text: str, message_id: int) -> Seen | None:
        """Sends a draft and asks for the verdict; returns the last that was seen."""
        shown = await self._step(person, message(text, chat=person, message_id=message_id))
        board = shown.message if shown else None
        data = self._button(person, board) if board else None
        return await self._step(person, self._tap(person, data, board["message_id"])) if board and data else shown

    def _button(self, person: int, board: Json) -> str | None:
        """«Сразу разбор» or «Готово, разбор» under the board; None where the verdict came without questions."""
        shown = self._peer.messages[person, board["message_id"]]
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button.get("callback_data", "") for row in rows for button in row]
        return next((data for data in buttons if data.startswith("c:") and (":now" in data or ":done" in data)), None)

    def _tap(self, person: int, data: str, message_id: int) -> Json:
        event = self._peer.press(data, chat=person, message_id=message_id)
        self._pressed[event["callback_query"]["id"]] = person
        return event

    async def _step(self, person: int, event: Json) -> Seen | None:
        """Brings an event until it is answered whole; returns the end of the answer, None if it never comes."""
        while not self._seen[person].empty():
            self._seen[person].get_nowait()
        began = time.monotonic()
        await self._bring({"update_id": next(self._updates), **event})
        answer = await self._answer(person, event)
        if answer is not None:
            self.tally.seconds.append(time.monotonic() - began)
        # A verdict is followed by a better wording.
        while answer is not None and "callback_query" in event and not _ends(answer):
            answer = await self._answer(person, event)
        if answer is None:
            self.tally.lost += 1
            print(f"Без ответа осталось: {event}; сказано было: {self._said[person]}", file=sys.stderr)
        return answer

    async def _answer(self, person: int, event: Json) -> Seen | None:
        """The next that is seen, whatever it takes to get there."""
        about = (event.get("message") or event["callback_query"]["message"])["message_id"]
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    seen = await self._seen[person].get()
                    if _INTERRUPTED in seen.text:
                        # An answer that was cut off after all of it had come is nobody's loss.
                        if seen.reply_to == about:
                            await self._bring({"update_id": next(self._updates), **self._once_more(event, person)})
                    elif _LATER not in seen.text:
                        return seen
        except TimeoutError:
            return None

    def _once_more(self, event: Json, person: int) -> Json:
        """A person does again what they were asked to."""
        query = event.get("callback_query")
        if query is None:
            return event
        return self._tap(person, query["data"], query["message"]["message_id"])

    def _count(self, said: list[str]) -> None:
        """The same words twice in one flow are an answer given twice, unless the bot asked to repeat it."""
        interrupted = sum(_INTERRUPTED in text for text in said)
        repeated = sum(count - 1 for count in Counter(said).values())
        self.tally.interrupted += interrupted
        self.tally.postponed += sum(_LATER in text for text in said)
        self.tally.doubled += max(0, repeated - interrupted)


def _ends(seen: Seen) -> bool:
    return _WORDING in seen.text or _SEND_AGAIN in seen.text
