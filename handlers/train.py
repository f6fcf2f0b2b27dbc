"""/train: practise on an invented customer. What the agent types while one waits is a reply to them."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters import BaseFilter, Command
from aiogram.types import CallbackQuery, MaybeInaccessibleMessage, Message

from bot.broadcast.trainer import Trainer
from bot.coach import sorting
from bot.content.cases import DrillCase
from bot.content.drills import Drills
from bot.drills.play import can_look
from handlers import intake, practice
from handlers.desk import Desk
from handlers.open_drill import OpenDrill
from handlers.screens import train as screen
from handlers.screens.sorted_as import characters
from handlers.talk import Talk
from handlers.taps import TrainTap

# No customer reads more.
MOST_CHARACTERS = 2_000


class InDrill(BaseFilter):
    """Whether an invented customer waits for this agent's words."""

    async def __call__(self, _: Message, talk: Talk) -> bool:
        drill = talk.desk.drill
        return drill is not None and not drill.paused


class SaidInDrill(BaseFilter):
    """Whether this message was said to an invented customer."""

    async def __call__(self, message: Message, talk: Talk) -> bool:
        drill = talk.desk.drill
        return drill is not None and message.message_id in {*map(int, drill.pending), *drill.sent_ids}


async def train(_: Message, talk: Talk, trainer: Trainer) -> None:
    await _open(talk, trainer)


async def _open(talk: Talk, trainer: Trainer) -> None:
    drill, case = _current(talk.desk, trainer.drills)
    if drill is None or case is None:
        await practice.begin(talk, trainer)
    elif drill.paused:
        await talk.send(*screen.unfinished(case, drill, talk.say))
    else:
        await _resume(talk, case, drill)


async def said(message: Message, talk: Talk, trainer: Trainer) -> None:
    """A reply to the customer, unless it is plainly real work."""
    drill, case = _current(talk.desk, trainer.drills)
    if drill is None or case is None or _is_real(message, talk.desk):
        talk.desk.pause_drill()
        await intake.anything(message, talk)
        if drill is not None and case is not None:
            await talk.send(*screen.paused(drill, talk.say))
        return
    text = message.text or message.caption or ""
    if not await _readable(message, text, drill, talk):
        return
    added = bool(drill.pending)
    drill.pending[str(message.message_id)] = text
    if added:
        await talk.send(talk.say("train.added"))
    else:
        await practice.ask_to_send(talk, drill)


async def edited(message: Message, talk: Talk) -> None:
    drill = talk.desk.drill
    text = message.text or message.caption or ""
    if drill is None:
        return
    if message.message_id in drill.sent_ids:
        await talk.send(talk.say("train.already_read"))
    elif await _readable(message, text, drill, talk):
        drill.pending[str(message.message_id)] = text


async def tapped(query: CallbackQuery, callback_data: TrainTap, talk: Talk, trainer: Trainer) -> None:
    drill, case = _current(talk.desk, trainer.drills)
    if callback_data.do in {"new", "play"}:
        await query.answer()
        await (_open(talk, trainer) if callback_data.do == "play" else _new(talk, callback_data.drill, trainer))
        return
    if drill is None or case is None or drill.number != callback_data.drill:
        await query.answer(talk.say.plain("train.old_button"), show_alert=True)
        return
    await query.answer()
    if callback_data.do == "resume":
        if drill.paused:
            await _resume(talk, case, drill)
        return
    # A second quick tap comes when the board is already another one.
    if query.message is None or query.message.message_id != drill.board_id:
        return
    if callback_data.do == "real":
        await _hand_over(talk, drill, query.message)
        return
    drill.paused = False
    await _act(talk, case, drill, callback_data, trainer.drills)


async def _act(talk: Talk, case: DrillCase, drill: OpenDrill, tap: TrainTap, drills: Drills) -> None:
    if tap.do == "look" and can_look(case, drill.play, tap.value):
        await practice.look_at(talk, case, drill, tap.value, drills)
    elif tap.do == "ask":
        await practice.ask_stance(talk, drill)
    elif tap.do == "stance" and 0 <= tap.value < len(screen.STANCES):
        await practice.choose_stance(talk, case, drill, screen.STANCES[tap.value], drills)
    elif tap.do == "quit":
        drill.play.quit = True
        await practice.finish(talk, case, drill)


async def _hand_over(talk: Talk, drill: OpenDrill, board: MaybeInaccessibleMessage) -> None:
    """What was typed for a real customer goes where it would have gone without a drill."""
    if not drill.pending or not isinstance(board, Message):
        return
    typed = board.model_copy(update={"message_id": int(next(iter(drill.pending))), "reply_to_message": None})
    text, drill.pending = drill.reply, {}
    await talk.show(drill.board_id, *screen.paused(drill, talk.say))
    drill.board_id = None
    talk.desk.pause_drill()
    await intake.take_draft_or_complaint(typed, text, talk)


async def _new(talk: Talk, after: int, trainer: Trainer) -> None:
    """The next case. A second quick tap finds it begun and changes nothing."""
    drill, case = _current(talk.desk, trainer.drills)
    if drill is not None and drill.number > after:
        return
    if drill is not None and case is not None:
        drill.play.quit = True
        await practice.leave(talk, case, drill)
    await practice.begin(talk, trainer)


async def _resume(talk: Talk, case: DrillCase, drill: OpenDrill) -> None:
    drill.paused = False
    if drill.pending:
        await practice.ask_to_send(talk, drill)
    else:
        await practice.show_board(talk, case, drill, anew=True)


async def _readable(message: Message, text: str, drill: OpenDrill, talk: Talk) -> bool:
    """Says what is wrong with a reply that the customer cannot read."""
    if not text:
        await talk.send(talk.say("train.not_text"))
        return False
    # The pieces of a paste that was cut have neighbouring numbers.
    if drill.tail_of is not None and message.message_id - drill.tail_of == 1:
        drill.tail_of = message.message_id
        return False
    others = sum(len(piece) for number, piece in drill.pending.items() if number != str(message.message_id))
    if others + len(text) > MOST_CHARACTERS:
        drill.tail_of = message.message_id
        most = characters(MOST_CHARACTERS)
        await talk.send(talk.say("train.too_long", length=characters(len(text)), most=most))
        return False
    return await intake.readable(talk, text)


def _current(desk: Desk, drills: Drills) -> tuple[OpenDrill | None, DrillCase | None]:
    """The open drill and its case, which a lead may have taken away meanwhile."""
    drill = desk.drill
    return drill, drills.cases.get(drill.play.case) if drill else None


def _is_real(message: Message, desk: Desk) -> bool:
    """A forward, an answer to something real on the desk, or a complaint pasted with its draft."""
    if message.forward_origin is not None:
        return True
    replied = message.reply_to_message
    if replied is not None and (desk.complaint_by_message(replied.message_id) or replied.forward_origin):
        return True
    return sorting.split_pair(message.text or message.caption or "") is not None


def commands() -> Router:
    made = Router(name=f"{__name__}.commands")
    made.message.register(train, Command("train"))
    return made


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.register(tapped, TrainTap.filter())
    made.message.register(said, InDrill())
    made.edited_message.register(edited, SaidInDrill())
    return made
