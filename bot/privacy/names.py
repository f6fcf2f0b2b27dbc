"""Names of people, where the words leave no doubt: with a patronymic and a surname, or with initials."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from bot.privacy.kinds import Kind
from bot.privacy.rule import CAPITAL, LEFT, ORDER_STEMS, RIGHT, Match, PatternRule, rule

_NAME_LEFT = LEFT + "(?<!-)"
_WORD = regex.compile(rf"{_NAME_LEFT}[А-ЯЁа-яё]{{2,30}}+(?:-[А-ЯЁа-яё]{{2,30}}+)?+{RIGHT}")

_MALE, _FEMALE = ("", "а", "у", "ом", "ем", "е"), ("а", "ы", "е", "у", "ой", "ою")
_PATRONYMIC_ENDINGS = tuple(
    [stem + case for stem in ("ович", "евич", "ьич") for case in _MALE]
    + [stem + case for stem in ("овн", "евн") for case in _FEMALE]
)
_SHORT_PATRONYMICS = frozenset(
    [father + "ич" + case for father in ("кузьм", "лук", "фом", "никит", "савв") for case in _MALE]
    + [f"{father}ичн{case}" for father in ("ильин", "никит", "кузьмин", "лукин", "фомин", "савв") for case in _FEMALE]
)
_GAPS = frozenset((" ", "  "))

# Words that stand before a name and do not belong to it. Those of `ORDER` and `MONEY` are here for another reason too:
# a name that swallowed one would free a number beside it for a second pass.
_NO_NAME_STEMS = """
здравствуй привет добр день дн вечер утр уважаем уважени дорог мил господин госпож клиент гост покупател получател
отправител заказчик абонент пациент пассажир менеджер оператор курьер директор мастер водител продав консультант
администратор специалист сотрудниц сотрудник начальник руководител врач доктор инженер кассир магазин компани банк
фамили имя фио отчеств ва вы вас ваш наш мо это как что если когда один завтра вчера сегодня потом затем там здесь
тут спасиб пожалуйст прошу просим подпис телефон основн духовн уголовн верховн церковн головн уровн деревн тыс млн
руб рубл
"""
_NO_NAME = frozenset(_NO_NAME_STEMS.split()).union(ORDER_STEMS)
_NO_NAME_ENDING = regex.compile(r"[аеёиоуыэюяймхь]{0,3}(?:те)?")
_LONGEST_ENDING = 5

_SURNAME_ENDINGS = tuple(
    [stem + case for stem in ("ов", "ев", "ёв", "ин", "ын") for case in ("", "а", "у", "е", "ым", "ой", "ых")]
    + [stem + case for stem in ("ск", "цк") for case in ("ий", "ая", "ого", "ой", "ому", "им", "ом", "ую")]
    + ["ко", "ук", "юк", "ян", "дзе", "швили", "их", "ых"]
)
_VERB_ENDINGS = ("л", "ла", "ло", "ли", "ет", "ит", "ют", "ят", "лись", "лась", "лось", "ся", "ть", "те", "но")
# Without capitals a patronymic must come from a known name, or «на высоком уровне» and «в дневной» are people.
_FATHER = (
    r"(?:александр|алексе|анатоль|андре|антон|аркадь|арсень|арт[её]м|борис|вадим|валентин|валерь|василь|виктор|виталь|"
    r"владимир|владислав|вячеслав|геннадь|георги|герман|григорь|данил|дмитри|евгень|егор|ефим|иван|игор|иль|иосиф|"
    r"кирилл|константин|кузьм|леонид|льв|максим|марат|марк|матве|михайл|никит|никола|олег|павл|п[её]тр|рашид|ринат|"
    r"роман|руслан|рустам|сем[её]н|серге|станислав|степан|тимофе|тимур|ф[её]дор|филипп|эдуард|юрь|яковл|ярослав)"
)
_KNOWN_PATRONYMIC = regex.compile(rf"{_FATHER}(?:[ое]в|ь?и|ин)?(?:и?чн?|н)(?:а|у|[ео]м|е|ы|ой|ою)?")


Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class FullNames:
    """Three words in a row of which the last or the middle one is a patronymic.

    Looked for from the patronymic on: few words end like one, and every word could begin a name.
    """

    kind: Kind = Kind.NAME

    def spans(self, text: str) -> Iterator[Span]:
        words = [match.span() for match in _WORD.finditer(text)]
        patronymics = [place for place, span in enumerate(words) if _is_patronymic(text[slice(*span)])]
        found: list[Span] = []
        taken: set[int] = set()
        for place in (2, 1):
            for patronymic in patronymics:
                three = range(patronymic - place, patronymic - place + 3)
                if three.start < 0 or three.stop > len(words) or not taken.isdisjoint(three):
                    continue
                name = _name(text, words[three.start : three.stop], place)
                if name is not None:
                    found.append(name)
                    taken.update(three)
        yield from sorted(found)


def _name(text: str, three: Sequence[Span], place: int) -> Span | None:
    """Where the name lies that three words make, the patronymic being that of `place` (counted from 0)."""
    (start, first_end), (second, second_end), (third, end) = three
    if text[first_end:second] not in _GAPS or text[second_end:third] not in _GAPS:
        return None
    words = [text[start:first_end], text[second:second_end], text[third:end]]
    if place == 2:
        # «Иванов Иван Иванович-старший» ends with the patronymic.
        words[2] = words[2].partition("-")[0]
    return (start, third + len(words[2])) if _is_full_name(words, place) else None


def _is_patronymic(word: str) -> bool:
    word = word.partition("-")[0].lower()
    return word in _SHORT_PATRONYMICS or _ends(word, _PATRONYMIC_ENDINGS)


def _ends(word: str, endings: tuple[str, ...]) -> bool:
    """Whether one of the endings has something before it."""
    return word[1:].endswith(endings)


def _is_full_name(words: Sequence[str], place: int) -> bool:
    surname, patronymic = words[0 if place == 2 else 2].lower(), words[place].lower()
    if all(map(str.islower, words)) or all(map(str.isupper, words)):
        # «ИВАН ИВАНОВИЧ НЕ ОТВЕЧАЕТ» and «спросите ивана ивановича» leave it to the surname to look like one.
        plain_enough = words[0].isupper() and place == 2
        likely = _KNOWN_PATRONYMIC.fullmatch(patronymic) and (plain_enough or _ends(surname, _SURNAME_ENDINGS))
    else:
        capitals = all(word[0].isupper() for word in words)
        likely = capitals and (_ends(surname, _SURNAME_ENDINGS) or not _ends(surname, _VERB_ENDINGS))
    return bool(likely) and not any(_is_no_name(part) for word in words for part in word.split("-"))


def _is_no_name(word: str) -> bool:
    word = word.lower()
    ends = range(max(1, len(word) - _LONGEST_ENDING), len(word) + 1)
    return any(word[:end] in _NO_NAME and _NO_NAME_ENDING.fullmatch(word, end) for end in ends)


def _has_a_surname(match: Match) -> bool:
    words = match[0].replace(".", " ").replace("-", " ").split()
    return not any(_is_no_name(word) for word in words if len(word) > 1)


def initials() -> Iterator[PatternRule]:
    # A surname in capitals and the initial after it are told apart by the space alone.
    before, after = rf"(?:{CAPITAL} ?|[А-ЯЁ]{{3,30}} )", rf"(?:{CAPITAL}|[А-ЯЁ]{{3,30}})"
    yield rule(Kind.NAME, _NAME_LEFT, before, rf"[А-ЯЁ]\. ?[А-ЯЁ](?:\.|{RIGHT})", accepts=_has_a_surname)
    yield rule(Kind.NAME, _NAME_LEFT, r"[А-ЯЁ]\. ?[А-ЯЁ]\. ?", after, RIGHT, accepts=_has_a_surname)


def eastern_names() -> Iterator[PatternRule]:
    """«Гусейнов Али Вагиф оглы»: son or daughter of."""
    of = r"(?i:оглы|оглу|кызы|гызы|уулу|улы)"
    yield rule(Kind.NAME, _NAME_LEFT, rf"(?:{CAPITAL} {{1,2}}){{2}}{CAPITAL}[ -]{of}", RIGHT)


def full_names() -> Iterator[FullNames]:
    yield FullNames()
