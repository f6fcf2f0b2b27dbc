"""What there is to say at the end of a case. Pure: facts for whoever words them, in the chat or in the terminal."""

from __future__ import annotations

from dataclasses import dataclass

from bot.coach.guide import Guide
from bot.coach.model import Stance
from bot.content.cases import DrillCase, Mood
from bot.drills.play import Ending, Play, Turn, right_stance

# How far a reply moved the customer, either way.
_SWING = {Mood.SATISFIED: 2, Mood.SOFTER: 1, Mood.ANGRIER: -1, Mood.LEAVES: -2}


@dataclass(frozen=True, slots=True)
class Turning:
    """What turned the talk: the agent's `words`, or, where they are empty, what was missing (`why`). `turn` is the
    number of the reply, from 1."""

    turn: int
    better: bool
    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Summary:
    """`chosen` is the agent's stance (None: never chosen), `then` the right one for what they knew at the end and
    `right` for one who found everything out. `overlooked` are the labels of deciding actions that were not taken."""

    ending: Ending
    score: int | None
    chosen: Stance | None
    then: Stance
    right: Stance
    overlooked: tuple[str, ...]
    turning: Turning | None
    trapped: bool


def summary(case: DrillCase, play: Play, guide: Guide) -> Summary:
    """Of a play that has ended."""
    return Summary(
        ending=play.ending or Ending.QUIT,
        score=play.score,
        chosen=Stance(play.stance) if play.stance else None,
        then=right_stance(case, play),
        right=case.stance,
        overlooked=tuple(case.actions[place].label for place in case.deciding if place not in play.taken),
        turning=_turning(play, guide),
        trapped=any(turn.trapped for turn in play.turns),
    )


def weak_signal(play: Play) -> str | None:
    """What the last reply was found wanting in first: the thing to practise."""
    return next((turn.weak[0] for turn in reversed(play.turns) if turn.weak), None)


def _turning(play: Play, guide: Guide) -> Turning | None:
    """Of the reply that moved the customer most, the later of equals."""
    if not play.turns:
        return None
    numbered = list(enumerate(play.turns, 1))
    number, turn = max(numbered, key=lambda entry: (abs(_SWING[Mood(entry[1].mood)]), entry[0]))
    better = _SWING[Mood(turn.mood)] > 0
    words = turn.helped if better else turn.hurt
    return Turning(number, better, words[0] if words else "", "" if better else _missed(turn, guide))


def _missed(turn: Turn, guide: Guide) -> str:
    missing = guide.stances[Stance(turn.stance)].missing
    return next((missing[name].why for name in turn.lacks if name in missing), "")
