"""The catalogue's own examples are its tests: none is written by hand."""

import json
from collections.abc import Iterator

import pytest

from bot.coach.rule import Part, Rule
from bot.coach.text import Text
from bot.content import CONTENT
from bot.content.examples import check_advice, check_examples, check_phrases
from tests.loaded import the_catalogue, the_rules

LOADED = the_rules()
CATALOGUES = {part: the_catalogue(part) for part in Part}


def test_every_file_of_content_is_readable() -> None:
    assert not LOADED.mistakes, "\n".join(map(str, LOADED.mistakes))


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: f"{rule.signal}/{rule.id}")
def test_a_rule_fires_at_its_marks_and_nowhere_else(rule: Rule) -> None:
    assert not [str(complaint) for complaint in check_examples(rule, CATALOGUES[rule.part])]


@pytest.mark.parametrize("rule", LOADED.rules, ids=lambda rule: f"{rule.signal}/{rule.id}")
def test_an_advice_breaks_no_rule(rule: Rule) -> None:
    assert not [str(complaint) for complaint in check_advice(rule, CATALOGUES[Part.DRAFT])]


def test_every_phrase_fires_on_an_example_or_on_what_the_reader_is_taught() -> None:
    corpus = [Text.parse(line) for line in _taught()]
    unheard = [complaint for catalogue in CATALOGUES.values() for complaint in check_phrases(catalogue, corpus)]
    assert not [str(complaint) for complaint in unheard]


def _taught() -> Iterator[str]:
    folder = CONTENT / "reader"
    for path in sorted(folder.glob("bank/*.jsonl")):
        yield from (json.loads(line)["text"] for line in path.read_text(encoding="utf-8").splitlines())
    for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        yield from (case["draft"], case["complaint"])
    for name in ("dangers.txt", "no_complaint.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            yield line.partition("|")[2]
