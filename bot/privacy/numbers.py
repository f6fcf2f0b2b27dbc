"""Control digits: of cards (Luhn), of СНИЛС and of ИНН (ten digits of a firm, twelve of a person)."""

from __future__ import annotations

from bot.privacy.rule import Match

# The digit sum of twice a digit.
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)


def is_card(match: Match) -> bool:
    digits = _digits(match[0])
    return (sum(digits[-1::-2]) + sum(_DOUBLED[digit] for digit in digits[-2::-2])) % 10 == 0


def is_snils(match: Match) -> bool:
    digits = _digits(match[1])
    total = sum(digit * weight for digit, weight in zip(digits, range(9, 0, -1), strict=False))
    return total % 101 % 100 == digits[9] * 10 + digits[10]


def is_inn(match: Match) -> bool:
    digits = _digits(match[1])
    weights = (3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8)

    def control(place: int) -> bool:
        return sum(d * w for d, w in zip(digits, weights[-place:], strict=False)) % 11 % 10 == digits[place]

    return control(9) if len(digits) == 10 else control(10) and control(11)


def _digits(text: str) -> list[int]:
    return [int(character) for character in text if character.isdecimal()]
