"""Small repairs of written Russian: capitals, full stops, the company's «мы» or the agent's «я», «вы» or «Вы»."""

from __future__ import annotations

from collections.abc import Sequence

import regex

from bot.coach.memory import remembering
from bot.coach.model import Style
from bot.coach.rewrite.author import Author
from bot.coach.rewrite.reading import REMEMBERED, read
from bot.coach.text import Text, Token
from bot.coach.words import CACHE_FORMS, parses

_ENDED = regex.compile(r"(?:[.!?…]|[.!?…][)»\"”]|[)(]{1,}|[:;]-?[)(]|\p{Extended_Pictographic}\ufe0f?)\s*$")
_LINK_LAST = regex.compile(r"(?:https?://\S+|www\.\S+|\S+@\S+)$")
_SEAMS = (
    (regex.compile(r"[ \t]{2,}"), " "),
    (regex.compile(r"\(\s*\)|«\s*»"), ""),
    (regex.compile(r"\s+([,;:!?…]|\.(?!\d))"), r"\1"),
    (regex.compile(r"([,;:–—-])\s*(?:[,;:]\s*)+"), r"\1 "),
    (regex.compile(r"\s[–—-]\s*(?=[.!?…])"), ""),
    (regex.compile(r"[,;:]\s*(?=[.!?…])"), ""),
    (regex.compile(r"([!?…])\s*\.(?!\d)"), r"\1"),
    (regex.compile(r"(?<![.\d])\.\s*\.(?!\.)"), "."),
    (regex.compile(r"^[\s,;:.–—…!?-]+(?=\S)"), ""),
)
_FIRST = regex.compile(r"[\p{L}\d\[]")
_ITEM = regex.compile(r"\d+\)")
_SMILE_BEFORE = regex.compile(r"(?<=\p{L})\)(?=\s+\p{Lu})")
_SMILE_LAST = regex.compile(r"(?<=[\p{L}.!?])\)(?=\s|$)")
_SHOUT = regex.compile(r"!{2,}")
_ADDRESS = regex.compile(r"\b([Вв])(ы|ас|ам|ами|аш(?:а|е|и|его|ей|ему|им|ем|их|ими|у)?)\b")
_CASES = {"чего": "gent", "чему": "datv", "что": "accs", "чем": "ablt", "чём": "loct"}
_HOLE = regex.compile(r"\{(чего|чему|что|чем|чём)\}")
_BEFORE_HOLE = regex.compile(r"\b([Сс]|[Оо]) (?=\{(?:чем|чего|чём)\})")
_VOICES = regex.compile(r"\{([^{}/]+)/([^{}/]+)(?:/([^{}/]+))?\}")
_HARD_START = regex.compile(r"^(?:[сзшжщ][бвгджзйклмнпрстфхцчшщ]|льд|рт|лб|вс|вт|мн)", regex.IGNORECASE)
_SMILE_INSIDE = regex.compile(
    r"(?<=[\p{L}\d])\s*(?:(?:\p{Extended_Pictographic}\ufe0f?)+|\s:?-?[)(]+|[)(]{2,})\s+(?=\p{Lu})"
)
_SMILE = regex.compile(
    r"\s*(?:\p{Extended_Pictographic}\ufe0f?|(?<=[\p{L}\d!?.\s])[:;]-?[)(]+|(?<=[\p{L}\d!?.])[)(]{2,})"
)


def tidy(text: str) -> str:
    """Closes the seams that a cut leaves: double blanks and marks, a comma before a full stop, a mark in front."""
    for pattern, better in _SEAMS:
        text = pattern.sub(better, text)
    return text.strip()


def sentence(text: str) -> str:
    """A capital in front and a mark at the end, unless it ends in a link, which a full stop would break."""
    text = capital(text.strip())
    if not text or _ENDED.search(text) or _LINK_LAST.search(text):
        return text
    return text.rstrip(",;:–—- ") + "."


def capital(text: str) -> str:
    first = _FIRST.search(text)
    if first is None or not text[first.start()].islower() or text[first.start()].isascii():
        return text
    return text[: first.start()] + text[first.start()].upper() + text[first.start() + 1 :]


def uncapital(text: str) -> str:
    """For a sentence that moves behind a name: «Вера, понимаем…». Abbreviations and «Вы» keep their capitals."""
    if len(text) < 2 or not text[0].isupper() or text[1].isupper() or _ADDRESS.match(text):
        return text
    return text[0].lower() + text[1:]


def address(text: str, form: str) -> str:
    """Writes the pronoun of address as «вы» or «Вы» everywhere; the start of a sentence keeps its capital."""
    starts = {found.start() for found in _ADDRESS.finditer(text) if _opens(text, found.start())}

    def write(found: regex.Match[str]) -> str:
        upper = form == "Вы" or found.start() in starts
        return ("В" if upper else "в") + found.group(2)

    return str(_ADDRESS.sub(write, text))


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip(' \t«"(')
    return not before or before[-1] in ".!?…\n)" or not (before[-1].isalnum() or before[-1] in ",;:–—-]»\"'")


def voice(text: str, author: Author, *, alone: bool) -> str | None:
    """Chooses between «{мы/я}» and «{мы/он/она}»; None where the gender is needed and unknown."""
    unsure = False

    def choose(found: regex.Match[str]) -> str:
        nonlocal unsure
        we, one, she = found.groups()
        if not alone:
            return str(we)
        if she is None:
            return str(one)
        unsure |= author.gender is None
        return str(she if author.gender == "f" else one)

    chosen = str(_VOICES.sub(choose, text))
    return None if unsure else chosen


def with_thing(text: str, form: str) -> str | None:
    """Puts the thing of the complaint into «{чем}» and its like; None where its case form is not sure."""
    sure = True

    def put(found: regex.Match[str]) -> str:
        nonlocal sure
        inflected = inflect(form, _CASES[found.group(1)])
        sure &= inflected is not None
        return inflected or ""

    text = _BEFORE_HOLE.sub(lambda found: _preposition(found.group(1), form), text)
    filled = str(_HOLE.sub(put, text))
    return filled if sure else None


def about(form: str, before: str, case: str) -> str:
    """A noun with its preposition: «со штрафом», «об уроках»; «» where its case form is not sure."""
    inflected = inflect(form, case)
    return f"{_preposition(before, inflected)}{inflected}" if inflected else ""


@remembering(CACHE_FORMS)
def is_topic(form: str) -> bool:
    """Whether one may say «в истории с …» of it: a lifeless common noun that can be bent without doubt."""
    best = parses(form)[0]
    tag = best.tag
    # Each case of a noun is a reading of its own: «смартфон» is the nominative by half and the accusative by half.
    sure = sum(parse.score for parse in parses(form) if parse.normal_form == best.normal_form) >= SURE
    plain = tag.POS == "NOUN" and tag.animacy == "inan" and best.is_known and sure
    return bool(plain) and not _NO_TOPICS & tag.grammemes and all(inflect(form, case) for case in ("ablt", "loct"))


def is_told_of(forms: Sequence[str], form: str) -> bool:
    """Whether a noun among the forms of its sentence acts or is dealt with: «гвоздь» and not «в зоне»."""
    if parses(form)[0].tag.case not in {"nomn", "accs"}:
        return False
    before = forms.index(form) - 1
    while before >= 0 and parses(forms[before])[0].tag.POS in {"ADJF", "PRTF", "NUMR"}:
        before -= 1
    return before < 0 or parses(forms[before])[0].tag.POS != "PREP"


_NO_TOPICS = {"Name", "Surn", "Patr", "Geox", "Abbr", "Slng", "Fixd"}


def _preposition(word: str, noun: str) -> str:
    if word.lower() == "с":
        return f"{word}о " if _HARD_START.match(noun) else f"{word} "
    return f"{word}б " if noun[0].lower() in "аоуиэ" else f"{word} "


@remembering(CACHE_FORMS)
def inflect(form: str, case: str) -> str | None:
    """A noun in another case and the same number, only where the dictionary leaves no doubt."""
    nouns = [parse for parse in parses(form) if parse.tag.POS == "NOUN" and not {"Fixd", "Abbr"} & parse.tag.grammemes]
    if not nouns:
        return None
    # «По гарантии», «посылки нет»: where the number is in doubt, one thing is meant more often than many.
    alike = {parse.tag.number for parse in nouns if parse.normal_form == nouns[0].normal_form}
    number = "sing" if "sing" in alike else nouns[0].tag.number
    bent = nouns[0].inflect({case, number})
    if bent is None or "-" in bent.word:
        return None
    back = [parse.normal_form for parse in parses(bent.word) if parse.tag.POS == "NOUN"]
    return str(bent.word) if nouns[0].normal_form in back else None


def without_smiles(text: str) -> str:
    """For a letter: no smileys and no rows of exclamation marks."""
    plain = str(_SMILE_INSIDE.sub(". ", text))
    if "(" not in plain and ")" in plain and not _ITEM.match(plain):
        plain = _SMILE_BEFORE.sub(".", plain)
        plain = _SMILE_LAST.sub("", plain)
    return sentence(_SHOUT.sub("!", str(_SMILE.sub("", plain))))


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


def is_verb(form: str) -> bool:
    return any(parse.tag.POS == "VERB" for parse in parses(form.strip(".,!?").lower()))


# How much more often than «я» a draft may say «мы» and still be one person's.
MIXED = 2


def speaks_alone(text: Text) -> bool:
    """Whether the draft is one person's and not only the company's."""
    one = many = 0
    for each in text.sentences:
        for token in each.tokens:
            if token.word.form in {"я", "мне", "меня"}:
                one += 2
            elif token.word.form in {"мы", "нам", "нас", "наш", "наша", "наше", "наши"}:
                many += 2
            else:
                number = _speaker(token.word.form)
                one, many = one + (number == "sing"), many + (number == "plur")
    # Support agents mix «мы вернём» with «я проверила»: whoever says «я» at all feels for themselves.
    return one > 0 and one * MIXED >= many


@remembering(CACHE_FORMS)
def _speaker(form: str) -> str:
    """«sing» for «вернул я», «plur» for «вернём», «» for anything else."""
    tag = parses(form)[0].tag if "а" <= form[:1] <= "я" else None
    return str(tag.number) if tag is not None and tag.POS == "VERB" and tag.person == "1per" else ""


@remembering(REMEMBERED)
def shaped(text: str, style: Style, form: str) -> str:
    """The last touch: the pronoun of address, and no smileys in a letter."""
    plain = without_smiles(text) if style is Style.FORMAL else text
    return address(plain, "Вы" if style is Style.FORMAL else form)
