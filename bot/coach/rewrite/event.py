"""What went wrong, in the customer's own words as a reply may repeat them: «курьер не перезвонил», «где ваш пакет».

Only a clause that can stand after «почему» or «узнаем» is taken: a thing or somebody of the company is its subject, its
verb is in the third person, every word is in the dictionary, nothing in it points elsewhere and no figure is repeated
unchecked. Where in doubt there is none: of the written complaints about one in four has such a clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.model import Signal
from bot.coach.rewrite.clauses import Clause, clauses_of
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.nouns import behind_preposition
from bot.coach.rewrite.phrases import Lexicon
from bot.coach.text import Sentence, Text, Token
from bot.coach.words import CACHE_FORMS, parses

# A complaint's signals under which something is said to have gone wrong.
GRIEVANCES = ("company_fault", "grievance")
SHORTEST, LONGEST = 2, 9
# Below this the dictionary is not sure that a form is a verb («дали», «стали»).
SURE = 0.4
_PLAIN = lazy.pattern(r"[А-Яа-яЁё -]+")
_LEADS = frozenset({"а", "и", "но", "вот", "ну", "да", "так", "потом", "просто", "короче", "конечно", "то"})
_ASKS = frozenset({"где", "когда", "почему", "куда"})
# What comes after these belongs to what stands before them.
_OPENERS = (":", "«", '"', "“", "„")
_SWAPS = {
    "меня": "вас",
    "мне": "вам",
    "нас": "вас",
    "нам": "вам",
    "вас": "нас",
    "вам": "нам",
}
_MINE = frozenset({"мой", "моя", "мое", "мои", "наш", "наша", "наше", "наши"})
_OWNERS = (
    (lazy.pattern(r"мо(?:й|я|е|ё|и|его|ей|ему|ю|им|ем|ём|их|ими)"), "ваш", 2),
    (lazy.pattern(r"наш(?:|а|е|и|его|ей|ему|у|им|ем|их|ими)"), "ваш", 3),
    (lazy.pattern(r"ваш(?:|а|е|и|его|ей|ему|у|им|ем|их|ими)"), "наш", 3),
)
# «мой» → «ваш», «моя» → «ваша»: endings that differ between the two.
_ENDINGS = {"й": "", "я": "а", "ё": "е", "ю": "у", "ём": "ем"}
# Words that point to what the reply does not say, that speak of the writer or that only lead on.
_POINTING = frozenset(
    {"он", "она", "оно", "они", "его", "ее", "их", "ему", "ей", "им", "ним", "ней", "него", "нее", "них", "нем", "ними"}
    | {"это", "этот", "эта", "эти", "этого", "этой", "этом", "этих", "эту", "этим", "тот", "та", "те", "того", "ту"}
    | {"такой", "такая", "такое", "такие", "такого", "такую", "так", "там", "тут", "туда", "здесь", "потому", "поэтому"}
    | {"я", "мы", "ты", "вы", "тебя", "тебе", "себя", "себе", "сам", "сама", "сами", "само", "мной", "нами", "вами"}
    | {"кто", "кого", "кому", "чего", "чем", "чему", "ли", "же", "бы", "ведь", "типа", "что", "где", "как", "когда"}
    | {"куда", "если", "чтобы", "почему", "зачем", "только", "тоже", "также", "якобы", "хотя", "раз", "пока", "один"}
    | {"или", "либо", "и", "а", "но", "тогда", "вообще", "вроде", "видимо", "наверное", "теперь", "одно", "одна"}
    | {"каком", "какой", "какая", "какие", "какого", "какую", "передо", "нормально", "наконец", "якобы", "ваще"}
)
_DANGLING = frozenset({"PREP", "CONJ", "PRCL", "INTJ"})
_NOT_SAID = frozenset({"Name", "Surn", "Patr", "Geox", "Abbr", "Slng", "INTJ"})


def event_of(complaint: Text, signals: Mapping[str, Sequence[Signal]], lexicon: Lexicon) -> str:
    """The clause as it may follow «почему», without capital and full stop; «» where none is safe."""
    wrong = [signal for name in GRIEVANCES for signal in signals.get(name, ())]
    best = ""
    for sentence in complaint.sentences:
        for clause in () if sentence.mark == "?" else _whole(complaint.raw, sentence):
            tokens = _without_figures(complaint.raw, _without_leads(clause), lexicon)
            told = any(signal.start < clause.end and clause.start < signal.end for signal in wrong)
            if (
                (told or _denies(tokens))
                and _repeatable(complaint.raw, sentence, tokens, lexicon)
                and _tells(tokens, lexicon, told=told)
            ):
                words = _said_back(complaint.raw, tokens)
                if told:
                    return words
                best = best or words
    return best


def question_of(complaint: Text, lexicon: Lexicon) -> str:
    """What the customer asks, as it may follow «узнаем,»: «где ваш возврат»; «» where none is safe."""
    for sentence in complaint.sentences:
        for clause in clauses_of(sentence):
            tokens = _without_figures(complaint.raw, _without_leads(clause), lexicon)
            # «Где мой заказ» asks without a mark too; of others the question may go on in the next clause.
            asks = sentence.mark == "?" and clause.tokens[-1] is sentence.tokens[-1]
            if len(tokens) <= SHORTEST or tokens[0].word.form not in _ASKS or not (asks or _whose(tokens)):
                continue
            head, rest = tokens[0], tokens[1:]
            if _repeatable(complaint.raw, sentence, rest, lexicon) and _asks(head.word.form, rest, lexicon):
                return f"{head.word.form} {_said_back(complaint.raw, rest)}"
    return ""


def _whole(raw: str, sentence: Sentence) -> Iterator[Clause]:
    """The clauses that hang on nothing and on which nothing hangs: what goes on after a colon is not told in full."""
    clauses = clauses_of(sentence)
    for clause, after in zip(clauses, [*clauses[1:], None], strict=True):
        leads_on = after is not None and (after.hangs or after.led)
        opens = raw[clause.end :].lstrip()[:1]
        if not clause.hangs and not clause.led and not leads_on and opens not in _OPENERS:
            yield clause


def _without_leads(clause: Clause) -> list[Token]:
    tokens = list(clause.tokens)
    while tokens and tokens[0].word.form in _LEADS:
        tokens.pop(0)
    return tokens


def _whose(tokens: Sequence[Token]) -> bool:
    return tokens[0].word.form == "где" and tokens[1].word.form in _MINE


def _without_figures(raw: str, tokens: Sequence[Token], lexicon: Lexicon) -> list[Token]:
    """«Рейс задержали на 9 часов» without «на 9 часов», «менеджер Кирилл» without the name: what the customer counts
    and names nobody has checked. Where the figure is what is wrong («приняли на два часа позже»), it stays, and with it
    nothing is repeated."""
    gone: set[int] = set()
    if not tokens or not (facts(raw[tokens[0].start : tokens[-1].end]) or _names_somebody(tokens)):
        return list(tokens)
    wrong = _denies(tokens) or any(not lexicon.mishaps.isdisjoint(token.word.lemmas) for token in tokens)
    for at, token in enumerate(tokens):
        named = "имя" in token.word.classes and at > 0 and not lexicon.people.isdisjoint(tokens[at - 1].word.lemmas)
        if named:
            gone.add(at)
        after_preposition = at > 0 and parses(tokens[at - 1].word.form)[0].tag.POS == "PREP"
        owned = at == len(tokens) - 1 and tokens[0].word.form in _ASKS
        if not facts(raw[token.start : token.end]) or not ((wrong and after_preposition) or owned):
            continue
        gone.update((at, at - 1) if after_preposition else (at,))
        after = parses(tokens[at + 1].word.form)[0].tag if at + 1 < len(tokens) else None
        if after is not None and after.POS == "NOUN" and after.case == "gent":
            gone.add(at + 1)
    return [token for at, token in enumerate(tokens) if at not in gone]


def _names_somebody(tokens: Sequence[Token]) -> bool:
    return any("имя" in token.word.classes for token in tokens)


def _denies(tokens: Sequence[Token]) -> bool:
    return any(token.word.form in {"не", "нет", "ни"} for token in tokens)


def _repeatable(raw: str, sentence: Sentence, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the words may be said by another person in another text."""
    if not SHORTEST <= len(tokens) <= LONGEST:
        return False
    if not all(
        _PLAIN.fullmatch(raw, token.start, token.end) and not facts(raw[token.start : token.end]) for token in tokens
    ):
        return False
    first, last = (parses(token.word.form)[0].tag for token in (tokens[0], tokens[-1]))
    # «Поезд стоял в чистом»: the noun went, or never was there.
    hangs = last.POS in _DANGLING or (last.POS == "ADJF" and last.case != "nomn") or tokens[-1].word.form == "уже"
    if first.POS == "INFN" or (hangs and tokens[-1].word.form != "нет"):
        return False
    if any(not lexicon.unsaid.isdisjoint(token.word.lemmas) for token in tokens):
        return False
    # «Так и не позвонил» points nowhere.
    firm = [token for at, token in enumerate(tokens) if not _so_far(tokens[max(0, at - 1) : at + 3])]
    shouted = all(raw[token.start : token.end].isupper() for token in tokens)
    return all(_sayable(raw, token, any_case=shouted or token.start == sentence.start) for token in firm)


def _so_far(tokens: Sequence[Token]) -> bool:
    return "так и не" in " ".join(token.word.form for token in tokens)


def _sayable(raw: str, token: Token, *, any_case: bool) -> bool:
    """A word in the dictionary that is no name, no quotation and points nowhere."""
    form = token.word.form
    if form in _POINTING or token.quoted:
        return False
    return (any_case or raw[token.start : token.end].islower()) and _known(form)


@remembering(CACHE_FORMS)
def _known(form: str) -> bool:
    best = parses(form)[0]
    return bool(best.is_known) and not _NOT_SAID & {*best.tag.grammemes, best.tag.POS}


def _tells(tokens: Sequence[Token], lexicon: Lexicon, *, told: bool) -> bool:
    """Whether one verb in the third person tells of a thing or a person that is named, or of what is done to people
    («не перезвонили»). Where a fault is `told`, any thing may be its subject."""
    verbs = [at for at, token in enumerate(tokens) if _verb(token.word.form) is not None]
    if len(verbs) != 1:
        return False
    (at,) = verbs
    tag = _verb(tokens[at].word.form)
    if isinstance(tag, str):
        return any(_is_noun(token.word.form, "gent", None, None, lexicon, told=told) for token in tokens)
    if tag.person in {"1per", "2per"} or tag.mood == "impr":
        return False
    if _has_subject(tokens, at, tag, lexicon, told=told):
        return len(tokens) > SHORTEST or at > 0
    # «Вернули с царапиной»: what was brought back is told elsewhere.
    forms = [token.word.form for token in tokens]
    lacks = "tran" in tag.grammemes and not any(
        _is_object(form) and not behind_preposition(forms, number) for number, form in enumerate(forms)
    )
    done = not lexicon.deeds.isdisjoint(tokens[at].word.lemmas) and not lacks
    return bool(tag.number == "plur" and done and (len(tokens) > SHORTEST or _denies(tokens)))


def _asks(head: str, tokens: Sequence[Token], lexicon: Lexicon) -> bool:
    """«Где мой пакет?» has no verb; anything else is told as an event would be."""
    verbs = [token for token in tokens if _verb(token.word.form) is not None]
    if head == "где" and not verbs:
        # «Где совесть?» asks for nothing that anybody could find.
        theirs = tokens[0].word.form in _MINE
        return len(tokens) == SHORTEST and _is_noun(tokens[-1].word.form, "nomn", None, None, lexicon, told=theirs)
    return head != "где" and _tells(tokens, lexicon, told=False)


def _has_subject(tokens: Sequence[Token], at: int, tag: Any, lexicon: Lexicon, *, told: bool) -> bool:  # noqa: ANN401 -- pymorphy3 ships no types
    """Whether somebody or something does it. After a transitive verb a thing may as well be what was done («нашёл
    волос»), and behind a preposition («под конец») it is none."""
    gender = tag.gender if tag.number == "sing" else None
    alone = sum(bool(token.word.noun) for token in tokens) == 1
    forms = [token.word.form for token in tokens]
    for number, token in enumerate(tokens):
        someone = not lexicon.people.isdisjoint(token.word.lemmas)
        if "tran" in tag.grammemes and not someone and (number > at or alone):
            continue
        if not behind_preposition(forms, number) and _is_noun(
            forms[number], "nomn", tag.number, gender, lexicon, told=told
        ):
            return True
    return False


@remembering(CACHE_FORMS)
def _verb(form: str) -> Any:  # noqa: ANN401 -- pymorphy3 ships no types
    """The tag of a finite verb or a short participle, «нет» for itself, None for anything else."""
    if form == "нет":
        return form
    best = parses(form)[0]
    return best.tag if best.tag.POS in {"VERB", "PRTS"} and best.score >= SURE else None


def _is_noun(form: str, case: str, number: str | None, gender: str | None, lexicon: Lexicon, *, told: bool) -> bool:
    for parse in parses(form):
        tag, lemma = parse.tag, parse.normal_form.replace("ё", "е")
        if (
            tag.POS != "NOUN"
            or "Abbr" in tag
            or len(form) < len("чек")
            or tag.case != case
            or number not in {None, tag.number}
            or gender not in {None, tag.gender}
        ):
            continue
        known = lemma in lexicon.things or lemma in lexicon.people
        if known or (told and tag.animacy == "inan" and lemma not in lexicon.moods):
            return True
    return False


def _is_object(form: str) -> bool:
    """Somebody or something that is dealt with: «вам», «суп», «воды»."""
    tags = [parse.tag for parse in parses(form)]
    return any(tag.POS in {"NOUN", "NPRO"} and tag.case in {"accs", "datv", "gent", "gen2"} for tag in tags)


def _said_back(raw: str, tokens: Sequence[Token]) -> str:
    return " ".join(_turned(raw[token.start : token.end].lower()) for token in tokens)


def _turned(written: str) -> str:
    """A word of the customer as the company says it: «у меня» → «у вас», «ваш» → «наш»."""
    if written in _SWAPS:
        return _SWAPS[written]
    for pattern, better, stem in _OWNERS:
        if pattern.fullmatch(written):
            ending = written[stem:]
            return better + (_ENDINGS.get(ending, ending) if stem == len("мо") else ending)
    return written
