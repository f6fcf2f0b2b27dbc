"""Whether a text is in Russian at all: of other languages the coach judges nothing."""

from __future__ import annotations

import regex

from bot.coach import lazy
from bot.coach.text import Text
from bot.coach.words import parses

# Below this share of dictionary words a text is another language or no language. Where every letter is a Russian one,
# the rest may be slips.
RUSSIAN, MISSPELT = 0.4, 0.25
_LETTER = lazy.pattern(r"\p{L}")
_CYRILLIC = lazy.pattern(r"[а-яё]+(?:-[а-яё]+)*", regex.IGNORECASE)


def has_words(text: str) -> bool:
    """Whether there is a letter in it."""
    return bool(_LETTER.search(text))


def is_russian(text: str) -> bool:
    """Whether enough of the words are in the Russian dictionary; slips and slang leave enough of the others."""
    forms = [token.word.form for sentence in Text.parse(text).sentences for token in sentence.tokens]
    words = [form for form in forms if _LETTER.search(form)]
    written = [form for form in words if _CYRILLIC.fullmatch(form)]
    known = [form for form in written if any(parse.is_known for parse in parses(form))]
    return bool(words) and len(known) >= (MISSPELT if len(written) == len(words) else RUSSIAN) * len(words)
