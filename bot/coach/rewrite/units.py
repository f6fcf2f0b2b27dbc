"""Takes a draft apart: greeting, sentences with what each does, ending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import regex

from bot.coach import lazy
from bot.coach.model import Signal
from bot.coach.record import record
from bot.coach.rewrite.clauses import is_predicate
from bot.coach.rewrite.reading import read
from bot.coach.text import Text
from bot.coach.words import normal, parses


@record
class Unit:
    """A sentence of the draft at [start, end); `breaks` is the white space in front of it («», one or two newlines)."""

    text: str
    start: int
    end: int
    breaks: str = ""


@record
class Parts:
    """`greeting` and `ending` as written («» if none), `name` the customer's name a sentence began with."""

    greeting: str
    body: tuple[Unit, ...]
    ending: str
    name: str = ""


_GREETING = lazy.pattern(
    r"""^(?:(?:\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?|\[[^\]]+\]),\s*)?
    (?i:здравствуй(?:те)?|здрасте|приветствую|приветствуем|привет|салам|салем|сәлем\w*
      |всем\sпривет|добрый(?=[.!,])|(?:вечер|день)\sдобрый|утро\sдоброе
      |добр(?:ый|ого|ое|ой)\s(?:день|дня|вечер|вечера|утро|утра|ночи|времени\sсуток))
    (?:[ ,]+(?:(?i:уважаем\w+)\s)?(?:\[[^\]]+\]|\{[^}]+\}|\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+){0,2}))?
    \s*(?:[!.,:)]+|\n|$|(?=\s\p{Extended_Pictographic}))(?:\s*\p{Extended_Pictographic}\ufe0f?)*
    | ^(?i:уважаем(?:ый|ая|ые)(?:\s[\p{L}\[\]-]+){1,3})\s*[!,.]
    """,
    regex.VERBOSE,
)
_FACELESS = lazy.pattern(
    r"клиент|пассажир|подписчик|собственник|автор|покупател|абонент|гост|пользовател|суток|потребител|заявител",
    regex.IGNORECASE,
)
_ENDING = lazy.pattern(
    r"(?:^|(?<=[\s.!?)]))(?:с\s+(?:наилучшими\s+пожеланиями|уважением|любовью|теплом|заботой)|(?:искренне|всегда)\s+ваш|ваш[аи]?\s+(?:команда|служба)\b)"
    r"[^?]{0,160}$",
    regex.IGNORECASE,
)
_NAME_FIRST = lazy.pattern(r"^(\p{Lu}\p{Ll}+(?:\sи\s\p{Lu}\p{Ll}+|\s\p{Lu}\p{Ll}+(?:вич|вна|чна))?),\s+(?=\p{L})")
_SIGNED = lazy.pattern(r"^[\p{Lu}«](?:[^.!?\d]|\.(?=\S)|(?<=\b\p{Lu})\.){1,60}$")
# «Денис, диспетчерский центр» at the end of the last line.
_SIGNED_IN_LINE = lazy.pattern(
    r"(?<=[.!?)…]\s+)(?<!\b\p{Lu}\.\s*)(?:\p{Lu}\.\s?){0,2}\p{Lu}\p{Ll}+(?:\s\p{Lu}\p{Ll}+)?,\s[\p{Ll}«][^.!?,\d]{2,50}\.?$"
)
# The same without a comma, where the draft ends without a mark: «Служба заботы».
_UNMARKED = lazy.pattern(r"(?<=[.!?)…]\s)\p{Lu}[\p{L}-]+(?:\s[\p{L}-]+){0,3}$")
_WISHED = lazy.pattern(r"(?:удач|хорош|счастлив|добр|приятн|тепл|здоровь|спасибо|привет|успех)", regex.IGNORECASE)
# How many words a line at the end may have to be a signature.
LONG_SIGNATURE = 5


def take_apart(text: Text) -> Parts:
    """The parts of a draft; a faceless greeting («Уважаемый клиент!») becomes a plain one."""
    raw = text.raw
    greeted = _GREETING.match(raw.lstrip())
    low = len(raw) - len(raw.lstrip()) + (greeted.end() if greeted else 0)
    greeting = _greeting(greeted.group()) if greeted else ""
    high = _ending_at(raw, low)
    body = tuple(_units(text, low, high))
    name = ""
    if body and (found := _NAME_FIRST.match(body[0].text)) and _is_name(text, body[0]):
        name = found.group(1)
        first = body[0]
        cut = found.end()
        body = (Unit(first.text[cut:], first.start + cut, first.end, first.breaks), *body[1:])
    return Parts(greeting, body, raw[high:].strip(), name)


def _is_name(text: Text, unit: Unit) -> bool:
    return any(
        token.start == unit.start and "имя" in token.word.classes
        for each in text.sentences
        for token in each.tokens[:1]
    )


def _greeting(written: str) -> str:
    plain = " ".join(written.split()).rstrip(" ,.:")
    if _FACELESS.search(plain):
        return "Здравствуйте!"
    plain = plain[0].upper() + plain[1:]
    return plain if plain[-1] in "!)" or (not plain[-1].isalnum() and plain[-1] != "]") else f"{plain}!"


def _ending_at(raw: str, low: int) -> int:
    found = _ENDING.search(raw, low)
    if found:
        return found.start()
    signed = _SIGNED_IN_LINE.search(raw.rstrip(), low)
    if signed and not any(is_predicate(token) for each in read(signed.group()).sentences for token in each.tokens):
        return signed.start()
    unmarked = _UNMARKED.search(raw.rstrip(), low)
    if unmarked and _is_name_or_post(unmarked.group()):
        return unmarked.start()
    lines = raw.rstrip().rsplit("\n", 1)
    if len(lines) == 2 and _SIGNED.match(lines[1].strip()) and len(lines[1].split()) <= LONG_SIGNATURE:
        words = [token for each in read(lines[1]).sentences for token in each.tokens]
        if len(words) > 1 and not any(map(is_predicate, words)):
            return max(low, len(lines[0]))
    return len(raw)


def _is_name_or_post(words: str) -> bool:
    """«Служба заботы», «Управляющая Рената»: nouns that a nominative heads, and no wish."""
    tags = [parses(normal(word))[0].tag for word in words.split()]
    named = all(tag.POS in {"NOUN", "ADJF", "PRTF"} for tag in tags) and tags[0].case == "nomn"
    return named and not _WISHED.match(words)


def _units(text: Text, low: int, high: int) -> list[Unit]:
    units: list[Unit] = []
    previous, held = low, None
    for sentence in text.sentences:
        start, end = max(sentence.start, low), min(sentence.end, high)
        while start < end and (text.raw[start].isspace() or text.raw[start] in ",!.:"):
            start += 1
        piece = text.raw[start:end].strip()
        if not any(letter.isalpha() for letter in piece):
            held = start if held is None and piece else held
            continue
        if held is not None and text.raw[held:start].strip():
            start, held = held, None
            piece = text.raw[start:end].strip()
        if units and start >= low and _goes_on(text.raw, units[-1], start):
            last = units[-1]
            units[-1] = Unit(text.raw[last.start : end].rstrip(), last.start, end, last.breaks)
            previous = end
            continue
        gap = text.raw[previous:start]
        breaks = "\n\n" if gap.count("\n") > 1 else "\n" if "\n" in gap else ""
        units.append(Unit(piece, start, start + len(piece), breaks if units else ""))
        previous = end
    return units


_SHORTENED = lazy.pattern(r"\b\p{Ll}{1,5}\.$")
_MONEY_OR_PLACE = lazy.pattern(r"\b(?:т\.\s?р|руб|р|тыс|кв|ул|др|шт|экз|стр|дн|напр|каб|проц|гг?)\.$")


def _goes_on(raw: str, last: Unit, start: int) -> bool:
    """Whether the full stop before was that of a shortened word: «каб. 3», «напр. лампа»."""
    if "\n" in raw[last.end : start]:
        return False
    if raw[start].islower() and last.text.endswith(("…", "...")):
        return True
    return bool(
        (raw[start].isdigit() and _SHORTENED.search(last.text))
        or (raw[start].islower() and _MONEY_OR_PLACE.search(last.text))
    )


def moves_in(signals: Mapping[str, Sequence[Signal]], start: int, end: int) -> list[Signal]:
    """The signals that start in [start, end)."""
    return [signal for found in signals.values() for signal in found if start <= signal.start < end]
