"""A drill in the chat: the customer's words, the board with places to look, the question of stance, the summary."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from aiogram.types import InlineKeyboardMarkup

from bot.coach.guide import Guide
from bot.coach.model import Stance
from bot.content.cases import LEVELS, DrillCase
from bot.content.voice import Html, Voice
from bot.drills import telling
from bot.drills.play import MOST_TURNS, Play, can_look, minutes_left
from bot.drills.summary import Summary
from bot.storage.drills import LevelFigures
from handlers.open_drill import OpenDrill
from handlers.screens.cut import shortened
from handlers.screens.keyboard import Button, rows
from handlers.screens.verdict import bar
from handlers.taps import TrainTap

# Of a customer one remembers the beginning.
QUOTE = 120

Screen = tuple[Html, InlineKeyboardMarkup | None]
STANCES = list(Stance)


def intro(case: DrillCase, say: Voice, *, first: bool, repeats: bool) -> Html:
    kind = "intro_first" if first else "intro_repeat" if repeats else "intro"
    return say(f"train.{kind}", trade=case.trade, level=case.level, levels=LEVELS[-1])


def customer(case: DrillCase, text: str, say: Voice) -> Html:
    return say("train.customer", name=case.name, text=text)


def board(case: DrillCase, drill: OpenDrill, guide: Guide, say: Voice) -> Screen:
    """What is known and what can still be done."""
    play = drill.play
    known = [say("train.known", finds=case.actions[place].finds) for place in play.taken]
    blocks = [
        _head(case, play, say),
        "\n".join((say("train.known_head"), *known)) if known else "",
        _prompt(play, say),
    ]
    looks = [
        [(say.plain("train.button.look", label=action.label, minutes=action.minutes), _tap(drill, "look", place))]
        for place, action in enumerate(case.actions)
        if can_look(case, play, place)
    ]
    chosen = _title(play.stance, guide)
    stance = [(say.plain("train.button.stance", stance=chosen), _tap(drill, "ask"))] if chosen else []
    text = Html("\n\n".join(filter(None, blocks)))
    return text, rows(*looks, stance, [(say.plain("train.button.quit"), _tap(drill, "quit"))])


def ask_stance(drill: OpenDrill, guide: Guide, say: Voice) -> Screen:
    """The six stances; after a reply they are what it waits for."""
    buttons = [[(guide.stances[stance].title, _tap(drill, "stance", place))] for place, stance in enumerate(STANCES)]
    if not drill.pending:
        return say("train.change_stance"), rows(*buttons)
    return say("train.ask_stance"), rows(*buttons, [_real(drill, say)])


def ask_to_send(drill: OpenDrill, guide: Guide, say: Voice) -> Screen:
    """A reply waits, the stance was chosen for an earlier one."""
    chosen = STANCES.index(Stance(drill.play.stance or Stance.FIND_OUT))
    send = (say.plain("train.button.send", stance=guide.stances[STANCES[chosen]].title), _tap(drill, "stance", chosen))
    return say("train.ask_to_send"), rows(
        [send], [(say.plain("train.button.other"), _tap(drill, "ask"))], [_real(drill, say)]
    )


def stance_chosen(stance: str, guide: Guide, say: Voice) -> Html:
    return say("train.stance_chosen", stance=_title(stance, guide))


def unfinished(case: DrillCase, drill: OpenDrill, say: Voice) -> Screen:
    return say("train.unfinished", trade=case.trade), _resume(drill, say, or_new=True)


def paused(drill: OpenDrill, say: Voice) -> Screen:
    return say("train.paused"), _resume(drill, say)


def reminder(case: DrillCase, say: Voice) -> Screen:
    """That a lost customer writes again today."""
    text = say("train.reminder", repeat=case.repeat, name=case.name, words=shortened(case.messages[0], QUOTE))
    return text, rows([(say.plain("train.button.play"), TrainTap(drill=0, do="play"))])


def figures(levels: Sequence[LevelFigures], say: Voice) -> Screen:
    """How practice goes, level by level."""
    lines = [say("train.figures_head"), *(_level(each, say) for each in levels)]
    return Html("\n".join(lines)), rows([(say.plain("train.button.play"), TrainTap(drill=0, do="play"))])


def nothing_left(day: date | None, say: Voice) -> Html:
    return say("train.nothing_left", day=f"{day:%d.%m}") if day else say("train.no_cases")


def summary(case: DrillCase, told: Summary, drill: OpenDrill, guide: Guide, say: Voice) -> Screen:
    """Everything that was hidden and what to take along."""
    more = rows([(say.plain("train.button.more"), _tap(drill, "new"))])
    return telling.summary(case, told, guide, say), more


def _level(each: LevelFigures, say: Voice) -> Html:
    line = say("train.figures", level=each.level, played=each.played, won=each.won)
    return line if each.average is None else Html(f"{line} {say('train.figures_average', score=round(each.average))}")


def _head(case: DrillCase, play: Play, say: Voice) -> Html:
    left = minutes_left(case, play)
    kind = "no_patience" if play.late else "patience"
    patience = say(f"train.{kind}", bar=bar(round(100 * left / case.patience)), left=left)
    if not play.turns:
        return patience
    turn = play.turns[-1]
    return Html(f"{say('train.turn', mood=say.plain(f'train.mood.{turn.mood}'), score=turn.score)}\n{patience}")


def _prompt(play: Play, say: Voice) -> Html:
    if play.late:
        return say("train.late_prompt")
    if play.turns:
        kind = "waits_prompt" if play.turns[-1].waits else "next_prompt"
        return say(f"train.{kind}", left=MOST_TURNS - len(play.turns))
    return say("train.first_prompt")


def _title(stance: str | None, guide: Guide) -> str:
    return guide.stances[Stance(stance)].title if stance else ""


def _resume(drill: OpenDrill, say: Voice, *, or_new: bool = False) -> InlineKeyboardMarkup:
    resume = (say.plain("train.button.resume"), _tap(drill, "resume"))
    new = [(say.plain("train.button.new"), _tap(drill, "new"))] if or_new else []
    return rows([resume], new)


def _real(drill: OpenDrill, say: Voice) -> Button:
    """For an agent who forgot the drill and wrote to a real customer."""
    return say.plain("train.button.real"), _tap(drill, "real")


def _tap(drill: OpenDrill, do: str, value: int = 0) -> TrainTap:
    return TrainTap(drill=drill.number, do=do, value=value)
