"""A good draft is praised for its own words."""

from __future__ import annotations

from bot.coach.model import Case, Facts, Fault
from bot.coach.praise import best_words
from tests.loaded import the_coach

COACH = the_coach()

GOOD = (
    "Понимаю, как обидно остаться без торта в день рождения. Простите нас, это наша ошибка: курьер перепутал адрес. "
    "Вернём деньги за торт сегодня до 18:00."
)


def test_what_is_worth_most_in_the_stance_is_praised_with_its_words() -> None:
    review = COACH.judge(Case(GOOD, "Торт не привезли!", Facts.CHECKED, Fault.COMPANY))

    praised = best_words(review, COACH.guide)

    assert [signal.name for signal in praised] == ["help", "responsibility"]
    assert all(signal.text in GOOD for signal in praised)


def test_words_that_hurt_and_things_named_are_never_praise() -> None:
    review = COACH.judge(Case("Торт. Вы сами виноваты.", "Торт не привезли!"))

    assert best_words(review, COACH.guide) == ()
