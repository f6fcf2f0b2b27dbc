"""What a word form may be: every lemma and every grammatical class that pymorphy3 knows for it.

pymorphy3's first guess is wrong for «нашли», «пришли», «данные», «стали», «вина», so a form is compared with all of its
readings. The price is a rare extra match («стали» also reads as «сталь»), which the rules' own near misses reveal.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from unicodedata import normalize

import pymorphy3
import pymorphy3_dicts_ru
import regex

from bot.coach.memory import remembering

# About 1 kB a form; 20,000 forms cover months of one support desk's vocabulary.
CACHE_FORMS = 20_000
TAGS = 2_000

# A lone surrogate is half an emoji; no text with one can be encoded.
_INVISIBLE = regex.compile(r"[\u00ad\u0300\u0301\u200b-\u200f\u2060\ufeff\ud800-\udfff]+")
_NUMBER = regex.compile(r"\d[\d.,:/\-–]*")
# «с*ка», «б***», «су@а»; one star after a whole word is a footnote.
_MASKED = regex.compile(r"\p{L}+[*@#$]+\p{L}+|\p{L}{1,4}\*{2,}")
_TIME = regex.compile(r"[012]?\d[:.][0-5]\d")

# Class names are examples: a team lead reads «<сделаем>» without knowing the word «будущее».
NON_FINITE = {"INFN": "сделать", "PRTS": "сделано", "GRND": "сделав"}
# «есть» has no person in the dictionary; it reads as the third one.
FINITE = {
    ("futr", "1per"): "сделаем",
    ("futr", "2per"): "сделаете",
    ("futr", "3per"): "сделает",
    ("pres", "1per"): "делаем",
    ("pres", "2per"): "делаете",
    ("pres", "3per"): "делает",
}

# Forms whose dictionary readings mislead every rule that meets them.
OVERRIDES: dict[str, tuple[str, ...]] = {
    "рады": ("рад",),
    "рада": ("рад",),
    "жаль": ("жаль",),
    "уже": ("уже",),
    "мой": ("мой",),
    "мы": ("мы",),
    "вам": ("вы",),
    "вас": ("вы",),
    "вами": ("вы",),
    "при": ("при",),
    "три": ("три",),
    "или": ("или",),
    "после": ("после",),
    "день": ("день",),
    "дня": ("день",),
    "дней": ("день",),
    "дела": ("дело",),
    "вина": ("вина",),
    "вины": ("вина",),
    "вину": ("вина",),
    "почти": ("почти",),
    "случай": ("случай",),
    "наши": ("наш",),
    "весь": ("весь",),
    "всей": ("весь",),
    "времени": ("время",),
    "утру": ("утро",),
    "минут": ("минута",),
    "подъем": ("подъем",),
    "объем": ("объем",),
}


def normal(form: str) -> str:
    """The spelling under which a form is compared: lower case, «е» for «ё», without invisible characters."""
    # Some keyboards type «й» and «ё» as two characters.
    plain = form if form.isalnum() else normalize("NFC", _INVISIBLE.sub("", form))
    return plain.lower().replace("ё", "е")


@dataclass(frozen=True, slots=True)
class Word:
    """A word form with `lemmas` (best first) and `classes` («сделаем», «число», …).

    `noun` is the lemma if the best reading is a common noun of three letters or more, else «».
    `keys` are all the names under which a pattern may ask for it: `форма`, `{лемма`, `<класс`, `{лемма:класс`.
    """

    form: str
    lemmas: tuple[str, ...]
    classes: tuple[str, ...]
    keys: tuple[str, ...]
    noun: str = ""


@lru_cache(maxsize=1)
def _analyzer() -> Any:  # noqa: ANN401 -- pymorphy3 ships no types
    # Told where its dictionary lies, it need not ask every installed package for one, which takes 0.08 s.
    return pymorphy3.MorphAnalyzer(pymorphy3_dicts_ru.get_path())


@remembering(CACHE_FORMS)
def parses(form: str) -> tuple[Any, ...]:
    """pymorphy3's parses of a form, best first, cached."""
    try:
        return tuple(_analyzer().parse(form))
    except ValueError:
        # It asks for the name of each letter, and some of the rarest have none: such a form is read as a mere sign.
        return tuple(_analyzer().parse("?"))


# pymorphy3 has some 800 tags, and asking one for its parts costs more than the dictionary look-up.
@lru_cache(maxsize=TAGS)
def _classes(tag: Any) -> tuple[str, ...]:  # noqa: ANN401 -- see _analyzer
    proper = ("имя",) if {"Name", "Patr"} & tag.grammemes else ()
    return (*_verb_classes(tag), *proper)


def _verb_classes(tag: Any) -> tuple[str, ...]:  # noqa: ANN401 -- see _analyzer
    if tag.POS != "VERB":
        name = NON_FINITE.get(tag.POS)
        return (name,) if name else ()
    if tag.mood == "impr":
        return ("сделайте",) if "excl" in tag else ()
    if tag.tense == "past":
        return ("сделали",)
    return (FINITE.get((tag.tense, tag.person), "делает"),)


@lru_cache(maxsize=TAGS)
def _is_common_noun(tag: Any) -> bool:  # noqa: ANN401 -- see _analyzer
    return tag.POS == "NOUN" and not {"Name", "Patr", "Surn", "Abbr"} & tag.grammemes


def _token_classes(form: str) -> tuple[str, ...]:
    if _NUMBER.fullmatch(form):
        return ("число", "время") if _TIME.fullmatch(form) else ("число",)
    if form.startswith(("http", "www.")):
        return ("ссылка",)
    if "@" in form and "." in form:
        return ("почта",)
    return ("латиница",) if form.isascii() and form[0].isalpha() else ("знак",)


@remembering(CACHE_FORMS)
def word(form: str) -> Word:
    """The readings of a normalised form (see `normal`)."""
    if not ("а" <= form[:1] <= "я"):
        classes = _token_classes(form)
        return Word(form, (form,), classes, (form, *(f"<{name}" for name in classes)))
    lemmas: dict[str, None] = dict.fromkeys(OVERRIDES.get(form, ()))
    classes_: dict[str, None] = dict.fromkeys(("звездочки",) if _MASKED.fullmatch(form) else ())
    pairs: dict[str, None] = {}
    found = parses(form)
    for parse in found:
        lemma = parse.normal_form.replace("ё", "е")
        if form in OVERRIDES and lemma not in OVERRIDES[form]:
            continue
        lemmas[lemma] = None
        for name in _classes(parse.tag):
            classes_[name] = None
            pairs[f"{{{lemma}:{name}"] = None
    keys = (form, *[f"{{{lemma}" for lemma in lemmas], *[f"<{name}" for name in classes_], *pairs)
    noun = found[0].normal_form.replace("ё", "е") if len(form) >= 3 and _is_common_noun(found[0].tag) else ""
    return Word(form, tuple(lemmas), tuple(classes_), keys, noun)
