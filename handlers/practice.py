"""The course of a drill in the chat: it begins, the customer answers, it ends. What is shown is in screens/train."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup

from bot.broadcast.trainer import Trainer
from bot.coach.model import Stance
from bot.content.cases import DrillCase
from bot.content.drills import Drills
from bot.content.voice import Html
from bot.drills.play import look, reply
from bot.drills.reaction import impatience, reaction
from bot.drills.summary import summary, weak_signal
from bot.storage.drills import NewDrill
from handlers.open_drill import OpenDrill
from handlers.screens import train as screen
from handlers.talk import Talk


async def begin(talk: Talk, trainer: Trainer) -> None:
    """A new case: what is due to be repeated, else what the agent's replies lack."""
    zone = talk.preferences.time_zone
    chosen = await trainer.choose(talk.agent_id, talk.moment, zone)
    if chosen is None:
        await talk.send(screen.nothing_left(await trainer.first_free(talk.agent_id, zone), talk.say))
        return
    first = not await trainer.has_played(talk.agent_id)
    drill = talk.desk.add_drill(chosen.case.id, talk.now)
    await talk.send(screen.intro(chosen.case, talk.say, first=first, repeats=chosen.repeats))
    for text in chosen.case.messages:
        await talk.send(screen.customer(chosen.case, text, talk.say))
    await show_board(talk, chosen.case, drill, anew=True)


async def show_board(talk: Talk, case: DrillCase, drill: OpenDrill, *, anew: bool = False) -> None:
    """Where the drill stands, in the message that shows it already or in a new one below."""
    text, keyboard = screen.board(case, drill, talk.coach.guide, talk.say)
    await _show(talk, drill, text, keyboard, anew=anew)


async def ask_stance(talk: Talk, drill: OpenDrill, *, anew: bool = False) -> None:
    text, keyboard = screen.ask_stance(drill, talk.coach.guide, talk.say)
    await _show(talk, drill, text, keyboard, anew=anew)


async def ask_to_send(talk: Talk, drill: OpenDrill) -> None:
    """A reply waits for one tap: until then it can be edited and added to."""
    if drill.play.stance is None:
        await ask_stance(talk, drill, anew=True)
    else:
        text, keyboard = screen.ask_to_send(drill, talk.coach.guide, talk.say)
        await _show(talk, drill, text, keyboard, anew=True)


async def look_at(talk: Talk, case: DrillCase, drill: OpenDrill, place: int, drills: Drills) -> None:
    """Takes an action that is open; a customer whose patience it outlasts writes."""
    look(case, drill.play, place)
    if drill.play.late:
        await talk.send(screen.customer(case, impatience(case, drill.play, drills), talk.say))
    await show_board(talk, case, drill, anew=drill.play.late)


async def choose_stance(talk: Talk, case: DrillCase, drill: OpenDrill, stance: Stance, drills: Drills) -> None:
    """Notes the stance; a reply that waited for it goes to the customer."""
    drill.play.stance = str(stance)
    if not drill.pending:
        await show_board(talk, case, drill)
        return
    await talk.show(drill.board_id, screen.stance_chosen(str(stance), talk.coach.guide, talk.say))
    drill.board_id = None
    await deliver(talk, case, drill, drills)


async def deliver(talk: Talk, case: DrillCase, drill: OpenDrill, drills: Drills) -> None:
    """The customer reads the reply that waits, and answers."""
    review = reply(case, drill.play, drill.reply, talk.coach, drills)
    drill.sent_ids += map(int, drill.pending)
    drill.pending = {}
    await talk.send(screen.customer(case, reaction(case, drill.play, review, drills), talk.say))
    if drill.play.ending is None:
        await show_board(talk, case, drill, anew=True)
    else:
        await finish(talk, case, drill)


async def finish(talk: Talk, case: DrillCase, drill: OpenDrill) -> None:
    """Shows what was hidden, and notes how it ended."""
    told = summary(case, drill.play, talk.coach.guide)
    await leave(talk, case, drill)
    await talk.send(*screen.summary(case, told, drill, talk.coach.guide, talk.say))


async def leave(talk: Talk, case: DrillCase, drill: OpenDrill) -> None:
    """Takes a drill that has ended off the desk, and notes how."""
    await talk.retire(drill.board_id)
    talk.desk.drill = None
    new = NewDrill(
        case_id=case.id,
        level=case.level,
        ending=str(drill.play.ending),
        score=drill.play.score,
        chosen=drill.play.stance,
        stance=str(case.stance),
        weak=weak_signal(drill.play),
    )
    await talk.storage.drills.add(talk.agent_id, new, talk.moment)


async def _show(talk: Talk, drill: OpenDrill, text: Html, keyboard: InlineKeyboardMarkup | None, *, anew: bool) -> None:
    if anew:
        await talk.retire(drill.board_id)
        drill.board_id = None
    drill.board_id = await talk.show(drill.board_id, text, keyboard)
