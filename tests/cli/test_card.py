"""`bot card` counts what is right, wrong and missed on labelled cases."""

from pathlib import Path

import pytest

from bot.__main__ import main
from bot.cli.card import measure
from tests.loaded import the_coach

ASIDE = Path(__file__).parent.parent / "aside" / "cases.jsonl"


def test_a_find_a_false_alarm_and_a_miss_are_counted_apart() -> None:
    row = {
        "draft": "Извините за опоздание.",
        "complaint": "",
        "labels": {"draft": {"law": ["ст. 18"]}, "complaint": {}},
    }
    right = {"draft": "Извините за опоздание.", "labels": {"draft": {"apology": ["Извините"]}, "complaint": {}}}
    trust = measure(the_coach(), [row, right])

    assert (trust["apology"].right, trust["apology"].wrong) == (1, 1)
    assert (trust["law"].missed, trust["law"].example) == (1, "ст. 18")


def test_the_card_is_a_table_with_an_average(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    few = tmp_path / "few.jsonl"
    few.write_text("\n".join(ASIDE.read_text(encoding="utf-8").splitlines()[:40]), encoding="utf-8")

    assert main(["card", str(few)]) == 0
    said = capsys.readouterr().out
    assert "| help |" in said
    assert "| в среднем |" in said


def test_a_file_that_is_not_there_is_explained(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["card", str(tmp_path / "нет.jsonl")]) == 1
    assert "Не читается" in capsys.readouterr().out
