"""Nouns of a complaint bent to fit a reply: «со штрафом», «про доставку»."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.words import CACHE_FORMS, normal, parses, word

CASES = {"чего": "gent", "чему": "datv", "что": "accs", "чем": "ablt", "чём": "loct"}
_HOLE = lazy.pattern(r"\{(чего|чему|что|чем|чём)\}")
_BEFORE_HOLE = lazy.pattern(r"\b([Сс]|[Оо]) (?=\{(?:чем|чего|чём)\})")
_HARD_START = lazy.pattern(r"^(?:[сзшжщ][бвгджзйклмнпрстфхцчшщ]|льд|рт|лб|вс|вт|мн)", regex.IGNORECASE)
# Below this the dictionary may take a verb for a noun («пошли»).
SURE = 0.7


def with_thing(text: str, form: str) -> str | None:
    """Puts the thing of the complaint into «{чем}» and its like; None where its case form is not sure."""
    sure = True

    def put(found: regex.Match[str]) -> str:
        nonlocal sure
        inflected = inflect(form, CASES[found.group(1)])
        sure &= inflected is not None
        return inflected or ""

    text = _BEFORE_HOLE.sub(lambda found: _preposition(found.group(1), form), text)
    filled = str(_HOLE.sub(put, text))
    return filled if sure else None


def about(form: str, before: str, case: str) -> str:
    """A noun with its preposition: «со штрафом», «об уроках»; «» where its case form is not sure."""
    inflected = inflect(form, case)
    return f"{_preposition(before, inflected)}{inflected}" if inflected else ""


@remembering(CACHE_FORMS)
def is_topic(form: str) -> bool:
    """Whether one may say «в истории с …» of it: a lifeless common noun that can be bent without doubt."""
    best = parses(form)[0]
    tag = best.tag
    # Each case of a noun is a reading of its own: «смартфон» is the nominative by half and the accusative by half.
    sure = sum(parse.score for parse in parses(form) if parse.normal_form == best.normal_form) >= SURE
    plain = tag.POS == "NOUN" and tag.animacy == "inan" and best.is_known and sure
    return bool(plain) and not _NO_TOPICS & tag.grammemes and all(inflect(form, case) for case in ("ablt", "loct"))


def is_told_of(forms: Sequence[str], form: str) -> bool:
    """Whether a noun among the forms of its sentence acts or is dealt with: «гвоздь» and not «в зоне»."""
    return parses(form)[0].tag.case in {"nomn", "accs"} and not behind_preposition(forms, forms.index(form))


def behind_preposition(forms: Sequence[str], at: int) -> bool:
    """Whether what stands before a noun, adjectives aside, is a preposition."""
    before = at - 1
    while before >= 0 and parses(forms[before])[0].tag.POS in {"ADJF", "PRTF", "NUMR"}:
        before -= 1
    return before >= 0 and parses(forms[before])[0].tag.POS == "PREP"


_NO_TOPICS = {"Name", "Surn", "Patr", "Geox", "Abbr", "Slng", "Fixd"}


def _preposition(word: str, noun: str) -> str:
    if word.lower() == "с":
        return f"{word}о " if _HARD_START.match(noun) else f"{word} "
    return f"{word}б " if noun[0].lower() in "аоуиэ" else f"{word} "


@remembering(CACHE_FORMS)
def inflect(form: str, case: str) -> str | None:
    """A noun in another case and the same number, only where the dictionary leaves no doubt."""
    nouns = [parse for parse in parses(form) if parse.tag.POS == "NOUN" and not {"Fixd", "Abbr"} & parse.tag.grammemes]
    if not nouns:
        return None
    # «По гарантии», «посылки нет»: where the number is in doubt, one thing is meant more often than many.
    alike = {parse.tag.number for parse in nouns if parse.normal_form == nouns[0].normal_form}
    number = "sing" if "sing" in alike else nouns[0].tag.number
    bent = nouns[0].inflect({case, number})
    if bent is None or "-" in bent.word:
        return None
    # «Чаем» may be «надеемся»: nobody would know the noun again, the coach neither.
    return str(bent.word) if word(normal(bent.word)).noun == normal(nouns[0].normal_form) else None
