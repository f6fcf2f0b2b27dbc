"""Ways to mend a sentence that are tried last: half of it, or an order to go turned into an option."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from bot.coach import lazy
from bot.coach.rewrite.clauses import THEM, Clause, clauses_of, is_predicate
from bot.coach.rewrite.edits import Cut, Hurt, applied
from bot.coach.text import Sentence
from bot.coach.words import parses

_DETAIL = lazy.pattern(
    r"\b(?:каб|окно|пн|тел)\b|кабинет|этаж|срок|ежедневно|перерыв|\b(?:с|до)\s+\d{1,2}(?:[:.]\d\d)?\b", regex.IGNORECASE
)
# What may lose its capital after a colon; «Тверская, 5» and «Почта России» may not.
_SMALL = lazy.pattern(r"(?:На|До|С|По|В|К|Для|После|Без|При|Кабинет|Каб|Этаж|Срок|Перерыв|Ежедневно|Окно|Тел)\b")

OPTION = "Можно также"
# What is said of another way, which comes after what we do.
WAY = lazy.pattern(r"Можно также\b|(?:Чтобы|Если)\b[^.!?]*, можно ")
# «Идите в банк» stays curt in any form.
_CURT = frozenset({"идти", "искать", "поискать", "топать", "разбираться"})
_LEADS = frozenset({"чтобы", "если"})
_ADVISE = frozenset(
    {
        "рекомендовать",
        "надлежать",
        "советовать",
        "предлагать",
        "просить",
        "необходимо",
        "нужно",
        "следовать",
        "достаточно",
    }
)


def halved(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """«Срок зависит от банка и составит 10 дней»: of two predicates with one subject, either may stay."""
    for each in sentences:
        for clause in clauses_of(each):
            tokens = clause.tokens
            if not any(hurt.start < clause.end and clause.start < hurt.end for hurt in hurts):
                continue
            for at in [number for number, token in enumerate(tokens) if token.word.form == "и"]:
                verbs = [number for number in range(at) if is_predicate(tokens[number])]
                if not verbs or not any(is_predicate(token) for token in tokens[at + 1 :]):
                    continue
                yield applied(text, [Cut(tokens[verbs[0]].start, tokens[at + 1].start)])
                yield applied(text, [Cut(tokens[at].start, clause.end)])


def as_option(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """Where a customer was sent off to where help is: «Можно также …» in place of an order to go or of advice to."""
    if any(hurt.signal != "deflect" for hurt in hurts):
        return
    for each in sentences:
        clauses = clauses_of(each)
        for number, clause in enumerate(clauses):
            if not any(hurt.start < clause.end and clause.start < hurt.end for hurt in hurts):
                continue
            sent = _sent(clause)
            if sent is None or any(token.word.form in THEM for token in clause.tokens):
                continue
            cuts = [*sent, *(Cut(t.start, t.end) for t in clause.tokens if t.word.form == "пожалуйста")]
            low, high = min(cut.start for cut in sent), _end_of_details(text, each, clause)
            tail = applied(text[:high], [cut for cut in cuts if cut.start >= low])[low:].lstrip()
            before = [other for other in clauses[:number] if other.tokens[0].word.form != "пожалуйста"]
            lead = before[-1] if before else None
            if lead is not None and lead.tokens[0].word.form in _LEADS:
                yield f"{text[lead.start : lead.end]}, можно {tail}"
            yield f"{OPTION} {tail}"


def _sent(clause: Clause) -> list[Cut] | None:
    """What turns «обратитесь» and «рекомендуем обратиться» into «обратиться»; None where nobody is sent anywhere."""
    orders = [token for token in clause.tokens if "сделайте" in token.word.classes]
    if any(not _CURT.isdisjoint(token.word.lemmas) for token in orders):
        return None
    if orders:
        infinitives = [(token, parses(token.word.form)[0].inflect({"INFN"})) for token in orders]
        if any(infinitive is None for _, infinitive in infinitives):
            return None
        return [Cut(token.start, token.end, infinitive.word) for token, infinitive in infinitives]
    for at, token in enumerate(clause.tokens[:-1]):
        if not _ADVISE.isdisjoint(token.word.lemmas):
            following = [other for other in clause.tokens[at + 1 : at + 3] if "сделать" in other.word.classes]
            return [Cut(token.start, following[0].start)] if following else None
    return None


def _end_of_details(text: str, each: Sentence, clause: Clause) -> int:
    """Past «(2 этаж, каб. 214)» that goes on from a clause."""
    end = clause.end
    for other in clauses_of(each):
        if other.start > clause.start:
            if "ссылка" in other.tokens[0].word.classes:
                return other.tokens[0].end
            if other.has_predicate:
                break
            end = other.end
    inside = text[clause.start : end]
    return end + (inside.count("(") > inside.count(")") or inside.count("[") > inside.count("]"))


def noted(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """Details with figures that hang on nothing once the hurting clauses are gone: a term, a room, office hours."""
    found: list[str] = []
    last = -1
    for each in sentences:
        for clause in clauses_of(each):
            free = not any(hurt.start < clause.end and clause.start < hurt.end for hurt in hurts)
            if not free or clause.has_predicate or clause.hangs:
                last = -1
                continue
            words = text[last if last >= 0 else clause.start : clause.end]
            found[-1:] = [found[-1] + words] if last >= 0 else [*found[-1:], words]
            last = clause.end
    if not any(_DETAIL.search(words) for words in found):
        return
    note = ", ".join(found)
    if _SMALL.match(note):
        note = note[0].lower() + note[1:]
    yield note if note.startswith("срок") else f"На всякий случай: {note}"
