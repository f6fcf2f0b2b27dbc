"""Whether a rewrite keeps the facts of its draft and adds none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from bot.coach import lazy
from bot.coach.model import Review
from bot.coach.rewrite.edits import Hurt
from bot.coach.rewrite.facts import contained, facts, places
from bot.coach.rewrite.reading import read
from bot.coach.text import Text

# A figure inside of these serves to belittle or to accuse, and one inside of a paper names its article.
REPROACHES = frozenset({"rude", "minimise", "begging", "doubt", "denial", "blame_customer", "excuse"})
INSULTS = frozenset({"rude", "minimise", "begging"})
PAPERS = frozenset({"law", "rules"})
# A day or a name inside of these («но в субботу пробки») belongs to the excuse; a figure may be more.
TURNS = frozenset({"but_after", "blame_other"})
GIVING = ("help", "next_step", "ask_facts", "private_channel", "prevention")
_MARK = lazy.pattern(r"\[[^\[\]]+\]")
# Days that a customer reckons with, whatever they stand in.
SOON = frozenset(
    {"сегодня", "завтра", "послезавтра", "понедельник", "вторник", "среда", "четверг", "пятница", "суббота"}
    | {"воскресенье", "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь"}
    | {"октябрь", "ноябрь", "декабрь"}
)
_MOMENT = lazy.pattern(
    r"\d{1,2}[:.]\d\d\b|\d{1,2}\s+(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август|сент|октя|нояб|декаб)"
)
# «Обращение зарегистрировано под номером 0081-Я».
_CASE = lazy.pattern(
    r"(?i:зарегистрировано|принято|заявка|обращение|претензия|вх\.)\s*(?i:под\s+номером|за\s+номером|№)\s*$"
)
_MONEY = lazy.pattern(r"\s*(?:₽|руб|р\b|тыс|тенге|₸)")


def lost(draft: str, rewrite: str | Sequence[str], spared: Collection[str] = ()) -> list[str]:
    """The facts of the draft that the rewrite (whole or in pieces) lacks; `spared` need not survive."""
    named = facts(draft)
    return _absent((name for name in named if name not in spared), rewrite) if named else []


def added(draft: str | Sequence[str], rewrite: str | Sequence[str]) -> list[str]:
    """The facts of the rewrite that the draft lacks; slots are none."""
    named = (facts(_MARK.sub("…", piece) if "[" in piece else piece) for piece in _pieces(rewrite))
    return _absent(chain.from_iterable(named), draft)


def _absent(names: Iterable[str], text: str | Sequence[str]) -> list[str]:
    there = [words for piece in _pieces(text) for words in contained(piece)]
    return [name for name in names if not any(name in words for words in there)]


def _pieces(text: str | Sequence[str]) -> Sequence[str]:
    return (text,) if isinstance(text, str) else text


def spared(review: Review, hurts: Sequence[Hurt], *, harsh: bool = False, lenient: bool = False) -> frozenset[str]:
    """Facts that need not survive: those inside of an insult or a reproach, of a law or rule quoted, names inside of a
    deflection, days and names inside of an excuse, and what the customer wrote themselves, where it stands in words
    that go. In a `harsh` draft days and names in sentences that give nothing are none either; `lenient` gives up all
    that a sentence with hurting words argues with, but never money, and never what is given or promised."""
    if not hurts and not harsh:
        return frozenset()
    draft = review.case.draft
    known = frozenset[str]().union(*contained(review.case.complaint or ""))
    deeds = [signal for name in GIVING for signal in review.signals.get(name, ())]
    insulted = any(hurt.signal == "rude" for hurt in hurts)
    gone: set[str] = set()
    stay: set[str] = set()
    for name, start, end in places(draft):
        where = _around(read(draft), start)
        inside = {hurt.signal for hurt in hurts if hurt.start < end and start < hurt.end}
        near, around = (
            {hurt.signal for hurt in hurts if hurt.start < high and low < hurt.end}
            for low, high in (where.clause, where.sentence)
        )
        given = any(signal.start < end and start < signal.end for signal in deeds)
        hard = _hard(draft, start, end)
        # A date that a reproach is proved with is still a date; a sum that belittles is a part of the insult.
        argued = near & (INSULTS if hard else REPROACHES)
        free = bool(inside & PAPERS) or (bool(argued) and not given)
        free |= "deflect" in inside and not name[:1].isdigit() and "." not in name and "/" not in name
        free |= bool(inside & TURNS) and name.isalpha() and not given
        free |= (bool(near) or insulted) and not given and name in known
        idle = not where.promises and not any(
            signal.start < where.sentence[1] and where.sentence[0] < signal.end for signal in deeds
        )
        # «Раздел „Подарки“» is where to look, and «*540#» is what to dial.
        named = draft[start - 1 : start] in {"«", '"', "„", "“"}
        loose = (bool(around) or (harsh and not named)) and name not in SOON
        free |= idle and (bool(near) or loose) and name.isalpha()
        free |= idle and "rude" in around
        free &= draft[start - 1 : start] != "*"
        free |= lenient and bool(around) and not given and not where.promises and not hard
        (gone if free else stay).add(name)
    return frozenset(gone - stay)


def _hard(draft: str, start: int, end: int) -> bool:
    """Money, a date, a time of day, the number of a case: no wording may lose them even in an argument."""
    return bool(_MONEY.match(draft, end) or _MOMENT.match(draft, start) or _CASE.search(draft[:start]))


class _Place(NamedTuple):
    """The clause and the sentence a fact stands in; whether the clause says what the company does or will do."""

    clause: tuple[int, int]
    sentence: tuple[int, int]
    promises: bool


def _around(text: Text, at: int) -> _Place:
    for sentence in text.sentences:
        for token in sentence.tokens if sentence.start <= at < sentence.end else ():
            if token.start == at:
                clause = [other for other in sentence.tokens if other.clause == token.clause]
                promises = any(not _OURS.isdisjoint(other.word.classes) for other in clause)
                return _Place((clause[0].start, clause[-1].end), (sentence.start, sentence.end), promises)
    return _Place((at, at), (at, at), promises=False)


_OURS = frozenset({"сделаем", "делаем"})
