"""Where a draft names another number, sum, day or name than its complaint: a slip, or a reply meant for somebody else.

New figures are normal in a reply (a refund, a deadline, a tracking number), so only those count that speak of the very
thing the customer named, and none counts where the draft names the customer's figure too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from enum import StrEnum

from bot.coach.figures import Code, Day, Sum, codes, days, holds, lookalike, sums
from bot.coach.names import Named, Names
from bot.coach.record import record
from bot.coach.text import Sentence, Text, Token

# A customer writes «15 тысяч» of 14 990.
ROUNDED = 0.1
# How many words may stand between «списали» and its sum.
NEAR = 4
# «оформили вам ещё один заказ 4521»
JUST_BEFORE = 3
# How far from a day its event is looked for.
AROUND = 12
# Less is no payment: «списали 2 раза».
LEAST = 50
SEVERAL = 12
_FIGURE = re.compile(r"\d")
# Of so many figures of a complaint the draft's sum may be put together.
FIGURES = 40
_COMING = ("<сделаем", "<сделает", "<сделаете", "<сделайте", "<сделать")
# «купила билеты на 8 мая» does not say when.
_AIMED = frozenset({"на", "до", "к", "ко", "с", "по", "за"})
_MADE = frozenset({"от", "с", "до", "к", "ко"})
_BEEN = frozenset({"быть", "стоять", "назначить"})


class MismatchKind(StrEnum):
    NUMBER = "number"
    SUM = "sum"
    DATE = "date"
    NAME = "name"


@record
class Mismatch:
    """The draft says `text` at [start, end) where the customer said `theirs`."""

    kind: MismatchKind
    start: int
    end: int
    text: str
    theirs: str


@record
class Things:
    """What is compared, as lemmas, from content. `things` and `lookalike` give the name under which a noun is compared;
    `dated_from` («заказ от 5 мая») and `dated_for` («доставка была на 5 мая») likewise."""

    things: Mapping[str, str]
    lookalike: Mapping[str, str]
    fresh: frozenset[str]
    made: frozenset[str]
    taken: frozenset[str]
    paid: frozenset[str]
    dated_from: Mapping[str, str]
    dated_for: Mapping[str, str]


@record
class Told:
    """The figures of a complaint that a draft may get wrong: codes, the one sum that left the customer, the one day of
    each event, the signature; and all other figures, which a draft may name as it likes."""

    codes: tuple[tuple[Code, str], ...] = ()
    moved: tuple[Sum, str] | None = None
    values: frozenset[float] = frozenset()
    days: Mapping[str, tuple[Day, str]] | None = None
    all_days: frozenset[tuple[int, int]] = frozenset()
    name: Named | None = None

    def __bool__(self) -> bool:
        return bool(self.codes or self.moved or self.days or self.name)


class Comparer:
    """Compares drafts with their complaints. A complaint is read once by `told`."""

    def __init__(self, things: Things, names: Names) -> None:
        self._things, self._names = things, names
        self._numbered = {**things.things, **things.lookalike}
        self._money = things.taken | things.paid

    def told(self, complaint: Text) -> Told:
        """What of a complaint can be compared."""
        raw = complaint.raw
        numeric = _numeric(complaint)
        every = [(sentence, list(sums(sentence))) for sentence in numeric]
        moved = [each for sentence, found in every for each in self._moved(sentence, found, own=True)]
        dated: dict[str, list[Day]] = {}
        all_days: set[tuple[int, int]] = set()
        for sentence in numeric:
            named = list(days(sentence))
            all_days.update((day.month, day.day) for day in named)
            for event in self._events(sentence, named[0]) if _one(named) else ():
                dated.setdefault(event, []).append(named[0])
        return Told(
            codes=tuple((code, raw[code.start : code.end]) for code in codes(complaint, numeric, self._numbered)),
            moved=_only(moved, raw),
            values=frozenset(each.value for _, found in every for each in found),
            days={
                event: (found[0], raw[found[0].start : found[0].end]) for event, found in dated.items() if _one(found)
            },
            all_days=frozenset(all_days),
            name=self._names.signature(complaint),
        )

    def mismatches(self, told: Told, draft: Text) -> tuple[Mismatch, ...]:
        """All of them in the order of the draft."""
        if not told:
            return ()
        found = [*self._codes(told, draft), *self._sums(told, draft), *self._days(told, draft)]
        vocative = self._names.vocative(draft) if told.name else None
        if told.name and vocative and not self._names.same(told.name, vocative):
            found.append(_mismatch(MismatchKind.NAME, draft, vocative.start, vocative.end, told.name.text))
        return tuple(sorted(found, key=lambda mismatch: mismatch.start))

    # Numbers.

    def _codes(self, told: Told, draft: Text) -> Iterator[Mismatch]:
        if not told.codes:
            return
        mine = list(codes(draft, _numeric(draft), self._numbered))
        known = {code.code for code, _ in told.codes}
        if any(_same_code(code.code, theirs) for code in mine for theirs in known):
            return
        everything = "".join(sign for sign in draft.raw.upper() if sign.isalnum())
        for code in mine:
            if self._is_fresh(code.sentence.tokens, code.token):
                continue
            for theirs, words in told.codes:
                if theirs.thing != code.thing or theirs.code in everything:
                    continue
                if code.thing in self._things.things.values() or lookalike(code.code, theirs.code):
                    yield _mismatch(MismatchKind.NUMBER, draft, code.start, code.end, words)
                    break

    def _is_fresh(self, tokens: Sequence[Token], at: int) -> bool:
        """«новый заказ 4521», «оформили взамен заказ 4521»: another number is what is meant."""
        just_before, clause = tokens[max(0, at - JUST_BEFORE) : at], tokens[at].clause
        fresh, made = self._things.fresh, self._things.made
        beside = (token for token in tokens if token.clause == clause)
        return any(holds(fresh, token) for token in beside) or any(holds(made, token) for token in just_before)

    # Sums.

    def _moved(self, sentence: Sentence, found: Sequence[Sum], *, own: bool) -> Iterator[Sum]:
        """Sums right after words of the customer's money leaving; in a draft (not `own`) where it is the customer who
        paid."""
        starts = {each.first: each for each in found}
        tokens = sentence.tokens
        for at, token in enumerate(tokens):
            if not holds(self._money, token) or not (own or self._by_customer(tokens, at)):
                continue
            near = next((starts[after] for after in range(at + 1, at + NEAR + 1) if after in starts), None)
            clean = near and near.value >= LEAST and tokens[near.first].clause == token.clause
            if near and clean and (near.named or _is_bare(sentence, near)):
                yield near

    def _by_customer(self, tokens: Sequence[Token], at: int) -> bool:
        word = tokens[at].word
        if any(key in _COMING for key in word.keys):
            return False
        if holds(self._things.taken, tokens[at]):
            return True
        beside = [token.word for token in tokens[max(0, at - 3) : at + 3] if token.clause == tokens[at].clause]
        if "сделали" in word.classes:
            return any(other.form == "вы" for other in beside)
        return any("ваш" in other.lemmas for other in beside)

    def _sums(self, told: Told, draft: Text) -> Iterator[Mismatch]:
        if told.moved is None:
            return
        theirs, words = told.moved
        every = [(sentence, list(sums(sentence))) for sentence in _numeric(draft)]
        named = {each.value for _, found in every for each in found}
        mine = [each for sentence, found in every for each in self._moved(sentence, found, own=False)]
        if theirs.value in named or len({each.value for each in mine}) != 1 or _one_sentence_counts(draft, mine[0]):
            return
        if not _follows(mine[0].value, theirs.value, told.values):
            yield _mismatch(MismatchKind.SUM, draft, mine[0].start, mine[0].end, words)

    # Days.

    def _events(self, sentence: Sentence, day: Day) -> set[str]:
        """What a complaint says happened, or was to happen, on a day."""
        lemmas = {lemma for token in _beside(sentence, day) for lemma in token.word.lemmas}
        before = sentence.tokens[day.first - 1].word.form if day.first else ""
        kinds = [self._things.dated_for] if before not in _MADE else []
        kinds += [self._things.dated_from] if before not in _AIMED else []
        return {events[lemma] for events in kinds for lemma in lemmas if lemma in events}

    def _days(self, told: Told, draft: Text) -> Iterator[Mismatch]:
        if not told.days or not told.all_days.isdisjoint(_all_days(draft)):
            return
        for sentence in _numeric(draft):
            for day in days(sentence):
                event = self._looks_back(sentence, day)
                if event in told.days:
                    yield _mismatch(MismatchKind.DATE, draft, day.start, day.end, told.days[event][1])

    def _looks_back(self, sentence: Sentence, day: Day) -> str:
        """«заказ от 6 мая», «доставка была назначена на 6 мая»; «» for a day of any other kind."""
        tokens, before = sentence.tokens, day.first - 1
        if before < 1 or tokens[before].word.form not in {"от", "на"}:
            return ""
        clause = _beside(sentence, day)
        if any(key in _COMING for token in clause for key in token.word.keys):
            return ""
        if tokens[before].word.form == "от":
            return next((self._things.dated_from.get(lemma, "") for lemma in tokens[before - 1].word.lemmas), "")
        if not any(holds(_BEEN, token) for token in clause):
            return ""
        lemmas = (lemma for token in clause for lemma in token.word.lemmas)
        return next((self._things.dated_for[lemma] for lemma in lemmas if lemma in self._things.dated_for), "")


def _mismatch(kind: MismatchKind, draft: Text, start: int, end: int, theirs: str) -> Mismatch:
    return Mismatch(kind, start, end, draft.raw[start:end], theirs)


def _same_code(mine: str, theirs: str) -> bool:
    """«4512» is short for «ТВ-4512»."""
    return mine == theirs or mine.endswith(theirs) or theirs.endswith(mine)


def _only(found: list[Sum], raw: str) -> tuple[Sum, str] | None:
    return (found[0], raw[found[0].start : found[0].end]) if len({each.value for each in found}) == 1 else None


def _beside(sentence: Sentence, day: Day) -> list[Token]:
    """The words around a day, in its clause."""
    tokens = sentence.tokens
    around = tokens[max(0, day.first - AROUND) : day.last + AROUND]
    return [token for token in around if token.clause == tokens[day.first].clause]


def _one(found: list[Day]) -> bool:
    return len({(day.month, day.day) for day in found}) == 1


def _all_days(text: Text) -> frozenset[tuple[int, int]]:
    return frozenset((day.month, day.day) for sentence in _numeric(text) for day in days(sentence))


def _numeric(text: Text) -> list[Sentence]:
    """The sentences that hold a figure: most hold none."""
    if not _FIGURE.search(text.raw):
        return []
    return [each for each in text.sentences if _FIGURE.search(text.raw, each.start, each.end)]


def _is_bare(sentence: Sentence, found: Sum) -> bool:
    """A number without a currency is money where nothing countable follows it: «списали 399 за март»."""
    following = sentence.tokens[found.last + 1 : found.last + 2]
    return not following or not following[0].word.noun or following[0].clause != sentence.tokens[found.last].clause


def _one_sentence_counts(draft: Text, mine: Sum) -> bool:
    """«390 за доставку и 1 890 за товар»: whoever breaks a sum down names others than the customer."""
    sentence = next(s for s in draft.sentences if s.start <= mine.start < s.end)
    return sum(each.named or each.value >= LEAST for each in sums(sentence)) > 1


def _follows(mine: float, theirs: float, every: Collection[float]) -> bool:
    """Whether a sum is the customer's rounded, or comes of their figures."""
    values = sorted(every)[:FIGURES]
    if sorted(f"{mine:g}") != sorted(f"{theirs:g}") and abs(mine - theirs) <= ROUNDED * max(mine, theirs):
        return True
    if mine in every or any(
        mine == each * times or each == mine * times for each in values for times in range(2, SEVERAL)
    ):
        return True
    return any(mine in {left + right, abs(left - right)} for left in values for right in values)
