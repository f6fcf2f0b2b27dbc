"""/team: what the team has in common, for its leads. Nobody is named, ranked or counted."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import BufferedInputFile, Message

from bot.charts.draw import draw
from bot.coach.findings import MISSING
from bot.coach.guide import Guide
from bot.coach.score import NEEDLESS, PREMATURE
from bot.progress.team import TeamReport, team_report, weeks_back
from handlers.screens import team as screen
from handlers.talk import Talk


async def team(_: Message, talk: Talk) -> None:
    if not talk.is_lead:
        await talk.send(talk.say("team.only_leads"))
        return
    report = await _report(talk)
    chart = screen.chart(report, talk.coach.guide, talk.say)
    if chart is not None:
        picture = BufferedInputFile(await asyncio.to_thread(draw, chart), "team.png")
        await talk.bot.send_photo(talk.chat_id, picture, caption=talk.say("team.chart.caption"))
    await talk.send(*screen.page(report, talk.coach.guide, talk.say))


async def _report(talk: Talk) -> TeamReport:
    sample = talk.say.plain("talk.sample.draft")
    weeks = [
        (since, await talk.storage.team.reviews(since, until, sample=sample))
        for since, until in weeks_back(talk.local_now)
    ]
    return await asyncio.to_thread(team_report, weeks, weights(talk.coach.guide))


def weights(guide: Guide) -> Mapping[str, float]:
    """How grave each fault is: the most points that it costs, or that the move would bring, in any stance."""
    dearest = {name: max(abs(each.points.get(name, 0)) for each in guide.stances.values()) for name in guide.signals}
    whole = {PREMATURE: guide.premature, NEEDLESS: guide.needless_apology}
    return {
        **dearest,
        **{MISSING + name: points for name, points in dearest.items()},
        **{name: abs(fault.points) for name, fault in whole.items()},
    }


def router() -> Router:
    made = Router(name=__name__)
    made.message.register(team, Command("team"))
    return made
