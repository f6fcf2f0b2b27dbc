"""Tells a customer's message from an agent's draft where both were pasted without a word of explanation."""

from __future__ import annotations

from collections.abc import Collection

import regex

from bot.coach import lazy
from bot.coach.model import Facts, Fault
from bot.coach.record import record
from bot.coach.text import Text

# Longer than this is no remark beside a forward but a text of its own.
REMARK_CHARACTERS = 120

_COMPLAINT_HEAD = r"(?:жалоба|клиент(?:ка)?|покупатель(?:ница)?|обращение|отзыв|вопрос клиента|гость|пользователь)"
_DRAFT_HEAD = r"(?:ответ|черновик|мой ответ|наш ответ|поддержка|оператор|агент|я|мы|отвечаю)"
# A hyphen with no space after it joins a word: «Клиент-банк завис».
_COLON = r"[ \t]*(?:[:—–]|-\s)"
_HEADS = lazy.pattern(
    rf"^\s*{_COMPLAINT_HEAD}{_COLON}(?P<complaint>.+?)\n[ \t]*{_DRAFT_HEAD}{_COLON}(?P<draft>.+)$",
    regex.IGNORECASE | regex.DOTALL,
)
_DRAFT_ONLY = lazy.pattern(rf"^\s*(?:ответ|черновик|мой ответ){_COLON}(?P<draft>.+)$", regex.IGNORECASE | regex.DOTALL)
_BORDER = lazy.pattern(r"\n[ \t]*(?:[-—–=*_#~][ \t]*){3,}+\n")

_AGENT_OPENING = lazy.pattern(
    r"^\W*(?:[\p{Lu}][\p{L}]+(?:\s[\p{Lu}][\p{L}]+)?,\s*)?"
    r"(?:здравствуйте|добрый (?:день|вечер)|доброе утро|доброго времени|уважаем\w+|приветству\w+)[,!.\s]",
    regex.IGNORECASE,
)
_AGENT_SPEECH = lazy.pattern(
    r"\b(?:приносим|извините|простите|просим прощения|сожалеем|нам (?:очень )?жаль|понимаем вас|благодарим|верн[её]м|"
    r"с уважением|пришлите|подскажите, пожалуйста|уточните|мы (?:уже )?(?:проверили|передали|разбер[её]мся)|"
    r"ваш(?:е|у|им|его)? (?:заказ|обращени|жалоб|мнени|отзыв|недовольств|ситуаци|вопрос)\w*)\b",
    regex.IGNORECASE,
)
_CUSTOMER_SPEECH = lazy.pattern(
    r"\b(?:у вас|ваш(?:а|и)? (?:курьер|сотрудни|магазин|менеджер|мастер|врач|водител|оператор|контор|сервис)\w*|"
    r"верните|где мо[йяеи]|мо[йяюе] (?:заказ|деньги|посылк|карт)\w*|мне (?:не|привезли|пришл|сказал|обещал|отказал)\w*|"
    r"я (?:заказ|купил|оплатил|жду|звонил|брал|взял|хочу|требую)\w*|заказывал[аи]?|купил[аи]?|оплатил[аи]?|"
    r"сколько можно|безобрази\w+|ужас\w*|кошмар\w*|отвратительн\w+|обман\w*|почему)\b",
    regex.IGNORECASE,
)

_TO_THE_BOT = lazy.pattern(
    r"""\W*
    (?: привет(?:ик|ствую)? | хай | хелло | ку | алл?о | здравствуй(?:те)?
      | добр(?:ый|ое|ого)\s(?:день|вечер|утро|дня) )?
    \W*
    (?: (?:а\s)?(?:ты|вы)\sкто | кто\s(?:ты|вы)(?:\sтак(?:ой|ая|ие))?
      | что\s(?:ты|вы)\s(?:умее|може|делае)(?:шь|те)
      | как\s(?:(?:тобой|вами|этим|ботом|здесь|тут)\s)?(?:пользоваться|работать)
      | как\sэто\sработает | как\s(?:ты\sработаешь|бот\sработает)
      | (?:и\s)?(?:что|куда)\s(?:мне\s)?(?:делать|писать|нажимать)(?:\sдальше)?
      | с\sчего\sначать | помощь | помоги(?:те)? | хелп | меню | старт | начать )?
    \W*""",
    regex.IGNORECASE | regex.VERBOSE,
)

_PERSONS = {
    frozenset({"{я", "{мой"}): -1.0,
    frozenset({"{мы", "{наш"}): 1.0,
    frozenset({"{вы", "{ваш"}): 0.5,
    frozenset({"<сделаем"}): 0.7,
    frozenset({"<сделайте"}): 0.5,
    frozenset({"<сделали"}): -0.3,
}
_DRAFT_MOVES = frozenset(
    {
        "empathy",
        "regret",
        "apology",
        "responsibility",
        "help",
        "next_step",
        "prevention",
        "private_channel",
        "but_after",
    }
    | {"if_apology", "doubt", "law", "rules", "blame_customer", "blame_other", "minimise", "cliche", "rude", "deflect"}
)
_COMPLAINT_MOVES = {"threat": 2.0, "company_fault": 1.7, "own_fault": 1.5, "abuse": 0.7, "grievance": 0.5}

_UNCHECKED = lazy.pattern(r"не провер|ещ[её] (?:не|выясня)|выясня|не знаю|разбира[ею]", regex.IGNORECASE)
_CHECKED = lazy.pattern(r"провер(?:ил|ен)|выяснил|подтвердил|точно", regex.IGNORECASE)
_FAULTS = {
    Fault.CUSTOMER: lazy.pattern(
        r"(?:вина|ошибка|косяк) (?:его|е[её]|клиента|покупател\w+)|клиент\w* (?:сам|ошиб)|сама? виноват", regex.I
    ),
    Fault.NOBODY: lazy.pattern(r"никто не виноват|ничья|не наша (?:вина|ошибка)", regex.I),
    Fault.COMPANY: lazy.pattern(
        r"наш(?:а|и)? (?:вина|ошибка|косяк|курьер|склад)|(?:вина|ошибка|косяк) наш|"
        r"мы (?:сами )?(?:виноват|накосяч|ошиб)",
        regex.I,
    ),
}


@record
class Pair:
    """A complaint and a draft that came in one message."""

    complaint: str
    draft: str


@record
class Remark:
    """What an agent's remark beside a forwarded complaint says of the case; None where it says nothing."""

    facts: Facts | None
    fault: Fault | None


def read_remark(text: str) -> Remark | None:
    """A short remark («проверили, ошибка наша»), or None where the text is rather a draft."""
    if len(text) > REMARK_CHARACTERS or _clues(text) >= 1:
        return None
    facts = Facts.UNCHECKED if _UNCHECKED.search(text) else Facts.CHECKED if _CHECKED.search(text) else None
    fault = next((fault for fault, pattern in _FAULTS.items() if pattern.search(text)), None)
    return Remark(facts, fault)


def addresses_bot(text: str) -> bool:
    """Whether a text is but a greeting or a question to the bot itself: «привет», «ты кто?», «с чего начать»."""
    return len(text) <= REMARK_CHARACTERS and _TO_THE_BOT.fullmatch(text) is not None


def split_pair(text: str) -> Pair | None:
    """Both texts of a message that holds both with a clear border: «Жалоба: … Ответ: …» or a line of dashes."""
    heads = _HEADS.match(text)
    if heads and heads["complaint"].strip() and heads["draft"].strip():
        return Pair(heads["complaint"].strip(), heads["draft"].strip())
    halves = [half.strip() for half in _BORDER.split(text)]
    if len(halves) != 2 or not all(halves):
        return None
    first, second = (without_head(half) for half in halves)
    if draft_likeness(first) > draft_likeness(second):
        first, second = second, first
    return Pair(first, second)


def without_head(text: str) -> str:
    """A draft without «Ответ:» or «Черновик:» before it."""
    head = _DRAFT_ONLY.match(text)
    return head["draft"].strip() if head else text.strip()


def draft_likeness(text: str, draft_signals: Collection[str] = (), complaint_signals: Collection[str] = ()) -> float:
    """Above 0 a draft, below 0 a complaint, near 0 unsure. Signals, where they were read, add to the plain clues.

    The weights are rounded from a logistic regression on the 525 teaching cases; with signals nine of ten texts of
    either kind fall on their side, on cases not seen too.
    """
    score = _clues(text) / 2 + _persons(text)
    score += min(3, len(_DRAFT_MOVES.intersection(draft_signals)))
    score -= sum(_COMPLAINT_MOVES.get(name, 0) for name in set(complaint_signals))
    return score - 0.7 * ("?" in text) - 0.7 * text.lstrip()[:1].islower() + (3.0 if _DRAFT_ONLY.match(text) else 0.0)


def _clues(text: str) -> float:
    """Turns of speech that only one side uses, the agent's above 0."""
    opening = 2.0 if _AGENT_OPENING.search(text) else 0.0
    return opening + min(3, len(_AGENT_SPEECH.findall(text))) - min(3, len(_CUSTOMER_SPEECH.findall(text)))


def _persons(text: str) -> float:
    """A customer says «я» and tells what was done; an agent says «мы», «вы» and what will be done."""
    words = [token.word for sentence in Text.parse(text).sentences for token in sentence.tokens]
    return sum(
        weight * min(2, sum(not names.isdisjoint(word.keys) for word in words)) for names, weight in _PERSONS.items()
    )
