"""Teaching: what it learns, that it is repeatable, and how it reads its examples."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from bot.coach.reader import Reader
from bot.coach.reader.stream import stream
from bot.coach.reader.table import Table
from bot.coach.reader.traits import lexicon
from bot.coach.text import Text
from bot.training.corpus import CorpusError, load_corpus
from bot.training.desk import Desk
from bot.training.lesson import fingerprint, teach
from bot.training.school import is_current

WORDS = "sorry: жаль сожалеть\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A tiny corpus: enough to tell an apology from a promise and an insult from a threat."""
    (tmp_path / "bank").mkdir()
    lines = [("Простите нас", ["apology"]), ("Вернём деньги", ["help"]), ("Добрый день", [])]
    write(tmp_path / "bank" / "some.jsonl", [{"text": text, "labels": labels} for text, labels in lines])
    customers = [("Вы воры", ["abuse"]), ("Пойду в суд", ["threat"])]
    write(tmp_path / "bank" / "complaints.jsonl", [{"text": text, "labels": labels} for text, labels in customers])
    write(
        tmp_path / "cases.jsonl",
        [
            {
                "draft": f"Простите нас. Вернём {number} рублей.",
                "complaint": "Пойду в суд!" if number % 2 else "Вы воры!",
                "labels": {
                    "draft": {"apology": ["Простите нас"], "help": [f"Вернём {number} рублей"]},
                    "complaint": {"threat": ["Пойду в суд"]} if number % 2 else {"abuse": ["Вы воры"]},
                },
                "is_complaint": True,
            }
            for number in range(20)
        ],
    )
    (tmp_path / "lines.txt").write_text("# проба\nrude | Отстаньте.\n- | Всего доброго.\n", encoding="utf-8")
    dangers = [f"danger_safety | Пахнет газом {number} дней.\n- | Привезли {number} штук." for number in range(20)]
    (tmp_path / "dangers.txt").write_text("\n".join(dangers), encoding="utf-8")
    askers = [f"no_complaint | Открыты ли вы {number} мая?\n- | Шкаф сломан {number} раз." for number in range(20)]
    (tmp_path / "no_complaint.txt").write_text("\n".join(askers), encoding="utf-8")
    (tmp_path / "drafts.txt").write_text("> Где деньги\napology | Извините.\n- | До встречи.\n", encoding="utf-8")
    return tmp_path


def write(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")


def test_a_taught_reader_finds_what_it_was_shown_in_new_words(folder: Path) -> None:
    reader = Reader.from_bytes(teach(load_corpus(folder), WORDS).to_bytes())
    told = reader.read_draft(Text.parse("Простите нас. Вернём 777 рублей."))
    assert told.probability("apology", 0, 5) > told.probability("apology", 15, 30)
    assert told.probability("help", 15, 30) > told.probability("help", 0, 5)


def test_whole_complaints_teach_which_of_them_are_dangerous(folder: Path) -> None:
    reader = Reader.from_bytes(teach(load_corpus(folder), WORDS).to_bytes())
    told = reader.read_complaint(Text.parse("Пахнет газом 777 дней. Привезли 777 штук."))
    assert told.probability("danger_safety", 0, 5) > 0.5 > told.probability("danger_safety", 24, 30)


def test_whole_messages_teach_which_of_them_are_no_complaint(folder: Path) -> None:
    reader = Reader.from_bytes(teach(load_corpus(folder), WORDS).to_bytes())
    told = reader.read_complaint(Text.parse("Открыты ли вы 77 мая? Шкаф сломан 77 раз."))
    assert told.probability("no_complaint", 0, 5) > told.probability("no_complaint", 24, 30)


def test_what_a_lesson_does_not_speak_of_is_no_mistake(folder: Path) -> None:
    lessons = [lesson for lesson, _ in teach(load_corpus(folder), WORDS).complaints]
    assert sum(lesson.tells_of("threat") for lesson in lessons) == 20
    assert sum(lesson.tells_of("danger_safety") for lesson in lessons) == 60


def test_the_same_examples_teach_the_same_reader(folder: Path) -> None:
    first, second = (teach(load_corpus(folder), WORDS).arrays for _ in range(2))
    assert all(np.array_equal(first[name], second[name]) for name in first)


def test_teaching_and_reading_see_the_same_rows(folder: Path) -> None:
    corpus = load_corpus(folder)
    arrays = teach(corpus, WORDS).arrays
    kinds = lexicon(WORDS)
    table = Table(arrays["weights"], arrays["scale"], arrays["bias"], kinds)
    desk = Desk(kinds)
    lesson = corpus.talks[3].draft
    desk.add(lesson, 0, 1.0)
    exercise, seen = desk.exercise()
    walked = stream(Text.parse(lesson.text))
    for number, read in enumerate(table.weigh(walked)):
        columns, values = exercise.rows.row(number)
        taught = values @ arrays["weights"][seen[columns]] * arrays["scale"] + arrays["bias"]
        assert np.allclose(read, taught, atol=1e-4)


def test_a_changed_line_changes_the_fingerprint(folder: Path) -> None:
    before = fingerprint(load_corpus(folder), WORDS)
    (folder / "lines.txt").write_text("rude | Отстаньте от нас.\n", encoding="utf-8")
    assert fingerprint(load_corpus(folder), WORDS) != before


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("грубость | Отстаньте.", "нет такого сигнала: грубость"),
        ("Отстаньте.", "нужна строка"),
        ("rude |", "нужна строка"),
    ],
)
def test_a_broken_line_is_named_in_russian(folder: Path, line: str, told: str) -> None:
    (folder / "lines.txt").write_text(f"# проба\n{line}\n", encoding="utf-8")
    with pytest.raises(CorpusError, match=told) as caught:
        load_corpus(folder)
    assert "lines.txt:2" in str(caught.value)


def test_the_model_was_taught_on_what_the_content_says_now() -> None:
    assert is_current(), "примеры или правила изменились: запустите uv run bot train"
