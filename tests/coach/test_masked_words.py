"""Words masked with asterisks: a rule asks for them as <звездочки>."""

from __future__ import annotations

import pytest

from bot.coach.matcher import Matcher
from bot.coach.pattern import parse
from bot.coach.text import Text


def _finds(text: str) -> bool:
    matcher = Matcher({})
    matcher.add(parse("<звездочки>"))
    return any(matcher.find(sentence) for sentence in Text.parse(text).sentences)


@pytest.mark.parametrize("text", ["да вы там с*ка оглохли", "Б***, четвёртый мастер!", "Ну и п***ц.", "коз@лы"])
def test_a_masked_word_is_seen(text: str) -> None:
    assert _finds(text)


@pytest.mark.parametrize(
    "text", ["Цена* указана без доставки.", "Пишите на ivan@mail.ru", "5*7 и всё.", "Ширина 2*3 м"]
)
def test_a_footnote_an_address_and_a_product_of_numbers_are_not(text: str) -> None:
    assert not _finds(text)
