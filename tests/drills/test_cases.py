"""Every case of content/cases is readable, fair, varied and playable to every ending."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.coach.coach import Coach
from bot.coach.model import Stance
from bot.coach.rule import Part
from bot.content import CONTENT
from bot.content.cases import LEVELS, DrillCase
from bot.content.drills import Drills, house_drills, load_drills
from bot.drills.checks import check_cases
from bot.drills.play import Ending, Play, reply
from bot.drills.reaction import reaction
from tests.drills.player import walks
from tests.loaded import the_catalogue

LOADED = house_drills()
CASES = pytest.mark.parametrize("case", LOADED.cases.values(), ids=lambda case: case.id)


def test_every_case_is_readable() -> None:
    assert [str(mistake) for mistake in LOADED.mistakes] == []


def test_there_is_enough_to_practise_on() -> None:
    cases = LOADED.cases.values()
    assert len(cases) >= 36
    assert len({case.trade for case in cases}) >= 8
    assert {case.stance for case in cases} == set(Stance)
    assert {case.level for case in cases} == set(LEVELS)


def test_model_answers_are_excellent_templates_fail_and_doubt_is_caught_everywhere(
    drills: Drills, coach: Coach
) -> None:
    draft = the_catalogue(Part.DRAFT)
    assert [str(mistake) for mistake in check_cases(drills, coach, draft, CONTENT)] == []


@CASES
def test_every_ending_can_be_played_and_the_customer_always_answers(
    case: DrillCase, drills: Drills, coach: Coach
) -> None:
    endings: Counter[Ending | None] = Counter()
    for play, said in walks(case, drills, coach):
        endings[play.ending] += 1
        assert len(said) == len(play.turns) <= 3
        assert all(said)
        assert "{" not in "".join(said)
    assert set(endings) == {Ending.SATISFIED, Ending.SOFTENED, Ending.UNCONVINCED, Ending.LEFT}


def test_premature_guilt_about_the_television_is_caught_before_the_facts_and_after(
    drills: Drills, coach: Coach
) -> None:
    case = drills.cases["tv_scratched"]
    guilty = "Виктор, простите нас, это наша вина. Понимаю, как обидно. Вернём половину цены до 18:00, напишу вам."
    early, late = Play(case.id), Play(case.id, taken=list(case.deciding))
    review = reply(case, early, guilty, coach, drills)
    assert "premature_guilt" in {finding.rule for finding in review.findings}
    assert "наша вина" in reaction(case, early, review, drills) or "признаёте" in reaction(case, early, review, drills)
    review = reply(case, late, guilty, coach, drills)
    assert late.turns[0].trapped
    assert late.ending is None
    assert "вина" in reaction(case, late, review, drills) or "признаёте" in reaction(case, late, review, drills)


@pytest.mark.parametrize(
    ("was", "becomes", "said"),
    [
        ("level = 1", "level = 4", "«level» не может быть «4»"),
        ("trade = 'Магазин электроники'", "trade = 'Космодром'", "дела «Космодром» нет"),
        ("patience = 20", "patience = 5", "узнать не успеть"),
        ("patience = 20", "patience = 90", "выбора нет"),
        ("decides = true", "", "ни одно действие не решает"),
        ("minutes = 4", "minutes = 'долго'", "целое число минут"),
        ("label = 'Посмотреть остатки на складе'", f"label = '{'я' * 40}'", "на кнопку не поместится"),
        ("signals = 'apology", "signals = 'magic", "сигнала «magic» нет"),
        ("repeat = ", "repeats = ", "неизвестный ключ «repeats»"),
        ("[reactions]", "[reaction]", "нужен раздел [reactions]"),
        ("fault = 'company'", "fault = 'dog'", "«fault» не может быть «dog»"),
        ("Спасибо на добром слове", "[добро] Спасибо", "строка без [слов]"),
        ("gender = 'ж'", "gender = 'ж", "не читается как TOML"),
    ],
)
def test_a_mistake_is_told_in_russian_with_its_line_and_hides_no_other_case(
    tmp_path: Path, was: str, becomes: str, said: str
) -> None:
    (tmp_path / "cases").mkdir()
    for name in ("signals.toml", "drills.toml", "cases/kettle_leaks.toml", "cases/boots_sole.toml"):
        (tmp_path / name).write_text((CONTENT / name).read_text(encoding="utf-8"), encoding="utf-8")
    broken = tmp_path / "cases" / "kettle_leaks.toml"
    broken.write_text(broken.read_text(encoding="utf-8").replace(was, becomes), encoding="utf-8")
    loaded = load_drills(tmp_path)
    assert list(loaded.cases) == ["boots_sole"]
    assert any(said in mistake.message and mistake.file == broken for mistake in loaded.mistakes)


def test_a_broken_line_of_reactions_is_told_of(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "signals.toml").write_text((CONTENT / "signals.toml").read_text(encoding="utf-8"), encoding="utf-8")
    source = (CONTENT / "drills.toml").read_text(encoding="utf-8").replace("Вы мне не верите?\n", "Вы {кто}?\n")
    (tmp_path / "drills.toml").write_text(source, encoding="utf-8")
    (mistake,) = load_drills(tmp_path).mistakes
    assert "{words}" in mistake.message
    assert mistake.line == source.splitlines().index("Вы {кто}?") + 1
