"""What is due: tips, digests, reminders of promises, announcements. Each claims in the database and makes parcels."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from bot.broadcast.delivery import Outcome, Parcel, Send
from bot.broadcast.lessons import Exercise, Teacher
from bot.broadcast.schedule import LATEST, is_too_late, local, next_digest, next_tip
from bot.broadcast.trainer import Trainer
from bot.content.cases import DrillCase
from bot.content.tips import Quiz, Tip
from bot.progress.report import Report, report
from bot.storage import Storage
from bot.storage.announcements import Announcement, DueAnnouncement, Fate, Progress
from bot.storage.deliveries import Lesson
from bot.storage.promises import DueReminder, Promise
from bot.storage.subscriptions import DueTip, Subscription

# How often the author of an announcement sees how it goes: an edit is a request too.
REPORT_EVERY = timedelta(seconds=3)
# So many quiet weeks are passed by in one go.
MOST_QUIET = 50


class Mail(Protocol):
    """Writes messages and sends each to one chat. Raises `DeliveryError`."""

    async def tip(self, agent_id: int, delivery_id: int, tip: Tip) -> None: ...

    async def quiz(self, agent_id: int, delivery_id: int, quiz: Quiz) -> None: ...

    async def poll(self, agent_id: int, quiz: Quiz) -> None: ...

    async def exercise(self, agent_id: int, exercise: Exercise) -> None: ...

    async def drill(self, agent_id: int, case: DrillCase) -> None: ...

    async def digest(self, agent_id: int, report: Report) -> None: ...

    async def reminder(self, agent_id: int, promises: Sequence[Promise], now: datetime, zone: str | None) -> None: ...

    async def announcement(self, agent_id: int, text: str) -> None: ...

    async def report(self, announcement: Announcement, progress: Progress, *, final: bool) -> None:
        """Shows the author how it goes. Raises nothing: what cannot be shown is not worth stopping for."""
        ...


class TipQueue:
    """The tip of the day, a quiz every third day, and a lost customer or a mistake to practise."""

    def __init__(self, storage: Storage, teacher: Teacher, trainer: Trainer, mail: Mail) -> None:
        self._storage, self._teacher, self._trainer, self._mail = storage, teacher, trainer, mail

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:
        def following(chosen: Subscription) -> datetime | None:
            # After days of silence today's tip may still be in time, though the row is at an older one.
            stale = chosen.next_tip_at is not None and is_too_late(chosen.next_tip_at, now)
            return next_tip(now - LATEST if stale else now, chosen.zone, chosen.hour, chosen.weekdays)

        while (due := await self._storage.subscriptions.take(now, following, without)) is not None:
            if not is_too_late(due.due_at, now):
                return await self._parcel(due, now)
        return None

    async def rest(self, now: datetime) -> None:
        """Nothing to tidy up."""

    async def _parcel(self, due: DueTip, now: datetime) -> Parcel:
        today = await self._teacher.today(due.agent_id, now, due.zone, due.first_seen)
        messages: list[Send] = []
        noted: list[int] = []
        lesson = today.lesson
        if lesson is not None:
            kind = Lesson.TIP if isinstance(lesson, Tip) else Lesson.QUIZ
            number = await self._storage.deliveries.add(due.agent_id, kind, lesson.id, now, daily=True)
            noted.append(number)
            messages += lesson_messages(self._mail, due.agent_id, number, lesson)
        # One thing to practise a day: a mistake waits for tomorrow.
        case = await self._trainer.reminder(due.agent_id, now, due.zone)
        if case is not None:
            noted.append(await self._storage.deliveries.add(due.agent_id, Lesson.DRILL, case.id, now, daily=True))
            messages.append(partial(self._mail.drill, due.agent_id, case))
        elif today.exercise is not None:
            review = str(today.exercise.review_id)
            noted.append(await self._storage.deliveries.add(due.agent_id, Lesson.EXERCISE, review, now, daily=True))
            messages.append(partial(self._mail.exercise, due.agent_id, today.exercise))
        return Parcel(due.agent_id, messages, partial(self._settle, due, noted))

    async def _settle(self, due: DueTip, noted: Sequence[int], outcome: Outcome) -> None:
        if outcome is not Outcome.PUT_BACK:
            return
        await self._storage.subscriptions.put_back(due)
        for number in noted:
            await self._storage.deliveries.forget(due.agent_id, number)


class DigestQueue:
    """The digest of the week, on Fridays; whoever had a quiet week gets none."""

    def __init__(self, storage: Storage, mail: Mail) -> None:
        self._storage, self._mail = storage, mail

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:
        def following(chosen: Subscription) -> datetime:
            stale = chosen.next_digest_at is not None and is_too_late(chosen.next_digest_at, now)
            return next_digest(now - LATEST if stale else now, chosen.zone, chosen.hour)

        # Bounded, so that many quiet weeks on end do not keep a reminder waiting.
        for _ in range(MOST_QUIET):
            due = await self._storage.subscriptions.take_digest(now, following, without)
            if due is None:
                return None
            if not is_too_late(due.due_at, now) and (told := await self._report(due, now)).week_tells:
                return Parcel(
                    due.agent_id, [partial(self._mail.digest, due.agent_id, told)], partial(self._settle, due)
                )
        return None

    async def rest(self, now: datetime) -> None:
        """Nothing to tidy up."""

    async def _report(self, due: DueTip, now: datetime) -> Report:
        weekdays = (await self._storage.subscriptions.get(due.agent_id)).weekdays
        return await report(self._storage, due.agent_id, local(now, due.zone), weekdays)

    async def _settle(self, due: DueTip, outcome: Outcome) -> None:
        if outcome is Outcome.PUT_BACK:
            await self._storage.subscriptions.put_back_digest(due)


class ReminderQueue:
    """Promises whose deadline is near. What is due for one agent at once goes into one message."""

    def __init__(self, storage: Storage, mail: Mail) -> None:
        self._storage, self._mail = storage, mail

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:
        while (due := await self._storage.promises.take(now, without)) is not None:
            timely = [promise for promise in due.promises if not _is_stale(promise, now)]
            if timely:
                message = partial(self._mail.reminder, due.agent_id, timely, now, due.zone)
                return Parcel(due.agent_id, [message], partial(self._settle, due))
        return None

    async def rest(self, now: datetime) -> None:
        """Nothing to tidy up."""

    async def _settle(self, due: DueReminder, outcome: Outcome) -> None:
        if outcome is Outcome.PUT_BACK:
            await self._storage.promises.put_back(due)


class AnnouncementQueue:
    """One word to everybody, with a report to its author."""

    def __init__(self, storage: Storage, mail: Mail) -> None:
        self._storage, self._mail = storage, mail
        self._reported: dict[int, datetime] = {}

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:
        due = await self._storage.announcements.take(now, without)
        if due is None:
            return None
        await self._report(due.announcement, now)
        message = partial(self._mail.announcement, due.agent_id, due.announcement.text)
        return Parcel(due.agent_id, [message], partial(self._settle, due))

    async def rest(self, now: datetime) -> None:
        """The final report, by whichever process comes first."""
        for announcement in await self._storage.announcements.finish(now):
            self._reported.pop(announcement.id, None)
            progress = await self._storage.announcements.progress(announcement.id)
            await self._mail.report(announcement, progress, final=True)

    async def _report(self, announcement: Announcement, now: datetime) -> None:
        last = self._reported.setdefault(announcement.id, now)
        if now - last < REPORT_EVERY:
            return
        self._reported[announcement.id] = now
        progress = await self._storage.announcements.progress(announcement.id)
        await self._mail.report(announcement, progress, final=False)

    async def _settle(self, due: DueAnnouncement, outcome: Outcome) -> None:
        fates = {
            Outcome.SENT: Fate.SENT,
            Outcome.BLOCKED: Fate.BLOCKED,
            Outcome.FAILED: Fate.FAILED,
            Outcome.PUT_BACK: Fate.WAITING,
        }
        await self._storage.announcements.settle(due.announcement.id, due.agent_id, fates[outcome])


def lesson_messages(mail: Mail, agent_id: int, delivery_id: int, lesson: Tip | Quiz) -> list[Send]:
    """A tip is one message, a quiz is two: both replies, and the poll under them."""
    if isinstance(lesson, Tip):
        return [partial(mail.tip, agent_id, delivery_id, lesson)]
    return [partial(mail.quiz, agent_id, delivery_id, lesson), partial(mail.poll, agent_id, lesson)]


def _is_stale(promise: Promise, now: datetime) -> bool:
    """Neither the reminder nor the deadline is news any more; the promise stays on the list."""
    return is_too_late(max(promise.remind_at or promise.deadline, promise.deadline), now)
