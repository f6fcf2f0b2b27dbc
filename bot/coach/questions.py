"""Which questions of a customer a draft leaves unanswered. A false alarm costs more than a miss, so whatever may be an
answer is one: a word or figure of the right kind, a promise to tell, a question back, the very matter asked about."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping
from operator import attrgetter

from bot.coach import lazy
from bot.coach.model import Signal
from bot.coach.record import record
from bot.coach.text import Text, Token

# The rules of content name their signals so, with the kind of question after it.
PREFIX = "wonders_"
# More than two unanswered questions are told better by the two that were asked first.
MOST = 2
# «к 18», «15-го», «12.05.2026»
_DAY_OR_YEAR = lazy.pattern(r"\d\d?|20\d\d")
_DIGITS = lazy.pattern(r"\d+")
_DOING = frozenset({"сделали", "сделано", "сделаем", "делаем", "сделает", "делает", "сделать", "сделаете", "делаете"})
_KIND = frozenset({"добрый", "хороший", "приятный"})
_DONE = frozenset({"сделали", "сделано"})


@record
class AnswerGuide:
    """What answers a kind of question: `signals` of the draft, `words` as lemmas, any figure. `move` is the signal
    that would be missed, `advice` says what to write."""

    advice: str
    move: str
    signals: frozenset[str]
    words: frozenset[str]
    figures: bool


@record
class Question:
    """A question as the customer put it. `verbs` and `nouns` are the lemmas it is about."""

    kind: str
    text: str
    verbs: frozenset[str]
    nouns: frozenset[str]


_start = attrgetter("start")


def asked(complaint: Text, signals: Mapping[str, tuple[Signal, ...]], kinds: Collection[str]) -> tuple[Question, ...]:
    """The questions that the rules found in a complaint, in its order, each clause once."""
    found = [(signal, kind) for kind in kinds for signal in signals.get(PREFIX + kind, ())]
    questions: dict[str, Question] = {}
    words = [token for sentence in complaint.sentences for token in sentence.tokens] if found else []
    for signal, kind in sorted(found, key=lambda pair: pair[0].start):
        tokens = words[bisect_left(words, signal.start, key=_start) : bisect_left(words, signal.end, key=_start)]
        verbs = frozenset(lemma for token in tokens if _is_verb(token) for lemma in token.word.lemmas)
        nouns = frozenset(token.word.noun for token in tokens if token.word.noun)
        mark = "?" if complaint.raw.startswith("?", signal.end) else ""
        questions.setdefault(signal.text, Question(kind, signal.text + mark, verbs, nouns))
    return tuple(questions.values())


def unanswered(
    questions: Collection[Question], draft: Text, found: Collection[str], guides: Mapping[str, AnswerGuide]
) -> tuple[Question, ...]:
    """The first questions of which the draft says nothing; `found` are the names of its signals."""
    if not questions:
        return ()
    tokens = tuple(_told(draft))
    left = [q for q in questions if not _answered(q, tokens, frozenset(found), guides[q.kind])]
    return tuple(left[:MOST])


def _answered(question: Question, tokens: tuple[Token, ...], found: frozenset[str], guide: AnswerGuide) -> bool:
    if not guide.signals.isdisjoint(found):
        return True
    return _about(question, tokens) or any(
        not guide.words.isdisjoint(token.word.lemmas) or (guide.figures and _is_figure(question.kind, token))
        for token in tokens
    )


def _about(question: Question, tokens: tuple[Token, ...]) -> bool:
    """Whether the draft speaks of what is asked. To «когда вернёте?» only «вернули» answers, not «возврат»; a reason
    or a sum may be worded anyhow, but then of more than one of the things asked about."""
    if question.kind == "when":
        return any(
            not question.verbs.isdisjoint(t.word.lemmas) and not _DONE.isdisjoint(t.word.classes) for t in tokens
        )
    named = {lemma for token in tokens for lemma in token.word.lemmas}
    shared = (question.verbs | question.nouns) & named
    return len(shared) > (1 if question.kind in {"why", "sum"} else 0)


def _is_figure(kind: str, token: Token) -> bool:
    """A number; to «когда?» only one that may be a day or an hour, and not that of an order."""
    if "число" not in token.word.classes:
        return False
    return kind != "when" or all(_DAY_OR_YEAR.fullmatch(digits) for digits in _DIGITS.findall(token.word.form))


def _told(draft: Text) -> Iterator[Token]:
    """The words of a draft without its greetings: «добрый день» is no day."""
    for sentence in draft.sentences:
        kind = False
        for token in sentence.tokens:
            if not kind:
                yield token
            kind = not _KIND.isdisjoint(token.word.lemmas)


def _is_verb(token: Token) -> bool:
    return not _DOING.isdisjoint(token.word.classes)
