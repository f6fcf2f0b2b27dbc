"""The catalogue's own examples are its tests: none is written by hand."""

import pytest

from bot.coach.catalogue import Catalogue
from bot.coach.rule import Part, Rule
from bot.content import load_rules
from bot.content.examples import check_advice, check_examples

LOADED = load_rules()
CATALOGUES = {part: Catalogue(LOADED.rules, part, LOADED.sets) for part in Part}


def test_every_file_of_content_is_readable() -> None:
    assert not LOADED.mistakes, "\n".join(map(str, LOADED.mistakes))


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: f"{rule.signal}/{rule.id}")
def test_a_rule_fires_at_its_marks_and_nowhere_else(rule: Rule) -> None:
    assert not [str(complaint) for complaint in check_examples(rule, CATALOGUES[rule.part])]


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: f"{rule.signal}/{rule.id}")
def test_an_advice_breaks_no_rule(rule: Rule) -> None:
    assert not [str(complaint) for complaint in check_advice(rule, CATALOGUES[Part.DRAFT])]
