"""The checklist: one message, edited in place, that asks only what the words cannot tell."""

from __future__ import annotations

from collections.abc import Callable

from aiogram.types import InlineKeyboardMarkup

from bot.coach.claims import claims
from bot.coach.coach import Coach
from bot.coach.guide import Kind
from bot.coach.model import Criterion, Facts, Fault, Review, Stance, Verdict
from bot.coach.rewrite.grammar import capital
from bot.content.voice import Html, Voice
from handlers.desk import OpenComplaint, OpenDraft
from handlers.screens.cut import shortened
from handlers.screens.keyboard import Button, rows
from handlers.taps import ChecklistTap

MARKS = {Verdict.YES: "✅", Verdict.PARTLY: "🟡", Verdict.NO: "❌", Verdict.NOT_NEEDED: "➖"}
# The lines that the agent sees and may correct; the rest of the checklist stands in the verdict.
ITEMS = ("empathy", "but_if", "help", "next_step")
CROSSES_THE_LINE = ("abuse", "violence", "blackmail")
MOST_CLAIMS = 8
CLAIM = 110
WORDS = 60

Screen = tuple[Html, InlineKeyboardMarkup]


def title(draft: OpenDraft, complaint: OpenComplaint | None, say: Voice) -> Html:
    """Which draft this is about."""
    if draft.complaint is None:
        return say("checklist.no_complaint_text")
    sender = say("talk.from_sender", name=complaint.sender) if complaint and complaint.sender else ""
    return say("checklist.for_complaint", sender=sender)


def facts(
    draft: OpenDraft, complaint: OpenComplaint | None, review: Review, say: Voice, *, sort: Button | None = None
) -> Screen:
    """The first question, with everything in the draft that is to be confirmed."""
    text = say("checklist.facts", title=title(draft, complaint, say), claims=_claims(review, say))
    tap = _tapper(draft, say)
    return text, rows(
        (tap("checked", "facts", Facts.CHECKED), tap("unchecked", "facts", Facts.UNCHECKED)),
        (tap("no_complaint", "facts", Stance.NO_COMPLAINT),),
        (sort,) if sort else (),
        (tap("now", "now"),),
    )


def fault(draft: OpenDraft, complaint: OpenComplaint | None, say: Voice) -> Screen:
    """The second question, asked only of checked facts."""
    tap = _tapper(draft, say)
    return say("checklist.fault", title=title(draft, complaint, say)), rows(
        (
            tap("company", "fault", Fault.COMPANY),
            tap("customer", "fault", Fault.CUSTOMER),
            tap("nobody", "fault", Fault.NOBODY),
        ),
        (tap("contradicted", "fault", "contradicted"),),
        (tap("irreparable", "fault", "irreparable"),),
        (tap("back", "back", "facts"), tap("now", "now")),
    )


def items(
    draft: OpenDraft,
    complaint: OpenComplaint | None,
    review: Review,
    coach: Coach,
    say: Voice,
    *,
    sort: Button | None = None,
) -> Screen:
    """What the bot found, line by line, each to be corrected by a tap."""
    stance = coach.guide.stances[review.stance]
    shown = [criterion for criterion in review.criteria if criterion.id in ITEMS]
    lines = [_line(criterion, coach, say) for criterion in shown]
    insults = [signal.text for name in CROSSES_THE_LINE for signal in review.complaint_signals.get(name, ())]
    if insults:
        mark = MARKS[Verdict.NO if draft.insulting is not False else Verdict.NOT_NEEDED]
        lines.append(say("checklist.insulting_line", mark=mark, words=_quoted(insults)))
    text = say(
        "checklist.items",
        title=title(draft, complaint, say),
        stance=say("checklist.stance_line", title=stance.title, lead=stance.lead),
        lines=Html("\n".join(lines)),
    )
    tap = _tapper(draft, say)
    corrections = [(_label(c, coach, say), ChecklistTap(draft=draft.number, do="item", value=c.id)) for c in shown]
    insulting = [tap("insulting_no" if draft.insulting is False else "insulting_yes", "insulting")] if insults else []
    other = (
        tap("is_complaint", "facts", "complaint")
        if review.stance is Stance.NO_COMPLAINT
        else tap("back", "back", "facts")
    )
    return text, rows(
        corrections[:2], corrections[2:], insulting, (sort,) if sort else (), (other, tap("done", "done"))
    )


def _claims(review: Review, say: Voice) -> Html:
    lines = claim_lines(review, say)
    return Html("\n\n" + "\n".join((say("checklist.claims_head"), *lines))) if lines else Html("")


def claim_lines(review: Review, say: Voice) -> list[Html]:
    """What is to be confirmed before the draft goes out, a line each."""
    found = claims(review.case.draft, review.signals)
    lines = [say("checklist.claim", text=capital(shortened(claim.text, CLAIM))) for claim in found[:MOST_CLAIMS]]
    if len(found) > MOST_CLAIMS:
        lines.append(say("checklist.claims_more", count=len(found) - MOST_CLAIMS))
    return lines


def _line(criterion: Criterion, coach: Coach, say: Voice) -> Html:
    name = criterion_title(criterion.id, coach)
    mark = MARKS[criterion.verdict]
    if criterion.evidence and criterion.verdict is not Verdict.NOT_NEEDED:
        words = _quoted([signal.text for signal in criterion.evidence])
        return say("checklist.line_found", mark=mark, title=name, words=words)
    return say("checklist.line_said", mark=mark, title=name, why=criterion.why)


def criterion_title(criterion_id: str, coach: Coach) -> str:
    return next(criterion.title for criterion in coach.guide.criteria if criterion.id == criterion_id)


def _label(criterion: Criterion, coach: Coach, say: Voice) -> str:
    guide = next(known for known in coach.guide.criteria if known.id == criterion.id)
    kind = "hurts" if guide.kind is Kind.HURTS else "helps"
    return say.plain(f"checklist.verdict.{kind}.{criterion.verdict}", title=guide.title)


def _quoted(words: list[str]) -> str:
    return ", ".join(f"«{shortened(text, WORDS)}»" for text in words[:2])


def _tapper(draft: OpenDraft, say: Voice) -> Callable[..., Button]:
    def tap(label: str, do: str, value: str = "") -> Button:
        return say.plain(f"checklist.button.{label}"), ChecklistTap(draft=draft.number, do=do, value=str(value))

    return tap
