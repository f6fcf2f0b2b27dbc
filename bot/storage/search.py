"""Search in words without case and «ё», which SQLite's own functions know for Latin letters only."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Text, collate, func
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import GenericFunction

# The name under which a connection to SQLite knows `folded`.
FOLDED = "folded"


def folded(text: str | None) -> str | None:
    return None if text is None else text.casefold().replace("ё", "е")


class Folded(GenericFunction[str]):
    """`folded` inside a statement."""

    name = FOLDED
    type = Text()
    inherit_cache = True


@compiles(Folded, "postgresql")
def _on_postgresql(element: Folded, compiler: SQLCompiler, **options: Any) -> str:  # noqa: ANN401 — SQLAlchemy's own signature
    (column,) = element.clauses
    # By ICU's rules, which know Cyrillic whatever locale the server was set up with.
    return compiler.process(func.replace(func.lower(collate(column, "und-x-icu")), "ё", "е"), **options)
