"""The tips and quizzes can be read, are no two alike, and pass our own rules."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from bot.coach.guide import Kind
from bot.coach.rule import Part
from bot.content import CONTENT, load_guide
from bot.content.tip_checks import ALIKE, check_lessons, likeness, scores
from bot.content.tips import MAX_TIP, Quiz, load_lessons
from tests.loaded import the_catalogue, the_coach, the_lessons

LESSONS = the_lessons()
DRAFT = the_catalogue(Part.DRAFT)
COACH = the_coach()


def test_every_tip_and_quiz_is_readable() -> None:
    assert [str(mistake) for mistake in LESSONS.mistakes] == []


def test_there_is_enough_for_half_a_year() -> None:
    assert len(LESSONS.tips) >= 126
    assert len(LESSONS.quizzes) >= 30


def test_tips_and_quizzes_pass_our_own_rules() -> None:
    assert [str(mistake) for mistake in check_lessons(LESSONS, DRAFT, COACH)] == []


def test_a_tip_fits_under_seven_hundred_characters() -> None:
    assert max(tip.length for tip in LESSONS.tips) <= MAX_TIP == 700


def test_no_two_tips_are_alike() -> None:
    assert max(likeness(one, other) for one, other in combinations(LESSONS.tips, 2)) < ALIKE == 0.3


@pytest.mark.parametrize("quiz", LESSONS.quizzes, ids=lambda quiz: quiz.id)
def test_the_right_reply_scores_clearly_higher(quiz: Quiz) -> None:
    better, worse = scores(quiz, COACH)
    assert better >= worse + 10


def test_the_right_letter_cannot_be_guessed() -> None:
    right = [quiz.right for quiz in LESSONS.quizzes]
    assert 0.35 <= right.count("а") / len(right) <= 0.65


def test_every_move_that_is_judged_has_a_tip_to_train_it() -> None:
    judged = {name for name, signal in load_guide().signals.items() if signal.kind is not Kind.ASIDE}
    assert judged - {signal for tip in LESSONS.tips for signal in tip.signals} == set()


GOOD = """
[[tip]]
id = 'proba'
title = 'Проба'
principle = 'тон'
signals = 'cliche help'
worse = 'В кратчайшие сроки.'
better = 'Отвечу до 18:00.'
today = 'Замените ~в кратчайшие сроки~ часом.'

[[quiz]]
id = 'vopros'
principle = 'тон'
signals = 'cliche'
complaint = 'Где заказ? Обещали вчера!'
a = 'Ищу ваш заказ, до 18:00 напишу, где он.'
b = 'Ждите.'
right = 'а'
explanation = 'В первом есть час.'
"""


def load(tmp_path: Path, text: str) -> list[str]:
    """The mistakes in a folder of one file, without the folder."""
    folder = tmp_path / "tips"
    folder.mkdir(exist_ok=True)
    (folder / "principles.txt").write_text("тон\n", encoding="utf-8")
    (tmp_path / "signals.toml").write_text((CONTENT / "signals.toml").read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "proba.toml").write_text(text, encoding="utf-8")
    return [str(mistake).removeprefix(str(folder) + "/") for mistake in load_lessons(tmp_path).mistakes]


def test_a_whole_tip_has_no_mistakes(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD) == []
    lessons = load_lessons(tmp_path)
    assert lessons.tips[0].signals == ("cliche", "help")
    assert lessons.quizzes[0].better.startswith("Ищу")
    assert [str(mistake) for mistake in check_lessons(lessons, DRAFT, COACH)] == []


def test_words_named_as_bad_ones_are_shown_in_quotes_and_are_no_advice(tmp_path: Path) -> None:
    load(tmp_path, GOOD)
    tip = load_lessons(tmp_path).tips[0]
    assert tip.today == "Замените «в кратчайшие сроки» часом."
    assert not any("кратчайшие" in text for text in tip.advised)


@pytest.mark.parametrize(
    ("was", "now", "mistake"),
    [
        ("principle = 'тон'", "principle = 'тын'", "proba.toml:5: принципа «тын» нет в principles.txt"),
        ("signals = 'cliche help'", "signals = 'клише'", "proba.toml:6: сигнала «клише» нет в signals.toml"),
        ("id = 'proba'", "id = 'Проба'", "proba.toml:3: id пишется латиницей"),
        ("id = 'vopros'", "id = 'proba'", "proba.toml:12: id «proba» уже занят: proba.toml:2"),
        ("worse = 'В кратчайшие сроки.'\n", "", "proba.toml:7: worse и better пишутся парой"),
        ("today =", "todey =", "proba.toml:9: неизвестный ключ «todey»"),
        ("title = 'Проба'", "title = ''", "proba.toml:4: не хватает текста «title»"),
        ("title = 'Проба'", "title = 'Проба", "proba.toml:4: не читается как TOML"),
        ("'Отвечу до 18:00.'", f"'{'а' * 700}'", "proba.toml:2: в совете "),
        ("right = 'а'", "right = 'a'", "proba.toml:18: «right» не может быть «a»; бывает: а, б"),
        ("right = 'а'", "right = 'а'\nfault = 'кот'", "proba.toml:19: «fault» не может быть «кот»"),
        ("'В первом есть час.'", f"'{'а' * 201}'", "proba.toml:19: в объяснении 201 знаков, а помещается 200"),
        ("[[quiz]]", "[[kviz]]", "proba.toml: неизвестный раздел «kviz»"),
    ],
)
def test_a_mistake_is_told_in_russian_with_its_line(tmp_path: Path, was: str, now: str, mistake: str) -> None:
    found = load(tmp_path, GOOD.replace(was, now, 1))
    assert any(line.startswith(mistake) for line in found), found


def test_a_broken_tip_does_not_hide_the_others(tmp_path: Path) -> None:
    load(tmp_path, GOOD.replace("title = 'Проба'", "title = ''"))
    lessons = load_lessons(tmp_path)
    assert not lessons.tips
    assert [quiz.id for quiz in lessons.quizzes] == ["vopros"]


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ("Отвечу до 18:00.", "Отвечу в кратчайшие сроки.", "нарушает правило cliche"),
        ("Ищу ваш заказ, до 18:00 напишу, где он.", "Ваше мнение очень важно для нас.", "нарушает правило cliche"),
        ("right = 'а'", "right = 'б'", "верный ответ получает"),
    ],
)
def test_the_check_explains_what_our_rules_say(tmp_path: Path, was: str, now: str, said: str) -> None:
    load(tmp_path, GOOD.replace(was, now, 1))
    found = [str(mistake) for mistake in check_lessons(load_lessons(tmp_path), DRAFT, COACH)]
    assert any(said in line for line in found), found


def test_a_tip_told_twice_is_noticed(tmp_path: Path) -> None:
    load(tmp_path, GOOD.partition("[[quiz]]")[0] * 2)
    assert len(load_lessons(tmp_path).tips) == 1, "the same id is taken"
    twice = GOOD.partition("[[quiz]]")[0]
    load(tmp_path, twice + twice.replace("id = 'proba'", "id = 'dva'"))
    lessons = load_lessons(tmp_path)
    assert any("«dva» почти повторяет «proba»" in str(found) for found in check_lessons(lessons, DRAFT, COACH))
