"""Reasons that a sentence can do without: «согласно правилам», «в силу ст. 32 Закона и п. 5 оферты»."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach import lazy
from bot.coach.rewrite.clauses import is_predicate
from bot.coach.rewrite.edits import Hurt
from bot.coach.text import Sentence, Token
from bot.coach.words import parses

# How many words before hurting ones «в соответствии с …» may begin.
REACH = 8
_REASONS = frozenset(
    {"в силу", "в соответствии", "на основании", "в рамках", "исходя из", "в связи", "по условиям", "по правилам"}
    | {"по договору", "по закону", "по регламенту", "во исполнение"}
)

_PAPERS = lazy.pattern(
    r"п|пп|ст|ч|№|\d.*|стат\w+|пункт\w*|закон\w*|правил\w*|договор\w*|оферт\w*|тариф\w*|услови\w+|регламент\w*|кодекс\w*|гк|постановлен\w+$"
)


def whole_reason(sentences: Sequence[Sentence], hurt: Hurt) -> list[Token]:
    """The tokens of hurting words; where they stand inside of «в силу ст. 32 Закона и п. 5 оферты», all of it."""
    for each in sentences:
        inside = [at for at, token in enumerate(each.tokens) if token.start < hurt.end and hurt.start < token.end]
        if not inside:
            continue
        first, last = inside[0], inside[-1]
        low = max(
            (at for at in range(max(0, first - REACH), first + 1) if _leads_reason(each.tokens, at)), default=first
        )
        if not any(is_predicate(token) for token in each.tokens[low:first]):
            first = low
        while last + 1 < len(each.tokens) and _goes_on(each.tokens, last + 1):
            last += 1
        return list(each.tokens[first : last + 1])
    return []


def _leads_reason(tokens: Sequence[Token], at: int) -> bool:
    pair = " ".join(token.word.form for token in tokens[at : at + 2])
    return tokens[at].word.form in {"согласно", "руководствуясь"} or pair in _REASONS


def _goes_on(tokens: Sequence[Token], at: int) -> bool:
    """Whether the token at `at` belongs to the reason before it; what follows «и» must name a paper too."""
    form = tokens[at].word.form
    if form in {"и", "или"}:
        return at + 1 < len(tokens) and bool(_PAPERS.match(tokens[at + 1].word.form))
    return form in {"п", "ст", "ч", "рф", "№"} or _genitive(tokens[at])


def is_spare(tokens: Sequence[Token], sentences: Sequence[Sentence]) -> bool:
    """Whether a sentence stands without these words: an adverb, or a reason on which nothing hangs."""
    if any(is_predicate(token) for token in tokens):
        return False
    last = tokens[-1]
    following = next((t for each in sentences for t in each.tokens if t.start >= last.end), None)
    tag = parses(tokens[0].word.form)[0].tag if "а" <= tokens[0].word.form[:1] <= "я" else None
    if tag is None:
        return False
    if tag.POS in {"ADVB", "PRCL", "CONJ"} and len(tokens) <= 3:
        return True
    if tag.POS != "PREP" and tokens[0].word.form not in {"согласно", "благодаря", "вследствие", "ввиду", "по", "из-за"}:
        return False
    # «за неудобства, связанные с …»: the participle hangs on it.
    if following is not None and following.word.form.isalpha() and parses(following.word.form)[0].tag.POS == "PRTF":
        return False
    # «по условиям договора поставки»: the words after it may hang on it.
    return following is None or following.clause != last.clause or not _genitive(following)


def _genitive(token: Token) -> bool:
    form = token.word.form
    if not "а" <= form[:1] <= "я":
        return True
    best = parses(form)[0].tag
    return best.POS in {"NOUN", "ADJF", "PRTF"} and best.case == "gent"
