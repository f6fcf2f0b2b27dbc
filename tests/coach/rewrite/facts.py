"""Finds the facts of a text by plain patterns, apart from the rewriter's own reading of it."""

from __future__ import annotations

import regex

_LAW = regex.compile(
    r"(?:ст(?:ать\w*|\.)|п(?:ункт\w*|п?\.)|ч\.|раздел\w*|глав\w*|закон\w*|№|ФАП-?|ГОСТ\w*|СанПиН\w*|ПП РФ)"
    r"[\s№]*[\d.,\-–/() и]*\d[\w\-–/()]*(?:-?\s?ФЗ)?|\d[\d.-]*-?\s?ФЗ|\d+-?\w*\s+стать\w+",
    regex.IGNORECASE,
)
_ITEM = regex.compile(r"(?m)^\s*\d{1,2}[.)]\s")
_PATTERNS = (
    regex.compile(r"https?://[^\s)»]+[^\s)».,;!?]"),
    regex.compile(r"[\w.+-]+@[\w-]+\.\w+"),
    regex.compile(r"\d+(?:[.,:]\d+)*"),
    regex.compile(
        r"\b(?:сегодня|послезавтра|завтра|понедельник|вторник|сред[уы]|четверг|пятниц|суббот|воскресень)(?:у|ы|е|а|ник\w*)?\b",
        regex.IGNORECASE,
    ),
    regex.compile(r"\b(?:январ|феврал|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр)\w{1,3}\b", regex.IGNORECASE),
)


def facts(text: str) -> set[str]:
    """Links, addresses, numbers, days and months, but not the numbers of laws, clauses and list items."""
    for pattern in (_LAW, _ITEM):
        text = pattern.sub(" ", text)
    found: set[str] = set()
    for pattern in _PATTERNS:
        for match in pattern.findall(text):
            found.add(match.lower() if match[0].isdigit() or "." in match else match.lower()[:5])
    return found
