"""The house rules: the list, one of them, and what a new one would catch."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.broadcast.schedule import local
from bot.content.voice import Html, Voice
from bot.storage.house_rules import NewHouseRule, StoredHouseRule
from handlers.screens.cut import shortened
from handlers.screens.keyboard import Button, rows
from handlers.taps import RuleTap
from handlers.trial import GOOD, Caught, Trial

PAGE = 8
WORDS, SENTENCE = 60, 160

Screen = tuple[Html, InlineKeyboardMarkup | None]


def rules(stored: Sequence[StoredHouseRule], offset: int, say: Voice, *, lead: bool) -> Screen:
    """A page of rules, numbered as in the list; a lead gets a button for each."""
    offset = max(0, min(offset, (len(stored) - 1) // PAGE * PAGE))
    shown = list(enumerate(stored, 1))[offset : offset + PAGE]
    blocks = [say("rules.head" if lead else "rules.head_agent")] if stored or lead else []
    blocks += [Html(f"{line(number, rule, say)}\n{say('rules.why', why=rule.why)}") for number, rule in shown]
    if not stored:
        blocks.append(say("rules.empty"))
    if len(stored) > PAGE:
        blocks.append(say("rules.page", page=offset // PAGE + 1, pages=-(-len(stored) // PAGE)))
    return Html("\n\n".join(blocks)), rows(*_buttons(shown, offset, len(stored), say, lead=lead))


def _buttons(
    shown: Sequence[tuple[int, StoredHouseRule]], offset: int, total: int, say: Voice, *, lead: bool
) -> list[list[Button]]:
    turn: list[Button] = []
    if offset > 0:
        turn.append((say.plain("rules.button.newer"), RuleTap(do="list", number=offset - PAGE)))
    if offset + PAGE < total:
        turn.append((say.plain("rules.button.older"), RuleTap(do="list", number=offset + PAGE)))
    if not lead:
        return [turn]
    opening: list[list[Button]] = [
        [
            (
                say.plain("rules.button.open", number=number, words=shortened(rule.avoid or rule.say or "", 30)),
                RuleTap(do="open", number=rule.id, back=offset),
            )
        ]
        for number, rule in shown
    ]
    adding: list[Button] = [(say.plain("rules.button.add"), RuleTap(do="add"))]
    return [*opening, turn, adding]


def line(number: int, rule: NewHouseRule | StoredHouseRule, say: Voice) -> Html:
    avoid, words = shortened(rule.avoid or "", WORDS), shortened(rule.say or "", WORDS)
    if not rule.avoid:
        return say("rules.own", number=number, say=words)
    if not rule.costs:
        return say("rules.better", number=number, say=words, avoid=avoid)
    return say("rules.avoid_say" if rule.say else "rules.avoid", number=number, say=words, avoid=avoid)


def card(number: int, rule: StoredHouseRule, back: int, say: Voice, zone: str | None) -> Screen:
    text = say(
        "rules.card",
        rule=line(number, rule, say),
        why=say("rules.why", why=rule.why),
        since=f"{local(rule.created_at, zone):%d.%m.%Y}",
    )
    return text, rows(
        [(say.plain("rules.button.remove"), RuleTap(do="remove", number=rule.id, back=back))],
        [(say.plain("rules.button.back"), RuleTap(do="list", number=back))],
    )


def trial(number: int, rule: NewHouseRule, tried: Trial, say: Voice) -> Screen:
    """What the rule would catch, and the question whether it shall hold."""
    blocks = [Html(f"{line(number, rule, say)}\n{say('rules.why', why=rule.why)}")]
    if tried.results:
        blocks.append(Html("\n".join((say("rules.trial.head"), *map(str, _results(tried, say))))))
        if any(each.caught for each in tried.results if each.source == GOOD):
            blocks.append(say("rules.trial.harm"))
        elif not any(each.caught for each in tried.results):
            blocks.append(say("rules.trial.nothing"))
    if rule.say and tried.objection:
        blocks.append(say("rules.trial.objection", say=shortened(rule.say, WORDS), why=tried.objection))
    blocks.append(say("rules.trial.confirm"))
    choice = [(say.plain(f"rules.button.{do}"), RuleTap(do=do)) for do in ("keep", "cancel")]
    return Html("\n\n".join(blocks)), rows(choice)


def _results(tried: Trial, say: Voice) -> list[Html]:
    lines: list[Html] = []
    for each in tried.results:
        lines += [say(f"rules.trial.{each.source}", caught=each.caught, read=each.read), *_sentences(each, say)]
    return lines if tried.team else [*lines, say("rules.trial.no_team")]


def _sentences(caught: Caught, say: Voice) -> list[Html]:
    return [say("rules.trial.sentence", sentence=shortened(sentence, SENTENCE)) for sentence in caught.sentences]
