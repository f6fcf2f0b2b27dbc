"""The learned reader as the project ships it, and what must hold for any model."""

from __future__ import annotations

import numpy as np
import pytest

from bot.coach.reader import Reader, table
from bot.coach.reader.context import COMPLAINT, DRAFT
from bot.coach.reader.stream import stream
from bot.coach.text import Text
from bot.content.reader import load_reader


@pytest.fixture(scope="module")
def reader() -> Reader:
    loaded = load_reader()
    assert loaded is not None
    return loaded


def found(reader: Reader, draft: str) -> dict[str, str]:
    return {
        reading.signal: draft[reading.start : reading.end]
        for reading in reader.read_draft(Text.parse(draft)).readings()
    }


def test_an_apology_and_a_promise_are_found_where_they_stand(reader: Reader) -> None:
    signals = found(reader, "Простите нас, пожалуйста. Деньги вернём на карту до пятницы.")
    assert signals["apology"].startswith("Простите")
    assert "вернём" in signals["help"]


def test_a_but_after_an_apology_is_heard_across_the_full_stop(reader: Reader) -> None:
    alone = reader.read_draft(Text.parse("Но правила есть правила."))
    after = reader.read_draft(Text.parse("Извините нас, пожалуйста. Но правила есть правила."))
    column = DRAFT.index("but_after")
    assert after.probabilities[-1, column] > alone.probabilities[-1, column]


def test_a_threat_and_an_insult_are_told_apart(reader: Reader) -> None:
    told = reader.read_complaint(Text.parse("Завтра же иду в суд и в Роспотребнадзор."))
    best = COMPLAINT[int(told.probabilities.max(0).argmax())]
    assert best == "threat"


def test_a_reading_lies_within_the_text(reader: Reader) -> None:
    draft = "Здравствуйте! Жаль, что так вышло; впрочем, вы сами выбрали этот тариф — читайте внимательнее…"
    for reading in reader.read_draft(Text.parse(draft)).readings(dict.fromkeys(DRAFT, 0.0)):
        assert 0 <= reading.start < reading.end <= len(draft)


@pytest.mark.parametrize("draft", ["", "   \n", "🙂", "...", "?!", "ok", "[ИМЯ]"])
def test_a_text_without_sense_is_read_without_trouble(reader: Reader, draft: str) -> None:
    understood = reader.read_draft(Text.parse(draft))
    assert np.isfinite(understood.probabilities).all()
    assert understood.probability("rude", 0, 1) >= 0


def test_what_was_read_before_changes_nothing(reader: Reader) -> None:
    draft = Text.parse("Понимаем ваше возмущение, но тариф невозвратный.")
    first = reader.read_draft(draft).probabilities
    reader.read_draft(Text.parse("Совсем другой текст про самовар, валенки и синхрофазотрон."))
    assert np.array_equal(first, reader.read_draft(draft).probabilities)


def test_a_full_memory_of_forms_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "REMEMBERED", 20)
    reader = load_reader()
    assert reader is not None
    draft = Text.parse("Вернём деньги завтра.")
    first = reader.read_draft(draft).probabilities
    for start in range(0, 60, 12):
        reader.read_draft(Text.parse(" ".join(f"ф{number}ы" for number in range(start, start + 12))))
    assert np.allclose(first, reader.read_draft(draft).probabilities, atol=1e-5)


def test_clauses_are_cut_at_commas_and_single_words_join_their_neighbour() -> None:
    draft = "Простите, мы перепутали заказ, а вы остались без ужина."
    walked = stream(Text.parse(draft))
    assert [draft[clause.start : clause.end] for clause in walked.clauses] == [
        "Простите, мы перепутали заказ",
        "а вы остались без ужина",
    ]


def test_a_model_file_of_something_else_is_refused() -> None:
    with pytest.raises((KeyError, ValueError)):
        Reader.from_bytes("не модель".encode())
