"""`bot content play` plays a case in the terminal."""

from bot.content.drills import house_drills
from tests.cli.command import bot

KETTLE = house_drills().cases["kettle_leaks"]


def test_a_case_is_played_to_its_end() -> None:
    done = bot("content", "play", "kettle_leaks", stdin=f"1\n{KETTLE.model}\n3\n")
    assert (done.status, done.err) == (0, "")
    assert "Одиннадцать возвратов" in done.out
    assert "до вечера как раз дома" in done.out
    assert "Клиент доволен" in done.out
    assert "Позиция: Исправить. Так вы и решили." in done.out
    assert "<" not in done.out


def test_an_end_of_input_ends_the_case() -> None:
    done = bot("content", "play", "tv_scratched", stdin="9\n2\n")
    assert done.status == 0
    assert "Такого действия сейчас нет" in done.out
    assert "Закончили раньше" in done.out


def test_without_a_case_there_is_a_list_and_a_wrong_one_is_told_of() -> None:
    listed = bot("content", "play")
    assert listed.status == 0
    assert len(listed.out.splitlines()) == len(house_drills().cases)
    wrong = bot("content", "play", "no_such")
    assert wrong.status == 1
    assert "Случая «no_such» нет" in wrong.out
