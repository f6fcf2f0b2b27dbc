"""The verdict: score, stance, one thing to fix first, the rest folded; and the better wording as its own message."""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from aiogram.types import InlineKeyboardMarkup

from bot.coach.coach import Coach
from bot.coach.findings import together
from bot.coach.guide import Guide
from bot.coach.model import Finding, Review, Verdict
from bot.coach.praise import best_words
from bot.content.voice import Html, Voice
from bot.storage.disagreements import Reason
from handlers.desk import OpenDraft
from handlers.screens.checklist import MARKS, Screen, claim_lines, criterion_title
from handlers.screens.cut import shortened
from handlers.screens.faults import fault_title
from handlers.screens.keyboard import Button, rows
from handlers.taps import VerdictTap

BAR = 10
QUOTE = 160
# Telegram counts 4,096 characters without markup; the margin is for the head and the lines between.
FOLDED = 3_000
MOST_BUTTONS = 8


def verdict(
    draft: OpenDraft,
    review: Review,
    coach: Coach,
    say: Voice,
    *,
    before: OpenDraft | None = None,
    explained: bool = False,
    promising: bool = False,
) -> Screen:
    """`before` is the earlier version to compare with; `explained` shows what the score is made of.

    `promising` offers to remind of a deadline that the draft names.
    """
    stance = coach.guide.stances[review.stance]
    blocks = [
        say("verdict.head", score=review.score, bar=bar(review.score), stance=stance.title, why=review.stance_why)
    ]
    if before is not None and before.score is not None:
        blocks.append(_difference(before.score, before.good, review, coach, say))
    if explained:
        blocks.append(_parts(review, say))
    else:
        blocks += _findings(review, coach, say)
    return Html("\n\n".join(block for block in blocks if block)), _keyboard(
        draft, review, say, explained=explained, promising=promising
    )


def disagree(draft: OpenDraft, review: Review, guide: Guide, say: Voice) -> Screen:
    """The findings as buttons: which one is wrong?"""
    offered = review.findings[:MOST_BUTTONS]
    lines = [[(_label(finding, offered, guide), _tap(draft, "doubt", finding_number(finding)))] for finding in offered]
    return say("verdict.disagree_ask"), rows(*lines, [_back(draft, say, "fold")])


def _label(finding: Finding, offered: Sequence[Finding], guide: Guide) -> str:
    """The words, and where two findings are about the same ones, what each of them is."""
    words = finding.text or finding.why
    if sum(other.text == finding.text for other in offered) > 1 and finding.text:
        words = f"{fault_title(finding.rule, guide) or fault_title(finding.signal, guide)}: {words}"
    return shortened(words, 38)


def reasons(draft: OpenDraft, finding: Finding, say: Voice, *, kept: bool) -> Screen:
    """Why is it wrong? And who will see the sentence, if there is one: nobody where texts are not `kept`."""
    quoted = shortened(finding.text or finding.why, QUOTE)
    taps = [(say.plain(f"verdict.reason.{why}"), _tap(draft, why, finding_number(finding))) for why in Reason]
    text = say("verdict.reason_ask", text=quoted)
    if finding.text is not None:
        text = Html(f"{text}\n{say('verdict.reason_shared' if kept else 'verdict.reason_not_shared')}")
    return text, rows(*([tap] for tap in taps), [_back(draft, say, "disagree")])


def finding_number(finding: Finding) -> int:
    """Names a finding in a button. By its place a second quick tap would take away the one that moved up."""
    return crc32(finding.key.encode("utf-8", "replace"))


def _tap(draft: OpenDraft, do: str, value: int = 0) -> VerdictTap:
    return VerdictTap(draft=draft.number, do=do, value=value)


def _back(draft: OpenDraft, say: Voice, do: str) -> Button:
    return say.plain("verdict.button.back"), _tap(draft, do)


def bar(score: int) -> str:
    """Ten squares, as many of them full as the score has tens."""
    full = round(score * BAR / 100)
    return "▰" * full + "▱" * (BAR - full)


def good_criteria(review: Review) -> list[str]:
    return [
        criterion.id for criterion in review.criteria if criterion.verdict is Verdict.YES and criterion.id != "facts"
    ]


def _difference(score: int, good: Sequence[str], review: Review, coach: Coach, say: Voice) -> Html:
    lines = [
        say("verdict.difference", before=score, after=review.score) if score != review.score else say("verdict.same")
    ]
    now = good_criteria(review)
    better = [criterion_title(name, coach) for name in now if name not in good]
    worse = [c.id for c in review.criteria if c.id in good and c.verdict in {Verdict.NO, Verdict.PARTLY}]
    if better:
        lines.append(say("verdict.now_good", titles=", ".join(better)))
    if worse:
        lines.append(say("verdict.now_worse", titles=", ".join(criterion_title(name, coach) for name in worse)))
    return Html("\n".join(lines))


def _findings(review: Review, coach: Coach, say: Voice) -> list[Html]:
    if not review.findings:
        return [
            say("verdict.nothing_alone" if review.plea.dangers else "verdict.nothing"),
            _praise(review, coach, say),
            _folded([_checklist(review, coach, say), _claims(review, say)]),
        ]
    first, *others = together(review.findings)
    rest: list[Html] = []
    length = 0
    for number, same in enumerate(others):
        line = finding_line(same[0], say, same[1:])
        length += len(line)
        if length > FOLDED // 2:
            rest.append(say("verdict.more", count=len(others) - number))
            break
        rest.append(line)
    folded = [
        Html("\n\n".join((say("verdict.rest"), *rest))) if rest else Html(""),
        _checklist(review, coach, say),
        _claims(review, say),
    ]
    return [Html(f"{say('verdict.first')}\n{finding_line(first[0], say, first[1:])}"), _folded(folded)]


def _praise(review: Review, coach: Coach, say: Voice) -> Html:
    return Html(
        "\n".join(
            say("verdict.praise", text=shortened(signal.text, QUOTE), why=coach.guide.signals[signal.name].why)
            for signal in best_words(review, coach.guide)
        )
    )


def finding_line(finding: Finding, say: Voice, same: Sequence[Finding] = ()) -> Html:
    """The words, why they hurt and what to write instead; `same` are findings of other words that say just this."""
    if finding.text is None:
        return say("verdict.missing", why=finding.why, advice=finding.advice)
    return say(
        "verdict.unsure" if finding.unsure else "verdict.finding",
        text=shortened("», «".join(each.text or "" for each in (finding, *same)), QUOTE),
        why=finding.why,
        advice=finding.advice,
    )


def _folded(blocks: list[Html]) -> Html:
    return Html("<blockquote expandable>" + "\n\n".join(block for block in blocks if block) + "</blockquote>")


def _checklist(review: Review, coach: Coach, say: Voice) -> Html:
    lines = [f"{MARKS[criterion.verdict]} {criterion_title(criterion.id, coach)}" for criterion in review.criteria]
    return Html("\n".join((say("verdict.checklist"), *lines)))


def _claims(review: Review, say: Voice) -> Html:
    lines = claim_lines(review, say)
    return Html("\n".join((say("verdict.claims"), *lines))) if lines else Html("")


def _parts(review: Review, say: Voice) -> Html:
    lines = [say("verdict.part", points=f"{part.points:+.0f}".replace("-", "−"), why=part.why) for part in review.parts]
    return Html("\n".join((say("verdict.parts"), *lines, f"= {review.score}")))


def _keyboard(
    draft: OpenDraft, review: Review, say: Voice, *, explained: bool, promising: bool
) -> InlineKeyboardMarkup:
    def tap(label: str, do: str) -> Button:
        return say.plain(f"verdict.button.{label}"), _tap(draft, do)

    why = tap("fold", "fold") if explained else tap("why", "why")
    remind = (say.plain("promises.remind_button"), _tap(draft, "remind"))
    return rows(
        (remind,) if promising else (),
        (why,),
        (tap("mend", "mend"), tap("disagree", "disagree")) if review.findings else (),
        (tap("facts", "facts"),),
    )
