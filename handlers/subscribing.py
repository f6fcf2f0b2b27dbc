"""Keeps the moments of the next tip and digest in step with the hour, the days and the zone that it follows from."""

from __future__ import annotations

from datetime import datetime

from bot.broadcast.schedule import moved_digest, next_after_change, next_digest, next_tip
from bot.storage import Storage
from bot.storage.subscriptions import DEFAULT_HOUR, WORKING_DAYS, Subscription
from handlers.talk import Talk


async def welcome(storage: Storage, agent_id: int, now: datetime) -> None:
    """A newcomer gets tips at the usual hour until they say otherwise."""
    first = next_tip(now, None, DEFAULT_HOUR, WORKING_DAYS)
    if first is not None:
        await storage.subscriptions.begin(agent_id, first, next_digest(now, None, DEFAULT_HOUR))


async def choose(talk: Talk, *, hour: int, weekdays: frozenset[int], on: bool) -> Subscription:
    """Saves a choice; whoever had today's tip waits until tomorrow, this week's digest until the next week."""
    before, zone = await talk.storage.subscriptions.get(talk.agent_id), talk.preferences.time_zone
    if before.next_digest_at is not None:
        at = moved_digest(before.next_digest_at, zone, hour)
        await talk.storage.subscriptions.move_digest(talk.agent_id, before.next_digest_at, at)
    following = None
    if on:
        last = await talk.storage.deliveries.last_daily(talk.agent_id)
        following = next_after_change(talk.moment, last, zone, hour, weekdays)
    return await talk.storage.subscriptions.save(talk.agent_id, hour=hour, weekdays=weekdays, next_tip_at=following)


async def choose_digest(talk: Talk, *, on: bool) -> None:
    """The digest of the week comes at the hour of the tip, or not at all."""
    hour = (await talk.storage.subscriptions.get(talk.agent_id)).hour
    at = next_digest(talk.moment, talk.preferences.time_zone, hour) if on else None
    await talk.storage.subscriptions.switch_digest(talk.agent_id, at)


async def follow_zone(talk: Talk) -> None:
    """To be called when the agent's zone has changed: ten o'clock is another moment now."""
    chosen = await talk.storage.subscriptions.get(talk.agent_id)
    await choose(talk, hour=chosen.hour, weekdays=chosen.weekdays, on=chosen.on)
