"""The coach remembers what it has read; on request nothing of it is left in memory."""

from __future__ import annotations

import gc
import sys
from types import FunctionType, ModuleType
from typing import Any

from bot.coach.coach import Coach
from bot.coach.memory import forget_everything
from bot.coach.model import Case, Facts, Fault

NAME = "Уникумхризантемовна"
COMPLAINT = f"Вы издеваетесь? {NAME} ждёт посылку третий день, а курьер хамит! Верните деньги, иначе напишу в суд."
DRAFT = f"{NAME}, извините за неудобства, но вы сами виноваты: надо было указать адрес. Ожидайте ответа."


def remembered(word: str, *roots: object) -> list[str]:
    """Every string with the word that can be reached from the roots; modules and classes of others are no way on."""
    seen: set[int] = set()
    found: list[str] = []
    waiting: list[Any] = list(roots)
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, str):
            if word in one.casefold():
                found.append(one)
        elif isinstance(one, FunctionType):
            waiting += [one.__closure__, one.__defaults__]
        elif not isinstance(one, ModuleType):
            waiting += gc.get_referents(one)
    return found


def rooms() -> list[object]:
    return [vars(module) for name, module in list(sys.modules.items()) if name.startswith(("bot.coach", "pymorphy3"))]


def test_nothing_of_a_text_is_left_after_forgetting(coach: Coach) -> None:
    review = coach.advise(Case(DRAFT, COMPLAINT, Facts.CHECKED, Fault.COMPANY))
    assert review.rewrites
    del review
    assert remembered(NAME.casefold(), coach, *rooms()), "the test looks where texts are remembered"

    forget_everything()

    assert remembered(NAME.casefold(), coach, *rooms()) == []


def test_what_was_forgotten_is_read_anew_as_before(coach: Coach) -> None:
    case = Case(DRAFT, COMPLAINT, Facts.CHECKED, Fault.COMPANY)
    before = coach.advise(case)
    forget_everything()

    assert coach.advise(case) == before
