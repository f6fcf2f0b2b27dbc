"""Words the summary of a drill, for the chat and for the terminal: content in, markup out. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from bot.coach.guide import Guide
from bot.coach.rewrite.grammar import uncapital
from bot.content.cases import DrillCase
from bot.content.voice import Html, Voice
from bot.drills.play import Ending
from bot.drills.reaction import quoted
from bot.drills.summary import Summary, Turning

# Words that turned the talk are quoted, not retold.
QUOTE = 160


def summary(case: DrillCase, told: Summary, guide: Guide, say: Voice) -> Html:
    """What was hidden, what turned the talk, what to take along; it fits into one message."""
    return Html("\n\n".join(filter(None, _sections(case, told, guide, say))))


def _sections(case: DrillCase, told: Summary, guide: Guide, say: Voice) -> Iterator[Html]:
    lines = [say(f"train.ending.{told.ending}")]
    if told.score is not None:
        lines.append(say("train.score", score=told.score))
    yield Html("\n".join(lines))
    hidden = [say("train.hidden_head"), say("train.text", text=case.hidden)]
    if told.overlooked:
        hidden.append(say("train.overlooked", labels="; ".join(map(uncapital, told.overlooked))))
    yield Html("\n".join(hidden))
    yield Html("\n".join((say("train.detective_head"), say("train.text", text=case.detective))))
    yield _stance(told, guide, say)
    if told.turning is not None and (turned := _turning(told.turning, say)):
        yield Html("\n".join((say("train.turning_head"), turned)))
    if told.trapped:
        yield say("train.trapped")
    yield Html("\n".join((say("train.model_head"), say("train.model", text=case.model))))
    take_along = [say("train.repeat_head"), say("train.text", text=case.repeat)]
    if told.ending is not Ending.SATISFIED:
        take_along.append(say("train.comes_back"))
    yield Html("\n".join(take_along))


def _stance(told: Summary, guide: Guide, say: Voice) -> Html:
    right, then = guide.stances[told.right].title, guide.stances[told.then].title
    if told.chosen is None:
        return say("train.stance_none", right=right)
    chosen = guide.stances[told.chosen].title
    if told.chosen is told.right:
        return say("train.stance_right", right=right)
    if told.chosen is told.then:
        return say("train.stance_then_right", then=then, right=right)
    lines = [say("train.stance_wrong", right=right, chosen=chosen)]
    if told.then is not told.right:
        lines.append(say("train.stance_then", then=then))
    return Html("\n".join(lines))


def _turning(turning: Turning, say: Voice) -> Html | None:
    if turning.words:
        kind = "better" if turning.better else "worse"
        return say(f"train.turning_{kind}", words=quoted(turning.words, QUOTE))
    return say("train.turning_missing", why=turning.why) if turning.why else None
