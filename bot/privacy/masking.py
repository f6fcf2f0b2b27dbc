"""All rules together, in the order in which they must look."""

from __future__ import annotations

import regex

from bot.privacy.addresses import FLAT_WORD, STREET_WORD, flats, streets
from bot.privacy.cleaning import cleaned
from bot.privacy.documents import cards, documents, emails
from bot.privacy.kinds import PLACEHOLDERS, Masked, Personal
from bot.privacy.names import eastern_names, full_names, initials
from bot.privacy.phones import phones
from bot.privacy.rule import WALL, Rule

_PLACEHOLDER = regex.compile("|".join(map(regex.escape, PLACEHOLDERS.values())))
# In small letters, which is four times as quick as to ask the pattern not to mind; initials alone are capitals.
_WORTH_A_LOOK = regex.compile(r"\d|@|ич|[ое]вн|[ -](?:оглы|оглу|кызы|гызы|уулу|улы)")
_INITIAL = regex.compile(r"[А-ЯЁ]\.")

# What a group's rules all need, found cheaply in the text in small letters: most drafts hold no more than an order
# number and a time.
_GROUPS: tuple[tuple[regex.Pattern[str], tuple[Rule, ...]], ...] = (
    (regex.compile("@"), tuple(emails())),
    (regex.compile(r"\d{4}[ .-]{0,3}\d{4}"), tuple(cards())),
    (regex.compile(r"паспорт|сери|снилс|инн|\d-\d{3}[ -]"), tuple(documents())),
    (regex.compile(STREET_WORD), tuple(streets())),
    (regex.compile(FLAT_WORD), tuple(flats())),
    # After the addresses: a house number followed by a phone must be seen before the phone is gone.
    (regex.compile(r"\d(?:[ .()-]{0,3}\d){5}"), tuple(phones())),
    (regex.compile(r"[а-яё]\. ?[а-яё]"), tuple(initials())),
    (regex.compile(r"[ -](?:огл[ыу]|[кг]ызы|уулу|улы)"), tuple(eastern_names())),
    (regex.compile(r"[оеьмктв]в?ич|[ое]вн[аыеуо]|ичн[аыеуо]"), tuple(full_names())),
)


def mask(text: str) -> str:
    """The text with every piece of personal data replaced; masking twice changes nothing more."""
    return masked(text).text


def masked(text: str) -> Masked:
    """Like `mask`, and keeps the way from the original's offsets to the new ones."""
    found = find(text)
    pieces: list[str] = []
    done = 0
    for item in found:
        pieces += text[done : item.start], PLACEHOLDERS[item.kind]
        done = item.end
    return Masked(text, "".join((*pieces, text[done:])), tuple(found))


def find(text: str) -> list[Personal]:
    """Personal data of the text in order of appearance, without overlaps. Placeholders are not personal data."""
    clean, offsets = cleaned(text)
    small = clean.lower()
    if not (_WORTH_A_LOOK.search(small) or _INITIAL.search(clean)):
        return []
    working = _PLACEHOLDER.sub(lambda match: WALL * len(match[0]), clean)
    found: list[Personal] = []
    for needed, rules in _GROUPS:
        if not needed.search(small):
            continue
        for rule in rules:
            spans = list(rule.spans(working))
            found += [Personal(offsets[start], offsets[end], rule.kind) for start, end in spans]
            working = _walled(working, spans)
    return sorted(found, key=lambda item: item.start)


def _walled(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += text[done:start], WALL * (end - start)
        done = end
    return "".join((*pieces, text[done:]))
