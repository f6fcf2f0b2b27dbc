"""Earlier reviews: the list, and what is looked for in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import regex
from aiogram.types import InlineKeyboardMarkup

from bot.broadcast.schedule import local
from bot.coach.guide import Guide
from bot.content.voice import Html, Voice
from bot.storage.reviews import ReviewRow
from handlers.filters import Filters
from handlers.screens.cut import shortened
from handlers.screens.keyboard import Button, rows
from handlers.taps import HistoryTap

PAGE = 6
START = 24
ANY = -1
# A keyboard longer than this does not fit a phone.
MOST_SIGNALS = 16

_GREETING = regex.compile(r"^\W*(?:здравствуйте|добрый (?:день|вечер)|доброе утро)\W+", regex.IGNORECASE)

Screen = tuple[Html, InlineKeyboardMarkup | None]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of the `total` reviews that fit the filters, from `offset` on.

    `first` is the review that the one chosen here will be compared with, 0: the one chosen is opened.
    """

    reviews: Sequence[ReviewRow]
    offset: int
    total: int
    filters: Filters
    first: int = 0


def page(shown: Page, guide: Guide, say: Voice, zone: str | None) -> Screen:
    """A button for each review of the page, and the way to newer and older ones."""
    search = (say.plain("history.button.filters"), HistoryTap(do="filters", first=shown.first))
    if not shown.total:
        if not shown.filters:
            return say("history.empty"), None
        reset = (say.plain("history.button.reset"), HistoryTap(do="reset", first=shown.first))
        return say("history.nothing_found", filters=told(shown.filters, guide, say)), rows([search, reset])
    do = "versus" if shown.first else "open"
    taps = [
        [(_row(row, say, zone), HistoryTap(do=do, value=row.id, back=shown.offset, first=shown.first))]
        for row in shown.reviews
        if row.id != shown.first
    ]
    return _head(shown, guide, say), rows(*taps, _turning(shown, say), [search], _back_to_one(shown, say))


def _head(shown: Page, guide: Guide, say: Voice) -> Html:
    head = say("history.head", count=shown.total)
    if shown.filters:
        head = say("history.head_found", count=shown.total, filters=told(shown.filters, guide, say))
    if not shown.first:
        return head
    alone = shown.total == 1 and not shown.filters
    return say("history.nothing_to_compare") if alone else Html(f"{say('history.choose')}\n{head}")


def _turning(shown: Page, say: Voice) -> list[Button]:
    def to(label: str, offset: int) -> Button:
        return say.plain(f"history.button.{label}"), HistoryTap(do="page", value=offset, first=shown.first)

    newer = [to("newer", max(0, shown.offset - PAGE))] if shown.offset > 0 else []
    return newer + ([to("older", shown.offset + PAGE)] if shown.offset + PAGE < shown.total else [])


def _back_to_one(shown: Page, say: Voice) -> list[Button]:
    back = HistoryTap(do="open", value=shown.first, back=shown.offset)
    return [(say.plain("history.button.back_to_one"), back)] if shown.first else []


def board(filters: Filters, count: int, guide: Guide, say: Voice, first: int) -> Screen:
    """What is looked for, a button for each; `count` reviews fit."""

    def tap(do: str, label: str) -> Button:
        return label, HistoryTap(do=do, first=first)

    turning = [tap(name, _one(name, filters, guide, say)) for name in ("score", "days")]
    asking = [tap(name, say.plain(f"history.button.{name}")) for name in ("signal", "words")]
    ends = [tap("reset", say.plain("history.button.reset"))] if filters else []
    show = tap("page", say.plain("history.button.show", count=count))
    said = told(filters, guide, say) if filters else say("history.filters_none")
    return say("history.filters_head", filters=said), rows(*([each] for each in turning), asking, [*ends, show])


def signals(reviews: Sequence[ReviewRow], guide: Guide, say: Voice, first: int) -> Screen:
    """The signals that findings of these reviews spoke of, the most frequent first."""
    counted = Counter(name for review in reviews for name in _spoken_of(review) if name in guide.signals)
    numbers = {name: number for number, name in enumerate(guide.signals)}
    taps = [
        (
            say.plain("history.button.signal_row", title=guide.signals[name].title, count=count),
            HistoryTap(do="about", value=numbers[name], first=first),
        )
        for name, count in counted.most_common(MOST_SIGNALS)
    ]
    anything = (say.plain("history.button.any_signal"), HistoryTap(do="about", value=ANY, first=first))
    text = say("history.ask_signal" if taps else "history.no_signals")
    return text, rows(*(taps[place : place + 2] for place in range(0, len(taps), 2)), [anything])


def signal_of(number: int, guide: Guide) -> str:
    """The name behind a button of `signals`; empty for any."""
    names = list(guide.signals)
    return names[number] if 0 <= number < len(names) else ""


def told(filters: Filters, guide: Guide, say: Voice) -> str:
    """The filters that are set, in one line; not yet escaped."""
    chosen = [name for name, value in filters.dump().items() if value]
    return " · ".join(_one(name, filters, guide, say) for name in chosen)


def _one(name: str, filters: Filters, guide: Guide, say: Voice) -> str:
    value = filters.dump()[name]
    if name == "score":
        value = say.plain(f"history.score.{filters.score or 'any'}")
    elif name == "days":
        value = say.plain(f"history.days.{filters.days}")
    elif name == "signal":
        value = guide.signals[value].title if value in guide.signals else value
    return say.plain(f"history.filter.{name}", what=value)


def _spoken_of(review: ReviewRow) -> set[str]:
    return {str(finding["signal"]) for finding in review.review.get("findings", ())}


def _row(row: ReviewRow, say: Voice, zone: str | None) -> str:
    start = shortened(_GREETING.sub("", row.draft), START) or say.plain("history.no_text")
    return say.plain("history.row", when=when(row, zone), score=row.score, start=start)


def when(row: ReviewRow, zone: str | None) -> str:
    return f"{local(row.created_at, zone):%d.%m %H:%M}"
