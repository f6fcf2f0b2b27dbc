"""Patterns that are compiled when they are first asked for.

The reading knows a hundred of them, each a millisecond to compile, and a draft needs few: together they would be a
fifth of the time in which `bot check` starts.
"""

from __future__ import annotations

from typing import Any, cast

import regex

_ASKED = ("search", "match", "fullmatch", "finditer", "findall", "split", "sub", "pattern", "flags")


def pattern(source: str, flags: int = 0) -> regex.Pattern[str]:
    """As `regex.compile`; a source that is no pattern raises `regex.error` only when it is first used."""
    return cast("regex.Pattern[str]", _Pattern(source, flags))


class _Pattern:
    def __init__(self, source: str, flags: int) -> None:
        self._source, self._flags = source, flags

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- whatever a pattern has
        """Called for what is not there yet; from then on each method is the pattern's own."""
        compiled = regex.compile(self._source, self._flags)
        self.__dict__.update({each: getattr(compiled, each) for each in _ASKED})
        return getattr(compiled, name)
