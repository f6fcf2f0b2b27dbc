"""The phrase language of the rule files, and its parser.

A phrase is written as people say it; a few marks widen it:

    ваша вина          these very forms (case and ё/е do not matter; commas are not seen)
    {виноватый}        any form of the word; {вернуть|возместить} any form of either
    {вернуть:сделаем}  a form of «вернуть» of the kind «сделаем» (будущее, первое лицо)
    <сделаем>          any word of that kind; the kinds: сделаем, делаем, сделали, сделает, делает, сделаете, делаете,
                       сделайте, сделать, сделано, сделав, число, время, имя, латиница, ссылка, почта, знак,
                       звездочки («б***»)
    компенс*           any form that starts so
    (вина|ошибка)      one of these; a choice may hold several words: (наша вина|мы виноваты)
    [очень]            may be absent; [очень|так] either may
    ..                 up to 3 words in between; ... up to 7; _ exactly one
    !не                the next word is not this one; !(не|ни|{быть}) none of these
    @set               one of the lines of content/words/set.txt
    {@set:сделаем}     a form of the kind «сделаем» of one of its words, which are written as {слово} there
    ^ and $            the start and the end of the sentence; ? and ! its last mark
"""

from __future__ import annotations

from bot.coach import lazy
from bot.coach.memory import remembering
from bot.coach.record import record

SHORT_GAP = 3
LONG_GAP = 7
# «слово*» is looked up by its first letters; shorter ones would fire on anything.
PREFIX = 2
CLASSES = frozenset(
    {"сделаем", "делаем", "сделали", "сделает", "делает", "сделаете", "делаете", "сделайте", "сделать", "сделано"}
    | {"сделав", "число", "время", "имя", "латиница", "ссылка", "почта", "знак", "звездочки"}
)


class PatternError(ValueError):
    """A phrase that cannot be read; the text says in Russian what is wrong."""


@record
class One:
    """One token that carries any of the keys (see `bot.coach.words.Word.keys`)."""

    keys: tuple[str, ...]


@record
class Gap:
    most: int


@record
class Any1:
    """Exactly one token, whatever it is."""


@record
class Not:
    """The next token carries none of the keys (or there is no next token)."""

    keys: tuple[str, ...]


@record
class Choice:
    ways: tuple[Sequence, ...]
    optional: bool


@record
class Named:
    """A set of content/words, by its name; with a `kind`, only such forms of its words."""

    name: str
    kind: str = ""


Element = One | Gap | Any1 | Not | Choice | Named
Sequence = tuple[Element, ...]

_LEX = lazy.pattern(r"\s+|\.{2,3}|@[\w]+|\{[^{}]*\}|<[^<>]*>|!(?=\S)|[\[\]()|^$?!_]|[^\s\[\]()|{}<>]+")
_GAPS = {"..": SHORT_GAP, "...": LONG_GAP}
_EDGES = frozenset("^$?!")


# The same phrase is asked for by whoever checks a file and by whoever compiles it.
@remembering(20_000)
def parse(phrase: str) -> Sequence:
    """Reads a phrase; raises PatternError."""
    lexemes = _lex(phrase)
    sequence, rest = _sequence(lexemes, 0)
    if rest < len(lexemes):
        raise PatternError(f"лишняя «{lexemes[rest]}» в «{phrase}»")
    if not sequence:
        raise PatternError("пустая фраза")
    if not any(isinstance(element, One | Named | Choice) for element in sequence):
        raise PatternError(f"в «{phrase}» нет ни одного слова")
    if all(_may_be_absent(element) for element in sequence):
        raise PatternError(f"«{phrase}» может оказаться пустой: уберите квадратные скобки хотя бы у одного слова")
    return sequence


def _may_be_absent(element: Element) -> bool:
    if isinstance(element, Choice):
        return element.optional or any(all(map(_may_be_absent, way)) for way in element.ways)
    return isinstance(element, Gap | Not)


def _lex(phrase: str) -> list[str]:
    found = _LEX.findall(phrase.replace(",", " "))
    if "".join(found) != phrase.replace(",", " "):
        raise PatternError(f"не закрыта скобка в «{phrase}»")
    return [lexeme for lexeme in found if not lexeme.isspace()]


def _sequence(lexemes: list[str], at: int) -> tuple[Sequence, int]:
    elements: list[Element] = []
    while at < len(lexemes) and lexemes[at] not in {"|", ")", "]"}:
        element, at = _element(lexemes, at)
        elements.append(element)
    return tuple(elements), at


def _element(lexemes: list[str], at: int) -> tuple[Element, int]:
    lexeme = lexemes[at]
    if lexeme in _GAPS:
        return Gap(_GAPS[lexeme]), at + 1
    if lexeme == "_":
        return Any1(), at + 1
    if lexeme in {"(", "["}:
        return _choice(lexemes, at)
    if lexeme == "!" and at + 1 < len(lexemes) and lexemes[at + 1] not in {")", "]", "|"}:
        inner, after = _element(lexemes, at + 1)
        return Not(_single_keys(inner)), after
    if lexeme.startswith(("@", "{@")):
        return _named(lexeme), at + 1
    return One((lexeme,) if lexeme in _EDGES else _keys(lexeme)), at + 1


def _named(lexeme: str) -> Named:
    if lexeme.startswith("@"):
        return Named(lexeme[1:])
    name, _, kind = lexeme[2:-1].partition(":")
    return Named(name.strip(), _known_class(kind))


def _choice(lexemes: list[str], at: int) -> tuple[Element, int]:
    closing = ")" if lexemes[at] == "(" else "]"
    ways: list[Sequence] = []
    at += 1
    while True:
        way, at = _sequence(lexemes, at)
        if not way:
            raise PatternError(f"пустой вариант перед «{lexemes[at] if at < len(lexemes) else 'концом'}»")
        ways.append(way)
        if at >= len(lexemes):
            raise PatternError(f"не хватает «{closing}»")
        if lexemes[at] == closing:
            break
        if lexemes[at] != "|":
            raise PatternError(f"«{lexemes[at]}» вместо «{closing}»")
        at += 1
    return _simplest(tuple(ways), optional=closing == "]"), at + 1


def _simplest(ways: tuple[Sequence, ...], *, optional: bool) -> Element:
    single = [way[0].keys for way in ways if len(way) == 1 and isinstance(way[0], One)]
    if not optional and len(single) == len(ways):
        return One(tuple(key for keys in single for key in keys))
    return Choice(ways, optional)


def _single_keys(element: Element) -> tuple[str, ...]:
    if isinstance(element, One):
        return element.keys
    raise PatternError("после «!» может стоять слово, {слово} или (слово|{слово})")


def _keys(lexeme: str) -> tuple[str, ...]:
    plain = lexeme.lower().replace("ё", "е")
    if plain.startswith("{"):
        return tuple(_lemma_key(item) for item in plain[1:-1].split("|"))
    if plain.startswith("<"):
        return tuple("<" + _known_class(name) for name in plain[1:-1].split("|"))
    if "*" in plain and (plain.index("*") < len(plain) - 1 or len(plain) <= PREFIX):
        raise PatternError(
            f"«{lexeme}»: перед звёздочкой нужны хотя бы {PREFIX} буквы, и стоять она может только в конце"
        )
    return (plain,)


def _lemma_key(item: str) -> str:
    lemma, _, kind = item.strip().partition(":")
    if not lemma:
        raise PatternError("пустые фигурные скобки")
    return f"{{{lemma}:{_known_class(kind)}" if kind else f"{{{lemma}"


def _known_class(name: str) -> str:
    if name.strip() not in CLASSES:
        raise PatternError(f"нет такого вида слов: «{name}»; есть: {', '.join(sorted(CLASSES))}")
    return name.strip()
