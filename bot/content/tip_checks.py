"""Checks the tips and quizzes by our own engine, for `bot content check` and for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import regex

from bot.coach.catalogue import Catalogue
from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.coach.text import Text
from bot.content.examples import HURTS
from bot.content.files import Mistake
from bot.content.tips import Lessons, Quiz, Tip

# Two tips that share a larger part of their three-word runs say the same.
ALIKE = 0.3
_WORD = regex.compile(r"\w+")


def check_lessons(lessons: Lessons, draft: Catalogue, coach: Coach) -> Iterator[Mistake]:
    """Everything that is wrong with tips and quizzes that could be read."""
    for tip in lessons.tips:
        for text in tip.advised:
            yield from _hurting(lessons, tip, text, draft)
    for quiz in lessons.quizzes:
        yield from _hurting(lessons, quiz, quiz.better, draft)
        yield from _misjudged(lessons, quiz, coach)
    for one, other in combinations(lessons.tips, 2):
        if likeness(one, other) >= ALIKE:
            yield Mistake(*lessons.places[other.id], f"совет «{other.id}» почти повторяет «{one.id}»")


def scores(quiz: Quiz, coach: Coach) -> tuple[int, int]:
    """What the engine gives the better and the worse reply."""
    better, worse = (
        coach.judge(Case(reply, quiz.complaint, quiz.facts, quiz.fault)).score for reply in (quiz.better, quiz.worse)
    )
    return better, worse


def likeness(one: Tip, other: Tip) -> float:
    """The part of three-word runs of the shorter tip that the other has too, 0…1."""
    runs, others = _runs(one), _runs(other)
    return len(runs & others) / max(1, min(len(runs), len(others)))


def _runs(tip: Tip) -> frozenset[tuple[str, ...]]:
    said = " ".join((tip.title, tip.text, tip.worse, tip.better, tip.today)).lower()
    words = _WORD.findall(said)
    return frozenset(zip(words, words[1:], words[2:], strict=False))


def _hurting(lessons: Lessons, lesson: Tip | Quiz, text: str, draft: Catalogue) -> Iterator[Mistake]:
    for hit in draft.read(Text.parse(text)):
        if hit.signal in HURTS:
            words = text[hit.start : hit.end]
            yield Mistake(
                *lessons.places[lesson.id],
                f"«{lesson.id}» сам нарушает правило {hit.signal}/{hit.rule.id}: «{words}»; "
                "если это пример плохих слов, поставьте их между тильдами, ~так~, или перенесите в worse",
            )


def _misjudged(lessons: Lessons, quiz: Quiz, coach: Coach) -> Iterator[Mistake]:
    better, worse = scores(quiz, coach)
    if better <= worse:
        yield Mistake(
            *lessons.places[quiz.id], f"в вопросе «{quiz.id}» верный ответ получает {better}, а неверный {worse}"
        )
