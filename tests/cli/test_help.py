"""What the command line says of itself and of a slip is Russian."""

from __future__ import annotations

import re

import pytest

from tests.cli.command import bot

ENGLISH = re.compile(r"\b(?:usage|options|positional|arguments|show this|exit|default)\b")


@pytest.mark.parametrize("command", [(), ("check",), ("content",), ("db",), ("card",), ("train",), ("doctor",)])
def test_help_speaks_russian(command: tuple[str, ...]) -> None:
    done = bot(*command, "--help")

    assert done.status == 0
    assert "как вызвать:" in done.out
    assert not ENGLISH.search(done.out), done.out


@pytest.mark.parametrize(
    ("slip", "said"),
    [
        (("chek",), "КОМАНДА не бывает «chek»; бывает: run, doctor"),
        (("check", "--facts", "нет", "текст"), "Не понял: --facts: «нет» не подходит"),
        (("check", "--complaint"), "после --complaint нужно значение"),
        (("check", "--loud", "привет"), "лишнее: --loud"),
    ],
)
def test_a_slip_is_explained_with_the_way_to_help(slip: tuple[str, ...], said: str) -> None:
    done = bot(*slip)

    assert done.status == 2
    assert said in done.err
    assert "--help" in done.err
    assert not re.search(r"error|invalid|expected|usage|argument", done.err)
