"""What an agent should get today: the lesson for their weakest signal, and a mistake of their own to practise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.broadcast.choice import REST_DAYS, choose_quiz, choose_tip, is_quiz_day
from bot.broadcast.schedule import local
from bot.content.tips import Lessons, Quiz, Tip
from bot.repetition import Slip, due_slips
from bot.storage import Storage
from bot.storage.deliveries import Delivery, Lesson
from bot.storage.reviews import ReviewRow

# The weakest signal is that of so many last days.
WEAK_DAYS = 14
# A mistake comes back for the last time on its seventh day; the rest is for weekends and holidays.
MISTAKE_DAYS = 21


@dataclass(frozen=True, slots=True)
class Exercise:
    """Words from an own draft, masked when the review was stored, with what was said of them."""

    review_id: int
    words: str
    why: str
    advice: str


@dataclass(frozen=True, slots=True)
class Today:
    """Both may be missing: nothing new is left, or there is nothing to practise."""

    lesson: Tip | Quiz | None
    exercise: Exercise | None


class Teacher:
    """Chooses by the agent's reviews and by what they have seen; `find` brings back what a delivery named."""

    def __init__(self, lessons: Lessons, storage: Storage) -> None:
        self._lessons, self._storage = lessons, storage
        everything: tuple[Tip | Quiz, ...] = (*lessons.tips, *lessons.quizzes)
        self._by_id = {lesson.id: lesson for lesson in everything}

    @property
    def knows_any(self) -> bool:
        return bool(self._by_id)

    def find(self, lesson_id: str) -> Tip | Quiz | None:
        return self._by_id.get(lesson_id)

    async def today(self, agent_id: int, now: datetime, zone: str | None, first_seen: datetime) -> Today:
        """For the message that comes by the clock; quizzes are counted from the day of `first_seen`."""
        day = local(now, zone).date()
        seen = await self._storage.deliveries.remembered(agent_id, now - timedelta(days=REST_DAYS))
        reviews = await self._storage.reviews.since(agent_id, now - timedelta(days=MISTAKE_DAYS))
        quiz_day = is_quiz_day(day, local(first_seen, zone).date())
        lesson = self._lesson(now, day, seen, reviews, quiz_day=quiz_day)
        return Today(lesson, _exercise(reviews, seen, day, zone))

    async def tip(self, agent_id: int, now: datetime, zone: str | None) -> Tip | Quiz | None:
        """For whoever asks for one more."""
        day = local(now, zone).date()
        seen = await self._storage.deliveries.remembered(agent_id, now - timedelta(days=REST_DAYS))
        reviews = await self._storage.reviews.since(agent_id, now - timedelta(days=WEAK_DAYS))
        return self._lesson(now, day, seen, reviews, quiz_day=False)

    def _lesson(
        self,
        now: datetime,
        day: date,
        seen: Sequence[Delivery],
        reviews: Sequence[ReviewRow],
        *,
        quiz_day: bool,
    ) -> Tip | Quiz | None:
        long_ago = now - timedelta(days=REST_DAYS)
        shown = {each.what for each in seen if each.kind is not Lesson.EXERCISE and each.sent_at >= long_ago}
        weak = weak_signals([review for review in reviews if review.created_at >= now - timedelta(days=WEAK_DAYS)])
        disliked = {each.disliked_tag for each in seen if each.disliked_tag is not None}
        quiz = choose_quiz(self._lessons.quizzes, weak, shown, disliked, day)
        tip = choose_tip(self._lessons.tips, weak, shown, disliked, day)
        return (quiz or tip) if quiz_day else (tip or quiz)


def weak_signals(reviews: Sequence[ReviewRow]) -> list[str]:
    """Signals by how often findings spoke of them, the most frequent first; moves that were missing count too. A wrong
    number is no weakness of anybody's style."""
    found = (finding for review in reviews for finding in review.review.get("findings", ()))
    spoken = (finding.get("signal") for finding in found if not finding.get("aside"))
    return [signal for signal, _ in Counter(filter(None, spoken)).most_common()]


def _exercise(reviews: Sequence[ReviewRow], seen: Sequence[Delivery], today: date, zone: str | None) -> Exercise | None:
    """The mistake that has been waiting the longest to be practised: one of each review, one a day."""
    found = {exercise.review_id: exercise for review in reviews if (exercise := exercise_of(review))}
    made = {review.id: local(review.created_at, zone).date() for review in reviews}
    practised: dict[int, list[date]] = {}
    for delivery in seen:
        if delivery.kind is Lesson.EXERCISE:
            practised.setdefault(int(delivery.what), []).append(local(delivery.sent_at, zone).date())
    slips = [
        Slip(number, made[number], len(practised.get(number, ())), max(practised.get(number, ()), default=None))
        for number in found
    ]
    due = due_slips(slips, today)
    return found[due[0].id] if due else None


def exercise_of(review: ReviewRow) -> Exercise | None:
    """The first words that a review found fault with; None where only something was missing."""
    for finding in review.review.get("findings", ()):
        if finding.get("text") and finding.get("advice") and not finding.get("aside"):
            return Exercise(review.id, finding["text"], finding["why"], finding["advice"])
    return None
