"""`bot check --jsonl`: a case a line in, a review a line out."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from bot.cli.stream import ALONE
from tests.cli.command import Done, bot, started

LINES = 2_000
# Few lines hold a draft that wants a rewrite: the order is what counts here.
JUDGED = 40


def line(number: int) -> str:
    # Where the apology stands tells which draft was judged.
    draft = "Так. " * (number // JUDGED) + "Извините." if number % JUDGED == 0 else ""
    return json.dumps({"id": number, "draft": draft}, ensure_ascii=False)


def rows(done: Done) -> list[dict[str, Any]]:
    return [json.loads(row) for row in done.out.splitlines()]


@pytest.fixture(scope="module")
def many() -> Done:
    """What two thousand lines get, of which all but each fortieth are bad."""
    return bot("check", "--jsonl", stdin="\n".join(map(line, range(LINES))))


def test_two_thousand_lines_cross_into_the_workers_and_keep_their_order(many: Done) -> None:
    assert ALONE < LINES
    assert [row["id"] for row in rows(many)] == list(range(LINES))


def test_each_line_gets_its_own_review_or_its_own_error(many: Done) -> None:
    for row in rows(many):
        if row["id"] % JUDGED:
            assert row == {"id": row["id"], "error": "нет черновика: заполните поле draft"}
        else:
            assert row["signals"]["apology"][0]["start"] == 5 * (row["id"] // JUDGED)


def test_bad_lines_make_status_1_and_no_noise(many: Done) -> None:
    assert (many.status, many.err) == (1, "")


@pytest.fixture(scope="module")
def odd() -> Done:
    """What lines of every odd kind get."""
    given = [
        b'\xef\xbb\xbf{"id": "bom", "draft": "\xd0\x94\xd0\xb0"}',
        b"",
        '{"id": [1, {"a": null}], "draft": "Извините 🙏, но ждите", "channel": "chat"}'.encode() + b"\r",
        b"   ",
        b'{"id": "\\ud83d", "draft": "\\ud83d \\u0414\\u0430"}',
        b'{"id": "byte", "draft": "\xff"}',
        b"not json",
        '{"id": 1.5, "draft": "Да", "facts": "да"}'.encode(),
        '{"id": true, "draft": "Заказ\u2028да", "complaint": "Где заказ?"}'.encode(),
    ]
    return bot("check", "--jsonl", "-", stdin=b"\n".join(given))


def test_marks_blank_lines_line_ends_and_halves_of_letters_stop_nothing(odd: Done) -> None:
    assert odd.err == ""
    assert [row["id"] for row in rows(odd)] == ["bom", [1, {"a": None}], "\ud83d", "byte", None, 1.5, True]
    assert [row.get("error") for row in rows(odd)] == [
        None,
        None,
        None,
        None,
        "строка не читается как JSON, ошибка у знака 1",
        "поле facts: «да» не подходит, бывает checked, unchecked",
        None,
    ]


def test_offsets_are_counted_in_characters(odd: Done) -> None:
    draft = "Извините 🙏, но ждите"
    (place,) = rows(odd)[1]["signals"]["but_after"]

    assert draft[place["start"] : place["end"]] == place["text"] == "но ждите"


def test_letters_are_written_as_they_are(odd: Done) -> None:
    assert "но ждите" in odd.out


def test_good_lines_of_a_file_make_status_0_and_carry_rewrites(tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    case = {"id": "x", "draft": "Ждите, таковы правила.", "complaint": "Торт опоздал!", "fault": "company"}
    source.write_text(json.dumps(case) + "\n", encoding="utf-8")
    done = bot("check", "--jsonl", str(source))
    (row,) = rows(done)

    assert (done.status, done.err) == (0, "")
    assert row["stance"] == "make_right"
    assert row["rewrites"]
    assert row["rewrites"][0]["score"] > row["score"]


def test_nothing_in_nothing_out() -> None:
    assert bot("check", "--jsonl") == Done(0, "", "")


@pytest.mark.parametrize(("name", "told"), [("nowhere.jsonl", "такого пути нет"), (".", "это папка")])
def test_a_file_that_cannot_be_opened_is_told_in_russian(tmp_path: Path, name: str, told: str) -> None:
    done = bot("check", "--jsonl", str(tmp_path / name))

    assert done == Done(1, "", f"Не открывается файл {tmp_path / name}: {told}.\n")


def test_a_slow_pipe_is_answered_line_by_line_before_it_ends() -> None:
    with started("check", "--jsonl") as process:
        assert process.stdin
        assert process.stdout
        for number in range(ALONE + 5):
            process.stdin.write(f"{line(number)}\n".encode())
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        rest, err = process.communicate()

    assert (rest, err, process.returncode) == (b"", b"", 1)


def read_and_leave(process: subprocess.Popen[bytes], lines: int) -> tuple[int, bytes]:
    """Reads so many lines and closes the pipe, as `| head` does."""
    assert process.stdout
    for _ in range(lines):
        assert process.stdout.readline()
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate()
    return process.returncode, err


def test_a_reader_who_leaves_early_ends_the_run_quietly(tmp_path: Path) -> None:
    source = tmp_path / "cases.jsonl"
    source.write_text("\n".join(map(line, range(LINES))), encoding="utf-8")

    with started("check", "--jsonl", str(source)) as process:
        assert read_and_leave(process, ALONE + 30) == (1, b"")


def test_a_reader_who_leaves_early_ends_a_pipe_quietly() -> None:
    with started("check", "--jsonl", "-") as process:
        assert process.stdin
        # More than a pipe holds, so that the reading thread waits for more when the run ends.
        process.stdin.write("\n".join(map(line, range(1, 400))).encode())
        process.stdin.flush()

        assert read_and_leave(process, 1) == (1, b"")
