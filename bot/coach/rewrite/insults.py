"""Words of abuse in the agent's own mouth: they hurt in whatever sense they are said («дебилы, как вы выразились»)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.coach.matcher import Matcher
from bot.coach.pattern import parse
from bot.coach.rewrite.edits import Hurt
from bot.coach.rewrite.reading import read
from bot.coach.text import Token

# The set of words that nobody is called.
WORDS = "insult"


class Insults:
    """Finds them; without the set there are none."""

    def __init__(self, sets: Mapping[str, Sequence[str]]) -> None:
        self._matcher = Matcher(sets)
        if WORDS in sets:
            self._matcher.add(parse(f"@{WORDS}"))

    def said(self, draft: str) -> list[Hurt]:
        """Where the draft says such a word itself and neither quotes nor denies it («вовсе вы не дура»)."""
        return [
            Hurt(sentence.tokens[match.first].start, sentence.tokens[match.last].end, "rude")
            for sentence in read(draft).sentences
            for match in self._matcher.find(sentence)
            if not sentence.tokens[match.first].quoted and not _denied(sentence.tokens, match.first)
        ]


def _denied(tokens: Sequence[Token], at: int) -> bool:
    return at > 0 and tokens[at - 1].word.form == "не"
