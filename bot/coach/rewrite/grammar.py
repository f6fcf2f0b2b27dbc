"""Small repairs of written Russian: capitals, full stops, the company's «мы» or the agent's «я», «вы» or «Вы»."""

from __future__ import annotations

import regex

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.model import Style
from bot.coach.rewrite.author import Author
from bot.coach.rewrite.reading import REMEMBERED
from bot.coach.text import Text
from bot.coach.words import CACHE_FORMS, parses

_ENDED = lazy.pattern(
    r"(?:[.!?…]|[.!?…][)»\"”]|[)(]{1,}|[:;]-?[)(]|\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]?)\s*$"
)
_LINK_LAST = lazy.pattern(r"(?:https?://\S+|www\.\S+|\S+@\S+)$")
_SEAMS = (
    (lazy.pattern(r"[ \t]{2,}"), " "),
    (lazy.pattern(r"\(\s*\)|«\s*»"), ""),
    (lazy.pattern(r"\s+([,;:!?…]|\.(?!\d))"), r"\1"),
    (lazy.pattern(r"([,;:–—-])\s*(?:[,;:]\s*)+"), r"\1 "),
    (lazy.pattern(r"\s[–—-]\s*(?=[.!?…])"), ""),
    (lazy.pattern(r"[,;:]\s*(?=[.!?…])"), ""),
    (lazy.pattern(r"([!?…])\s*\.(?!\d)"), r"\1"),
    (lazy.pattern(r"(?<![.\d])\.\s*\.(?!\.)"), "."),
    (lazy.pattern(r"^[\s,;:.–—…!?-]+(?=\S)"), ""),
)
_FIRST = lazy.pattern(r"[\p{L}\d\[]")
_ITEM = lazy.pattern(r"\d+\)")
_SMILE_BEFORE = lazy.pattern(r"(?<=\p{L})\)(?=\s+\p{Lu})")
_SMILE_LAST = lazy.pattern(r"(?<=[\p{L}.!?])\)(?=\s|$)")
_SHOUT = lazy.pattern(r"!{2,}")
_ADDRESS = lazy.pattern(r"\b([Вв])(ы|ас|ам|ами|аш(?:а|е|и|его|ей|ему|им|ем|их|ими|у)?)\b")
_VOICES = lazy.pattern(r"\{([^{}/]+)/([^{}/]+)(?:/([^{}/]+))?\}")
_SMILE_INSIDE = lazy.pattern(
    r"(?<=[\p{L}\d])\s*(?:(?:\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]?)+|\s:?-?[)(]+|[)(]{2,})\s+(?=\p{Lu})"
)
_SMILE = lazy.pattern(
    r"\s*(?:\p{Extended_Pictographic}[\ufe0f\U0001f3fb-\U0001f3ff]?|(?<=[\p{L}\d!?.\s])[:;]-?[)(]+|(?<=[\p{L}\d!?.])[)(]{2,})"
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


def without_smiles(text: str) -> str:
    """For a letter: no smileys and no rows of exclamation marks."""
    plain = str(_SMILE_INSIDE.sub(". ", text))
    if "(" not in plain and ")" in plain and not _ITEM.match(plain):
        plain = _SMILE_BEFORE.sub(".", plain)
        plain = _SMILE_LAST.sub("", plain)
    return sentence(_SHOUT.sub("!", str(_SMILE.sub("", plain))))


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
            elif token is each.tokens[0] and _did_alone(*(other.word.form for other in each.tokens[:2])):
                one += 1
            else:
                number = _speaker(token.word.form)
                one, many = one + (number == "sing"), many + (number == "plur")
    # Support agents mix «мы вернём» with «я проверила»: whoever says «я» at all feels for themselves.
    return one > 0 and one * MIXED >= many


def _did_alone(form: str, following: str = "") -> bool:
    """«Посмотрел запись», but not «приехал мастер»."""
    tag = parses(form)[0].tag if "а" <= form[:1] <= "я" else None
    if tag is None or tag.POS != "VERB" or tag.tense != "past" or tag.number != "sing" or tag.gender == "neut":
        return False
    after = parses(following)[0].tag if "а" <= following[:1] <= "я" else None
    done_to = after is not None and "tran" in tag and after.animacy == "inan"
    return after is None or after.case != "nomn" or bool(done_to)


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
