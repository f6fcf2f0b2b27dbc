"""A sentence is kept whole, or what is left of it is a sentence, or it goes."""

from __future__ import annotations

import pytest

from bot.coach.rewrite.antecedents import dangles
from bot.coach.rewrite.edits import Cut, Hurt, applied
from bot.coach.rewrite.mend import mended
from bot.coach.rewrite.politeness import polite


def ways(text: str, *hurting: str, signal: str = "rules") -> list[str]:
    hurts = [Hurt(text.index(words), text.index(words) + len(words), signal) for words in hurting]
    return list(mended(text, hurts))


@pytest.mark.parametrize(
    ("text", "hurting"),
    [
        ("Если вы обнаружили недостачу, напишите на горячую линию.", "напишите на горячую линию"),
        ("Когда приедет курьер, зависит не от нас.", "зависит не от нас"),
        ("Пеня начислена по договору, ввиду чего списание прошло 11 числа.", "Пеня начислена по договору"),
        ("Чтобы получить ответ, читайте внимательно.", "читайте внимательно"),
    ],
)
def test_what_only_led_on_goes_with_what_it_led_to(text: str, hurting: str) -> None:
    for better in ways(text, hurting):
        assert not better.startswith(("Если", "Когда", "Чтобы", "Ввиду")), better


@pytest.mark.parametrize(
    ("text", "hurting", "better"),
    [
        ("Согласно п. 5 договора деньги вернём завтра.", "Согласно п. 5 договора", "Деньги вернём завтра."),
        (
            "Заморозка произведена на основании ст. 5 и согласия клиента не требует.",
            "на основании ст. 5",
            "Заморозка произведена и согласия клиента не требует.",
        ),
    ],
)
def test_a_reason_ends_where_its_papers_end(text: str, hurting: str, better: str) -> None:
    assert ways(text, hurting)[0] == better


def test_a_taken_back_feeling_loses_the_turn_and_not_its_first_word() -> None:
    text = "Печально, что вы замёрзли, только вот без номерка гардероб не отвечает."
    assert (
        ways(text, "только вот без номерка гардероб не отвечает", signal="but_after")[0] == "Печально, что вы замёрзли."
    )


def test_what_somebody_did_goes_with_who_did_it() -> None:
    text = "Пару собирал стажёр, после приёмки полез не в ту ячейку."
    assert ways(text, "Пару собирал стажёр", signal="blame_other") == [""]


def test_office_hours_outlive_the_order_to_come() -> None:
    text = "Подаётся оно лично, каб. 3, вторник с 14 до 16."
    assert "На всякий случай: каб. 3, вторник с 14 до 16." in ways(text, "Подаётся оно лично", signal="deflect")


def test_words_that_two_rules_scold_are_cut_once() -> None:
    text = "Просим прощения за возможные неудобства завтра."
    cut = Cut(16, 39)
    assert applied(text, [cut, cut]) == "Просим прощения  завтра."


@pytest.mark.parametrize(
    ("text", "pointing"),
    [
        ("Он быстро решит проблему.", True),
        ("Премии за рейс он лишён.", True),
        ("Надеемся разобраться с этой функцией.", True),
        ("Мастер приедет, он позвонит заранее.", False),
        ("Мастер с его инструментом уже в пути.", False),
        ("Деньги вернём завтра.", False),
    ],
)
def test_a_sentence_that_points_back_is_known(text: str, *, pointing: bool) -> None:
    assert dangles(text) is pointing


@pytest.mark.parametrize(
    ("text", "better"),
    [("Завтра с 10 забегай.", "Завтра с 10 забегайте."), ("Сори за нервы!", "Сори за нервы!")],
)
def test_familiar_orders_become_polite_and_pardons_stay(text: str, better: str) -> None:
    assert polite(text) == better
