"""Phrases are as tested as the rules: each makes the moves it says, hurts nobody and adds no fact."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.coach.coach import Coach
from bot.coach.guide import Kind
from bot.coach.model import Case, Stance, Style
from bot.coach.rewrite import grammar, nouns, slots
from bot.coach.rewrite.author import Author
from bot.coach.rewrite.customer import Listener
from bot.coach.rewrite.phrases import EVENT, HOLES, OF_TOPIC, ON_SUBJECT, QUESTION, WITH_TOPIC, Loss, Phrase
from bot.coach.text import Text
from bot.content import load_phrases
from tests.coach.rewrite.facts import facts
from tests.loaded import the_rules

LOADED = load_phrases()
THING = "доставкой"
AGENT = Author(gender="f")
REPEATED = {
    EVENT: "доставка не приехала",
    QUESTION: "где ваша доставка",
    WITH_TOPIC: "с доставкой",
    OF_TOPIC: "о доставке",
    ON_SUBJECT: "про доставку",
}


def said(phrase: Phrase, *, alone: bool) -> str:
    worded = grammar.voice(phrase.text, AGENT, alone=alone)
    assert worded is not None
    for hole, words in REPEATED.items():
        worded = worded.replace(hole, words)
    return nouns.with_thing(worded, THING) or worded if "{" in worded else worded


def test_the_phrases_are_read_without_mistakes() -> None:
    assert [str(mistake) for mistake in LOADED.mistakes] == []


@pytest.mark.parametrize("phrase", LOADED.phrases.phrases, ids=lambda phrase: phrase.text)
@pytest.mark.parametrize("alone", [False, True], ids=["мы", "я"])
def test_a_phrase_makes_its_moves_and_hurts_nobody(coach: Coach, phrase: Phrase, *, alone: bool) -> None:
    text = slots.sampled(said(phrase, alone=alone), LOADED.phrases.slots)
    review = coach.judge(Case(text, "Что с доставкой? Ничего не понятно."))
    missing = set(phrase.moves) - set(review.signals)
    assert not missing - {"specific", "thanks"}, (text, missing)
    hurting = [name for name in review.signals if coach.guide.signals[name].kind is Kind.HURTS]
    prices = [coach.guide.stances[stance].points for stance in phrase.stances or Stance]
    assert not [name for name in hurting if any(points.get(name, 0) < 0 for points in prices)], text


@pytest.mark.parametrize("phrase", LOADED.phrases.phrases, ids=lambda phrase: phrase.text)
def test_a_phrase_adds_no_fact(phrase: Phrase) -> None:
    assert facts(phrase.text) == set()


@pytest.mark.parametrize("meaning", [*LOADED.phrases.losses, *LOADED.phrases.refusals], ids=lambda meaning: meaning.id)
def test_a_loss_is_heard_in_its_examples_only(meaning: Loss) -> None:
    listener = Listener([meaning], the_rules().sets)
    assert [line for line in meaning.yes if not listener.heard(Text.parse(line))] == []
    assert [line for line in meaning.no if listener.heard(Text.parse(line))] == []


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize("stance", [stance for stance in Stance if stance is not Stance.NO_COMPLAINT])
def test_every_demand_of_a_stance_can_be_met_in_every_style(coach: Coach, stance: Stance, style: Style) -> None:
    musts = coach.guide.stances[stance].must
    fitting = [
        phrase
        for phrase in LOADED.phrases.phrases
        if (not phrase.stances or stance in phrase.stances)
        and (not phrase.styles or style in phrase.styles)
        and not phrase.channels
        and not phrase.losses
        and all(tag.startswith("not_") for tag in phrase.when)
        and not any(hole in phrase.text for hole in ("{ч", *HOLES))
    ]
    for ways in musts:
        assert any(set(ways) & set(phrase.moves) for phrase in fitting), ways


def test_a_mistake_is_told_in_russian_with_file_and_line(tmp_path: Path) -> None:
    folder = tmp_path / "phrases"
    folder.mkdir()
    (folder / "empathy.toml").write_text(
        "[[phrase]]\nmoves = 'empathy'\nstance = 'ярость'\nlines = '''\nПонимаем [чего-то].\n'''\n", encoding="utf-8"
    )
    found = [str(mistake) for mistake in load_phrases(tmp_path).mistakes]
    assert any("empathy.toml:5" in line and "пробел «[чего-то]» не описан" in line for line in found)
    assert any("«stance» не может быть «ярость»" in line for line in found)
    assert any("slots.toml: файла нет" in line for line in found)
