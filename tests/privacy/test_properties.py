"""What holds for any text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.privacy import PLACEHOLDERS, find, mask, masked

# Pieces that start, end, allow and forbid something in the rules; glued at random they meet in every order.
PIECES = """
+7 (916) 123-45-67|89161234567|8 916 123 45 67|123-45-67|4111 1111 1111 1111|4111111111111111|паспорт|серия|45 10
№|123456|4510|ИНН|7707083893|112-233-445 95|СНИЛС|ул.|Ленина|д.|5|кв.|12|, |Иванов|Иван|Иванович|И.|И. И.|Анна
Сергеевна|Заказ|заказ|руб|рублей|р.|Мая|мая|тел|звоните|на|номер|ivan@mail.ru|@|mail.ru|-|(|)|+|8|7|916|[телефон]
[имя]|[адрес]|иванова|ивана|ивановича|Прошу|г.|Москва|101000|дом|карта|доб.|00|:|/|.|_|\u200b|\u0301|Тверская
"""
GLUED = st.lists(
    st.sampled_from([*PIECES.strip().replace("\n", "|").split("|"), "\n", " ", " ", " "]), max_size=24
).map("".join)
ANY = st.one_of(GLUED, st.text(max_size=200))


@settings(max_examples=1000)
@given(ANY)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    once = mask(text)

    assert mask(once) == once
    assert find(once) == []


@settings(max_examples=300)
@given(ANY)
def test_what_is_found_lies_in_order_inside_the_text(text: str) -> None:
    found = find(text)

    assert all(0 <= item.start < item.end <= len(text) for item in found)
    assert all(left.end <= right.start for left, right in pairwise(found))


@settings(max_examples=300)
@given(GLUED, st.data())
def test_a_span_of_the_original_keeps_its_words_in_the_masked_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    result = masked(text)
    left, right = result.span(start, end)

    assert 0 <= left <= right <= len(result.text)
    inside = [item for item in result.found if item.start < end and start < item.end]
    if not inside:
        assert result.text[left:right] == text[start:end]
    for item in inside:
        assert PLACEHOLDERS[item.kind] in result.text[left:right]


@given(
    st.text(alphabet="0123456789", min_size=10, max_size=10),
    st.lists(st.sampled_from("\u200b\u2060\u00ad"), max_size=10),
)
def test_hidden_characters_do_not_carry_a_phone_through(digits: str, hidden: list[str]) -> None:
    phone = "+7" + "".join(digit + (hidden[place] if place < len(hidden) else "") for place, digit in enumerate(digits))

    assert mask(phone) == "[телефон]"


@pytest.mark.parametrize(
    "piece",
    [
        "1", "4444 ", "8-", "8(", "+7(", "a_", "a.@", "a@a.", "А-", "Аб ", "иванович ", "И.И.", "ул. Ленина ",
        "Аа Аа ул ", "паспорт ", "№", "\u200b", "1\u200b", " ", "овн", "8 916 ", "89161234567 ", "ivan@mail.ru ",
        "дом 5 ", "Ивановна ", "1О", "Aа",
    ],
)  # fmt: skip
def test_hostile_repetition_of_the_longest_accepted_length_is_answered(piece: str) -> None:
    text = (piece * 8000)[:8000]

    assert mask(mask(text)) == mask(text)
    assert all(left.end <= right.start for left, right in pairwise(find(text)))
