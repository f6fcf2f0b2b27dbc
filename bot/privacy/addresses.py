"""Addresses: a street with a house, or a house with a flat."""

from __future__ import annotations

from collections.abc import Iterator

from bot.privacy.kinds import Kind
from bot.privacy.rule import CAPITAL, LEFT, NOT_AN_ORDER, RIGHT, WALL, PatternRule, rule

_WHOSE = (
    r"(?:(?i:им\.|имени|академика|маршала|генерала|адмирала|космонавта|л[её]тчика|героев|героя|профессора|капитана|"
    r"лейтенанта|партизана|писателя|поэта|инженера|князя|святителя) ?){0,2}"
)
_ORDINAL = r"(?:\d{1,3}(?:-?[а-я]{1,3}| лет)? )?"
_STREET_NAME = rf"{_ORDINAL}{_WHOSE}(?:[А-ЯЁ]\. ?){{0,2}}{CAPITAL}(?: {CAPITAL}){{0,2}}(?: ?[А-ЯЁ]\.){{0,2}}"
_SHORT = r"(?:ул|пр-?к?т|пр-д|б-р|мкр-?н?|(?:пер|пр|ш|наб|пл|туп)(?=\.))"
_LONG = (
    r"(?:улиц(?:[аеуы]|ей)|проспект[аеу]?|переул(?:ок|к[аеу])|бульвар[аеу]?|шоссе|набережн(?:ая|ой|ую)|"
    r"площад[ьи]|проезд[аеу]?|микрорайон[аеу]?|тупик[аеу]?|алле[яеию]|"
    r"деревн[яеию]|пос[её]л(?:ок|к[аеу])|сел[оеау]|станиц[аеуы]|хутор[аеу]?)"
)
_STREET_SHORT, _STREET_LONG = rf"(?i:{_SHORT})\.?", rf"(?i:{_LONG})"
_FLAT_WORD = r"(?:кв|квартир[аеу]|офис[е]?|оф|пом|подъезд[е]?|под|этаж[е]?|эт|домофон|код)"
# What every address has, for a text in small letters.
STREET_WORD, FLAT_WORD = rf"{LEFT}(?:{_SHORT}|{_LONG}){RIGHT}", rf"{_FLAT_WORD}\.? ?№? ?\d"
_CITY = rf"(?:(?:{NOT_AN_ORDER}\d{{6}},? )?(?i:г|гор|пос|дер|с)\. ?{CAPITAL}(?: {CAPITAL})?,? )?"
_NUMBER = r"\d{1,4}(?:/\d{1,4})?[а-яА-Я]?(?:[кКсС]\d{1,2})?(?:-\d{1,4})?" + RIGHT
_NO_UNIT = (
    rf"(?! ?\(?(?:{WALL}|\d{{3}}|(?i:лет|год|дн|недел|час|мин|раз|руб|₽|чел|шт|"
    r"янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)))"
)
_BUILDING = (
    r"(?:,? ?(?i:к|корп|корпус|стр|строение|лит|литера|вл|владение)\.? ?\d{1,3}(?:[а-яА-Я]|-\d{1,4})?"
    + RIGHT
    + "){0,3}"
)
_FLAT = rf",? ?(?i:{_FLAT_WORD})\.? ?№? ?\d{{1,5}}{RIGHT}"
_HOUSE = rf"(?:,? ?(?:в )?(?i:дом[еа]?|д\.?) ?№? ?{_NUMBER}|(?:,|,? ){_NUMBER}{_NO_UNIT}){_BUILDING}"


def streets() -> Iterator[PatternRule]:
    flats = f"(?:{_FLAT}){{0,4}}"
    marked = rf"(?:{_STREET_SHORT} ?|{_STREET_LONG} ){_STREET_NAME}|{_STREET_SHORT} [а-яё-]{{3,30}}"
    yield rule(Kind.ADDRESS, LEFT, rf"{_CITY}(?:{marked})", _HOUSE, flats)
    marked_after = rf"{CAPITAL}(?: {CAPITAL})? (?:{_STREET_SHORT}|{_STREET_LONG})"
    yield rule(Kind.ADDRESS, LEFT, rf"{_CITY}{marked_after}", _HOUSE, flats)


def flats() -> Iterator[PatternRule]:
    house = rf"(?:{CAPITAL},? (?:(?i:дом|д\.?) ?)?|(?i:дом|д\.?) ?)"
    yield rule(Kind.ADDRESS, LEFT, house, _NUMBER, _BUILDING, _FLAT)
