"""Invented people with their names declined, and streets for them to live in."""

from __future__ import annotations

from random import Random

# Nominative, genitive, dative, instrumental.
_GIVEN_M = (
    ("Иван", "Ивана", "Ивану", "Иваном"),
    ("Сергей", "Сергея", "Сергею", "Сергеем"),
    ("Пётр", "Петра", "Петру", "Петром"),
    ("Илья", "Ильи", "Илье", "Ильёй"),
    ("Рустам", "Рустама", "Рустаму", "Рустамом"),
    ("Арсений", "Арсения", "Арсению", "Арсением"),
)
_GIVEN_F = (
    ("Анна", "Анны", "Анне", "Анной"),
    ("Мария", "Марии", "Марии", "Марией"),
    ("Любовь", "Любови", "Любови", "Любовью"),
    ("Юлия", "Юлии", "Юлии", "Юлией"),
    ("Гульнара", "Гульнары", "Гульнаре", "Гульнарой"),
)
_FATHERS = ("Иван", "Сергее", "Петр", "Александр", "Николае", "Владимир", "Евгенье", "Дмитрие", "Рустам", "Юрье")
_ILYICH = (
    ("Ильич", "Ильича", "Ильичу", "Ильичом"),
    ("Ильинична", "Ильиничны", "Ильиничне", "Ильиничной"),
)
_SURNAMES = ("Петров", "Кузнецов", "Сидорин", "Воробьёв", "Щукин", "Мальцев", "Ягодин")
_ADJECTIVES = ("Невск", "Покровск", "Заболоцк", "Милославск")
_FIXED = ("Шевченко", "Белых", "Дурново", "Саакян", "Гогоберидзе")
_DOUBLE = "Соловьёв"

STREETS = (
    "Ленина",
    "Карла Маркса",
    "8 Марта",
    "1-я Парковая",
    "Большая Садовая",
    "Пушкина",
    "А. С. Пушкина",
    "50 лет Октября",
    "Маршала Жукова",
    "Мира",
    "Ново-Садовая",
    "Героев Панфиловцев",
    "академика Королёва",
    "им. Гагарина",
    "Красных Партизан",
)
_LOOKALIKES = str.maketrans("аеорсухАВЕКМНОРСТХ", "aeopcyxABEKMHOPCTX")


def full_name(chance: Random) -> str:
    """In one of the ways that people sign: the whole of it, in some case, or with initials."""
    woman, case = chance.random() < 0.5, chance.randrange(4)
    surname, given = _surname(chance, case, woman=woman), chance.choice(_GIVEN_F if woman else _GIVEN_M)[case]
    patronymic = _patronymic(chance, case, woman=woman)
    shape = chance.random()
    if shape < 0.4:
        return _written(chance, f"{surname} {given} {patronymic}")
    if shape < 0.7:
        return _written(chance, f"{given} {patronymic} {surname}")
    dot = chance.choice((".", ". "))
    initials = f"{given[0]}{dot}{patronymic[0]}."
    return chance.choice((f"{surname} {initials}", f"{initials} {surname}", f"{initials}{surname}"))


def _written(chance: Random, name: str) -> str:
    style = chance.random()
    if style < 0.08:
        return name.upper()
    if style < 0.12:
        # One letter from the other alphabet, as in a text that somebody made hard to search.
        places = [i for i, letter in enumerate(name) if letter.translate(_LOOKALIKES) != letter]
        at = chance.choice(places)
        return name[:at] + name[at].translate(_LOOKALIKES) + name[at + 1 :]
    return name.replace(" ", chance.choice((" ", " ", " ", "  ", "\u00a0")))


def _surname(chance: Random, case: int, *, woman: bool) -> str:
    kind = chance.random()
    if kind < 0.12:
        return chance.choice(_FIXED)
    if kind < 0.3:
        endings = ("ая", "ой", "ой", "ой") if woman else ("ий", "ого", "ому", "им")
        return chance.choice(_ADJECTIVES) + endings[case]
    endings = ("а", "ой", "ой", "ой") if woman else ("", "а", "у", "ым")
    name = chance.choice(_SURNAMES) + endings[case]
    return f"{name}-{_DOUBLE}{endings[case]}" if kind > 0.93 else name


def _patronymic(chance: Random, case: int, *, woman: bool) -> str:
    if chance.random() < 0.1:
        return _ILYICH[woman][case]
    father = chance.choice(_FATHERS)
    soft = father[-1] in "еь"
    if woman:
        return father + ("вн" if soft and father[-1] == "е" else "евн" if soft else "овн") + ("а", "ы", "е", "ой")[case]
    return father + ("вич" if father[-1] == "е" else "евич" if soft else "ович") + ("", "а", "у", "ем")[case]
