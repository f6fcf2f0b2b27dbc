"""A broken guide is explained in Russian, with the file and what is missing; never a traceback."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content import CONTENT
from bot.content.guide import GuideError, load_guide


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("signals.toml", "criteria.toml", "score.toml"):
        shutil.copy(CONTENT / name, tmp_path / name)
    for name in ("stances", "words"):
        shutil.copytree(CONTENT / name, tmp_path / name)
    return tmp_path


def spoil(path: Path, old: str, new: str = "") -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def complaint(root: Path) -> str:
    with pytest.raises(GuideError) as error:
        load_guide(root)
    return str(error.value)


def test_the_guide_as_it_stands_is_read(root: Path) -> None:
    assert load_guide(root).needless_apology.points < 0


def test_a_missing_line_of_the_score_is_named(root: Path) -> None:
    spoil(root / "score.toml", "limit_low = ", "limit_lower = ")
    assert "score.toml: нет строки «limit_low»" in complaint(root)


def test_a_missing_section_of_the_score_is_named(root: Path) -> None:
    spoil(root / "score.toml", "[irreparable]", "[unmendable]")
    assert "score.toml: нет раздела [irreparable]" in complaint(root)


def test_a_section_without_its_price_is_named_with_its_line(root: Path) -> None:
    spoil(root / "score.toml", "points = -15")
    said = complaint(root)
    assert "в разделе [irreparable] должны быть" in said
    assert "points" in said


@pytest.mark.parametrize("name", ["words/everyday.txt", "score.toml", "signals.toml", "stances/goodwill.toml"])
def test_a_missing_file_is_named(root: Path, name: str) -> None:
    (root / name).unlink()
    assert f"{name}: файла нет" in complaint(root)


def test_helping_words_that_cost_points_need_their_reason(root: Path) -> None:
    spoil(root / "stances" / "no_complaint.toml", "regret = 'Жалеть", "thanks = 'Жалеть")
    assert "не сказано в [unwelcome], чем здесь вредит «regret»" in complaint(root)


def test_an_unknown_signal_is_named_where_it_stands(root: Path) -> None:
    spoil(root / "stances" / "goodwill.toml", "empathy = 13", "emphaty = 13")
    assert "goodwill.toml:" in complaint(root)
    assert "неизвестный сигнал «emphaty»" in complaint(root)
