"""The matcher agrees with a slow one that follows the phrase language word by word."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.coach.matcher import Match, Matcher
from bot.coach.pattern import Any1, Choice, Element, Gap, Named, Not, One, Sequence, parse
from bot.coach.text import Sentence, Text
from bot.coach.words import Word

SETS = {
    "we": ["мы", "{наш}", "наши люди"],
    "mend": ["{вернуть|возместить}", "{заменить}"],
}
# Few words, so that phrases and sentences meet often.
WORDS = ["мы", "вы", "не", "наши", "люди", "вернём", "вернули", "заменим", "да", "да-да", "5"]
SINGLE = [
    *("мы", "вы", "не", "люди", "да", "{мы}", "{наш}", "{вернуть|заменить}", "<сделаем>", "<сделаем|число>"),
    *("{вернуть:сделаем}", "да*", "люд*", "(мы|вы|да)", "(не|{мы}|лю*)"),
]
NAMED = ["@we", "@mend", "{@mend:сделаем}"]

single = st.sampled_from(SINGLE)
plain = st.one_of(single, single, st.sampled_from(NAMED))
loose = st.one_of(
    plain,
    plain,
    st.sampled_from(["..", "...", "_"]),
    single.map("!{}".format),
)


def choice(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    # A way starts with a word: a gap or a refusal alone at a border has no say about where the find begins.
    way = st.tuples(plain, st.lists(inner, max_size=2)).map(lambda parts: " ".join([parts[0], *parts[1]]))
    ways = st.lists(way, min_size=1, max_size=3).map("|".join)
    return st.one_of(ways.map("({})".format), ways.map("[{}]".format))


element = st.recursive(loose, lambda inner: st.one_of(loose, choice(inner)), max_leaves=4)


@st.composite
def phrases(draw: st.DrawFn) -> str:
    """A phrase that begins with a word, perhaps held to the edges of its sentence."""
    start, end = draw(st.sampled_from(["", "", "^ "])), draw(st.sampled_from(["", "", " $", " ?", " !"]))
    return " ".join([start + draw(plain), *draw(st.lists(element, max_size=4))]) + end


sentences = st.tuples(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from(["", ".", "?", "!"]))


class Slow:
    """Reads the line «^ word … word $» by trying every element at every place."""

    def __init__(self, sentence: Sentence) -> None:
        self.words = [token.word for token in sentence.tokens]
        self.mark = sentence.mark

    def find(self, phrase: Sequence) -> set[tuple[int, int]]:
        last = len(self.words) - 1
        return {
            (min(max(start - 1, 0), last), min(max(end - 2, 0), last))
            for start in range(len(self.words) + 2)
            for end in self.ends(phrase, {start})
        }

    def ends(self, phrase: Sequence, places: set[int]) -> set[int]:
        for part in phrase:
            places = {end for place in places for end in self.step(part, place)}
        return places

    def step(self, part: Element, at: int) -> set[int]:
        match part:
            case One(keys):
                return {at + 1} if self.carries(at, keys) else set()
            case Any1():
                return {at + 1} if self.word(at) else set()
            case Not(keys):
                return set() if self.carries(at, keys) else {at}
            case Gap(most):
                reached = {at}
                while len(reached) <= most and self.word(at):
                    at += 1
                    reached.add(at)
                return reached
            case Choice(ways, optional):
                return {end for way in ways for end in self.ends(way, {at})} | ({at} if optional else set())
            case Named(name, kind):
                return {end for way in map(parse, SETS[name]) for end in self.ends(narrowed(way, kind), {at})}

    def word(self, at: int) -> Word | None:
        return self.words[at - 1] if 1 <= at <= len(self.words) else None

    def carries(self, at: int, keys: tuple[str, ...]) -> bool:
        word = self.word(at)
        if word is None:
            edge = "^" if at == 0 else f"${self.mark}" if at == len(self.words) + 1 else ""
            return not set(edge).isdisjoint(keys)
        return any(word.form.startswith(key[:-1]) if key.endswith("*") else key in word.keys for key in keys)


def narrowed(way: Sequence, kind: str) -> Sequence:
    return (
        tuple(One(tuple(f"{key}:{kind}" for key in part.keys)) for part in way if isinstance(part, One))
        if kind
        else way
    )


@settings(max_examples=250)
@given(st.lists(phrases(), min_size=1, max_size=5), sentences)
@example(["мы [вы] .. да", "мы .. не"], (["мы", "не", "да"], ""))
def test_the_fast_matcher_finds_what_the_slow_one_finds(texts: list[str], line: tuple[list[str], str]) -> None:
    (sentence,) = Text.parse(" ".join(line[0]) + line[1]).sentences
    matcher = Matcher(SETS)
    for text in texts:
        matcher.add(parse(text))
    slow = Slow(sentence)
    found = matcher.find(sentence)

    assert set(found) == {
        Match(number, first, last) for number, text in enumerate(texts) for first, last in slow.find(parse(text))
    }
    assert len(found) == len(set(found))


def test_a_matcher_that_has_run_takes_more_phrases_in() -> None:
    (sentence,) = Text.parse("мы вернём").sentences
    matcher = Matcher({})
    first = matcher.add(parse("мы"))
    assert matcher.find(sentence) == [Match(first, 0, 0)]

    second = matcher.add(parse("<сделаем>"))

    assert matcher.find(sentence) == [Match(first, 0, 0), Match(second, 1, 1)]


def test_finds_may_overlap_and_come_in_order_of_their_ends() -> None:
    (sentence,) = Text.parse("мы не вернём").sentences
    matcher = Matcher({})
    for phrase in ("не вернём", "мы не", "мы .. вернём"):
        matcher.add(parse(phrase))

    found = matcher.find(sentence)

    assert [match.last for match in found] == [1, 2, 2]
    assert set(found) == {Match(0, 1, 2), Match(1, 0, 1), Match(2, 0, 2)}
