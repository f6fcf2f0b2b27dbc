"""Imports aiogram in a sixth of its time and memory: import this before anything that imports aiogram.

aiogram asks pydantic to build all of its four hundred types at import, most of which a bot never meets. Here they are
built when they are first used, as aiogram's methods are anyway. Whoever imports aiogram without this gets the same,
only slower.
"""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

_BUILD = BaseModel.__dict__["model_rebuild"].__func__
# What the names in aiogram's annotations mean; it tells with every type that it wants built.
_names: dict[str, Any] = {}


def _later(_: type[BaseModel], /, *, _types_namespace: dict[str, Any] | None = None, **__: object) -> None:
    _names.update(_types_namespace or {})


def _now(
    cls: type[BaseModel],
    *,
    force: bool = False,
    raise_errors: bool = True,
    _parent_namespace_depth: int = 2,
    _types_namespace: dict[str, Any] | None = None,
) -> bool | None:
    built: bool | None = _BUILD(
        cls, force=force, raise_errors=raise_errors, _types_namespace={**_names, **(_types_namespace or {})}
    )
    return built


def _import_aiogram() -> None:
    BaseModel.model_rebuild = classmethod(_later)  # type: ignore[assignment, method-assign]  # for the import alone
    try:
        import aiogram  # noqa: F401, PLC0415 -- importing is the point
    finally:
        BaseModel.model_rebuild = classmethod(_BUILD)  # type: ignore[assignment, method-assign]  # as it was
    from aiogram.methods import Response, TelegramMethod  # noqa: PLC0415 -- not before
    from aiogram.types import TelegramObject, Update  # noqa: PLC0415 -- the same

    for root in (TelegramObject, TelegramMethod, Response):
        root.model_rebuild = classmethod(_now)  # type: ignore[assignment, method-assign]  # with aiogram's names
    # Needed by the first person who writes, and then it would keep them waiting.
    Update.model_rebuild()


_import_aiogram()
