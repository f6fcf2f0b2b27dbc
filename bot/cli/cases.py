"""One line of JSON in, one case or one clear error out."""

from __future__ import annotations

import json
from enum import StrEnum
from math import isfinite
from typing import Any, TypeVar

import regex

from bot.coach.model import Case, Channel, Facts, Fault

MOST_CHARACTERS = 8_000
_HALF = regex.compile(r"[\ud800-\udfff]")

_Choice = TypeVar("_Choice", bound=StrEnum)


class CaseError(ValueError):
    """A line that is no case; the text says why in Russian, `case_id` is its id where it had one."""

    def __init__(self, message: str, case_id: object = None) -> None:
        super().__init__(message)
        self.case_id = case_id


def read_case(line: str) -> tuple[object, Case]:
    """(id, case) of a line; raises CaseError."""
    try:
        # Some editors begin a file with a byte order mark, and joined files have it in the middle.
        row = json.loads(line.lstrip("\ufeff"), parse_constant=_finite, parse_float=_finite)
    except CaseError:
        raise
    except json.JSONDecodeError as error:
        raise CaseError(f"строка не читается как JSON, ошибка у знака {error.pos + 1}") from error
    except (ValueError, RecursionError) as error:
        raise CaseError("строка не читается как JSON: в ней слишком длинное число или слишком много скобок") from error
    if not isinstance(row, dict):
        raise CaseError("в строке должен быть объект JSON с полем draft")
    case_id = row.get("id")
    draft, complaint = _text(row, "draft", case_id), _text(row, "complaint", case_id)
    if not draft.strip():
        raise CaseError("нет черновика: заполните поле draft", case_id)
    return case_id, Case(
        draft=draft,
        complaint=complaint if complaint.strip() else None,
        facts=_choice(row, "facts", Facts, case_id),
        fault=_choice(row, "fault", Fault, case_id),
        channel=_choice(row, "channel", Channel, case_id),
    )


def readable(text: str) -> str:
    """The text with a sign in place of each half of a character («\\ud83d» cut from an emoji), which nothing can print;
    offsets stay as they are."""
    return _HALF.sub("\N{REPLACEMENT CHARACTER}", text)


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise CaseError(f"строка не читается как JSON: {number[:20]} не число")
    return value


def _text(row: dict[str, Any], key: str, case_id: object) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CaseError(f"поле {key} должно быть строкой", case_id)
    if len(value) > MOST_CHARACTERS:
        raise CaseError(f"поле {key} длиннее {MOST_CHARACTERS} знаков ({len(value)})", case_id)
    return readable(value)


def _choice(row: dict[str, Any], key: str, kind: type[_Choice], case_id: object) -> _Choice | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(kind)
        raise CaseError(f"поле {key}: «{value}» не подходит, бывает {known}", case_id) from error
