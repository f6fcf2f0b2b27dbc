"""The words of content/attention: whatever is wrong with them is named in Russian, with its file."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.coach.rule import Part
from bot.coach.text import Text
from bot.content import CONTENT, GuideError, load_attention
from bot.content.attention import strange_signals
from bot.content.examples import HURTS
from tests.loaded import the_catalogue, the_rules


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(CONTENT / "attention", tmp_path / "attention")
    return tmp_path


def mistakes(root: Path) -> list[str]:
    with pytest.raises(GuideError) as caught:
        load_attention(root)
    return [f"{mistake.file.name}: {mistake.message}" for mistake in caught.value.mistakes]


def change(root: Path, name: str, old: str, new: str) -> None:
    path = root / "attention" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize("name", ["mismatch.toml", "questions.toml", "plea.toml", "danger.toml", "names.txt"])
def test_a_file_that_is_not_there_is_named(root: Path, name: str) -> None:
    (root / "attention" / name).unlink()

    assert mistakes(root) == [f"{name}: файла нет"]


@pytest.mark.parametrize(
    ("name", "old", "new", "told"),
    [
        ("danger.toml", "[lawyer]", "[attorney]", "в [lawyer] нет: title, advice"),
        ("plea.toml", "refund =", "refunds =", "в [asks] нет: refund"),
        ("mismatch.toml", "fresh =", "fresher =", "в [number] нет: fresh"),
        ("mismatch.toml", "клиента {theirs}", "клиента {ours}", "в [number] why бывает только {theirs}"),
        ("questions.toml", "«{question}»", "«вопрос»", "в said нужны слова клиента: {question}"),
        ("questions.toml", "figures = true", "figures = 'да'", "в [when] нет: figures = true или false"),
        ("questions.toml", "move = 'next_step'", "moves = 'next_step'", "в [when] нет: move"),
    ],
)
def test_what_is_missing_or_wrong_is_told_in_russian(root: Path, name: str, old: str, new: str, told: str) -> None:
    change(root, name, old, new)

    assert mistakes(root) == [f"{name}: {told}"]


def test_every_rule_that_hears_a_plea_or_a_question_is_heeded() -> None:
    answers = load_attention().guide.answers

    assert not strange_signals((rule.signal for rule in the_rules().rules if rule.part is Part.COMPLAINT), answers)
    assert strange_signals(["danger_dragons", "abuse", "asks_terms", "abuses"], answers) == ["abuses", "danger_dragons"]


def test_the_bot_obeys_its_own_rules_here_too() -> None:
    guide, draft = load_attention().guide, the_catalogue(Part.DRAFT)
    said = [*guide.dangers.values(), *guide.mismatches.values()]
    lines = [line for each in said for line in (each.why, each.advice)]
    lines += [guide.unanswered, *(answer.advice for answer in guide.answers.values())]

    assert not [(line, hit.rule.id) for line in lines for hit in draft.read(Text.parse(line)) if hit.signal in HURTS]
