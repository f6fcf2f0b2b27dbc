"""A draft that says «ты» turned to «вы»."""

from __future__ import annotations

from collections.abc import Sequence

from bot.coach.memory import remembering
from bot.coach.rewrite.grammar import capital
from bot.coach.rewrite.reading import read
from bot.coach.text import Token
from bot.coach.words import CACHE_FORMS, parses

# Below this the dictionary may take a noun for an order («три», «пошли»).
SURE = 0.7
# Shorter ones are units: «24,5 см».
SHORTEST_ORDER = 4
# «Сори за нервы» asks pardon.
_NO_ORDERS = frozenset({"сори"})
_TO_YOU = {
    "ты": "вы",
    "тебя": "вас",
    "тебе": "вам",
    "тобой": "вами",
    "тобою": "вами",
    "твой": "ваш",
    "твоя": "ваша",
    "твоё": "ваше",
    "твое": "ваше",
    "твои": "ваши",
    "твоего": "вашего",
    "твоей": "вашей",
    "твоему": "вашему",
    "твою": "вашу",
    "твоим": "вашим",
    "твоём": "вашем",
    "твоем": "вашем",
    "твоих": "ваших",
    "твоими": "вашими",
}


def polite(text: str) -> str | None:
    """«Нашёл тебя, перезайди» as «Нашёл вас, перезайдите»; None where a verb cannot be turned without doubt."""
    words: list[tuple[int, int, str]] = []
    for each in read(text).sentences:
        for token in each.tokens:
            better = (
                "" if _is_nobodys(text, each.tokens, token) else _plural(token.word.form, text[token.start : token.end])
            )
            if better is None:
                return None
            if better:
                words.append((token.start, token.end, better))
    for start, end, better in reversed(words):
        opens = text[start].isupper()
        text = text[:start] + (capital(better) if opens else better) + text[end:]
    return text


def _is_nobodys(text: str, tokens: Sequence[Token], token: Token) -> bool:
    """«Будь то рыбалка или поход», «не загляни сноха на упаковку»: orders in form alone."""
    if token.word.form == "будь" and text[token.end :].lstrip().startswith("то "):
        return True
    at = tokens.index(token)
    denied = at > 0 and tokens[at - 1].word.form == "не"
    after = parses(tokens[at + 1].word.form)[0].tag if at + 1 < len(tokens) else None
    return denied and after is not None and after.POS in {"NOUN", "NPRO"} and after.case == "nomn"


def _plural(form: str, written: str) -> str | None:
    """«» where nothing changes, None where it is not sure what to write."""
    if written.lower() in _TO_YOU:
        return _TO_YOU[written.lower()]
    best = parses(form)[0] if "а" <= form[:1] <= "я" else None
    if best is None or best.tag.POS != "VERB" or best.tag.number != "sing":
        return ""
    if best.tag.mood == "impr" and "excl" in best.tag and is_familiar(form):
        bent = best.inflect({"plur", "excl"})
    elif best.tag.person == "2per":
        bent = best.inflect({"plur"})
    else:
        return ""
    return None if bent is None else str(bent.word)


@remembering(CACHE_FORMS)
def is_familiar(form: str) -> bool:
    """Whether a word says «ты» to the customer: «тебе», «загляни»."""
    if form in _TO_YOU:
        return True
    best = parses(form)[0] if "а" <= form[:1] <= "я" else None
    if best is None or best.tag.POS != "VERB" or best.tag.mood != "impr":
        return False
    orders = [p for p in parses(form) if p.tag.mood == "impr" and p.tag.number == "sing" and "excl" in p.tag]
    return sum(parse.score for parse in orders) >= SURE and len(form) >= SHORTEST_ORDER and form not in _NO_ORDERS
