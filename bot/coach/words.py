"""What a word form may be: every lemma and every grammatical class that pymorphy3 knows for it.

pymorphy3's first guess is wrong for «нашли», «пришли», «данные», «стали», «вина», so a form is compared with all of its
readings. The price is a rare extra match («стали» also reads as «сталь»), which the rules' own near misses reveal.
"""

from __future__ import annotations

from functools import lru_cache
from operator import itemgetter
from typing import Any, NamedTuple
from unicodedata import normalize

import pymorphy3
import pymorphy3_dicts_ru

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.record import record

# About 1 kB a form; 20,000 forms cover months of one support desk's vocabulary.
CACHE_FORMS = 20_000
# Rarer readings of a form («или» as the imperative of «илить») mislead the learned reader more than they help.
RARE = 0.05

# A lone surrogate is half an emoji; no text with one can be encoded.
_INVISIBLE = lazy.pattern(r"[\u00ad\u0300\u0301\u200b-\u200f\u2060\ufeff\ud800-\udfff]+")
_NUMBER = lazy.pattern(r"\d[\d.,:/\-–]*")
# «с*ка», «б***», «су@а»; one star after a whole word is a footnote.
_MASKED = lazy.pattern(r"\p{L}+[*@#$]+\p{L}+|\p{L}{1,4}\*{2,}")
_TIME = lazy.pattern(r"[012]?\d[:.][0-5]\d")

# «Сумма-то копеечная», «пришёл-таки»: said for colour, while «что-то» and «всё-таки» are words of their own.
_PARTICLES = ("-то", "-ка", "-таки")

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


@record
class Word:
    """A word form with `lemmas` (best first) and `classes` («сделаем», «число», …).

    `noun` is the lemma if the best reading is a common noun of three letters or more, else «».
    `keys` are all the names under which a pattern may ask for it: `форма`, `{лемма`, `<класс`, `{лемма:класс`.
    Of a Russian word, `likely` are the lemmas of its likelier readings, `grammar` is what the best of them is: for the
    learned reader.
    """

    form: str
    lemmas: tuple[str, ...]
    classes: tuple[str, ...]
    keys: tuple[str, ...]
    noun: str = ""
    likely: tuple[str, ...] = ()
    grammar: str = ""


def load_dictionary() -> None:
    """Loads the dictionary of word forms, which else the first text waits for."""
    _analyzer()


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


class _Kind(NamedTuple):
    """What a tag says of its words: their classes, whether they are common nouns, and their grammar."""

    classes: tuple[str, ...]
    common: bool
    grammar: str


# By the tag's name: pymorphy3 has some 800 tags, and asking one for its parts costs more than the dictionary look-up.
_kinds: dict[str, _Kind] = {}


def _kind(name: str, tag: Any) -> _Kind:  # noqa: ANN401 -- see _analyzer
    known = _kinds.get(name)
    if known is None:
        common = tag.POS == "NOUN" and not {"Name", "Patr", "Surn", "Abbr"} & tag.grammemes
        known = _kinds[name] = _Kind(_classes(tag), common, _grammar(tag))
    return known


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


def _grammar(tag: Any) -> str:  # noqa: ANN401 -- see _analyzer
    """What a tag says of its word; of a pronoun, whose lemma says the rest, the case and a space."""
    part = str(tag.POS)
    if {"Name", "Patr", "Surn"} & tag.grammemes:
        return "имя"
    if part in {"VERB", "INFN", "PRTS", "PRTF", "GRND"}:
        parts = (part, tag.person, tag.tense, tag.mood, tag.number, tag.aspect)
        return " ".join(str(name) for name in parts if name)
    if part == "NPRO":
        return f"{tag.case} "
    return f"{part} {tag.case}" if part == "NOUN" else part


def _token_classes(form: str) -> tuple[str, ...]:
    if _NUMBER.fullmatch(form):
        return ("число", "время") if _TIME.fullmatch(form) else ("число",)
    if form.startswith(("http", "www.")):
        return ("ссылка",)
    if "@" in form and "." in form:
        return ("почта",)
    return ("латиница",) if form.isascii() and form[0].isalpha() else ("знак",)


def _readings(form: str) -> list[tuple[str, _Kind, float]]:
    """(lemma, kind, probability) of each of a form's readings, best first.

    The same as `parses`, in a third of the time for a word of the dictionary: a new text holds a dozen new words.
    """
    analyzer = _analyzer()
    dictionary, chance = analyzer.dictionary, analyzer.prob_estimator.p_t_given_w
    places = dictionary.words.similar_items(form, analyzer.char_substitutes)
    if not places:
        return [(parse.normal_form, _kind(str(parse.tag), parse.tag), parse.score) for parse in parses(form)]
    found = []
    for spelt, forms in places:
        for paradigm, number in forms:
            tag = dictionary.build_tag_info(paradigm, number)
            name = str(tag)
            likely = chance.get(f"{form}:{name}", 0) / chance.MULTIPLIER
            found.append((dictionary.build_normal_form(paradigm, number, spelt), _kind(name, tag), likely))
    if not any(likely for _, _, likely in found):
        return [(lemma, kind, 1 / len(found)) for lemma, kind, _ in found]
    return sorted(found, key=itemgetter(2), reverse=True)


@remembering(CACHE_FORMS)
def word(form: str) -> Word:
    """The readings of a normalised form (see `normal`)."""
    if form.endswith(_PARTICLES) and not _analyzer().word_is_known(form):
        return word(form[: form.rindex("-")])
    if not ("а" <= form[:1] <= "я"):
        classes = _token_classes(form)
        return Word(form, (form,), classes, (form, *(f"<{name}" for name in classes)))
    allowed = OVERRIDES.get(form, ())
    lemmas: dict[str, None] = dict.fromkeys(allowed)
    classes_: dict[str, None] = dict.fromkeys(("звездочки",) if _MASKED.fullmatch(form) else ())
    pairs: dict[str, None] = {}
    found = _readings(form)
    kept = []
    for reading in found:
        lemma, kind, _ = reading
        lemma = lemma.replace("ё", "е")
        if allowed and lemma not in allowed:
            continue
        kept.append(reading)
        lemmas[lemma] = None
        for name in kind.classes:
            classes_[name] = None
            pairs[f"{{{lemma}:{name}"] = None
    keys = (form, *[f"{{{lemma}" for lemma in lemmas], *[f"<{name}" for name in classes_], *pairs)
    best, kind, _ = found[0]
    noun = best.replace("ё", "е") if len(form) >= 3 and kind.common else ""
    likely, grammar = _likely([reading for reading in kept if reading[2] >= RARE] or kept[:1] or found[:1])
    return Word(form, tuple(lemmas), tuple(classes_), keys, noun, likely, grammar)


def _likely(readings: list[tuple[str, _Kind, float]]) -> tuple[tuple[str, ...], str]:
    """(lemmas, best first; grammar of the best reading)."""
    best, kind, _ = readings[0]
    # A pronoun is told by its lemma, too.
    grammar = kind.grammar + best if kind.grammar.endswith(" ") else kind.grammar
    lemmas = [lemma.replace("ё", "е") for lemma, _, _ in readings]
    return tuple(dict.fromkeys(["имя", *lemmas] if grammar == "имя" else lemmas)), grammar
