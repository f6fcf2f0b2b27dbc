"""What of a complaint a reply may repeat, and what it must not."""

from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.model import Case, Facts, Fault
from bot.coach.rewrite.event import event_of, question_of
from bot.coach.rewrite.rewriter import Rewriter
from bot.coach.text import Text


def told(coach: Coach, rewriter: Rewriter, complaint: str) -> str:
    review = coach.judge(Case("Ждите.", complaint))
    return event_of(Text.parse(complaint), review.complaint_signals, rewriter.phrases.lexicon)


@pytest.mark.parametrize(
    ("complaint", "event"),
    [
        ("Курьер так и не позвонил мне. Сижу жду.", "курьер так и не позвонил вам"),
        ("Заказала суп, а мне привезли чужой салат!", "вам привезли чужой салат"),
        ("Ваш мастер не приехал, отпрашивалась зря", "наш мастер не приехал"),
        ("Третий день нет горячей воды", "третий день нет горячей воды"),
        ("Не перезвонили ни разу!!!", "не перезвонили ни разу"),
        ("Ваш курьер Антон опоздал на 3 часа, суп остыл", "наш курьер опоздал"),
        ("КУРЬЕР НЕ ПРИЕХАЛ", "курьер не приехал"),
    ],
)
def test_what_went_wrong_is_said_back_from_our_side(
    coach: Coach, rewriter: Rewriter, complaint: str, event: str
) -> None:
    assert told(coach, rewriter, complaint) == event


@pytest.mark.parametrize(
    "complaint",
    [
        "Я не успела на поезд.",  # of the customer, not of us
        "Привезли 3 пиццы из 5.",  # figures that nobody checked
        "Антон не приехал.",  # a name
        "Ваш сотрудник трогал меня за плечо.",  # not to be worded by a machine
        "Мастер не приехал?",  # a question tells nothing
        "Она опять не ответила.",  # who?
        "Терпение кончилось.",  # no thing
        "",
        "😡😡😡",
        "Доставка " * 2_000,
    ],
)
def test_where_it_is_not_safe_nothing_is_repeated(coach: Coach, rewriter: Rewriter, complaint: str) -> None:
    assert not told(coach, rewriter, complaint)


@pytest.mark.parametrize(
    ("complaint", "question"),
    [
        ("Где мой заказ? Вчера обещали!", "где ваш заказ"),
        ("где мой заказ 55812, три недели прошло", "где ваш заказ"),
        ("Почему мне снова пришёл счёт?", "почему вам снова пришёл счёт"),
        ("Когда вы уже начнёте работать?", ""),
        ("Где совесть?", ""),
    ],
)
def test_a_question_is_said_back_where_it_is_one(rewriter: Rewriter, complaint: str, question: str) -> None:
    assert question_of(Text.parse(complaint), rewriter.phrases.lexicon) == question


def test_a_rewrite_tells_what_it_will_find_out(coach: Coach) -> None:
    review = coach.judge(Case("Ну бывает, не драматизируйте.", "Лифт не работает пятый день.", Facts.UNCHECKED))
    assert any("лифт не работает" in rewrite.text for rewrite in coach.rewrites(review))


def test_what_went_wrong_is_told_once(coach: Coach) -> None:
    review = coach.judge(Case("Ну бывает, не драматизируйте.", "Лифт не работает пятый день.", Facts.UNCHECKED))
    for rewrite in coach.rewrites(review):
        assert rewrite.text.lower().count("лифт") <= 1, rewrite.text


def test_a_sound_draft_gets_one_sentence_or_none(coach: Coach) -> None:
    lively = "Ого, вижу. Курьера набираю сама, до 18:30 отпишусь, а за вечер без ужина простите."
    review = coach.judge(Case(lively, "Роллы не привезли!", Facts.CHECKED, Fault.COMPANY))
    assert coach.rewrites(review) == ()


def test_a_denied_insult_is_kindness(coach: Coach) -> None:
    draft = (
        "Вовсе вы не дура, Зоя Павловна, эти люди умеют напугать. Карту я закрыла, остальные деньги на месте. "
        "Закон даёт на ответ тридцать дней, позвоним раньше."
    )
    warm = coach.rewrites(coach.judge(Case(draft, "Продиктовала код мошенникам, дура старая")))[0]
    assert "не дура" in warm.text


def test_a_term_that_a_law_gives_is_the_customers(coach: Coach) -> None:
    draft = "Очень жаль. Закон даёт на возврат пятнадцать дней, приходите с чеком, деньги вернём сразу."
    rewrites = coach.rewrites(coach.judge(Case(draft, "Чайник сломался, верните деньги!")))
    assert rewrites
    assert all("пятнадцать дней" in rewrite.text and "акон" not in rewrite.text for rewrite in rewrites)


def test_what_a_warranty_leaves_out_stays_a_refusal_in_plain_words(coach: Coach) -> None:
    draft = "Очень жаль вашу плиту. Удар в гарантию не входит, стекло отдадим за 4 200 вместо 11 000, поставим сами."
    for rewrite in coach.rewrites(coach.judge(Case(draft, "Уронила кастрюлю, стекло на плите треснуло"))):
        assert "по гарантии это не получится" in rewrite.text.lower()
