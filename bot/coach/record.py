"""Plain values: dataclasses that nobody changes once they are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeVar, cast, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def record(cls: type[_T]) -> type[_T]:
    """A dataclass with slots, equal and hashed by its fields.

    Only the type checker sees that it is frozen: a review makes a hundred of them, and guarding them at run time
    quadruples what making one costs. Equality and hash are not written out for each class as dataclass does it, which
    takes longer at every start than the rest of making a class.
    """
    made: Any = dataclass(slots=True, eq=False)(cls)
    names = made.__match_args__

    def values(self: object) -> tuple[object, ...]:
        return tuple([getattr(self, name) for name in names])

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(self) is type(other) else NotImplemented

    made.__eq__, made.__hash__ = equal, lambda self: hash(values(self))
    return cast("type[_T]", made)
