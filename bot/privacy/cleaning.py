"""A text as the eye reads it: without what does not show, with one sort of space, dash and digit, and letters of one
alphabet in a word."""

from __future__ import annotations

from string import ascii_lowercase

import regex

# Format characters and combining marks do not show, so they must not hide a number either.
_INVISIBLE = regex.compile(r"[\p{Cf}\p{M}]+")
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_WIDE, _NARROW = "＋（）＠．０１２３４５６７８９", "+()@.0123456789"
_SAME_TO_THE_EYE = str.maketrans(_SPACES + _DASHES + _WIDE, " " * len(_SPACES) + "-" * len(_DASHES) + _NARROW)

_MIXED_WORD = regex.compile(r"(?<![A-Za-zА-Яа-яЁё])(?:[A-Za-z]++[А-Яа-яЁё]|[А-Яа-яЁё]++[A-Za-z])[A-Za-zА-Яа-яЁё]*+")
_TO_CYRILLIC = str.maketrans("aceopxyukrABCEHKMOPTXYёË", "асеорхуикгАВСЕНКМОРТХУёЁ")
_LETTERS_AS_DIGITS = regex.compile(r"\d[ .()-]{0,3}[OoОоIlЗз]{1,3}[ .()-]{0,3}(?=\d)")
_TO_DIGITS = str.maketrans("OoОоIlЗз", "00001133")

# Most of what is masked, names of fields and the coach's own sentences, is plain: letters of one alphabet, no digit.
_MARKS = " \n.,:;!?…«»\"'()[]—%/_-"
_PLAIN = tuple(
    frozenset(letters + letters.upper() + _MARKS) for letters in (ascii_lowercase, "абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
)


def cleaned(text: str) -> tuple[str, list[int] | range]:
    """The text as it is read, and for each of its offsets (its length included) the offset in `text`."""
    if any(plain.issuperset(text) for plain in _PLAIN):
        return text, range(len(text) + 1)
    if not _INVISIBLE.search(text):
        return _as_read(text), range(len(text) + 1)
    offsets: list[int] = []
    done = 0
    for hidden in _INVISIBLE.finditer(text):
        offsets.extend(range(done, hidden.start()))
        done = hidden.end()
    offsets.extend(range(done, len(text) + 1))
    return _as_read("".join(text[offset] for offset in offsets[:-1])), offsets


def _as_read(text: str) -> str:
    """Of the same length."""
    text = text.translate(_SAME_TO_THE_EYE)
    text = _LETTERS_AS_DIGITS.sub(lambda match: match[0].translate(_TO_DIGITS), text)
    return _MIXED_WORD.sub(lambda word: word[0].translate(_TO_CYRILLIC), text)
