"""The rules of a house: what its lead wants said otherwise, beside the catalogue and cheap to put on."""

from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.house import PRICE, HouseRule
from bot.coach.model import Case, Facts, Fault, Review, Taps
from bot.coach.pattern import PatternError

TITLES = ("Слова, которых у нас избегают", "Как у нас говорят")
COMPLAINT = "Курьер опоздал на три часа, торт смазан!"
DRAFT = "Простите, что торт опоздал на три часа. Вернём 30% сегодня до 18:00. Ожидайте ответа."


def avoid(phrase: str, say: str | None = None) -> HouseRule:
    return HouseRule("house_1", "Так у нас не пишут", "Человек не знает, чего ждать.", "Назовите время.", phrase, say)


def better(say: str, phrase: str | None = None) -> HouseRule:
    return HouseRule("house_2", "У нас говорят", "Так теплее.", f"Скажите: «{say}».", phrase, say, costs=False)


def case(draft: str, taps: Taps | None = None) -> Case:
    return Case(draft, COMPLAINT, Facts.CHECKED, Fault.COMPANY, taps=taps or Taps())


def judged(coach: Coach, rule: HouseRule, draft: str = DRAFT) -> Review:
    return coach.with_house([rule], TITLES).judge(case(draft))


def test_words_to_avoid_are_a_finding_of_the_houses_own(coach: Coach) -> None:
    review = judged(coach, avoid("ожидайте ответа", "Позвоню вам до 18:00."))
    (finding,) = [each for each in review.findings if each.rule == "house_1"]
    assert (finding.text, finding.why) == ("Ожидайте ответа", "Человек не знает, чего ждать.")
    assert finding.replacements == ("Позвоню вам до 18:00.",)


def test_they_cost_a_little_once_and_the_score_says_for_what(coach: Coach) -> None:
    plain = coach.judge(case(DRAFT + " Ожидайте ответа."))
    review = judged(coach, avoid("ожидайте ответа"), DRAFT + " Ожидайте ответа.")
    assert plain.score - review.score == PRICE
    assert [part.points for part in review.parts if part.why == TITLES[0]] == [-PRICE]
    assert sum(part.points for part in review.parts) == review.score


def test_a_better_wording_is_a_hint_that_costs_nothing(coach: Coach) -> None:
    review = judged(coach, better("Мы на связи до 20:00", "ожидайте ответа"))
    (hint,) = [each for each in review.findings if each.rule == "house_2"]
    assert hint.text == "Ожидайте ответа"
    assert hint.aside
    assert review.score == coach.judge(case(DRAFT)).score


def test_the_houses_own_words_are_not_scolded_by_the_catalogue(coach: Coach) -> None:
    draft = DRAFT.removesuffix(" Ожидайте ответа.") + " Ваше мнение очень важно для нас."
    scolded = coach.judge(case(draft))
    assert any("мнение" in (finding.text or "") for finding in scolded.findings)
    review = judged(coach, better("Ваше мнение очень важно для нас."), draft)
    assert not any("мнение" in (finding.text or "") for finding in review.findings)
    assert review.score > scolded.score


def test_what_to_say_instead_may_hold_the_avoided_words(coach: Coach) -> None:
    rule = avoid("ожидайте", "ожидайте звонка до 18:00")
    assert not judged(coach, rule, "Простите за опоздание. Ожидайте звонка до 18:00.").signals.get("house_avoided")
    assert judged(coach, rule).signals["house_avoided"]


def test_the_rewrite_says_it_the_houses_way(coach: Coach) -> None:
    house = coach.with_house([avoid("ожидайте ответа", "Позвоню вам до 18:00.")], TITLES)
    for rewrite in house.rewrites(house.judge(case(DRAFT))):
        assert "ожидайте ответа" not in rewrite.text.lower()


def test_one_tap_puts_the_houses_words_in(coach: Coach) -> None:
    house = coach.with_house([avoid("ожидайте ответа", "позвоню вам до 18:00")], TITLES)
    review = house.judge(case(DRAFT))
    assert house.rewriter is not None
    (finding,) = [each for each in review.findings if each.rule == "house_1"]
    assert house.rewriter.replacements(finding, review)[0] == "позвоню вам до 18:00"


def test_who_does_not_agree_is_not_charged(coach: Coach) -> None:
    house = coach.with_house([avoid("ожидайте ответа")], TITLES)
    taken_back = Taps(dismissed=frozenset({"house_1:Ожидайте ответа"}))
    review = house.judge(case(DRAFT, taken_back))
    assert review.score == coach.judge(case(DRAFT)).score
    assert all(finding.rule != "house_1" for finding in review.findings)


def test_any_form_of_a_word_is_found_by_the_pattern_language(coach: Coach) -> None:
    review = judged(coach, avoid("{ожидать} (ответа|звонка)"), DRAFT + " Мы будем ожидать звонка.")
    assert [signal.text for signal in review.signals["house_avoided"]] == ["Ожидайте ответа", "ожидать звонка"]


def test_words_that_the_catalogue_scolds_too_are_scolded_once_and_no_cheaper(coach: Coach) -> None:
    rule = avoid("ваша вина", "перепутали адрес")
    draft = "Ирина, это ваша вина. Вернём 30% сегодня до 18:00."
    plain, review = coach.judge(case(draft)), judged(coach, rule, draft)
    assert [f.rule for f in review.findings if f.text and "ваша вина" in f.text] == ["house_1"]
    assert review.findings[0].rule == "house_1"
    assert review.score == plain.score - PRICE


def test_the_coach_without_the_house_stays_as_it_was(coach: Coach) -> None:
    before = coach.judge(case(DRAFT))
    judged(coach, avoid("простите"))
    assert coach.judge(case(DRAFT)) == before
    assert "house_1" not in coach.rules


@pytest.mark.parametrize("say", ["🙂", "…", "(скажите) [так] b*", "<b>Вася & Ко</b>", "Да.", "!не"])
def test_odd_words_to_say_break_nothing(coach: Coach, say: str) -> None:
    assert judged(coach, avoid("ожидайте ответа", say), DRAFT + " " + say).findings is not None


def test_a_phrase_that_cannot_be_read_is_explained(coach: Coach) -> None:
    with pytest.raises(PatternError, match=r"скобка|не хватает"):
        coach.with_house([avoid("(ожидайте")], TITLES)
