"""One line of JSON is one case or one clear error."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cli.cases import CaseError, read_case
from bot.coach.model import Case, Channel, Facts, Fault


def test_a_whole_line_is_a_case() -> None:
    row = {"id": "a-1", "draft": "Да", "complaint": "Нет", "channel": "email", "facts": "checked", "fault": "nobody"}

    assert read_case(json.dumps({**row, "more": 1})) == (
        "a-1",
        Case("Да", "Нет", Facts.CHECKED, Fault.NOBODY, Channel.EMAIL),
    )


@pytest.mark.parametrize("empty", [{}, {"complaint": None, "channel": None, "facts": None, "fault": None}])
def test_what_is_omitted_or_null_is_not_known(empty: dict[str, None]) -> None:
    assert read_case(json.dumps({"draft": "Да", **empty})) == (None, Case("Да"))


def test_an_empty_complaint_is_none() -> None:
    assert read_case('{"draft": "Да", "complaint": " \\n"}')[1].complaint is None


@pytest.mark.parametrize("case_id", ["x", "", 5, -1, 2.5, True, None, [], [1, "a"], {"a": {"b": 1}}, 10**30])
def test_an_id_is_kept_whatever_its_type(case_id: object) -> None:
    assert read_case(json.dumps({"id": case_id, "draft": "Да"}))[0] == case_id
    with pytest.raises(CaseError) as error:
        read_case(json.dumps({"id": case_id, "draft": ""}))
    assert error.value.case_id == case_id


def test_a_text_of_the_longest_length_is_taken() -> None:
    assert len(read_case(json.dumps({"draft": "а" * 8000}))[1].draft) == 8000


def test_half_an_emoji_gives_way_to_a_sign_of_the_same_length() -> None:
    assert read_case('{"draft": "а\\ud83dб"}')[1].draft == "а\ufffdб"


def test_a_byte_order_mark_is_no_part_of_the_line() -> None:
    assert read_case('\ufeff{"draft": "Да"}')[1].draft == "Да"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("", "строка не читается как JSON, ошибка у знака 1"),
        ('{"draft": ', "строка не читается как JSON, ошибка у знака 11"),
        ("{'draft': 'Да'}", "строка не читается как JSON, ошибка у знака 2"),
        ('{"id": NaN, "draft": "Да"}', "строка не читается как JSON: NaN не число"),
        ('{"id": 1e999, "draft": "Да"}', "строка не читается как JSON: 1e999 не число"),
        ("[" * 100_000, "строка не читается как JSON: в ней слишком длинное число или слишком много скобок"),
        ("1" * 10_000, "строка не читается как JSON: в ней слишком длинное число или слишком много скобок"),
        ("[]", "в строке должен быть объект JSON с полем draft"),
        ('"Да"', "в строке должен быть объект JSON с полем draft"),
        ("{}", "нет черновика: заполните поле draft"),
        ('{"draft": null}', "нет черновика: заполните поле draft"),
        ('{"draft": " \\n"}', "нет черновика: заполните поле draft"),
        ('{"draft": 5}', "поле draft должно быть строкой"),
        ('{"draft": "Да", "complaint": ["Нет"]}', "поле complaint должно быть строкой"),
        (json.dumps({"draft": "а" * 8001}), "поле draft длиннее 8000 знаков (8001)"),
        (json.dumps({"draft": "Да", "complaint": "а" * 9000}), "поле complaint длиннее 8000 знаков (9000)"),
        ('{"draft": "Да", "facts": "yes"}', "поле facts: «yes» не подходит, бывает checked, unchecked"),
        ('{"draft": "Да", "fault": 1}', "поле fault: «1» не подходит, бывает company, customer, nobody"),
        ('{"draft": "Да", "channel": []}', "поле channel: «[]» не подходит, бывает chat, email, review, public"),
    ],
    ids=lambda value: value[:40],
)
def test_a_bad_line_is_told_in_russian(line: str, told: str) -> None:
    with pytest.raises(CaseError) as error:
        read_case(line)

    assert str(error.value) == told


values = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=8), st.lists, max_leaves=3)
rows = st.dictionaries(st.sampled_from(["id", "draft", "complaint", "facts", "fault", "channel"]), values)


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=60), rows.map(json.dumps)))
def test_any_line_is_a_case_or_a_clear_error(line: str) -> None:
    with suppress(CaseError):
        assert read_case(line)[1].draft.strip()
