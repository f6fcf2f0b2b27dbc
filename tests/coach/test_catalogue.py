"""What a rule finds, and what takes a find back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from bot.coach.catalogue import Catalogue
from bot.coach.pattern import PatternError
from bot.coach.rule import Part, Point, Rule
from bot.coach.text import Text
from tests.coach.strategies import ANY, GLUED


def rule(name: str, signal: str, *phrases: str, **conditions: Any) -> Rule:  # noqa: ANN401 -- any field of a rule
    return Rule(name, Part.DRAFT, signal, title="", why="", advice="", phrases=phrases, **conditions)


APOLOGY = rule("sorry", "apology", "извините", "простите")
HELP = rule("mend", "help", "{вернуть:сделаем}")


def read(
    raw: str, *rules: Rule, sets: Mapping[str, Sequence[str]] | None = None, given: Sequence[tuple[str, int, int]] = ()
) -> list[tuple[str, str]]:
    """(rule, words) of every find."""
    hits = Catalogue(rules, Part.DRAFT, sets or {}).read(Text.parse(raw), lambda: given)
    return [(hit.rule.id, raw[hit.start : hit.end]) for hit in hits]


def words(raw: str, *rules: Rule) -> list[str]:
    return [found for _, found in read(raw, *rules)]


def test_a_rule_points_at_the_words_it_was_written_for() -> None:
    assert read("Ждите. Это ваша вина, увы.", rule("guilt", "blame_customer", "ваша вина")) == [("guilt", "ваша вина")]


def test_a_rule_reads_only_its_own_part() -> None:
    complaint = Rule("mine", Part.COMPLAINT, "own_fault", "", "", "", ("я виноват",))
    text = Text.parse("я виноват")

    assert Catalogue([complaint], Part.DRAFT, {}).read(text) == []
    assert [hit.rule.id for hit in Catalogue([complaint], Part.COMPLAINT, {}).read(text)] == ["mine"]


@pytest.mark.parametrize(
    ("point", "wanted"),
    [
        (Point.PHRASE, "ваша вина"),
        (Point.CLAUSE, "конечно же ваша вина"),
        (Point.SENTENCE, "Увы, конечно же ваша вина, ждите"),
    ],
)
def test_a_rule_may_point_at_its_clause_or_sentence(point: Point, wanted: str) -> None:
    assert words("Да. Увы, конечно же ваша вина, ждите. Да.", rule("g", "rude", "ваша вина", point=point)) == [wanted]


def test_two_finds_in_one_clause_point_at_it_once() -> None:
    assert words("Вы сами, сами вы сами", rule("g", "rude", "сами", point=Point.CLAUSE)) == ["Вы сами", "сами вы сами"]


def test_of_overlapping_finds_of_a_rule_the_longest_stays() -> None:
    assert words("это ваша вина", rule("g", "rude", "вина", "ваша вина", "это ваша вина")) == ["это ваша вина"]


def test_an_exception_takes_back_the_find_it_overlaps_and_no_other() -> None:
    guilt = rule("g", "rude", "вина", exceptions=("не ваша вина",))

    assert words("Это не ваша вина, вина наша", guilt) == ["вина"]
    assert words("Вина, а не ваша вина", guilt) == ["Вина"]
    assert words("Это ваша вина", guilt) == ["вина"]


def test_unless_takes_back_every_find_of_its_sentence_only() -> None:
    guilt = rule("g", "rude", "вина", unless=("наш*",))

    assert words("Вина тут наша, вина наша. Вина есть", guilt) == ["Вина"]


def test_near_asks_for_company_in_the_sentence() -> None:
    guilt = rule("g", "rude", "вина", near=("ваш*",))

    assert words("Вина есть. Ваша тут вина", guilt) == ["вина"]


def test_after_asks_for_a_signal_before_the_find_in_its_sentence() -> None:
    but = rule("but", "but_after", "но", after=("apology",))

    assert ("but", "но") in read("Извините, но ждите", APOLOGY, but)
    assert ("but", "но") not in read("Ждали, но извините", APOLOGY, but)
    assert ("but", "Но") not in read("Но извините", APOLOGY, but)


def test_after_looks_into_the_sentence_before_only_where_the_find_opens_its_own() -> None:
    but = rule("but", "but_after", "но", after=("apology",))

    assert ("but", "Но") in read("Извините. Но ждите", APOLOGY, but)
    assert ("but", "но") not in read("Извините. Ждите, но недолго", APOLOGY, but)
    assert ("but", "Но") not in read("Извините. Ждите. Но недолго", APOLOGY, but)


def test_unless_then_takes_back_a_find_that_a_signal_follows_in_its_sentence() -> None:
    but = rule("but", "but_after", "но", unless_then=("help",))

    assert ("but", "но") not in read("Опоздали, но вернём деньги", HELP, but)
    assert ("but", "но") in read("Вернём деньги, но ждите", HELP, but)
    assert ("but", "но") in read("Опоздали, но ждите. Вернём деньги", HELP, but)


def test_unless_signal_takes_back_a_find_with_a_signal_in_its_sentence_or_the_next() -> None:
    refusal = rule("no", "refusal", "не можем", unless_signal=("help",))

    assert words("Не можем. Вернём деньги", HELP, refusal) == ["Вернём"]
    assert words("Вернём, а больше не можем", HELP, refusal) == ["Вернём"]
    assert words("Не можем. Ждите. Вернём деньги", HELP, refusal) == ["Не можем", "Вернём"]
    assert words("Вернём. Не можем", HELP, refusal) == ["Вернём", "Не можем"]


def test_a_signal_that_another_reader_found_counts_as_a_condition() -> None:
    but = rule("but", "but_after", "но", after=("apology",))

    assert read("Косяк, но ждите", but) == []
    assert read("Косяк, но ждите", but, given=[("apology", 0, 5)]) == [("but", "но")]


def test_a_rule_for_a_lone_sentence_is_silent_beside_others() -> None:
    hello = rule("hello", "test", "здравствуйте", alone=True)
    catalogue = Catalogue([hello], Part.DRAFT, {})

    assert not catalogue.read(Text.parse("Здравствуйте. Где заказ?"))
    assert catalogue.read(Text.parse("Здравствуйте."))
    assert not catalogue.read(Text.parse("Здравствуйте. Где заказ?"))


BUT = rule(
    "but",
    "but_after",
    "но",
    after=("apology", "empathy"),
    unless_then=("help",),
    exceptions=("не (только|сразу) ... но",),
)


@pytest.mark.parametrize(
    "raw",
    [
        "Извините, но таковы правила",
        "Извините нас. Но вы подписали договор",
        "Простите за это, а ещё за то, но деньги не вернуть",
    ],
)
def test_a_but_that_takes_the_apology_back_is_found(raw: str) -> None:
    assert "but" in dict(read(raw, APOLOGY, HELP, BUT))


@pytest.mark.parametrize(
    "raw",
    [
        "Извините, срок прошёл, но вернём всё до рубля",
        "Извините не только за опоздание, но и за тон",
        "Простите, вышло не сразу, но вот ваш заказ",
        "Долго искали, но нашли. Извините",
        "Извините. Срок прошёл. Но это в прошлом",
    ],
)
def test_a_but_that_turns_towards_the_customer_is_not(raw: str) -> None:
    assert "but" not in dict(read(raw, APOLOGY, HELP, BUT))


def test_the_customers_quoted_words_are_not_the_agents() -> None:
    guilt = rule("g", "rude", "ваша вина")

    assert words("Вы пишете: «оператор мне сказал, что это ваша вина», и мы это уже разбираем с ним", guilt) == []
    assert words("> мне сказали: это ваша вина\nМы разбираем, почему вам так ответили, и вернёмся завтра", guilt) == []


def test_words_half_quoted_and_a_quoted_name_are_the_agents() -> None:
    assert words("Это ваша «вина» и больше ничья, так мы считаем", rule("g", "rude", "ваша вина")) == ["ваша «вина"]
    assert words("«Ваша вина», вот что мы вам скажем", rule("g", "rude", "ваша вина")) == ["Ваша вина"]


def test_a_rule_may_ask_for_words_of_a_set() -> None:
    fault = rule("g", "rude", "ваш* @fault")

    assert read("Ваш косяк", fault, sets={"fault": ["{вина}", "{косяк}"]}) == [("g", "Ваш косяк")]


def test_finds_come_in_order_of_place() -> None:
    found = read("Вернём. Извините. Вернём", APOLOGY, HELP)

    assert [name for name, _ in found] == ["mend", "sorry", "mend"]


@pytest.mark.parametrize("field", ["phrases", "exceptions", "unless", "near"])
def test_a_phrase_that_cannot_be_read_is_told_with_its_rule(field: str) -> None:
    phrases: dict[str, Any] = {field: ("(вина",)}
    broken = replace(rule("broken", "rude", "да"), **phrases)

    with pytest.raises(PatternError, match=r"правило broken, фраза «\(вина»: не хватает «\)»"):
        Catalogue([broken], Part.DRAFT, {})


RULES = (
    APOLOGY,
    HELP,
    BUT,
    rule("you", "blame_customer", "вы [сами] .. {виноватый}", "вы сами", point=Point.CLAUSE),
    rule("late", "next_step", "до <время>", "завтра", near=("{вернуть}", "извините")),
    rule("no", "refusal", "но ...", unless_signal=("help",), point=Point.SENTENCE),
    rule("who", "ask_facts", "?"),
    rule("hello", "thanks", "^", alone=True),
)


@settings(max_examples=200)
@given(GLUED, ANY)
def test_a_catalogue_that_has_read_much_reads_the_same(before: str, raw: str) -> None:
    used = Catalogue(RULES, Part.DRAFT, {})
    used.read(Text.parse(f"{before}\n{raw}"))
    used.read(Text.parse(before))

    assert used.read(Text.parse(raw)) == Catalogue(RULES, Part.DRAFT, {}).read(Text.parse(raw))


@settings(max_examples=200)
@given(ANY)
def test_finds_lie_in_order_inside_the_text(raw: str) -> None:
    hits = Catalogue(RULES, Part.DRAFT, {}).read(Text.parse(raw))

    assert all(0 <= hit.start < hit.end <= len(raw) for hit in hits)
    assert [(hit.start, hit.end) for hit in hits] == sorted((hit.start, hit.end) for hit in hits)
