"""Keeps texts within Telegram's limits."""

from __future__ import annotations

from collections.abc import Iterator

MESSAGE = 4_096
COPY = 256


def shortened(text: str, most: int) -> str:
    """A text of at most `most` characters, cut at a word with «…»."""
    flat = " ".join(text.split())
    if len(flat) <= most:
        return flat
    return flat[: most - 1].rsplit(" ", 1)[0].rstrip(",.;: ") + "…"


def pieces(text: str, most: int) -> Iterator[str]:
    """A long text in pieces of at most `most` characters, cut at a line, a sentence or a word where there is one."""
    rest = text.strip()
    while len(rest) > most:
        window = rest[:most]
        at = max(window.rfind("\n"), window.rfind(". ") + 1, 0) or window.rfind(" ")
        at = at if at > most // 3 else most
        yield rest[:at].strip()
        rest = rest[at:].strip()
    if rest:
        yield rest
