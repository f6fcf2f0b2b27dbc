"""Every sentence the bot says, read from content/messages/*.toml and filled with escaped values."""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from bot.content.files import CONTENT, read_toml
from bot.errors import ExplainedError


class Html(str):
    """Markup made by the bot itself, which is not to be escaped again."""

    __slots__ = ()


class VoiceError(ExplainedError, ValueError):
    """A file of messages cannot be read; the text says in Russian where and why."""


class Voice:
    """`say("verdict.score", score=56)` fills a sentence; whatever comes from outside is escaped on the way."""

    def __init__(self, sentences: dict[str, str]) -> None:
        self._sentences = sentences

    @property
    def sentences(self) -> dict[str, str]:
        return dict(self._sentences)

    def __call__(self, key: str, **values: object) -> Html:
        filled = {name: value if isinstance(value, Html) else html.escape(str(value)) for name, value in values.items()}
        return Html(self._sentences[key].format(**filled))

    def plain(self, key: str, **values: object) -> str:
        """For buttons and alerts, where Telegram reads no markup."""
        return self._sentences[key].format(**values)


def load_voice(root: Path = CONTENT) -> Voice:
    """All sentences under «file.key» or «file.table.key»; raises VoiceError."""
    sentences: dict[str, str] = {}
    for path in sorted((root / "messages").glob("*.toml")):
        table, _, mistakes = read_toml(path)
        if mistakes:
            raise VoiceError("\n".join(map(str, mistakes)))
        _collect(path.stem, table, sentences)
    return Voice(sentences)


def _collect(prefix: str, table: dict[str, Any], sentences: dict[str, str]) -> None:
    for key, value in table.items():
        name = f"{prefix}.{key}"
        if isinstance(value, dict):
            _collect(name, value, sentences)
        else:
            sentences[name] = str(value).strip("\n")
