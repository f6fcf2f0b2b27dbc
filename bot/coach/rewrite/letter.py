"""How a sentence of a draft sounds in a letter: without slang."""

from __future__ import annotations

import regex

from bot.coach import lazy
from bot.coach.rewrite import grammar
from bot.coach.rewrite.compose import Piece
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.phrases import Lexicon
from bot.coach.rewrite.worth import DEEDS
from bot.coach.words import normal

_WORD = lazy.pattern(r"\p{L}[\p{L}-]*")
_NO_START = " ,.!?;:)(–—-"


def in_letter(piece: Piece, lexicon: Lexicon) -> Piece | None:
    """A sentence as a letter may say it: everyday forms in plain words, without «ой» in front; mere feeling in slang
    goes (None), the phrases have words for it."""

    def write(found: regex.Match[str]) -> str:
        said = found.group()
        plain = lexicon.letter.get(normal(said), said)
        return grammar.capital(plain) if said[:1].isupper() else plain

    words = str(_WORD.sub(write, piece.text)).split()
    while words and is_slang(words[0], lexicon) and not grammar.is_verb(words[0]):
        words.pop(0)
    text = grammar.sentence(" ".join(words).lstrip(_NO_START))
    slangy = any(is_slang(word, lexicon) for word in words)
    if not text or (slangy and not piece.moves & DEEDS and not facts(text)):
        return None
    return piece.saying(text)


def is_slang(word: str, lexicon: Lexicon) -> bool:
    return normal(word.strip(".,!?:;()«»")) in lexicon.slang
