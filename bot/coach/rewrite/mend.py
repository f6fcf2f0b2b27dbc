"""Takes hurting words out of a sentence, or puts better ones in, and closes the seam."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from bot.coach import lazy
from bot.coach.rewrite.clauses import (
    COMPLEMENTS,
    Clause,
    clauses_of,
    heads,
    is_predicate,
    lacks_subject,
    points_back,
    trailing,
)
from bot.coach.rewrite.edits import Cut, Hurt, applied, fitted
from bot.coach.rewrite.grammar import sentence as as_sentence
from bot.coach.rewrite.grammar import tidy
from bot.coach.rewrite.last_resorts import as_option, halved, noted
from bot.coach.rewrite.reading import read
from bot.coach.rewrite.reasons import is_spare, whole_reason
from bot.coach.text import Sentence, Token
from bot.coach.words import parses

# What stands for «just take it out» in the rule files.
TAKE_OUT = ("", "—", "-")


_PARDON = lazy.pattern(r"(?:извин\w*|прост\w*|прощения)\W+(?:\w+\W+)?$", regex.IGNORECASE)
_NOMINAL = frozenset({"NOUN", "ADJF", "NPRO", "PRTF"})
_STINGS = frozenset(
    {
        "действительно",
        "якобы",
        "вправду",
        "физически",
        "лишь",
        "просто",
        "только",
        "указанный",
        "данный",
        "вышеуказанный",
    }
    | {"вышеназванный", "соответствующий", "возникший", "незначительный", "небольшой", "некоторый", "надлежащий"}
)
_CONDITIONS = frozenset({"если", "коли", "ежели"})
_ADVERSATIVE = frozenset({"но", "однако", "зато", "а"})
# «Важно отметить.» only announces what is not there.
_ANNOUNCES = lazy.pattern(
    r"(?:важно\s+отметить|хотим\s+отметить|отметим|обращаем\s+(?:ваше\s+)?внимание|сообщаем|напоминаем)[\s.!:]*",
    regex.IGNORECASE,
)
_LAW_GIVES = lazy.pattern(
    r"(?:по\s+)?(?:закон\w*|правил\w+|договор\w*)\s+(?:да[её]т|отводит|отводится|предусматривает|дано)\s+(на\s+\p{L}+)(?=\s)",
    regex.IGNORECASE,
)
# «Удар в гарантию не входит»: it stays a refusal and names no rule.
_WARRANTY = lazy.pattern(
    r"(?:\p{L}+\s+)?(?:в\s+гаранти\p{L}+\s+не\s+(?:входит|входят)|гаранти\p{L}+\s+(?:\p{L}+\s+)?не\s+(?:бер[её]т|покрывает|распространяется))",
    regex.IGNORECASE,
)
_WHICH_LAW = lazy.pattern(
    r",\s+котор\p{L}+\s+(?:закон|правила)\s+(?:да[её]т|дают|отводит|отводят)\s+(на\s+\p{L}+),", regex.IGNORECASE
)
_LEADS = lazy.pattern(
    r"^(?:но|однако|зато|а|и|да|поэтому|тем не менее|при этом|также|то|так что|и поэтому|вот только|только вот|только|"
    r"а вот|ну или|или|ну|"
    r"к сожалению)\b,?\s+",
    regex.IGNORECASE,
)
# «Брони не вижу и, честно говоря.»: what led up to words that went.
_STUB = lazy.pattern(
    r"[\s,]+(?:(?:и|а|но|да|или)\s*,?\s*"
    r"(?:это|всё это|честно говоря|если честно|признаться|кстати|по правде говоря|между нами)?"
    r"|честно говоря|если честно|признаться|по правде говоря|между нами)\s*[.!?,]*$",
    regex.IGNORECASE,
)
_JOINTS = lazy.pattern(r"\s*(?:[,;:]|\s[–—-]\s|\.{2,}|…)\s*")


def mended(text: str, hurts: Sequence[Hurt]) -> Iterator[str]:
    """Ways to write the sentence without its hurting words, the closest to the author's first; «» drops it."""
    sentences = read(text).sentences
    if not sentences:
        return
    seen = {text}
    # «Промокод на следующий заказ»: where no verb was, none will be missed.
    verbless = not any(is_predicate(token) for each in sentences for token in each.tokens)
    if any(hurt.signal == "rude" for hurt in hurts):
        seen.add("")
        yield ""
    for way in (_replaced, _termed, _softened, _unmarked, as_option, _clauses_cut, _split, _dropped, halved, noted):
        for found in way(text, sentences, hurts):
            better = as_sentence(tidy(found if _STUB.search(text) else _STUB.sub(".", found)))
            if not _paired(better) and _paired(text):
                continue
            if better not in seen and (not better or verbless or way is noted or _stands(better)):
                seen.add(better)
                yield better


def _paired(text: str) -> bool:
    """Whether no quotation and no bracket is left open."""
    return (
        text.count("(") == text.count(")")
        and text.count("[") == text.count("]")
        and text.count("«") == text.count("»")
        and text.count('"') % 2 == 0
    )


def _stands(text: str) -> bool:
    """Whether what is left is a sentence and not a shred."""
    sentences = read(text).sentences
    if not sentences or sum(len(each.tokens) for each in sentences) < 2 or _ANNOUNCES.fullmatch(text):
        return False
    return all(_is_whole(each) for each in sentences)


def _is_whole(each: Sentence) -> bool:
    """It says something of its own; «если …», «чтобы …» and «который …» alone only lead to what is not there."""
    clauses = clauses_of(each)
    if not any(clause.has_predicate for clause in clauses) or "ссылка" in each.tokens[0].word.classes:
        return False
    return each.mark == "?" or any(clause.main for clause in clauses)


def _replaced(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """Every hurting stretch by the words its rule offers."""
    most = max((len(hurt.replacements) for hurt in hurts), default=0)
    for number in range(most):
        cuts = []
        for hurt in hurts:
            whole = any(
                (clause.start, clause.end) == (hurt.start, hurt.end) for e in sentences for clause in clauses_of(e)
            )
            words = [
                words
                for words in hurt.replacements
                if fits(text[hurt.start : hurt.end], words, whole=whole) and _asked_for(text[: hurt.start], words)
            ]
            if number >= len(words):
                break
            cuts.append(fitted(text, hurt.start, hurt.end, words[number]))
        else:
            yield applied(text, cuts)


def _asked_for(before: str, words: str) -> bool:
    """«За то, что так вышло» only follows words of pardon."""
    return not words.startswith("за ") or bool(_PARDON.search(before))


def fits(gone: str, words: str, *, whole: bool) -> bool:
    """Whether the words can stand where the others stood: a clause for a clause, «за …» for «за …», a noun for a noun
    in the same case. `whole`: they make up a clause, so that a predicate need not agree with anything outside."""
    if words in TAKE_OUT or "[" in words:
        return False
    old, new = ([token for each in read(piece).sentences for token in each.tokens] for piece in (gone, words))
    if not old or not new:
        return False
    if {token.word.noun for token in new} - {token.word.noun for token in old} - {""}:
        return False
    if any(map(is_predicate, old)) or any(map(is_predicate, new)):
        return whole and any(map(is_predicate, old)) and any(map(is_predicate, new))
    first, other = (parses(tokens[0].word.form)[0].tag for tokens in (old, new))
    if first.POS == "PREP" or other.POS == "PREP":
        return bool(first.POS == other.POS)
    return bool(first.POS in _NOMINAL and other.POS in _NOMINAL and first.case == other.case)


def _dropped(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    del text, sentences, hurts
    yield ""


def _softened(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """Hurting words that the rest does not need (an adverb, «согласно правилам») simply go."""
    cuts = []
    for hurt in hurts:
        tokens = whole_reason(sentences, hurt)
        if not tokens or not is_spare(tokens, sentences):
            return
        cuts.append(Cut(tokens[0].start, tokens[-1].end))
    yield applied(text, cuts)


def _termed(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """«Закон даёт на ответ тридцать дней» → «На ответ есть тридцать дней»: the term is the customer's."""
    del sentences
    if any(hurt.signal not in {"law", "rules"} for hurt in hurts):
        return
    better = _WARRANTY.sub("по гарантии это не получится", _WHICH_LAW.sub(r" \1", _LAW_GIVES.sub(r"\1 есть", text)))
    if better != text:
        yield better


def _unmarked(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """Only the word that stings goes: «действительно», «указанные», «лишь»."""
    if any(hurt.signal == "but_after" for hurt in hurts):
        return
    cuts = []
    for hurt in hurts:
        stings = [
            (each.tokens, at)
            for each in sentences
            for at, token in enumerate(each.tokens)
            if token.start < hurt.end and hurt.start < token.end and not _STINGS.isdisjoint(token.word.lemmas)
        ]
        # «Сравнительно небольшой» would leave «сравнительно».
        if not stings or any(at and _grades(tokens[at - 1]) for tokens, at in stings):
            return
        cuts += [Cut(tokens[at].start, tokens[at].end) for tokens, at in stings]
    yield applied(text, cuts)


def _grades(token: Token) -> bool:
    return token.word.form.endswith(("о", "ень", "сем")) and parses(token.word.form)[0].tag.POS == "ADVB"


def _split(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """«Понимаем вас, но вернуть не сможем»: a full stop for the «но»."""
    turns = [hurt for hurt in hurts if hurt.signal == "but_after"]
    if not turns or len(turns) != len(hurts):
        return
    cuts = []
    for hurt in turns:
        turn = next(
            (t for each in sentences for t in each.tokens if t.word.form in _ADVERSATIVE and t.end > hurt.start), None
        )
        if turn is None or turn.start > hurt.end:
            return
        cuts.append(turn)
    better = text
    for turn in reversed(cuts):
        head, tail = better[: turn.start].rstrip(" ,;–—-"), better[turn.end :].lstrip(" ,")
        better = f"{as_sentence(head)} {as_sentence(tail)}" if head else as_sentence(tail)
    yield better


def _clauses_cut(text: str, sentences: Sequence[Sentence], hurts: Sequence[Hurt]) -> Iterator[str]:
    """The clauses with hurting words go, and what hangs on them; the rest becomes sentences."""
    kept: list[str] = []
    for each in sentences:
        clauses = clauses_of(each)
        hurt_here = {
            at
            for at, clause in enumerate(clauses)
            if any(hurt.start < clause.end and clause.start < hurt.end for hurt in hurts)
        }
        if any(hurt.signal != "if_apology" for hurt in hurts):
            hurt_here |= _conditioned(clauses, hurt_here)
        if not hurt_here:
            kept.append(as_sentence(text[each.start : each.end]))
            continue
        kept += [as_sentence(tidy(_without_lead(run))) for run in _runs(text, each, clauses, hurt_here)]
    if kept and all(_stands(piece) for piece in kept):
        yield " ".join(kept)
    good = [piece for piece in kept if _stands(piece)]
    if good and good != kept:
        yield " ".join(good)


def _conditioned(clauses: Sequence[Clause], gone: set[int]) -> set[int]:
    """What is promised on a condition that goes: without it the promise would be another one."""
    return {
        other
        for at in gone
        if clauses[at].tokens[0].word.form in _CONDITIONS
        for other in (at - 1, at + 1)
        if 0 <= other < len(clauses) and clauses[other].main
    }


def _runs(text: str, whole: Sentence, clauses: Sequence[Clause], gone: set[int]) -> Iterator[str]:
    """The stretches of kept clauses, each of which holds a main clause."""
    gone = set(gone)
    for at in sorted(gone, reverse=True):
        if at and clauses[at].tokens[0].word.form in COMPLEMENTS and is_predicate(clauses[at - 1].tokens[-1]):
            gone.add(at - 1)
    for at, clause in enumerate(clauses):
        if at - 1 in gone and not clause.main and not heads(clauses, at):
            gone.add(at)
    run: list[int] = []
    for at in range(len(clauses) + 1):
        if at < len(clauses) and at not in gone:
            run.append(at)
            continue
        while run and trailing(clauses, run):
            run.pop()
        whole_said = run and not points_back(clauses, run) and not lacks_subject(clauses, run)
        if whole_said and any(clauses[number].main for number in run):
            end = whole.end if run[-1] == len(clauses) - 1 else clauses[run[-1]].end
            start = clauses[run[0]].start
            if text[start:end].count("«") > text[start:end].count("»") and text[end : end + 1] == "»":
                end += 1
            yield text[start:end]
        run = []


def _without_lead(piece: str) -> str:
    return _LEADS.sub("", piece)
