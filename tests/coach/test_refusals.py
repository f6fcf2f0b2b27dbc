"""«!слово» looks at the next word without taking it."""

import pytest

from bot.coach.matcher import Matcher
from bot.coach.pattern import parse
from bot.coach.text import Text


def _found(phrase: str, text: str) -> bool:
    matcher = Matcher({})
    matcher.add(parse(phrase))
    return bool(matcher.find(Text.parse(text).sentences[0]))


@pytest.mark.parametrize(
    "phrase", ["а кто !именно .. собаку", "^ а кто !именно ... ?", "кто !именно", "кто !именно _ собаку"]
)
def test_a_gap_after_a_refusal_still_swallows_words(phrase: str) -> None:
    assert _found(phrase, "А кто оставил собаку наедине с диваном?")


@pytest.mark.parametrize("phrase", ["а кто !оставил .. собаку", "^ а кто !(именно|оставил) ... ?"])
def test_the_refused_word_stops_a_phrase_with_a_gap(phrase: str) -> None:
    assert not _found(phrase, "А кто оставил собаку наедине с диваном?")


def test_a_phrase_may_end_with_a_refusal_at_the_end_of_the_sentence() -> None:
    assert _found("не мы !а", "Это были не мы.")
    assert not _found("не мы !а", "Это были не мы, а сосед.")
