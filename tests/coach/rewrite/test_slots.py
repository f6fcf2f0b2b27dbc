from __future__ import annotations

import pytest

from bot.coach.rewrite.rewriter import Rewriter

WHEN = "Ответим вам [срок ответа]."
DEED = "Чтобы всё исправить, [что сделаете] и напишем вам [срок ответа]."


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("завтра до 12:00", "Ответим вам завтра до 12:00."),
        ("Сегодня до 18:00", "Ответим вам сегодня до 18:00."),
        ("18:00", "Ответим вам до 18:00."),
        ("пятница", "Ответим вам в пятницу."),
        ("вторник до обеда", "Ответим вам во вторник до обеда."),
        ("15 мая", "Ответим вам 15 мая."),
        ("2 часа", "Ответим вам через 2 часа."),
        ("час", "Ответим вам через час."),
        ("неделя", "Ответим вам через неделю."),
        ("до конца дня", "Ответим вам до конца дня."),
        ("в течение часа.", "Ответим вам в течение часа."),
    ],
)
def test_a_moment_gets_its_preposition_and_case(rewriter: Rewriter, value: str, filled: str) -> None:
    assert rewriter.fill(WHEN, {"срок ответа": value}) == filled


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("вернуть деньги", "вернём деньги"),
        ("Заменим чайник", "заменим чайник"),
        ("мы перевезём шкаф сами", "перевезём шкаф сами"),
        ("починить и привезти", "починим и привезём"),
    ],
)
def test_a_deed_is_said_by_us(rewriter: Rewriter, value: str, filled: str) -> None:
    text = rewriter.fill(DEED, {"[что сделаете]": value})
    assert text == f"Чтобы всё исправить, {filled} и напишем вам [срок ответа]."


def test_an_unanswered_or_unknown_slot_stays(rewriter: Rewriter) -> None:
    text = "Анна, [ИМЯ], ответим [срок ответа]."
    assert rewriter.fill(text, {"ИМЯ": "Пётр"}) == text


def test_a_value_that_opens_a_sentence_gets_a_capital(rewriter: Rewriter) -> None:
    assert rewriter.fill("[что сделаете].", {"что сделаете": "вернуть деньги"}) == "Вернём деньги."
