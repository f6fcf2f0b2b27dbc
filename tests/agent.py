"""A support agent who talks with the bot: the language in which conversation tests are written.

    agent = Agent(dispatcher, user_id=7, name="Оля")
    await agent.forwards("Экран поцарапан!", sender="Ирина")
    await agent.sends("Извините, но…")
    await agent.presses("Разобрать")
    assert "балл" in agent.last.text

Everything goes through the real dispatcher; only Telegram itself is a stand-in with Telegram's limits and refusals.
What is said is printed as it happens, so a failed test shows the whole conversation under «Captured stdout».
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from datetime import timedelta

from aiogram import Bot, Dispatcher

from bot.playground import contents
from bot.playground.chats import BOT, JSON
from bot.playground.person import Person
from bot.playground.session import BotFactory, PlaygroundSession, feed, make_bot
from bot.playground.telegram import Telegram
from tests.said import Button, Said

PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001"
    "a5f645400000000049454e44ae426082"
)


class Agent:
    """One person and the bot. Every verb returns when the handlers that it woke have returned.

    `telegram` is shared by agents who must meet one bot (see `another`); `bot_factory` makes a bot of a session, for a
    test that wants the bot's own request middlewares.
    """

    def __init__(
        self,
        dispatcher: Dispatcher,
        *,
        user_id: int = 7,
        name: str = "Оля",
        username: str | None = None,
        telegram: Telegram | None = None,
        bot_factory: BotFactory = make_bot,
    ) -> None:
        self.dispatcher = dispatcher
        self.telegram = telegram or Telegram()
        self.bot: Bot = bot_factory(PlaygroundSession(self.telegram))
        self.person = Person(self.telegram.chats, user_id, name, username)
        self.alerts: list[str] = []
        self.clipboard: str | None = None
        self._transcript: list[str] = []
        self._changed = asyncio.Event()
        self.telegram.chats.subscribe(self._hear)

    def another(self, user_id: int, name: str) -> Agent:
        """Another person who talks to the same bot."""
        made = Agent(self.dispatcher, user_id=user_id, name=name, telegram=self.telegram)
        made.bot = self.bot
        return made

    # --- what the person sees ---

    @property
    def chat(self) -> list[Said]:
        """Everything in the chat, oldest first."""
        return [Said(message) for message in self.person.chat.messages.values()]

    @property
    def messages(self) -> list[Said]:
        """The bot's messages that are in the chat now, oldest first."""
        return [said for said in self.chat if said.wire["from"]["id"] == BOT["id"]]

    @property
    def last(self) -> Said:
        """The bot's newest message."""
        if not self.messages:
            raise AssertionError(self._with_transcript("Бот ещё ничего не сказал."))
        return self.messages[-1]

    @property
    def keys(self) -> list[str]:
        """The texts of the reply keyboard's keys."""
        keyboard = (self.person.chat.keyboard or {}).get("keyboard", [])
        return [key["text"] for row in keyboard for key in row]

    def file(self, said: Said) -> bytes:
        """What a document holds that the bot has sent."""
        return self.telegram.chats.files[said.wire["document"]["file_id"]].data

    @property
    def unanswered(self) -> int:
        """How many presses of this person the bot has left without an answer: their buttons still spin."""
        mine = self.person.user["id"]
        return sum(not query.answered for query in self.telegram.chats.queries.values() if query.chat_id == mine)

    @property
    def transcript(self) -> str:
        return "\n".join(self._transcript)

    def __repr__(self) -> str:
        return f"<Agent {self.person.user['first_name']}>"

    async def hears(self, words: str, *, within: float = 5) -> Said:
        """Waits for a message of the bot with these words (one that came after an answer, from a timer) and returns it.

        `within` is in seconds.
        """
        try:
            async with asyncio.timeout(within):
                while True:
                    for said in reversed(self.messages):
                        if words in said.text:
                            return said
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            raise AssertionError(self._with_transcript(f"Бот так и не сказал «{words}».")) from None

    # --- what the person does ---

    async def sends(self, text: str) -> Said:
        """Types a text; Telegram's apps cut a long one into several messages. Returns the last of them."""
        return await self._does(self.person.types(text))

    async def replies(self, to: Said, text: str, *, quote: str | None = None) -> Said:
        """Types a text as a reply to a message, perhaps quoting a piece of it."""
        return await self._does(self.person.types(text, reply_to=to.id, quote=quote))

    async def forwards(self, *texts: str, sender: str = "Ирина", comment: str | None = None) -> Said:
        """Forwards messages of a customer whose account is open: several come as a burst, after the comment if any."""
        return await self._forwards(texts, contents.from_person(sender, self._now()), comment)

    async def forwards_hidden(self, *texts: str, sender: str = "Ирина", comment: str | None = None) -> Said:
        """The same from a customer who hid the account."""
        return await self._forwards(texts, contents.from_hidden(sender, self._now()), comment)

    async def forwards_from_channel(self, *texts: str, title: str = "Отзывы", comment: str | None = None) -> Said:
        return await self._forwards(texts, contents.from_channel(title, self._now()), comment)

    async def forwards_photo(self, caption: str | None = None, *, sender: str = "Ирина") -> Said:
        """Forwards a customer's photo, with or without a caption."""
        made = contents.photo(self.telegram.chats, PIXEL, caption)
        return await self._does(self.person.sends(made, origin=contents.from_person(sender, self._now())))

    async def forwards_album(self, *captions: str | None, sender: str = "Ирина") -> Said:
        """Forwards an album: one photo for each caption."""
        photos = [contents.photo(self.telegram.chats, PIXEL, caption) for caption in captions]
        origin = contents.from_person(sender, self._now())
        return await self._does(self.person.sends(*photos, origin=origin, album=True))

    async def sends_photo(self, caption: str | None = None) -> Said:
        return await self._does(self.person.sends(contents.photo(self.telegram.chats, PIXEL, caption)))

    async def sends_document(
        self, data: bytes = b"...", name: str = "файл.txt", mime: str = "text/plain", caption: str | None = None
    ) -> Said:
        made = contents.document(self.telegram.chats, data, name, mime, caption)
        return await self._does(self.person.sends(made))

    async def sends_sticker(self, emoji: str = "👍") -> Said:
        return await self._does(self.person.sends(contents.sticker(self.telegram.chats, emoji)))

    async def sends_voice(self, seconds: int = 3) -> Said:
        return await self._does(self.person.sends(contents.voice(self.telegram.chats, seconds)))

    async def sends_location(self) -> Said:
        return await self._does(self.person.sends(contents.location()))

    async def edits(self, message: Said, text: str) -> Said:
        self._say(f"{self.person.user['first_name']}: (правит)")
        await self._feed(self.person.edits(message.id, text))
        return message

    async def deletes(self, message: Said) -> None:
        await self._feed(self.person.deletes(message.id))

    async def presses(self, text: str, *, on: Said | None = None, times: int = 1) -> None:
        """Presses the button with this text (or the only one that holds these words) on the newest message that has it.

        A copy button fills `clipboard`; a key of the reply keyboard sends its text. `times` quick taps reach the bot
        all at once.
        """
        message, button = self._find(text, on)
        self._say(f"{self.person.user['first_name']}: → [{button.text}]" + (f" ×{times}" if times > 1 else ""))
        if message is None:
            await self._feed(self.person.types(button.text))
        elif button.copies is not None:
            self.clipboard = button.copies
        elif button.data is None:
            raise AssertionError(self._with_transcript(f"Кнопка «{button.text}» открывает ссылку {button.url}."))
        else:
            data = button.data
            await self._feed([update for _ in range(times) for update in self.person.taps(message.id, data)])

    async def taps(self, data: str, *, on: Said) -> None:
        """Presses by callback data a button that the bot has taken away since: the app was slow to notice."""
        self._say(f"{self.person.user['first_name']}: → [{data}] на старом сообщении")
        await self._feed(self.person.taps(on.id, data))

    async def votes(self, poll: Said, *choices: int) -> None:
        await self._feed(self.person.votes(poll.id, *choices))

    async def blocks_the_bot(self) -> None:
        await self._feed(self.person.blocks())

    async def unblocks_the_bot(self) -> None:
        await self._feed(self.person.unblocks())

    def waits(self, time: timedelta) -> None:
        """Moves Telegram's clock forward; a bot that was given `telegram.clock` sees it too."""
        self.telegram.clock.advance(time)

    # --- how it is done ---

    def _now(self) -> int:
        return self.telegram.chats.timestamp()

    async def _forwards(self, texts: Sequence[str], origin: JSON, comment: str | None) -> Said:
        updates = self.person.types(comment) if comment else []
        made = [contents.text_content(text) for text in texts]
        return await self._does([*updates, *self.person.sends(*made, origin=origin)])

    async def _does(self, updates: list[JSON]) -> Said:
        """Feeds updates with messages and returns the last of those messages."""
        sent = Said(self.person.chat.messages[updates[-1]["message"]["message_id"]])
        await self._feed(updates)
        return sent

    async def _feed(self, updates: list[JSON]) -> None:
        await feed(self.dispatcher, self.bot, updates)

    def _find(self, text: str, on: Said | None) -> tuple[Said | None, Button]:
        """The newest message with the button, and the button; no message for a key of the reply keyboard."""
        for said in [on] if on else reversed(self.messages):
            buttons = [button for row in said.keyboard for button in row]
            if button := self._choose(text, buttons):
                return said, button
        if not on and (button := self._choose(text, [Button(key) for key in self.keys])):
            return None, button
        where = f"под сообщением «{on.text[:40]}…»" if on else "ни под одним сообщением"
        raise AssertionError(self._with_transcript(f"Кнопки «{text}» нет {where}."))

    def _choose(self, text: str, buttons: Sequence[Button]) -> Button | None:
        exact = [button for button in buttons if button.text == text]
        found = exact or [button for button in buttons if text.casefold() in button.text.casefold()]
        if len(found) > 1:
            names = ", ".join(f"«{button.text}»" for button in found)
            raise AssertionError(self._with_transcript(f"«{text}» подходит к нескольким кнопкам: {names}."))
        return found[0] if found else None

    def _hear(self, kind: str, chat_id: int, what: JSON) -> None:
        if chat_id != self.person.user["id"]:
            return
        for line in self._lines(kind, what):
            self._say(line)
        self._changed.set()

    def _lines(self, kind: str, what: JSON) -> Iterator[str]:
        if kind == "message":
            yield str(Said(what))
        elif kind == "edited":
            yield "(изменено) " + str(Said(what))
        elif kind == "deleted":
            yield f"(удалено сообщений: {len(what['message_ids'])})"
        elif kind == "answered" and what["text"]:
            self.alerts.append(what["text"])
            yield f"({'окно' if what['show_alert'] else 'подсказка'}) {what['text']}"

    def _say(self, line: str) -> None:
        self._transcript.append(line)
        print(line)

    def _with_transcript(self, complaint: str) -> str:
        return f"{complaint}\n\nРазговор:\n{self.transcript or '(пусто)'}"
