"""An agent's progress: the chart, its caption, and the letter on Fridays."""

from __future__ import annotations

from aiogram.types import InlineKeyboardMarkup

from bot.charts.chart import Chart, Look, Series
from bot.coach.findings import MISSING
from bot.coach.guide import Guide
from bot.content.voice import Html, Voice
from bot.progress.habits import Habit
from bot.progress.report import LEAST, Best, Report
from bot.progress.trend import Trend
from handlers.screens.cut import shortened
from handlers.screens.faults import fault_title
from handlers.screens.keyboard import Button, rows
from handlers.taps import HistoryTap, ProgressTap

# A caption holds 1,024 characters; of a rewrite this much is enough to know it again.
QUOTE = 140
# A line that rises or falls by less is level.
LEVEL = 3

Screen = tuple[Html, InlineKeyboardMarkup | None]


def few(report: Report, say: Voice) -> Html:
    return say("progress.few", count=report.count, least=LEAST)


def chart(report: Report, say: Voice) -> Chart:
    """Dots for drafts, or for days where drafts are many, and the line through them."""
    dots = say.plain("progress.chart.draft" if len(report.points) == report.count else "progress.chart.day")
    series = [Series(report.points, Look.DOTS, dots)]
    if report.trend is not None:
        ends = (report.trend.start, report.trend.end)
        series.append(Series(ends, Look.TREND, say.plain("progress.chart.trend")))
    return Chart(say.plain("progress.chart.title"), tuple(series))


def caption(report: Report, guide: Guide, say: Voice) -> Screen:
    lines = [say("progress.head"), say("progress.count", count=report.count, average=report.average)]
    if report.trend is not None:
        lines.append(_direction(report.trend, say))
    return _told(lines, report, guide, say, (say.plain("progress.button.history"), HistoryTap(do="page")))


def digest(report: Report, guide: Guide, say: Voice) -> Screen:
    lines = [say("progress.week_head"), say("progress.week", count=report.week_count, average=report.week)]
    if report.week is not None and report.week_before is not None:
        better = report.week - report.week_before >= LEVEL
        lines.append(say("progress.week_up" if better else "progress.week_same", before=report.week_before))
    text, keyboard = _told(lines, report, guide, say, (say.plain("progress.button.chart"), ProgressTap()))
    return Html(f"{text}\n\n{say('progress.week_foot')}"), keyboard


def _told(lines: list[Html], report: Report, guide: Guide, say: Voice, button: Button) -> Screen:
    """What a caption and a letter share, below their own first lines."""
    if report.streak > 1:
        lines.append(say("progress.streak", days=report.streak))
    # A rule of the house that has been removed since has no name any more.
    better = [_habit("better", habit, guide, say) for habit in report.better if fault_title(habit.name, guide)]
    care = [_habit("care", habit, guide, say) for habit in report.care if fault_title(habit.name, guide)]
    blocks = [
        Html("\n".join(lines)),
        Html("\n".join((say("progress.better_head"), *better))) if better else "",
        Html("\n".join((say("progress.care_head"), *care, say("progress.care_tip")))) if care else "",
        _best(report.best, say) if report.best else "",
    ]
    opening = (
        [(say.plain("progress.button.best"), HistoryTap(do="open", value=report.best.review.id))] if report.best else []
    )
    return Html("\n\n".join(filter(None, blocks))), rows(opening, [button])


def _direction(trend: Trend, say: Voice) -> Html:
    if trend.change >= LEVEL:
        return say("progress.up", change=trend.change)
    return say("progress.down" if trend.change <= -LEVEL else "progress.level")


def _habit(kind: str, habit: Habit, guide: Guide, say: Voice) -> Html:
    way = "missing" if habit.name.startswith(MISSING) else "hurts"
    return say(
        f"progress.{kind}_{way}",
        title=fault_title(habit.name, guide),
        now=habit.now,
        of_now=habit.of_now,
        before=habit.before,
        of_before=habit.of_before,
    )


def _best(best: Best, say: Voice) -> Html:
    if not best.review.has_texts:
        return say("progress.best_without_text", before=best.before, after=best.review.score)
    text = shortened(best.review.draft, QUOTE)
    return say("progress.best", before=best.before, after=best.review.score, text=text)
