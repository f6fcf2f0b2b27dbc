"""Finds personal data in a text and replaces it with human placeholders such as «[телефон]». Pure.

How masking stays idempotent and linear. Rules run one after another over a working copy in which all that is already
found, and every placeholder that was there before, is overwritten with `_WALL`: a letter that no rule consumes and
every negative look-around refuses. So a second pass can lose matches, never gain one. A rule keeps its side of that by
consuming only named classes of characters (no `\\w`, no `.`), by matching in one way only from a given start, and by
bounding every repetition.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

import regex


class Kind(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    CARD = "card"
    PASSPORT = "passport"
    SNILS = "snils"
    INN = "inn"
    ADDRESS = "address"
    NAME = "name"


PLACEHOLDERS = {
    Kind.PHONE: "[телефон]",
    Kind.EMAIL: "[почта]",
    Kind.CARD: "[карта]",
    Kind.PASSPORT: "[паспорт]",
    Kind.SNILS: "[СНИЛС]",
    Kind.INN: "[ИНН]",
    Kind.ADDRESS: "[адрес]",
    Kind.NAME: "[имя]",
}


@dataclass(frozen=True, slots=True)
class Personal:
    """A stretch of personal data: `text[start:end]`."""

    start: int
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Masked:
    """A text with placeholders in place of `found`, which holds offsets of the original, in order."""

    original: str
    text: str
    found: tuple[Personal, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the original's `start:end` lies in `text`; a placeholder that it touches is taken whole."""
        return self._moved(start, to_end=False), self._moved(max(start, end), to_end=True)

    def _moved(self, offset: int, *, to_end: bool) -> int:
        before = bisect_right([item.start for item in self.found], offset - to_end)
        growth = list(
            accumulate((len(PLACEHOLDERS[item.kind]) - item.end + item.start for item in self.found), initial=0)
        )
        if before and offset < self.found[before - 1].end:
            item = self.found[before - 1]
            return (item.end + growth[before]) if to_end else (item.start + growth[before - 1])
        return offset + growth[before]


def mask(text: str) -> str:
    """The text with every piece of personal data replaced; masking twice changes nothing more."""
    return masked(text).text


def masked(text: str) -> Masked:
    """Like `mask`, and keeps the way from the original's offsets to the new ones."""
    found = find(text)
    pieces: list[str] = []
    done = 0
    for item in found:
        pieces += text[done : item.start], PLACEHOLDERS[item.kind]
        done = item.end
    return Masked(text, "".join((*pieces, text[done:])), tuple(found))


def find(text: str) -> list[Personal]:
    """Personal data of the text in order of appearance, without overlaps. Placeholders are not personal data."""
    clean, offsets = _cleaned(text)
    if not _WORTH_A_LOOK.search(clean):
        return []
    working = _PLACEHOLDER.sub(lambda match: _WALL * len(match[0]), clean)
    found: list[Personal] = []
    for needed, rules in _GROUPS:
        if not needed.search(working):
            continue
        for rule in rules:
            for start, end in rule.spans(working):
                found.append(Personal(offsets[start], offsets[end], rule.kind))
                working = working[:start] + _WALL * (end - start) + working[end:]
    return sorted(found, key=lambda item: item.start)


_WALL = "\u16a0"
_PLACEHOLDER = regex.compile("|".join(map(regex.escape, PLACEHOLDERS.values())))
_WORTH_A_LOOK = regex.compile(r"\d|@|(?i:ич|[ое]вн)|[А-ЯЁ]\.")

# Format characters and combining marks do not show, so they must not hide a number either.
_INVISIBLE = regex.compile(r"[\p{Cf}\p{M}]+")
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"
_WIDE, _NARROW = "＋（）＠．０１２３４５６７８９", "+()@.0123456789"
_LOOKALIKES = str.maketrans(_SPACES + _DASHES + _WIDE, " " * len(_SPACES) + "-" * len(_DASHES) + _NARROW)


def _cleaned(text: str) -> tuple[str, list[int] | range]:
    """The text as the eye reads it, and for each of its offsets (its length included) the offset in `text`."""
    if not _INVISIBLE.search(text):
        return text.translate(_LOOKALIKES), range(len(text) + 1)
    offsets: list[int] = []
    done = 0
    for hidden in _INVISIBLE.finditer(text):
        offsets.extend(range(done, hidden.start()))
        done = hidden.end()
    offsets.extend(range(done, len(text) + 1))
    return "".join(text[offset] for offset in offsets[:-1]).translate(_LOOKALIKES), offsets


_Match = regex.Match[str]


def _anything(_match: _Match) -> bool:
    return True


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdecimal()]


def _is_card(match: _Match) -> bool:
    digits = _digits(match[0])
    return (
        sum(digit if place % 2 == 0 else digit * 2 - 9 * (digit > 4) for place, digit in enumerate(digits[::-1])) % 10
        == 0
    )


def _is_snils(match: _Match) -> bool:
    digits = _digits(match[1])
    total = sum(digit * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


def _is_inn(match: _Match) -> bool:
    digits = _digits(match[1])
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def control(place: int) -> bool:
        return sum(d * w for d, w in zip(digits, weights[-place:], strict=False)) % 11 % 10 == digits[place]

    return control(9) if len(digits) == 10 else control(10) and control(11)


_PRICES = regex.compile(r"\d{1,3}(?: \d{3})+ ?- ?\d{1,3} \d{3}")
_SUM = regex.compile(r"\+ ?\d{1,3}(?: \d{3}){2}")


def _is_no_sum(match: _Match) -> bool:
    """«8 350 000 - 8 400» and «+10 000 000» have the digits of a phone and the spacing of money."""
    return not (_PRICES.match(match[0]) or _SUM.fullmatch(match[0]))


_MONEY = r"(?:руб(?:л[еяь]й?)?|тыс|млн)"
# What makes a bare run of digits somebody's order and not somebody's phone or card.
_ORDER = r"(?:заказ|трек|отправлени|посылк|накладн|артикул|чек|сч[её]т|договор|обращени|заявк|тикет)"
_ENDING = r"[аеёиоуыэюяймх]{0,3}"

# Capitalised words that stand before a name and do not belong to it. The words of `_ORDER` and `_MONEY` are here for
# another reason too: a name that swallowed one would free a number beside it for a second pass.
_NO_NAME = regex.compile(
    rf"(?i:(?:{_ORDER}|здравствуй|привет|добр|день|дн|вечер|утр|уважаем|уважени|дорог|мил|господин|госпож|клиент|гост|"
    r"покупател|получател|отправител|заказчик|абонент|пациент|пассажир|менеджер|оператор|курьер|директор|мастер|"
    r"водител|продав|консультант|администратор|специалист|сотрудниц|сотрудник|начальник|руководител|врач|доктор|инженер|кассир|"
    r"магазин|компани|банк|фамили|имя|фио|отчеств|в[аы]|вас|ваш|наш|мо|это|как|что|если|когда|один|завтра|вчера|"
    r"сегодня|потом|затем|там|здесь|тут|спасиб|пожалуйст|прошу|просим|подпис|телефон|основн|духовн|уголовн|верховн|"
    rf"церковн|головн|уровн|деревн){_ENDING}(?:те)?|{_MONEY})"
)
_SURNAME = regex.compile(
    r"(?i:.+(?:[оеё]в|[иы]н)(?:а|у|е|ым|ой|ых)?|.+[сц]к(?:ий|ая|ого|ой|ому|им|ом|ую)|.+(?:ко|ук|юк|ян|дзе|швили|[иы]х))"
)
_VERB = regex.compile(r"(?i:.+(?:л|ла|ло|ли|ет|ит|ют|ят|л[иао]сь|ся|ть|те|но))")
# Without capitals a patronymic must come from a known name, or «на высоком уровне» and «в дневной» are people.
_FATHER = (
    r"(?:александр|алексе|анатоль|андре|антон|аркадь|арсень|арт[её]м|борис|вадим|валентин|валерь|василь|виктор|виталь|"
    r"владимир|владислав|вячеслав|геннадь|георги|герман|григорь|данил|дмитри|евгень|егор|ефим|иван|игор|иль|иосиф|"
    r"кирилл|константин|кузьм|леонид|льв|максим|марат|марк|матве|михайл|никит|никола|олег|павл|п[её]тр|рашид|ринат|"
    r"роман|руслан|рустам|сем[её]н|серге|станислав|степан|тимофе|тимур|ф[её]дор|филипп|эдуард|юрь|яковл|ярослав)"
)
_KNOWN_PATRONYMIC = regex.compile(rf"(?i:{_FATHER}(?:[ое]в|ь?и|ин)?(?:и?чн?|н)(?:а|у|[ео]м|е|ы|ой|ою)?)")


def _is_full_name(match: _Match) -> bool:
    words = match[0].split()
    if any(_NO_NAME.fullmatch(part) for word in words for part in word.split("-")):
        return False
    patronymic_last = _PATRONYMIC_WORD.fullmatch(words[2]) is not None
    surname, patronymic = (words[0], words[2]) if patronymic_last else (words[2], words[1])
    if match[0].islower() or match[0].isupper():
        # «ИВАН ИВАНОВИЧ НЕ ОТВЕЧАЕТ» and «спросите ивана ивановича» leave it to the surname to look like one.
        plain_enough = match[0].isupper() and patronymic_last
        return bool(_KNOWN_PATRONYMIC.fullmatch(patronymic) and (plain_enough or _SURNAME.fullmatch(surname)))
    if not all(word[0].isupper() for word in words):
        return False
    return bool(_SURNAME.fullmatch(surname)) or not _VERB.fullmatch(surname)


def _has_a_surname(match: _Match) -> bool:
    return not any(_NO_NAME.fullmatch(part) for part in regex.split(r"[\s.-]+", match[0]) if len(part) > 1)


# Neighbours that are neither letters nor digits; an underscore is markup.
_LEFT, _RIGHT = r"(?<![^\W_])", r"(?![^\W_])"

_NAME_LEFT = _LEFT + "(?<!-)"
_NAME = r"[А-ЯЁа-яё]{2,30}(?:-[А-ЯЁа-яё]{2,30})?"
_PATRONYMIC = (
    r"(?i:[а-яё]{1,20}(?:[ое]вич|ьич)(?:а|у|[ео]м|е)?|(?:кузьм|лук|фом|никит|савв)ич(?:а|у|[ео]м|е)?|"
    r"[а-яё]{1,20}[ое]вн(?:а|ы|е|у|ой|ою)|(?:ильин|никит|кузьмин|лукин|фомин|савв)ичн(?:а|ы|е|у|ой|ою))"
)
_PATRONYMIC_WORD = regex.compile(_PATRONYMIC)
_CAPITAL = r"[А-ЯЁ][а-яё]{1,30}(?:-[А-ЯЁа-яё][а-яё]{1,30})?"

_PHONE_LEFT, _PHONE_RIGHT = rf"{_LEFT}(?<![\d{_WALL}]-)", rf"{_RIGHT}(?! ?(?:{_MONEY}{_RIGHT}|р\.|[₽%$€]))"
_NOT_AN_ORDER = rf"(?<!(?:(?i:{_ORDER}[а-яё]{{0,3}}(?: номер)?):? {{1,2}}|[№#] ?))"
_PHONE_WORD = (
    r"(?i:тел(?:ефон[а-яё]{0,3})?|моб(?:ильн[а-яё]{2,3})?|сотов[а-яё]{2,3}|(?:пере|по)?звон[а-яё]{1,5}|"
    r"whats ?app|в[оа]ц?тс?апп?е?|вайбер[ае]?|viber|(?:мой|контактный|личный) номер)"
)

_STREET_NAME = (
    rf"(?:\d{{1,3}}(?:-?[а-я]{{1,3}})? )?(?:[А-ЯЁ]\. ?){{0,2}}{_CAPITAL}(?: {_CAPITAL}){{0,2}}(?: ?[А-ЯЁ]\.){{0,2}}"
)
_STREET_SHORT = r"(?i:ул|пр-?к?т|пр-д|б-р|мкр-?н?|(?:пер|пр|ш|наб|пл|туп)(?=\.))\.?"
_STREET_LONG = (
    r"(?i:улиц(?:[аеуы]|ей)|проспект[аеу]?|переул(?:ок|к[аеу])|бульвар[аеу]?|шоссе|набережн(?:ая|ой|ую)|"
    r"площад[ьи]|проезд[аеу]?|микрорайон[аеу]?|тупик[аеу]?|алле[яеию])"
)
_CITY = rf"(?:(?:\d{{6}},? )?(?i:г|гор|пос|дер|с)\. ?{_CAPITAL}(?: {_CAPITAL})?,? )?"
_NUMBER = r"\d{1,4}(?:/\d{1,4})?[а-яА-Я]?(?:[кКсС]\d{1,2})?(?:-\d{1,4})?" + _RIGHT
_NO_UNIT = (
    rf"(?! ?\(?(?:{_WALL}|\d{{3}}|(?i:лет|год|дн|недел|час|мин|раз|руб|₽|чел|шт|"
    r"янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)))"
)
_BUILDING = rf"(?:,? ?(?i:к|корп|корпус|стр|строение|лит|литера|вл|владение)\.? ?\d{{1,3}}[а-яА-Я]?{_RIGHT}){{0,3}}"
_FLAT = r",? ?(?i:кв|квартир[аеу]|офис[е]?|оф|пом|подъезд[е]?|под|этаж[е]?|эт|домофон|код)\.? ?№? ?\d{1,5}" + _RIGHT
_HOUSE = rf"(?:,? ?(?:в )?(?i:дом[еа]?|д\.?) ?№? ?{_NUMBER}|,? {_NUMBER}{_NO_UNIT}){_BUILDING}"


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way of writing one kind. What is masked is group 1 where the pattern has it, else the whole match."""

    kind: Kind
    pattern: regex.Pattern[str]
    accepts: Callable[[_Match], bool]

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        position = 0
        while match := self.pattern.search(text, position):
            accepted = self.accepts(match)
            if accepted:
                yield match.span(min(1, self.pattern.groups))
            position = match.end() if accepted else match.start() + 1


def _rule(kind: Kind, *parts: str, accepts: Callable[[_Match], bool] = _anything) -> _Rule:
    return _Rule(kind, regex.compile("".join(parts)), accepts)


def _then_digits(count: int | str) -> str:
    return rf"(?:[ .()-]{{0,3}}\d){{{count}}}"


def _phones() -> Iterator[_Rule]:
    """From the surest ways of writing to those that need a word beside them."""
    left, right = _PHONE_LEFT, _PHONE_RIGHT + r"(?:,? ?\(?(?i:доб)\.? ?\d{1,6}\)?)?"
    asked = r"[ :.,№-]{1,4}(?:(?i:на|по|номер[а-я]{0,2})[ :№]{1,3}){0,2}"
    yield _rule(Kind.PHONE, r"\+ ?7", _then_digits(10), right)
    yield _rule(Kind.PHONE, r"\+ ?(?:375|380|99[24568])", _then_digits(9), right)
    yield _rule(Kind.PHONE, r"\+ ?(?:37[34]|993)", _then_digits(8), right)
    yield _rule(Kind.PHONE, r"\+ ?1", _then_digits(10), right)
    yield _rule(Kind.PHONE, r"\+ ?\d", _then_digits("7,14"), right, accepts=_is_no_sum)
    yield _rule(Kind.PHONE, _LEFT, _PHONE_WORD, asked, r"([78]?[3489]\d{9}|\d{3}[ -]\d\d[ -]\d\d)", right)
    yield _rule(Kind.PHONE, _LEFT, r"(?i:тел(?:ефон[а-яё]{0,3})?)[ :.]{1,3}", r"(\d\d-\d\d-\d\d|\d{6,7})", right)
    yield _rule(Kind.PHONE, left, r"(?!\d{11})[78][ .-]{0,3}\(? ?[3489]", _then_digits(9), right, accepts=_is_no_sum)
    yield _rule(Kind.PHONE, left, _NOT_AN_ORDER, r"[78][3489]\d{9}", right)
    yield _rule(Kind.PHONE, left, _NOT_AN_ORDER, r"(?:375(?:17|25|29|33|44)|380[3-79]\d|99[24568]\d\d)\d{7}", right)
    for code in (3, 4, 5):
        yield _rule(Kind.PHONE, rf"\(\d{{{code}}}\)", _then_digits(10 - code), right)
    yield _rule(Kind.PHONE, left, r"(?:[348]\d\d-|9\d\d[ -])\d{3}[ -]?\d\d[ -]?\d\d", right)


def _cards() -> Iterator[_Rule]:
    start = r"(?=2[2-7]|3[0-9]|4|5|6)"
    yield _rule(Kind.CARD, _LEFT, start, r"\d{4}(?:[ -]{1,2}\d{4}){3}", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, start, r"\d{8}[ -]\d{8}", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, r"3[47]\d\d[ -]\d{6}[ -]\d{5}", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, start, r"\d{4}(?:[ -]\d{4}){3}[ -]\d{2,3}", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, _NOT_AN_ORDER, start, r"\d{16}", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, _NOT_AN_ORDER, r"(?:3[47]\d{13}|(?:5|6|220)\d{15,18})", _RIGHT, accepts=_is_card)
    yield _rule(Kind.CARD, _LEFT, r"(?i:карт[а-яё]{1,3})[ :№]{1,3}(\d{13,19})", _RIGHT, accepts=_is_card)


def _documents() -> Iterator[_Rule]:
    series = r"(?i:сери[яюией]{1,2})"
    gap = rf"(?:[\s:;,.№#()-]|{series}|(?i:номер[а-я]{{0,2}}|рф|россии|гражданина|данные|мой|и|no?)){{0,12}}"
    number = r"(\d\d ?-?\d\d[ ,.№-]{0,4}(?:(?i:номер) )?№? ?\d{6}|\d\d[ №]{0,3}\d{7})"
    yield _rule(Kind.PASSPORT, rf"(?:(?i:паспорт[а-яё]{{0,5}})|{_LEFT}{series})", gap, number, _RIGHT)
    yield _rule(Kind.SNILS, _LEFT, r"(\d{3}-\d{3}-\d{3}[ -]\d\d)", _RIGHT, accepts=_is_snils)
    apart = r"(\d{3}[ -]?\d{3}[ -]?\d{3}[ -]?\d\d)"
    yield _rule(Kind.SNILS, _LEFT, r"(?i:снилс[а-я]?)[\s:№-]{0,5}", apart, _RIGHT, accepts=_is_snils)
    word = r"(?i:инн)[\s:№-]{0,5}(?:[а-яё]{2,12}[\s:]{1,3}){0,2}"
    yield _rule(Kind.INN, _LEFT, word, r"(\d{12}|\d{10})", _RIGHT, accepts=_is_inn)


def _streets() -> Iterator[_Rule]:
    flats = f"(?:{_FLAT}){{0,4}}"
    marked = rf"(?:{_STREET_SHORT} ?|{_STREET_LONG} ){_STREET_NAME}|{_STREET_SHORT} [а-яё-]{{3,30}}"
    yield _rule(Kind.ADDRESS, _LEFT, rf"{_CITY}(?:{marked})", _HOUSE, flats)
    marked_after = rf"{_CAPITAL}(?: {_CAPITAL})? (?:{_STREET_SHORT}|{_STREET_LONG})"
    yield _rule(Kind.ADDRESS, _LEFT, rf"{_CITY}{marked_after}", _HOUSE, flats)


def _flats() -> Iterator[_Rule]:
    house = rf"(?:{_CAPITAL},? (?:(?i:дом|д\.?) ?)?|(?i:дом|д\.?) ?)"
    yield _rule(Kind.ADDRESS, _LEFT, house, _NUMBER, _BUILDING, _FLAT)


def _initials() -> Iterator[_Rule]:
    surname = rf"(?:{_CAPITAL}|[А-ЯЁ]{{3,30}})"
    yield _rule(Kind.NAME, _NAME_LEFT, surname, rf" ?[А-ЯЁ]\. ?[А-ЯЁ](?:\.|{_RIGHT})", accepts=_has_a_surname)
    yield _rule(Kind.NAME, _NAME_LEFT, r"[А-ЯЁ]\. ?[А-ЯЁ]\. ?", surname, _RIGHT, accepts=_has_a_surname)


def _full_names() -> Iterator[_Rule]:
    last = rf"{_NAME} {{1,2}}{_NAME} {{1,2}}{_PATRONYMIC}"
    middle = rf"{_NAME} {{1,2}}{_PATRONYMIC} {{1,2}}{_NAME}"
    yield _rule(Kind.NAME, _NAME_LEFT, last, _RIGHT, accepts=_is_full_name)
    yield _rule(Kind.NAME, _NAME_LEFT, middle, _RIGHT, accepts=_is_full_name)


def _emails() -> Iterator[_Rule]:
    letter = r"\p{Latin}\p{Cyrillic}"
    domain = rf"(?:[{letter}\d-]{{1,63}}\.){{1,6}}[{letter}]{{2,24}}"
    yield _rule(Kind.EMAIL, r"(?<![^\W_])(?<![.%+-])", rf"[{letter}\d._%+-]{{1,64}}@", domain, _RIGHT)


# What a group's rules all need, found cheaply: most drafts hold no more than an order number and a time.
_GROUPS = (
    (regex.compile("@"), tuple(_emails())),
    (regex.compile(r"\d{4}[ -]{0,2}\d{4}"), tuple(_cards())),
    (regex.compile(r"(?i:паспорт|сери|снилс|инн)|\d-\d{3}[ -]"), tuple(_documents())),
    (regex.compile(rf"{_LEFT}(?:{_STREET_SHORT}|{_STREET_LONG}){_RIGHT}"), tuple(_streets())),
    (regex.compile(_FLAT), tuple(_flats())),
    # After the addresses: a house number followed by a phone must be seen before the phone is gone.
    (regex.compile(r"\d(?:[ .()-]{0,3}\d){5}"), tuple(_phones())),
    (regex.compile(r"[А-ЯЁ]\. ?[А-ЯЁ]"), tuple(_initials())),
    (regex.compile(r"(?i:[ое]вич|[ьмктв]ич|[ое]вн[аыеу]|[ое]вно[йю]|ичн[аыеуо])"), tuple(_full_names())),
)
