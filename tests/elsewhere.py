"""Groups and inline queries: Telegram beyond the private chat, and how conversation tests speak of it.

    telegram = Elsewhere()
    team = Group(telegram, "Смена", bot_is_admin=True)
    olya = Colleague(agent, team)
    draft = await olya.says("Вы сами указали неверный адрес.")
    await olya.says("/check", to=draft)
    assert "из 100" in team.whispers_to(olya)[-1].text
    answer = await asks_inline(agent, "Вы сами указали неверный адрес.")

The stand-in of the local page knows private chats only; here are the rest of Telegram's rules that the bot must keep.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.playground import messages
from bot.playground.chats import BOT, JSON, Chat
from bot.playground.clock import Clock
from bot.playground.limits import message_text
from bot.playground.media import Upload
from bot.playground.refusals import Refusal, bad_request, forbidden, query_too_old, too_many_requests
from bot.playground.session import feed
from bot.playground.telegram import Telegram
from tests.agent import Agent
from tests.said import Said

MINUTE = timedelta(minutes=1)
GROUP_LIMIT = 20
# A bot that is no administrator may answer an ephemeral command so long after it.
EPHEMERAL_LIFE = timedelta(seconds=15)
QUERY_LIFE = timedelta(seconds=30)
MOST_RESULTS = 50


class MovedError(Exception):
    """The group is a supergroup by now; `new_id` is its number."""

    def __init__(self, new_id: int) -> None:
        super().__init__(new_id)
        self.new_id = new_id


@dataclass
class GroupChat(Chat):
    """A group in the stand-in's memory. `user` holds what a chat is known by: its id and title."""

    kind: str = "supergroup"
    bot_is_admin: bool = False
    bot_is_in: bool = True
    moved_to: int | None = None
    ephemeral: dict[int, datetime] = field(default_factory=dict)
    whispers: list[JSON] = field(default_factory=list)
    sent: list[datetime] = field(default_factory=list)

    @property
    def wire(self) -> JSON:
        return {"id": self.user["id"], "title": self.user["title"], "type": self.kind}


class Elsewhere(Telegram):
    """Telegram with groups and inline queries."""

    def __init__(self, clock: Clock | None = None) -> None:
        super().__init__(clock)
        self.asked: dict[str, datetime] = {}
        self.inline: dict[str, JSON] = {}
        self.numbers = itertools.count(1)

    def answer(self, method: str, params: JSON, uploads: Mapping[str, Upload] | None = None) -> tuple[int, JSON]:
        target = self.chats.chats.get(int(params["chat_id"])) if "chat_id" in params else None
        ours = method == "answerInlineQuery" or (method == "sendMessage" and isinstance(target, GroupChat))
        if not ours:
            return super().answer(method, params, uploads)
        self.calls.append((method, params))
        try:
            result = self._send(target, params) if isinstance(target, GroupChat) else self._answer_inline(params)
        except Refusal as refusal:
            return refusal.status, refusal.envelope()
        except MovedError as moved:
            refused = bad_request("group chat was upgraded to a supergroup chat").envelope()
            return 400, {**refused, "parameters": {"migrate_to_chat_id": moved.new_id}}
        return 200, {"ok": True, "result": result}

    def _send(self, group: GroupChat, params: JSON) -> JSON:
        if group.moved_to is not None:
            raise MovedError(group.moved_to)
        if not group.bot_is_in:
            raise forbidden("bot was kicked from the supergroup chat")
        now = self.clock()
        if sum(now - moment < MINUTE for moment in group.sent) >= GROUP_LIMIT:
            raise too_many_requests(30)
        whisper = params.get("ephemeral_message_parameters")
        message = self._whisper(group, params, whisper) if whisper else self._post(params)
        group.sent.append(now)
        return message

    def _post(self, params: JSON) -> JSON:
        message = messages.send_message(self.chats, params, {})
        if thread := params.get("message_thread_id"):
            message |= {"message_thread_id": int(thread), "is_topic_message": True}
        return message

    def _whisper(self, group: GroupChat, params: JSON, whisper: JSON) -> JSON:
        answered = (params.get("reply_parameters") or {}).get("ephemeral_message_id")
        asked_at = group.ephemeral.get(answered) if answered is not None else None
        fresh = asked_at is not None and self.clock() - asked_at <= EPHEMERAL_LIFE
        if not group.bot_is_admin and not fresh:
            raise bad_request("BOT_NOT_ADMIN" if answered is None else "EPHEMERAL_MESSAGE_EXPIRED")
        text, entities = message_text(params)
        message: JSON = {
            "message_id": 0,
            "ephemeral_message_id": next(self.numbers),
            "receiver_user": {"id": int(whisper["receiver_user_id"]), "is_bot": False, "first_name": "?"},
            "date": self.chats.timestamp(),
            "chat": group.wire,
            "from": BOT,
            "text": text,
        }
        message |= {"entities": entities} if entities else {}
        message |= {"reply_markup": params["reply_markup"]} if params.get("reply_markup") else {}
        group.whispers.append(message)
        return message

    def _answer_inline(self, params: JSON) -> bool:
        query_id = str(params["inline_query_id"])
        if self.clock() - self.asked.get(query_id, datetime.min.replace(tzinfo=self.clock().tzinfo)) > QUERY_LIFE:
            raise query_too_old()
        results = params.get("results") or []
        ids = [result["id"] for result in results]
        if len(results) > MOST_RESULTS or len(set(ids)) != len(ids):
            raise bad_request("RESULT_ID_DUPLICATE" if len(results) <= MOST_RESULTS else "RESULTS_TOO_MUCH")
        if any(not 0 < len(str(each).encode()) <= 64 for each in ids):
            raise bad_request("RESULT_ID_INVALID")
        for result in results:
            if not result["title"].strip():
                raise bad_request("ARTICLE_TITLE_EMPTY")
            message_text({**result["input_message_content"], "text": result["input_message_content"]["message_text"]})
        button = params.get("button")
        if button and not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button.get("start_parameter", "")):
            raise bad_request("START_PARAM_INVALID")
        self.inline[query_id] = params
        return True


class Group:
    """A group chat as those in it see it."""

    def __init__(
        self, telegram: Elsewhere, title: str = "Смена", *, kind: str = "supergroup", bot_is_admin: bool = False
    ) -> None:
        self.telegram = telegram
        number = next(telegram.numbers)
        group_id = -1_001_000_000_000 - number if kind == "supergroup" else -4_000 - number
        self.chat = GroupChat({"id": group_id, "title": title}, kind=kind, bot_is_admin=bot_is_admin)
        telegram.chats.chats[group_id] = self.chat

    @property
    def id(self) -> int:
        return int(self.chat.user["id"])

    @property
    def said(self) -> list[Said]:
        """What the bot said for everybody to see."""
        return [Said(wire) for wire in self.chat.messages.values() if wire["from"]["id"] == BOT["id"]]

    def whispers_to(self, colleague: Colleague) -> list[Said]:
        return [Said(wire) for wire in self.chat.whispers if wire["receiver_user"]["id"] == colleague.user["id"]]


class Colleague:
    """An agent in a group."""

    def __init__(self, agent: Agent, group: Group) -> None:
        self.agent, self.group = agent, group

    @property
    def user(self) -> JSON:
        return self.agent.person.user

    async def says(
        self,
        text: str,
        *,
        to: Said | None = None,
        quote: str | None = None,
        topic: int | None = None,
        ephemeral: bool = False,
    ) -> Said:
        """Writes in the group, perhaps in reply `to` a message, in a topic, or so that only the bot sees it."""
        chats, chat = self.group.telegram.chats, self.group.chat
        fields: JSON = {"text": text}
        if to is not None:
            fields["reply_to_message"] = to.wire
        if quote is not None:
            fields["quote"] = {"text": quote, "position": 0, "is_manual": True}
        if topic is not None:
            fields |= {"message_thread_id": topic, "is_topic_message": True}
        if ephemeral:
            number = next(self.group.telegram.numbers)
            chat.ephemeral[number] = self.group.telegram.clock()
            fields |= {"message_id": 0, "ephemeral_message_id": number, "date": chats.timestamp()}
            message = {"chat": chat.wire, "from": self.user, **fields}
        else:
            message = chats.post(chat, self.user, fields)
        await self._feed("message", message)
        return Said(message)

    async def edits(self, message: Said, text: str) -> None:
        message.wire["text"] = text
        await self._feed("edited_message", message.wire)

    async def taps(self, data: str, message: Said) -> None:
        query_id = self.group.telegram.chats.ask(self.group.chat, message.id)
        query = {"id": query_id, "from": self.user, "chat_instance": "1", "message": message.wire, "data": data}
        await self._feed("callback_query", query)

    async def adds_the_bot(self, *, admin: bool = False) -> None:
        self.group.chat.bot_is_in, self.group.chat.bot_is_admin = True, admin
        await self._membership("administrator" if admin else "member")

    async def removes_the_bot(self) -> None:
        self.group.chat.bot_is_in = False
        await self._membership("kicked")

    async def upgrades(self) -> Group:
        """Makes a supergroup of the group; Telegram tells the bot in both."""
        new = Group(self.group.telegram, self.group.chat.user["title"], bot_is_admin=self.group.chat.bot_is_admin)
        self.group.chat.moved_to = new.id
        chats = self.group.telegram.chats
        await self._feed("message", chats.post(self.group.chat, self.user, {"migrate_to_chat_id": new.id}))
        await self._feed("message", chats.post(new.chat, self.user, {"migrate_from_chat_id": self.group.id}))
        return new

    async def _membership(self, status: str) -> None:
        rights = dict.fromkeys(
            (
                *("can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats"),
                *("can_restrict_members", "can_promote_members", "can_change_info", "can_invite_users"),
                *("can_post_stories", "can_edit_stories", "can_delete_stories"),
                "can_send_welcome_messages",
            ),
            False,
        )
        details: dict[str, JSON] = {"administrator": dict(rights), "kicked": {"until_date": 0}}
        await self._feed(
            "my_chat_member",
            {
                "chat": self.group.chat.wire,
                "from": self.user,
                "date": self.group.telegram.chats.timestamp(),
                "old_chat_member": {"status": "left", "user": BOT},
                "new_chat_member": {"status": status, "user": BOT, **details.get(status, {})},
            },
        )

    async def _feed(self, kind: str, payload: JSON) -> None:
        number = self.group.telegram.chats.next_update_id()
        await feed(self.agent.dispatcher, self.agent.bot, [{"update_id": number, kind: payload}])


@dataclass(frozen=True)
class InlineAnswer:
    """What the bot answered to an inline query; `text_of` what a result inserts."""

    wire: JSON

    @property
    def titles(self) -> list[str]:
        return [result["title"] for result in self.wire.get("results") or []]

    @property
    def descriptions(self) -> list[str]:
        return [result["description"] for result in self.wire.get("results") or []]

    @property
    def button(self) -> str:
        return str((self.wire.get("button") or {}).get("text", ""))

    @property
    def start(self) -> str:
        """What the button opens the private chat with."""
        return str((self.wire.get("button") or {}).get("start_parameter", ""))

    def text_of(self, words: str) -> str:
        """What the result inserts whose title holds these words."""
        found = [result for result in self.wire["results"] if words in result["title"]]
        assert found, f"Нет «{words}» среди: {self.titles}"
        return str(found[0]["input_message_content"]["message_text"])


async def asks_inline(agent: Agent, text: str, *, late: bool = False) -> InlineAnswer | None:
    """Types «@bot text» in some chat; None if the bot gave no answer. `late`: it has expired when the bot gets it."""
    telegram = agent.telegram
    assert isinstance(telegram, Elsewhere)
    query_id = str(next(telegram.numbers))
    telegram.asked[query_id] = telegram.clock() - (timedelta(minutes=5) if late else timedelta())
    # The app lets nobody type more.
    query = {"id": query_id, "from": agent.person.user, "query": text[:256], "offset": ""}
    number = telegram.chats.next_update_id()
    await feed(agent.dispatcher, agent.bot, [{"update_id": number, "inline_query": query}])
    answered = telegram.inline.get(query_id)
    return InlineAnswer(answered) if answered is not None else None
