"""Takes a sentence apart into clauses and says which of them can stand alone."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.memory import remembering
from bot.coach.record import record
from bot.coach.text import Sentence, Token
from bot.coach.words import CACHE_FORMS, parses


@record
class Clause:
    start: int
    end: int
    tokens: tuple[Token, ...]
    led: bool = False

    @property
    def main(self) -> bool:
        """Whether it can stand alone: it has a predicate and does not hang on another clause."""
        return self.has_predicate and not self.hangs and not self.led

    @property
    def hangs(self) -> bool:
        first = self.tokens[0].word.form
        if first in _HANGING or any(_refers(token.word.form) for token in self.tokens[:3]):
            return True
        return _qualifies(first) or self._is_condition

    @property
    def _is_condition(self) -> bool:
        """«Не пришлёте до пятницы — закроем»: a condition without «если»."""
        return self.tokens[0].word.form == "не" and any("сделаете" in token.word.classes for token in self.tokens[1:2])

    @property
    def has_predicate(self) -> bool:
        return any(is_predicate(token) for token in self.tokens)


_HANGING = frozenset(
    {"что", "чтобы", "если", "когда", "где", "пока", "как", "поскольку", "хотя", "чем", "ли", "куда", "откуда"}
    | {"почему", "раз", "будто", "словно", "ибо", "чтоб", "сколько", "насколько", "зачем", "кто", "чей", "якобы"}
    | {"то", "так", "потому", "поэтому"}
)
# After «говорит» or «просим» such a clause completes the thought.
COMPLEMENTS = frozenset({"что", "чтобы", "как", "почему", "когда", "где"})
_PREDICATES = frozenset(
    {"нет", "можно", "нельзя", "нужно", "надо", "жаль", "готовы", "готов", "готова", "рад", "рада", "рады"}
    | {"печально", "обидно", "досадно", "неприятно", "грустно", "горько", "тяжело", "понятно", "ясно", "важно"}
    | {"должны", "должен", "должна", "невозможно", "возможно", "нужен", "нужна", "нужны"}
)
_POINTERS = frozenset({"тем", "теми", "тех", "того", "том", "то", "тому", "та", "тот", "те", "ту", "той", "такой"})
THEM = frozenset(
    {"он", "она", "оно", "они", "его", "ее", "их", "ему", "ей", "им", "ним", "ней", "него", "нее", "них", "ними", "нем"}
)


def _refers(form: str) -> bool:
    """«Который», «ввиду чего»: a word that only goes on from the clause before."""
    return form.startswith("котор") or form in {"чего", "чему"}


def is_predicate(token: Token) -> bool:
    return _can_rule(token.word.form)


@remembering(CACHE_FORMS)
def _can_rule(form: str) -> bool:
    if form in _PREDICATES:
        return True
    if not "а" <= form[:1] <= "я":
        return False
    return any(parse.tag.POS in {"VERB", "PRTS", "ADJS", "PRED"} and parse.score >= 0.2 for parse in parses(form)[:2])


@remembering(CACHE_FORMS)
def _qualifies(form: str) -> bool:
    """Whether a clause that begins so («ожидающий», «узнав») hangs on another."""
    return "а" <= form[:1] <= "я" and parses(form)[0].tag.POS in {"PRTF", "GRND"}


def clauses_of(whole: Sentence) -> list[Clause]:
    """The clauses of a sentence; `led` ones hang on a word set off before them («что, по-вашему, было»)."""
    grouped: dict[int, list[Token]] = {}
    for token in whole.tokens:
        grouped.setdefault(token.clause, []).append(token)
    found: list[Clause] = []
    waiting = False
    for tokens in grouped.values():
        clause = Clause(tokens[0].start, tokens[-1].end, tuple(tokens))
        if waiting and clause.has_predicate:
            clause, waiting = Clause(clause.start, clause.end, clause.tokens, led=True), False
        # «Чтобы установить таймер» is whole although it has no predicate.
        aims = any("сделать" in token.word.classes for token in tokens)
        waiting |= clause.hangs and not clause.has_predicate and not aims
        found.append(clause)
    return found


def trailing(clauses: Sequence[Clause], run: Sequence[int]) -> bool:
    """Whether the last clause of a stretch only led to what went after it: «похоже», «перед теми»."""
    last = clauses[run[-1]].tokens
    cut_short = run[-1] + 1 < len(clauses)
    return cut_short and (len(last) == 1 or last[-1].word.form in _POINTERS)


def lacks_subject(clauses: Sequence[Clause], run: Sequence[int]) -> bool:
    """Whether a stretch says «полез не в ту ячейку», and who did went with the clause before."""
    first = next((clauses[at] for at in run if clauses[at].main), None)
    if run[0] == 0 or first is None:
        return False
    forms = [token.word.form for token in first.tokens]
    if forms[0] in {"пусть", "пускай"}:
        # «Пускай чек покажет»: the receipt is shown and shows nobody anything.
        return not any(_does(form) for form in forms[1:])
    return any(map(_is_of_another, forms)) and not any(map(_may_do, forms))


@remembering(CACHE_FORMS)
def _is_of_another(form: str) -> bool:
    """A verb of a third person, or of the past in the masculine, which an agent could not say of «we»."""
    if not "а" <= form[:1] <= "я":
        return False
    tag = parses(form)[0].tag
    return bool(tag.POS == "VERB") and bool(tag.person == "3per" or (tag.tense == "past" and tag.number == "sing"))


@remembering(CACHE_FORMS)
def _does(form: str) -> bool:
    cases = {parse.tag.case for parse in parses(form) if parse.tag.POS in {"NOUN", "NPRO"}} if form.isalpha() else set()
    return "nomn" in cases and "accs" not in cases


@remembering(CACHE_FORMS)
def _may_do(form: str) -> bool:
    if not "а" <= form[:1] <= "я":
        return True
    best = parses(form)[0].tag
    return best.POS in {"NOUN", "NPRO", "NUMR", "ADJF"} and best.case == "nomn"


def points_back(clauses: Sequence[Clause], run: Sequence[int]) -> bool:
    """Whether a stretch says «с ним», and whom it means went with the clause before."""
    if run[0] == 0:
        return False
    for token in clauses[run[0]].tokens:
        if token.word.noun:
            return False
        if token.word.form in THEM:
            return True
    return False


def heads(clauses: Sequence[Clause], at: int) -> bool:
    """Whether a hanging clause leads a main one that follows («если хотите, заменим»)."""
    first = clauses[at].tokens[0].word.form
    return first in {"если", "когда", "пока", "чтобы"} and at + 1 < len(clauses) and clauses[at + 1].main
