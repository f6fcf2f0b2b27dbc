"""One line of JSON in, one case or one clear error out."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any, TypeVar

from bot.coach.model import Case, Channel, Facts, Fault

MOST_CHARACTERS = 8_000

_Choice = TypeVar("_Choice", bound=StrEnum)


class CaseError(ValueError):
    """A line that is no case; the text says why in Russian, `case_id` is its id where it had one."""

    def __init__(self, message: str, case_id: object = None) -> None:
        super().__init__(message)
        self.case_id = case_id


def read_case(line: str) -> tuple[object, Case]:
    """(id, case) of a line; raises CaseError."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"строка не читается как JSON: {error}") from error
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


def _text(row: dict[str, Any], key: str, case_id: object) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise CaseError(f"поле {key} должно быть строкой", case_id)
    if len(value) > MOST_CHARACTERS:
        raise CaseError(f"поле {key} длиннее {MOST_CHARACTERS} знаков ({len(value)})", case_id)
    return value


def _choice(row: dict[str, Any], key: str, kind: type[_Choice], case_id: object) -> _Choice | None:
    value = row.get(key)
    if value is None:
        return None
    try:
        return kind(value)
    except ValueError as error:
        known = ", ".join(kind)
        raise CaseError(f"поле {key}: «{value}» не подходит, бывает {known}", case_id) from error
