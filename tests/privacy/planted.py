"""Messages with personal data planted in them, and with numbers that only look so: made at random from a seed.

A message is a row of sentences. Each holds planted items, to be masked whole, or near misses (order and tracking
numbers, sums, dates), which must stay. Numbers with a control digit get a right one, names are declined.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from bot.privacy import Kind
from tests.privacy import frames, people


@dataclass(frozen=True, slots=True)
class Item:
    """`text[start:end]` of a message: personal data of a kind, or a near miss of a sort."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True)
class Message:
    text: str
    planted: tuple[Item, ...]
    near_misses: tuple[Item, ...]


Maker = Callable[[Random], str]


def messages(count: int, seed: int = 1) -> Iterator[Message]:
    chance = Random(seed)  # noqa: S311 — repeatable, not secret
    for _ in range(count):
        yield _message(chance)


def _message(chance: Random) -> Message:
    pieces: list[str] = []
    planted: list[Item] = []
    near: list[Item] = []
    at = 0
    for _ in range(chance.randint(2, 4)):
        what, make, sentences = chance.choice(_PLANTED if chance.random() < 0.6 else _NEAR)
        before, _, after = chance.choice(sentences).partition("{}")
        value = make(chance)
        found = planted if what in set(Kind) else near
        found.append(Item(at + len(before), at + len(before) + len(value), what))
        piece = f"{before}{value}{after}{chance.choice(_BETWEEN)}"
        pieces.append(piece)
        at += len(piece)
    return Message("".join(pieces), tuple(planted), tuple(near))


_BETWEEN = (" ", "\n", " ", ". ", ", ", "; ", " — ", ".\n\n", "! ", " 🙏 ")


# --- numbers ---


def _grouped(chance: Random, digits: str, sizes: tuple[int, ...], marks: tuple[str, ...]) -> str:
    mark = chance.choice(marks)
    parts, at = [], 0
    for size in sizes:
        parts.append(digits[at : at + size])
        at += size
    return mark.join(parts)


def _random_digits(chance: Random, count: int) -> str:
    return "".join(chance.choice("0123456789") for _ in range(count))


def _phone(chance: Random) -> str:
    code = chance.choice(("9" + _random_digits(chance, 2), chance.choice(("495", "812", "383", "846", "343", "499"))))
    rest = _random_digits(chance, 7)
    start = chance.choice(("+7", "8", "+7", "8", "+ 7", "7"))
    a, b, c = rest[:3], rest[3:5], rest[5:]
    dash = chance.choice(("-", " ", "–", "‑", " - ", ".", "\u00a0", ""))
    shapes = [
        f"{start} ({code}) {a}{dash}{b}{dash}{c}",
        f"{start}({code}){a}{dash}{b}{dash}{c}",
        f"{start} {code} {a}{dash}{b}{dash}{c}",
        f"{start}-{code}-{a}-{b}-{c}",
        f"{start}{code}{rest}",
        f"{start} {code}{rest}",
        f"{start} {code} {rest}",
        f"{start}.{code}.{a}.{b}.{c}",
        f"{start} {code} {rest[:2]} {rest[2:4]} {rest[4:]}",
        f"{start} {code[0]}{code[1:]} {a} {b}{c}",
    ]
    return _disguised(chance, chance.choice(shapes))


def _disguised(chance: Random, number: str) -> str:
    """Sometimes an invisible character, or a letter in place of a digit in the middle."""
    if chance.random() < 0.06:
        at = chance.randrange(2, len(number))
        return number[:at] + chance.choice("\u200b\u2060\u00ad") + number[at:]
    places = [i for i in range(3, len(number) - 1) if number[i] == "0" and (number[i - 1] + number[i + 1]).isdigit()]
    if places and chance.random() < 0.2:
        at = chance.choice(places)
        return number[:at] + chance.choice("OОoо") + number[at + 1 :]
    return number


def _short_phone(chance: Random) -> str:
    code, rest = "9" + _random_digits(chance, 2), _random_digits(chance, 7)
    return chance.choice(
        (f"{code}{rest}", f"{code} {rest[:3]}-{rest[3:5]}-{rest[5:]}", f"({code}) {rest[:3]} {rest[3:]}")
    )


def _foreign_phone(chance: Random) -> str:
    country, count = chance.choice((("375", 9), ("380", 9), ("998", 9), ("996", 9), ("374", 8), ("49", 10), ("1", 10)))
    digits = _random_digits(chance, count - 1)
    return chance.choice((f"+{country} 2{digits[:1]} {digits[1:4]} {digits[4:]}", f"+{country}2{digits}"))


def _luhn(digits: str) -> str:
    """The digits with their control digit."""
    total = sum(
        int(digit) if place % 2 else int(digit) * 2 - 9 * (int(digit) > 4) for place, digit in enumerate(digits[::-1])
    )
    return f"{digits}{-total % 10}"


def _card(chance: Random) -> str:
    digits = _luhn(chance.choice(("4", "51", "55", "2200", "2202", "2204")).ljust(4, "6") + _random_digits(chance, 11))
    shape = chance.random()
    if shape < 0.6:
        return _disguised(chance, _grouped(chance, digits, (4, 4, 4, 4), (" ", "-", "  ", "\u00a0", "–", ".")))
    return f"{digits[:8]} {digits[8:]}" if shape < 0.7 else digits


def _passport(chance: Random) -> str:
    series = f"{chance.randint(10, 99)}{chance.choice(('', ' '))}{chance.randint(0, 24):02d}"
    number = _random_digits(chance, 6)
    return f"{series}{chance.choice((' ', ' № ', ', номер ', ' номер ', ' N ', '-'))}{number}"


def _snils(chance: Random) -> str:
    digits = f"{chance.randint(2, 999):03d}{_random_digits(chance, 6)}"
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(9, 0, -1), strict=True))
    digits += f"{total % 101 % 100:02d}"
    return chance.choice(
        (
            f"{digits[:3]}-{digits[3:6]}-{digits[6:9]} {digits[9:]}",
            f"{digits[:3]}-{digits[3:6]}-{digits[6:9]}-{digits[9:]}",
        )
    )


def _bare_snils(chance: Random) -> str:
    return "".join(filter(str.isdigit, _snils(chance)))


def _inn(chance: Random) -> str:
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)
    digits = f"{chance.randint(1, 92):02d}" + _random_digits(chance, 10)

    def control(given: str) -> str:
        return str(sum(int(d) * w for d, w in zip(given, weights[-len(given) :], strict=True)) % 11 % 10)

    if chance.random() < 0.5:
        return digits[:9] + control(digits[:9])
    first = digits[:10] + control(digits[:10])
    return first + control(first)


def _email(chance: Random) -> str:
    name = chance.choice(("ivan.petrov", "olga_s", "k-sidorov", "anna1987", "info", "m.v.kuzmina", "ольга", "ab"))
    host = chance.choice(("mail.ru", "yandex.ru", "gmail.com", "shop.example.org", "почта.рф", "bk.ru"))
    whole = f"{name}{chance.choice(('', '+shop', str(chance.randint(1, 99))))}@{host}"
    if chance.random() < 0.15:
        # A Cyrillic letter among Latin ones.
        whole = whole.replace("a", "а", 1).replace("o", "о", 1)
    return whole.upper() if chance.random() < 0.1 else whole


def _address(chance: Random) -> str:
    name, house, flat = chance.choice(people.STREETS), chance.randint(1, 180), chance.randint(1, 400)
    street = chance.choice(
        ("ул. {}", "улица {}", "ул {}", "УЛ. {}", "пр-т {}", "проспект {}", "пер. {}", "б-р {}")
    ).format(name)
    building = chance.choice(
        ("", "", f" к{chance.randint(1, 5)}", f", корп. {chance.randint(1, 5)}", f"/{chance.randint(1, 9)}", "а")
    )
    number = chance.choice((f", д. {house}", f", дом {house}", f" {house}", f", {house}", f" д.{house}")) + building
    rest = chance.choice(
        (f", кв. {flat}", f", кв {flat}", f", квартира {flat}", f"-{flat}", "", f" кв.{flat}", f", офис {flat}")
    )
    city = chance.choice(("", "", "г. Тверь, ", "г. Нижний Новгород, ", "101000, г. Москва, ", "г.Казань, "))
    return f"{city}{street}{number}{rest}"


# --- what only looks personal ---


def _order(chance: Random) -> str:
    start = chance.choice(("", "", "89", "79", "9", "4"))
    return start + _random_digits(chance, chance.choice((5, 6, 8, 10, 11, 12)) - len(start))


def _dashed_order(chance: Random) -> str:
    return chance.choice(
        (
            f"{_random_digits(chance, 8)}-{_random_digits(chance, 4)}-{chance.randint(1, 9)}",
            f"{_random_digits(chance, 3)}-{_random_digits(chance, 5)}",
            f"A{_random_digits(chance, 3)}-{_random_digits(chance, 6)}",
            f"{chance.randint(10, 99)}/{_random_digits(chance, 6)}",
        )
    )


def _track(chance: Random) -> str:
    digits = _random_digits(chance, 9)
    return chance.choice((f"RA{digits}RU", f"{chance.choice('12348')}{_random_digits(chance, 13)}", f"1{digits}"))


def _sum(chance: Random) -> str:
    whole = chance.choice((chance.randint(10, 999), chance.randint(1_000, 99_999), chance.randint(100_000, 89_999_999)))
    grouped = f"{whole:,}".replace(",", chance.choice((" ", " ", "\u00a0", "")))
    kopecks = chance.choice(("", "", f",{chance.randint(10, 99)}"))
    return f"{grouped}{kopecks} {chance.choice(('руб.', '₽', 'рублей', 'р.', 'руб'))}"


def _date(chance: Random) -> str:
    day, month, year = chance.randint(1, 28), chance.randint(1, 12), chance.randint(2019, 2029)
    time = f"{chance.randint(0, 23):02d}:{chance.randint(0, 59):02d}"
    return chance.choice(
        (
            f"{day:02d}.{month:02d}.{year}",
            f"{day:02d}.{month:02d}.{year} {time}",
            f"{year}-{month:02d}-{day:02d} {time}",
            f"{day:02d}.{month:02d} {time}-{time}",
            f"с {day:02d}.{month:02d}.{year} по {day:02d}.{month:02d}.{year + 1}",
        )
    )


_PLANTED: tuple[tuple[str, Maker, tuple[str, ...]], ...] = (
    (Kind.PHONE, _phone, frames.PHONES),
    (Kind.PHONE, _phone, frames.PHONES),
    (Kind.PHONE, _short_phone, frames.SHORT_PHONES),
    (Kind.PHONE, _foreign_phone, frames.PHONES),
    (Kind.CARD, _card, frames.CARDS),
    (Kind.PASSPORT, _passport, frames.PASSPORTS),
    (Kind.SNILS, _snils, frames.SNILSES),
    (Kind.SNILS, _bare_snils, frames.SNILSES),
    (Kind.INN, _inn, frames.INNS),
    (Kind.EMAIL, _email, frames.EMAILS),
    (Kind.ADDRESS, _address, frames.ADDRESSES),
    (Kind.ADDRESS, _address, frames.ADDRESSES),
    (Kind.NAME, people.full_name, frames.NAMES),
    (Kind.NAME, people.full_name, frames.NAMES),
)
_NEAR: tuple[tuple[str, Maker, tuple[str, ...]], ...] = (
    ("order", _order, frames.ORDERS),
    ("order", _order, frames.ORDERS),
    ("order", _dashed_order, frames.ORDERS),
    ("tracking", _track, frames.TRACKS),
    ("sum", _sum, frames.SUMS),
    ("sum", _sum, frames.SUMS),
    ("date", _date, frames.DATES),
)
