"""The phrase language: what each mark finds, and what a mistake is told."""

from __future__ import annotations

import pytest
import regex

from bot.coach.matcher import Matcher
from bot.coach.pattern import PatternError, parse
from bot.coach.text import Text

SETS = {"fault": ["{вина}", "{косяк}", "наших рук дело"]}


def found(phrase: str, raw: str) -> list[str]:
    """The words that a phrase finds in a text."""
    matcher = Matcher(SETS)
    matcher.add(parse(phrase))
    return [
        raw[sentence.tokens[match.first].start : sentence.tokens[match.last].end]
        for sentence in Text.parse(raw).sentences
        for match in matcher.find(sentence)
    ]


def finds(phrase: str, raw: str) -> bool:
    return bool(found(phrase, raw))


@pytest.mark.parametrize("raw", ["Ваша вина.", "это ВАША  вина", "Ваша, вина", "ва\u00adша вина"])
def test_plain_words_are_these_very_forms_whatever_the_case_and_the_commas(raw: str) -> None:
    assert finds("ваша вина", raw)


@pytest.mark.parametrize("raw", ["Вашей вины нет", "Вина ваша", "Ваша явная вина", "ваша. вина"])
def test_plain_words_are_no_other_forms_order_or_distance(raw: str) -> None:
    assert not finds("ваша вина", raw)


def test_yo_and_ye_are_one_letter_on_both_sides() -> None:
    assert finds("вернём", "вернем")
    assert finds("вернем", "Вернём")
    assert finds("{счёт}", "счета")


@pytest.mark.parametrize("phrase", ["да, но нет", "да но нет"])
def test_a_comma_in_a_phrase_is_not_seen(phrase: str) -> None:
    assert finds(phrase, "Да, но, нет")
    assert finds(phrase, "да но нет")


def test_a_lemma_is_any_form_of_the_word() -> None:
    assert found("{виноватый}", "Виноваты мы, а не виноватая Оля") == ["Виноваты", "виноватая"]


def test_lemmas_may_be_listed() -> None:
    assert found("{вернуть|возместить}", "Вернём или возместили бы") == ["Вернём", "возместили"]


def test_a_lemma_may_be_narrowed_to_a_kind() -> None:
    assert found("{вернуть:сделаем}", "Вернули бы. Вернём! Вернуть?") == ["Вернём"]
    assert found("{вернуть:сделаем|заменить:сделали}", "вернём вернули заменим заменили") == ["вернём", "заменили"]


def test_a_kind_alone_is_any_word_of_it() -> None:
    assert found("<сделаем>", "Вернём и позвоним, ждали") == ["Вернём", "позвоним"]
    assert found("<число> {день}", "через 3 дня") == ["3 дня"]
    assert found("<число|латиница>", "5 и sms") == ["5", "sms"]


def test_a_beginning_with_a_star_is_any_form_that_starts_so() -> None:
    assert found("компенс*", "Компенсируем, компенсация, декомпенсация") == ["Компенсируем", "компенсация"]


def test_a_choice_is_one_of_its_ways_of_one_word_or_several() -> None:
    assert found("(вина|ошибка) наша", "Вина наша. Ошибка наша. Беда наша") == ["Вина наша", "Ошибка наша"]
    assert found("(наша вина|мы виноваты)", "Наша вина, мы виноваты") == ["Наша вина", "мы виноваты"]


def test_choices_nest() -> None:
    phrase = "(это [была] (наша|моя) вина|{косяк})"

    assert found(phrase, "Это была моя вина") == ["Это была моя вина"]
    assert found(phrase, "Это наша вина, косяки") == ["Это наша вина", "косяки"]


def test_square_brackets_may_be_absent() -> None:
    assert found("мне [очень|так] жаль", "Мне жаль. Мне очень жаль. Мне так жаль. Мне ну жаль") == [
        "Мне жаль",
        "Мне очень жаль",
        "Мне так жаль",
    ]


@pytest.mark.parametrize(("gap", "most"), [("..", 3), ("...", 7)])
def test_a_gap_is_up_to_so_many_words(gap: str, most: int) -> None:
    phrase = f"вы {gap} сами"

    assert all(finds(phrase, f"вы {'и ' * words}сами") for words in range(most + 1))
    assert not finds(phrase, f"вы {'и ' * (most + 1)}сами")


def test_a_gap_does_not_leave_its_sentence() -> None:
    assert not finds("вы .. сами", "Это вы. Мы сами")


def test_an_underscore_is_exactly_one_word() -> None:
    assert finds("вы _ сами", "вы же сами")
    assert not finds("вы _ сами", "вы сами")
    assert not finds("вы _ сами", "вы же ведь сами")
    assert not finds("но _", "Извините, но.")


def test_an_exclamation_before_a_word_refuses_it() -> None:
    assert finds("мы !не виноваты", "мы виноваты")
    assert found("мы !не", "Мы не виноваты, мы правы") == ["мы"]
    assert not finds("мы !(не|ни|{быть}) _", "мы были")
    assert finds("мы !(не|ни|{быть}) _", "мы правы")


def test_a_set_is_one_of_the_lines_of_its_file() -> None:
    assert found("это @fault", "Это вина, это косяки и это наших рук дело") == [
        "Это вина",
        "это косяки",
        "это наших рук дело",
    ]


def test_the_edges_of_a_sentence_can_be_asked_for() -> None:
    assert found("^ извините", "Извините. Ну извините") == ["Извините"]
    assert found("извините $", "Извините нас. Ну извините.") == ["извините"]
    assert finds("где заказ ?", "Где заказ?")
    assert not finds("где заказ ?", "Где заказ.")
    assert not finds("где заказ ?", "Где заказ Иры?")
    assert finds("верните !", "Верните!")
    assert not finds("верните !", "Верните?")
    assert finds("^ да $", "Да!")


def test_an_edge_alone_points_at_the_word_beside_it() -> None:
    assert found("?", "Где заказ?") == ["заказ"]
    assert found("^", "Где заказ?") == ["Где"]
    assert found("^ [где]", "Где заказ?") == ["Где"]
    assert found("^ !нет", "Где заказ?") == ["Где"]


MISTAKES = [
    ("", "пустая фраза"),
    (",", "пустая фраза"),
    ("вина)", "лишняя «)» в «вина)»"),
    ("вина|ошибка", "лишняя «|»"),
    (".. _", "нет ни одного слова"),
    ("!не", "нет ни одного слова"),
    ("[очень]", "может оказаться пустой"),
    ("[очень] ..", "может оказаться пустой"),
    ("([очень])", "может оказаться пустой"),
    ("{вина", "не закрыта скобка в «{вина»"),
    ("<сделаем", "не закрыта скобка"),
    ("вина}", "не закрыта скобка"),
    ("(вина|)", "пустой вариант"),
    ("()", "пустой вариант"),
    ("(", "пустой вариант перед «концом»"),
    ("(вина", "не хватает «)»"),
    ("[вина", "не хватает «]»"),
    ("(вина]", "«]» вместо «)»"),
    ("мы !..", "после «!» может стоять слово"),
    ("мы ![не]", "после «!» может стоять слово"),
    ("мы !@fault", "после «!» может стоять слово"),
    ("к*", "перед звёздочкой нужны хотя бы 2 буквы"),
    ("ком*с", "перед звёздочкой нужны хотя бы 2 буквы"),
    ("ко**", "перед звёздочкой нужны хотя бы 2 буквы"),
    ("*", "перед звёздочкой нужны хотя бы 2 буквы"),
    ("{}", "пустые фигурные скобки"),
    ("{вернуть|}", "пустые фигурные скобки"),
    ("<сделал>", "нет такого вида слов: «сделал»; есть: "),
    ("<>", "нет такого вида слов"),
    ("{вернуть:починим}", "нет такого вида слов: «починим»"),
    ("{@fault:починим}", "нет такого вида слов: «починим»"),
    ("@nowhere", "нет набора слов «@nowhere» (файла content/words/nowhere.txt)"),
    ("{@nowhere:сделаем}", "нет набора слов «@nowhere»"),
]


@pytest.mark.parametrize(("phrase", "told"), MISTAKES)
def test_a_mistake_is_told_in_russian(phrase: str, told: str) -> None:
    with pytest.raises(PatternError) as error:
        Matcher(SETS).add(parse(phrase))

    assert told in str(error.value)
    assert regex.search(r"\p{Cyrillic}", str(error.value))
