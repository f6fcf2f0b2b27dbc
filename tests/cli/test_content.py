"""`bot content check` tells a team lead what is wrong, where, and in Russian."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.content import CONTENT, load_coach
from tests.cli.command import Done, bot

RULE = """
title = 'Проба'
why = 'Так больно.'
phrases = '''
{phrase}
'''
bad = '''
{bad}
'''
good = '''
{good}
'''
"""


def rule(phrase: str = "ваша вина", bad: str = "Это [ваша вина].", good: str = "Это наша вина.") -> str:
    return RULE.format(phrase=phrase, bad=bad, good=good)


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def test_the_real_content_is_in_order() -> None:
    done = bot("content", "check")

    assert (done.status, done.err) == (0, ""), done.out
    assert done.out.endswith("Всё в порядке.\n")


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the content with few rules, of which most are broken, each in its own way."""
    root = tmp_path_factory.mktemp("content")
    shutil.copytree(CONTENT, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns("rules", "reader"))
    for lesson in (root / "tips").glob("*.toml"):
        lesson.unlink()
    for path, text in {
        "rules/draft/rude/whole.toml": rule(),
        "rules/draft/rude/twin.toml": rule(),
        "rules/draft/rude/no_toml.toml": rule().replace("'Проба'", "'Проба"),
        "rules/draft/rude/strange_key.toml": rule() + "colour = 'red'\n",
        "rules/draft/rude/no_why.toml": rule().replace("why", "advice"),
        "rules/draft/rude/bracket.toml": rule("(ваша вина"),
        "rules/draft/rude/no_set.toml": rule("ваша вина\nэто @nowhere"),
        "rules/draft/rude/wrong_mark.toml": rule(bad="Это ваша [вина]."),
        "rules/draft/rude/false_alarm.toml": rule("{вина}", bad="Твоя [вина]."),
        "rules/draft/rude/no_mark.toml": rule(bad="Это ваша вина."),
        "rules/draft/rude/bad_advice.toml": rule("твоя вина", "Это [твоя вина]. → Это ваша вина."),
        "rules/complaint/rude/twin.toml": rule(),
        "rules/draft/cliches/silent.toml": rule(),
        "words/broken.txt": "# Набор\nслово\n(слово\n",
        "messages/broken.toml": "один = \n",
        "phrases/broken.toml": "[[phrase]\n",
        "shelf/broken.toml": "title = \n",
    }.items():
        write(root, path, text)
    return root


@pytest.fixture(scope="module")
def broken(root: Path) -> Done:
    return bot("content", "check", "--root", str(root))


@pytest.mark.parametrize(
    "remark",
    [
        "rules/draft/rude/no_toml.toml:2: не читается как TOML",
        "rules/draft/rude/strange_key.toml:13: неизвестный ключ «colour»",
        "rules/draft/rude/no_why.toml: нет «why»",
        "rules/draft/rude/bracket.toml:5: не хватает «)»",
        "rules/draft/rude/no_set.toml:6: нет набора слов «@nowhere»",
        "rules/draft/rude/wrong_mark.toml:8: bad: отмечено не то, нашлось ['ваша вина']",
        "rules/draft/rude/false_alarm.toml:11: good: ложная тревога на «вина»",
        "rules/draft/rude/no_mark.toml:8: bad: отметьте слова [скобками]",
        "rules/draft/rude/bad_advice.toml:8: совет сам нарушает правило whole",
        "rules/draft/rude/twin.toml: правило «twin» уже есть",
        "rules/draft/cliches: такого сигнала нет в signals.toml",
        "words/broken.txt:3: не хватает «)»",
        "messages/broken.toml:1: не читается как TOML",
        "phrases/broken.toml:1: не читается как TOML",
        "shelf/broken.toml:1: не читается как TOML",
    ],
)
def test_every_mistake_is_told_with_its_file_and_line_and_hides_no_other(root: Path, broken: Done, remark: str) -> None:
    assert any(line.startswith(f"{root}/{remark}") for line in broken.out.splitlines()), broken.out


def test_broken_content_makes_status_1_without_a_traceback(broken: Done) -> None:
    assert (broken.status, broken.err) == (1, "")
    assert "Замечаний: " in broken.out


def test_a_folder_without_rules_is_told(tmp_path: Path) -> None:
    done = bot("content", "check", "--root", str(tmp_path))

    assert done == Done(1, f"В папке {tmp_path} нет правил: в ней должна быть папка rules.\n", "")


def test_a_coach_of_broken_rules_says_that_some_are_silent(root: Path, caplog: pytest.LogCaptureFixture) -> None:
    load_coach(root)

    assert "Что из-за них молчит, скажет bot content check" in caplog.text
