"""`bot check` for people."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.command import bot, started

COMPLAINT = "Привезли торт на три часа позже, гости разошлись!"
DRAFT = "Извините за торт, но таковы правила. Вернём 500 рублей."


def test_a_review_shows_score_stance_draft_findings_checklist_and_a_better_wording() -> None:
    done = bot(
        *("check", "--complaint", COMPLAINT, "--facts", "checked", "--fault", "company", "--channel", "review", DRAFT)
    )

    assert (done.status, done.err) == (0, "")
    assert "из 100" in done.out
    assert "Исправить." in done.out
    assert DRAFT in done.out
    assert "Сначала исправьте: " in done.out
    assert "«но таковы правила»" in done.out
    assert "✓ Факты проверены" in done.out
    assert "✗ Личный разговор" in done.out
    assert "вариант, " in done.out


def test_a_draft_comes_from_standard_input_and_a_byte_that_is_no_letter_stops_nothing() -> None:
    done = bot("check", "--facts", "unchecked", "-", stdin="Это наша вина.\n".encode() + b"\xff\n")

    assert (done.status, done.err) == (0, "")
    assert "Сначала разобраться." in done.out
    assert "«Это наша вина»" in done.out


def test_broken_letters_and_a_picture_that_cannot_be_saved_hinder_no_review(tmp_path: Path) -> None:
    picture = tmp_path / "nowhere" / "review.svg"
    done = bot("check", b"\xff " + "Извините, но ждите".encode(), "--svg", str(picture))

    assert done.status == 1
    assert "«но ждите»" in done.out
    assert done.err == f"Не сохраняется картинка {picture}: такого пути нет.\n"


def test_the_sample_is_reviewed_and_drawn(tmp_path: Path) -> None:
    picture = tmp_path / "review.svg"
    done = bot("check", "--sample", "--svg", str(picture))

    assert done.status == 0
    assert "Жалоба: Заказывала торт" in done.out
    assert "из 100" in done.out
    assert picture.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize("arguments", [("check",), ("check", " \n"), ("check", "-")])
def test_without_a_draft_a_word_of_help_and_status_1(arguments: tuple[str, ...]) -> None:
    done = bot(*arguments)

    assert (done.status, done.out) == (1, "")
    assert done.err == "Нет черновика: напишите его в кавычках после check или передайте через «-».\n"


@pytest.mark.parametrize("arguments", [("check", "а" * 8001), ("check", "--complaint", "а" * 8001, "Извините")])
def test_a_text_over_the_limit_is_refused_in_russian(arguments: tuple[str, ...]) -> None:
    done = bot(*arguments)

    assert (done.status, done.out) == (1, "")
    assert done.err == "Слишком длинно: читаю до 8000 знаков за раз. Разделите текст на части.\n"


def test_an_option_that_is_none_of_the_known_ones_is_told_with_those() -> None:
    done = bot("check", "--fault", "курьер", "Извините")

    assert done.status == 2
    assert "--fault: «курьер» не подходит, бывает company, customer, nobody" in done.err


def test_a_reader_who_goes_away_ends_the_review_quietly() -> None:
    with started("check", DRAFT) as process:
        assert process.stdout
        process.stdout.close()
        _, err = process.communicate()

    assert err == b""
    assert process.returncode == 1


def test_where_nobody_should_answer_alone_that_is_said_first() -> None:
    done = bot(
        "check", "--complaint", "Розетка после вашего мастера искрит, дома дети!", "Мастер приедет завтра до 12:00."
    )

    assert done.status == 0
    assert done.out.index("Не отвечайте в одиночку") < done.out.index("из 100")


def test_a_draft_in_another_language_is_not_judged_silently() -> None:
    done = bot("check", "Sorry for the delay, we will check your order today.")

    assert done.status == 0
    assert done.out.index("только русский") < done.out.index("из 100")
