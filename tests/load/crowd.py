"""Simulated agents: each forwards a complaint, sends a draft and asks for the verdict, and notes what came of it."""

from __future__ import annotations

import asyncio
import itertools
import random
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.telegram.events import Json, message
from tests.telegram.peer import BotApiPeer, Call

FIRST_AGENT = 10_000
PATIENCE = 60.0
# How the bot words it, in content/messages/talk.toml.
_INTERRUPTED = "прервали на полуслове"
_LATER = "память пока не отвечает"

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


@dataclass
class Tally:
    """`seconds` from bringing an update to the first thing the agent sees of its answer."""

    seconds: list[float] = field(default_factory=list)
    lost: int = 0
    doubled: int = 0
    interrupted: int = 0
    postponed: int = 0

    @property
    def p95(self) -> float:
        return sorted(self.seconds)[int(len(self.seconds) * 0.95)] if self.seconds else 0.0

    def __str__(self) -> str:
        middle = sorted(self.seconds)[len(self.seconds) // 2] if self.seconds else 0.0
        return (
            f"обновлений {len(self.seconds)}, потеряно {self.lost}, дважды {self.doubled}, "
            f"прервано с извинением {self.interrupted}, отложено {self.postponed}, "
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
        self._seen: dict[int, asyncio.Queue[tuple[Call, object]]] = {}
        self._said: defaultdict[int, list[str]] = defaultdict(list)
        peer.on_result = self._hear

    async def work(self, agents: int, flows: int, seconds: float) -> None:
        """Every agent handles so many complaints, spread over so much time."""
        await asyncio.gather(*(self._agent(FIRST_AGENT + number, flows, seconds) for number in range(agents)))

    def _hear(self, call: Call, result: object) -> None:
        chat = int(call.params.get("chat_id", 0))
        if chat in self._seen and call.method in {"sendMessage", "editMessageText"}:
            self._seen[chat].put_nowait((call, result))
            if call.method == "sendMessage":
                self._said[chat].append(call.params["text"])

    async def _agent(self, person: int, flows: int, seconds: float) -> None:
        self._seen[person] = asyncio.Queue()
        ids = itertools.count(1_000_000)
        for _ in range(flows):
            await asyncio.sleep(self._chance.uniform(0, 2 * seconds / flows) * 0.9)
            number = self._chance.randint(10, 90)
            kind = self._chance.randrange(len(_COMPLAINTS))
            origin = {"type": "hidden_user", "date": 1, "sender_user_name": "Ирина"}
            complaint = message(
                _COMPLAINTS[kind].format(number), chat=person, message_id=next(ids), forward_origin=origin
            )
            await self._step(person, complaint)
            board = await self._step(person, message(_DRAFTS[kind].format(number), chat=person, message_id=next(ids)))
            tap = self._tap(person, board) if board else None
            if tap:
                await self._step(person, tap)
            # The better wording follows the verdict.
            await asyncio.sleep(2)
            self._count(self._said.pop(person, []))

    def _tap(self, person: int, board: Json) -> Json | None:
        """«Сразу разбор» or «Готово, разбор» under the board; None where the verdict came without questions."""
        shown = self._peer.messages[person, board["message_id"]]
        rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
        buttons = [button.get("callback_data", "") for row in rows for button in row]
        data = next((data for data in buttons if data.startswith("c:") and (":now" in data or ":done" in data)), None)
        return self._peer.press(data, chat=person, message_id=board["message_id"]) if data else None

    async def _step(self, person: int, event: Json) -> Json | None:
        """Brings an event until it is answered; returns the message that answers it, None if nothing ever comes."""
        while not self._seen[person].empty():
            self._seen[person].get_nowait()
        began = time.monotonic()
        await self._bring({"update_id": next(self._updates), **event})
        answer = await self._answer(person, began, event)
        if answer is None:
            self.tally.lost += 1
            print(f"Без ответа осталось: {event}; сказано было: {self._said[person]}", file=sys.stderr)
        return answer

    async def _answer(self, person: int, began: float, event: Json) -> Json | None:
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    call, result = await self._seen[person].get()
                    text = call.params.get("text", "")
                    if _INTERRUPTED in text:
                        await self._bring({"update_id": next(self._updates), **self._once_more(event, person)})
                    elif _LATER not in text:
                        self.tally.seconds.append(time.monotonic() - began)
                        return result if isinstance(result, dict) else None
        except TimeoutError:
            return None

    def _once_more(self, event: Json, person: int) -> Json:
        """A person does again what they were asked to."""
        query = event.get("callback_query")
        if query is None:
            return event
        return self._peer.press(query["data"], chat=person, message_id=query["message"]["message_id"])

    def _count(self, said: list[str]) -> None:
        """The same words twice in one flow are an answer given twice, unless the bot asked to repeat it."""
        interrupted = sum(_INTERRUPTED in text for text in said)
        repeated = sum(count - 1 for count in Counter(said).values())
        self.tally.interrupted += interrupted
        self.tally.postponed += sum(_LATER in text for text in said)
        self.tally.doubled += max(0, repeated - interrupted)
