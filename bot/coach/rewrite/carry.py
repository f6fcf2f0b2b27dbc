"""Facts that must survive although the words around them go: a link, a telephone, an address, a number of the case."""

from __future__ import annotations

from collections.abc import Sequence

import regex

_NUMBER = regex.compile(
    r"(?:под\s+номером|за\s+номером|№)\s*(?:№\s*)?([\p{L}\d][\p{L}\d\-/]*\d[\p{L}\d\-/]*)", regex.IGNORECASE
)
_PHONE = regex.compile(r"(?:\+7|8)[\s(-]*\d{3}[\s)-]*\d{2,3}[\s-]*\d{2}[\s-]*\d{2,3}|\b8[\s-]800[\s\d-]{7,}\d")
_MAIL = regex.compile(r"[\w.+-]+@[\w-]+\.\w+")
_COMMAND = regex.compile(r"\*\d+(?:\*\d+)*#")
_LINK = regex.compile(r"https?://[^\s)»]+[^\s)».,;!?]|www\.[^\s)»]+[^\s)».,;!?]")
_KINDS = (
    (_LINK, "Вот ссылка: {}"),
    (_MAIL, "Почта, если удобнее написать: {}"),
    (_PHONE, "Телефон, если удобнее позвонить: {}."),
    (_COMMAND, "Команда, которую можно набрать на телефоне: {}"),
    (_NUMBER, "Номер вашего обращения: {}."),
)


def with_carried(text: str, gone: Sequence[str], source: str) -> str:
    """The text with a short sentence for each lost link, address, telephone or case number of the source."""
    for pattern, frame in _KINDS:
        for found in pattern.finditer(source):
            words = found.group(found.re.groups)
            if any(name in words.lower() for name in gone) and words not in text:
                text = f"{text} {frame.format(words)}".strip()
    return text
