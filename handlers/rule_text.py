"""Reads a house rule as a lead types it: «избегать: …», «лучше: …», «вместо: …», «почему: …», in any order."""

from __future__ import annotations

import regex

from bot.coach.house import plain_phrases
from bot.coach.pattern import Choice, Gap, One, PatternError, Sequence, parse
from bot.storage.house_rules import NewHouseRule

LONGEST = {"avoid": 120, "say": 200, "why": 300}

# Gaps and choices of two words multiply: a phrase with more of them would slow every review down.
MOST_GAPS, MOST_PAIRS = 2, 5

_LABELS = {"избегать": "avoid", "лучше": "better", "вместо": "instead", "почему": "why"}
# At the start, on a new line, after a mark or a space: «избегать: А вместо: Б».
_LABEL = regex.compile(
    rf"(?:\A|[\n;.,!?…]|\s(?=\w+:))\s*(?P<label>{'|'.join(_LABELS)})\s*[:—–-]\s*", regex.IGNORECASE | regex.MULTILINE
)
_QUOTES = "«»\"“”„'`"


class RuleTextError(ValueError):
    """`key` names the sentence of content/messages/rules.toml that says what is wrong, `details` fill it."""

    def __init__(self, key: str, **details: object) -> None:
        super().__init__(key)
        self.key, self.details = key, details


def read_rule(text: str) -> NewHouseRule:
    """The rule of a lead's message. Raises `RuleTextError`.

    «избегать» names what not to say and «вместо» what to say then; «лучше» names what to say, «вместо» what it is
    better than: that one costs nothing.
    """
    parts = _parts(text)
    if ("avoid" in parts) == ("better" in parts):
        raise RuleTextError("both" if "avoid" in parts else "neither")
    if "why" not in parts:
        raise RuleTextError("no_why")
    costs = "avoid" in parts
    avoid = parts.get("avoid" if costs else "instead")
    say = parts.get("instead" if costs else "better")
    for name, words in (("avoid", avoid), ("say", say), ("why", parts["why"])):
        if len(words or "") > LONGEST[name]:
            raise RuleTextError("too_long", most=LONGEST[name])
    rule = NewHouseRule(_phrase(avoid) if avoid else None, say, _sentence(parts["why"]), costs=costs)
    if rule.say and not plain_phrases(rule.say):
        raise RuleTextError("no_words")
    return rule


def _parts(text: str) -> dict[str, str]:
    found = list(_LABEL.finditer(text))
    parts: dict[str, str] = {}
    for number, match in enumerate(found):
        end = found[number + 1].start() if number + 1 < len(found) else len(text)
        value = _bare(text[match.end() : end])
        name = _LABELS[match["label"].lower()]
        if name in parts:
            raise RuleTextError("twice", label=match["label"].lower())
        if value:
            parts[name] = value
    return parts


def _bare(value: str) -> str:
    """One line without quotes around it."""
    line = " ".join(value.split()).rstrip(";,")
    if line[:1] in _QUOTES and line[-1:] in _QUOTES:
        line = line[1:-1]
    return line.strip()


def _sentence(words: str) -> str:
    """As the agent will read it, beside the catalogue's own reasons."""
    return words[0].upper() + words[1:] + ("" if words[-1] in ".!?…" else ".")


def _phrase(words: str) -> str:
    """A phrase of the pattern language; a full stop at its end is only the end of what was typed."""
    phrase = words if words.endswith("..") else words.rstrip(".…")
    try:
        gaps, pairs = _branchings(parse(phrase))
    except PatternError as error:
        raise RuleTextError("unreadable", reason=str(error)) from error
    if gaps > MOST_GAPS or pairs > MOST_PAIRS:
        raise RuleTextError("too_wide")
    return phrase


def _branchings(sequence: Sequence) -> tuple[int, int]:
    """How many gaps, and how many choices between two words, a phrase holds."""
    gaps = sum(isinstance(element, Gap) for element in sequence)
    pairs = sum(isinstance(element, One) and len(element.keys) == 2 for element in sequence)
    inner = [_branchings(way) for element in sequence if isinstance(element, Choice) for way in element.ways]
    return gaps + sum(each[0] for each in inner), pairs + sum(each[1] for each in inner)
