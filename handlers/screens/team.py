"""The lead's page: the team's signals over time, and where help is needed."""

from __future__ import annotations

from collections.abc import Sequence

from aiogram.types import InlineKeyboardMarkup

from bot.charts.chart import Chart, Look, Point, Series
from bot.coach.findings import MISSING
from bot.coach.guide import Guide
from bot.coach.rewrite.grammar import uncapital
from bot.content.voice import Html, Voice
from bot.progress.team import FEWEST, Need, TeamReport, Week
from handlers.screens.cut import shortened
from handlers.screens.faults import fault_title
from handlers.screens.keyboard import rows
from handlers.taps import MemberTap, RuleTap

SENTENCE = 180
# A picture of single points is none.
FEWEST_WEEKS = 2
_CHANGES = {-1: "down", 0: "level", 1: "up"}

Screen = tuple[Html, InlineKeyboardMarkup | None]


def page(report: TeamReport, guide: Guide, say: Voice) -> Screen:
    keyboard = rows(
        [(say.plain("team.button.rules"), RuleTap(do="list"))],
        [(say.plain("team.button.members"), MemberTap(do="page"))],
    )
    if not report.known:
        return say("team.few", fewest=FEWEST), keyboard
    blocks = [say("team.head", drafts=report.weeks[-1].drafts)]
    if report.needs:
        blocks.append(say("team.needs"))
        blocks += [_need(number, need, guide, say) for number, need in enumerate(report.needs, 1)]
        if not all(need.examples or need.name.startswith(MISSING) for need in report.needs):
            blocks.append(say("team.no_examples"))
        blocks.append(say("team.foot"))
    else:
        blocks.append(say("team.no_needs"))
    if len(report.weeks) < FEWEST_WEEKS:
        blocks.append(say("team.chart.one_week"))
    return Html("\n\n".join(blocks)), keyboard


def chart(report: TeamReport, guide: Guide, say: Voice) -> Chart | None:
    """A line for each need of the week; without needs, or with a single week, there is nothing to draw."""
    if len(report.weeks) < FEWEST_WEEKS or not report.needs:
        return None
    series = tuple(
        Series(_points(need.name, report.weeks), Look.LINE, _short(need.name, guide, say)) for need in report.needs
    )
    return Chart(say.plain("team.chart.title"), series, unit="%")


def _points(name: str, weeks: Sequence[Week]) -> tuple[Point, ...]:
    return tuple((week.middle, 100 * week.shares.get(name, 0.0)) for week in weeks)


def _need(number: int, need: Need, guide: Guide, say: Voice) -> Html:
    change = say("team.first") if need.before is None else say(f"team.{_CHANGES[need.change]}")
    missing = need.name.startswith(MISSING)
    title = fault_title(need.name, guide)
    head = say(
        "team.need_missing" if missing else "team.need",
        number=number,
        title=uncapital(title) if missing else title,
        share=round(100 * need.share),
        change=change,
    )
    lines = [say("team.example", sentence=shortened(sentence, SENTENCE)) for sentence in need.examples]
    if advice := _advice(need.name, guide):
        lines.append(say("team.advice", advice=advice))
    return Html("\n".join((head, *lines)))


def _advice(name: str, guide: Guide) -> str:
    signal = guide.signals.get(name.removeprefix(MISSING))
    return signal.advice if signal else ""


def _short(name: str, guide: Guide, say: Voice) -> str:
    title = fault_title(name, guide)
    return say.plain("team.chart.missing", title=uncapital(title)) if name.startswith(MISSING) else title
