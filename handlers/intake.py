"""Takes in what the agent sends: tells complaints from drafts, joins bursts, pairs what belongs together."""

from __future__ import annotations

from aiogram import Router
from aiogram.types import Message, MessageOriginChannel, MessageOriginHiddenUser, MessageOriginUser

from bot.coach import sorting
from bot.coach.language import has_words, is_russian
from bot.content.voice import Html, Voice
from handlers import boards
from handlers.desk import VERDICT, OpenComplaint, OpenDraft
from handlers.pairing import earlier_version, is_more_of
from handlers.screens import sorted_as
from handlers.talk import Talk

MOST_CHARACTERS = 8_000
# A customer's messages forwarded together arrive within a second or two; so does a remark typed above them.
BURST = 3.0
# Telegram's apps cut a long paste at 4,096 characters; the rest follows at once.
PASTE = 4_000


async def anything(message: Message, talk: Talk) -> None:
    """Whatever no command and no question has claimed."""
    text = message.text or message.caption or ""
    if message.forward_origin is not None:
        await _forwarded(message, text, talk)
    elif text:
        await take_draft_or_complaint(message, text, talk)
    elif message.photo or message.document:
        await _wordless(message, talk)
    else:
        await talk.send(talk.say("talk.not_text"))


async def _forwarded(message: Message, text: str, talk: Talk) -> None:
    burst = _burst(message, talk)
    if not text:
        if burst is None or burst.album != message.media_group_id or burst.album is None:
            await _wordless(message, talk)
        return
    if burst is not None:
        if await _fits(talk, burst.text + text):
            burst.text += "\n" + text
            burst.message_ids.append(message.message_id)
            burst.pieces += 1
            burst.at = message.date.timestamp()
            await _note(talk, burst)
        return
    if not await readable(talk, text):
        return
    remark = _remark(message, talk)
    complaint = talk.desk.add_complaint(text, message.date.timestamp(), message.message_id, sender_of(message))
    complaint.album = message.media_group_id
    if isinstance(remark, OpenDraft):
        await _pair_with_remark(talk, remark, complaint)
    else:
        if isinstance(remark, OpenComplaint):
            talk.desk.remove_complaint(remark)
            complaint.note_id = remark.note_id
        await _note(talk, complaint)


def _burst(message: Message, talk: Talk) -> OpenComplaint | None:
    """The complaint of which this forwarded message is one more piece."""
    if not talk.desk.complaints:
        return None
    latest = talk.desk.complaints[-1]
    same_album = latest.album is not None and latest.album == message.media_group_id
    same_sender = not latest.typed and latest.sender == sender_of(message)
    soon = 0 <= message.date.timestamp() - latest.at <= BURST
    return latest if same_album or (same_sender and soon) else None


def _remark(message: Message, talk: Talk) -> OpenDraft | OpenComplaint | None:
    """What was typed right above the forward: it arrived a moment earlier, as a text of its own."""
    at = message.date.timestamp()
    for lying in talk.desk.newest():
        typed = lying.complaint is None if isinstance(lying, OpenDraft) else lying.typed
        if typed and 0 <= at - lying.at <= BURST:
            return lying
    return None


async def _pair_with_remark(talk: Talk, draft: OpenDraft, complaint: OpenComplaint) -> None:
    remark = sorting.read_remark(draft.text)
    if remark is None:
        draft.complaint = complaint.number
        await boards.begin(talk, draft)
        return
    complaint.facts, complaint.fault = remark.facts, remark.fault
    complaint.note_id = draft.board_id
    talk.desk.remove_draft(draft)
    await _note(talk, complaint)


async def _note(talk: Talk, complaint: OpenComplaint) -> None:
    text, keyboard = sorted_as.complaint(complaint, talk.say, await talk.heard(complaint.text))
    complaint.note_id = await talk.show(complaint.note_id, text, keyboard)


async def take_draft_or_complaint(message: Message, text: str, talk: Talk) -> None:
    """A typed text: a draft, a complaint pasted from a CRM, or both in one."""
    if await _continued(message, text, talk):
        return
    if _is_for_the_bot(message, text, talk):
        await talk.send(talk.say("talk.help"))
        return
    pair = sorting.split_pair(text)
    if not await readable(talk, pair.draft if pair else text):
        return
    at = message.date.timestamp()
    if pair is not None:
        complaint = talk.desk.add_complaint(pair.complaint, at, message.message_id)
        complaint.typed = True
        await take_draft(talk, message, pair.draft, complaint)
        return
    replied = message.reply_to_message
    if replied is not None and await _reply(talk, message, text, replied):
        return
    await _by_guess(talk, message, text)


def _is_for_the_bot(message: Message, text: str, talk: Talk) -> bool:
    """«Привет», «ты кто?»: where a complaint waits for its answer, a mere greeting may be that."""
    answers = message.reply_to_message is not None or talk.desk.waiting() is not None
    return has_words(text) and not answers and sorting.addresses_bot(text)


async def _reply(talk: Talk, message: Message, text: str, replied: Message) -> bool:
    complaint = talk.desk.complaint_by_message(replied.message_id)
    earlier = talk.desk.draft_by_message(replied.message_id)
    if complaint is None and earlier is None:
        forgotten = (replied.text or replied.caption or "") if replied.forward_origin is not None else ""
        if not forgotten:
            return False
        complaint = talk.desk.add_complaint(
            forgotten[:MOST_CHARACTERS], message.date.timestamp(), replied.message_id, sender_of(replied)
        )
    await take_draft(talk, message, text, complaint, earlier=earlier)
    return True


async def _by_guess(talk: Talk, message: Message, text: str) -> None:
    """Nobody said what this text is: the desk and the words tell, and one tap corrects it."""
    likeness = sorting.draft_likeness(text, *talk.coach.glance(text))
    waiting = talk.desk.waiting()
    unpaired = _unpaired(talk)
    if waiting is not None:
        sort = sorted_as.swap(talk.say) if waiting.typed else None
        await take_draft(talk, message, text, waiting, sort=sort)
    elif likeness < 0 and unpaired is not None:
        complaint = _typed_complaint(talk, message, text)
        unpaired.complaint = complaint.number
        await boards.begin(talk, unpaired, sort=sorted_as.swap(talk.say))
    elif likeness < 0:
        complaint = _typed_complaint(talk, message, text)
        await _note(talk, complaint)
    else:
        await take_draft(talk, message, text, None, earlier=earlier_version(talk.desk, text))


def _unpaired(talk: Talk) -> OpenDraft | None:
    """The newest draft, if it still lacks a complaint and a verdict."""
    latest = talk.desk.drafts[-1] if talk.desk.drafts else None
    return latest if latest and latest.complaint is None and latest.stage != VERDICT else None


def _typed_complaint(talk: Talk, message: Message, text: str) -> OpenComplaint:
    complaint = talk.desk.add_complaint(text, message.date.timestamp(), message.message_id)
    complaint.typed = True
    return complaint


async def take_draft(
    talk: Talk,
    message: Message,
    text: str,
    complaint: OpenComplaint | None,
    *,
    earlier: OpenDraft | None = None,
    sort: sorted_as.Button | None = None,
) -> None:
    """Puts a draft on the desk: the first version goes through the checklist, a better one is compared at once."""
    if complaint is None and earlier is not None:
        complaint = talk.desk.complaint(earlier.complaint)
    draft = talk.desk.add_draft(sorting.without_head(text), message.date.timestamp(), message.message_id, complaint)
    draft.channel = talk.preferences.usual_channel
    earlier = earlier or next(talk.desk.versions(draft), None)
    if earlier is None:
        sort = sort or (sorted_as.to_complaint(draft, talk.say) if complaint is None else None)
        await boards.begin(talk, draft, sort=sort)
        return
    draft.succeeds(earlier)
    await talk.retire(earlier.board_id)
    if earlier.stage == VERDICT:
        await boards.give_verdict(talk, draft, before=earlier)
    else:
        await boards.begin(talk, draft)


async def _continued(message: Message, text: str, talk: Talk) -> bool:
    """Whether this is the rest of a long paste that Telegram cut in two."""
    at = message.date.timestamp()
    for lying in talk.desk.newest():
        if is_more_of(lying, at, message.message_id, most=BURST, least=PASTE):
            if not await _fits(talk, lying.text + text):
                return True
            lying.text += "\n" + text
            lying.at = at
            if isinstance(lying, OpenDraft):
                lying.message_id = message.message_id
                await boards.begin(talk, lying)
            else:
                lying.message_ids.append(message.message_id)
                await _note(talk, lying)
            return True
    return False


async def _wordless(message: Message, talk: Talk) -> None:
    if message.media_group_id is not None:
        if talk.desk.wordless_album == message.media_group_id:
            return
        talk.desk.wordless_album = message.media_group_id
    if message.photo or message.document:
        await talk.send(talk.say("talk.need_text"))
    else:
        await talk.send(talk.say("talk.not_text"))


async def readable(talk: Talk, text: str) -> bool:
    """Says what is wrong with a text that cannot be judged."""
    refusal = unreadable(text, talk.say)
    if refusal is not None:
        await talk.send(refusal)
    return refusal is None


def unreadable(text: str, say: Voice) -> Html | None:
    """Why a text cannot be judged; None if it can."""
    if not has_words(text):
        return say("talk.empty")
    if not is_russian(text):
        return say("talk.foreign")
    return _too_long(text, say)


async def _fits(talk: Talk, text: str) -> bool:
    refusal = _too_long(text, talk.say)
    if refusal is not None:
        await talk.send(refusal)
    return refusal is None


def _too_long(text: str, say: Voice) -> Html | None:
    if len(text) <= MOST_CHARACTERS:
        return None
    return say("talk.too_long", length=sorted_as.characters(len(text)))


def sender_of(message: Message) -> str:
    """The name of whoever wrote a forwarded message, as far as Telegram tells."""
    match message.forward_origin:
        case MessageOriginUser(sender_user=user):
            return user.full_name
        case MessageOriginHiddenUser(sender_user_name=name):
            return name
        case MessageOriginChannel(chat=chat):
            return chat.title or ""
        case _:
            return ""


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(anything)
    return made
