"""Moments as people say them: on the agent's own clock, near ones by «завтра»."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.broadcast.schedule import local
from bot.content.voice import Voice


def said(moment: datetime, now: datetime, zone: str | None, say: Voice) -> str:
    """«18:00», «завтра 12:00» or «05.06 10:00»."""
    there, here = local(moment, zone), local(now, zone)
    time = f"{there:%H:%M}"
    if there.date() == here.date():
        return say.plain("promises.today", time=time)
    if there.date() == here.date() + timedelta(days=1):
        return say.plain("promises.tomorrow", time=time)
    return say.plain("promises.other", date=f"{there:%d.%m}", time=time)


def offset(now: datetime, zone: str | None) -> str:
    """«UTC+3», «UTC+5:30»."""
    shift = local(now, zone).utcoffset() or timedelta()
    minutes = int(shift.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")
