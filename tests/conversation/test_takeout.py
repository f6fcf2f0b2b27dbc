"""The two documents that a person takes away."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime
from zipfile import ZipFile

import pytest

from bot.content.voice import Voice
from bot.storage.models import Base
from bot.storage.personal import is_personal
from handlers import takeout

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STORED = {
    "agents": [{"telegram_id": 7, "signature": "=cmd|' /C calc'!A0", "first_seen": NOW, "gender": None}],
    "reviews": [
        {"id": 1, "draft": 'Здравствуйте; «вот»\n"так" 🙏', "review": {"score": 41}},
        {"id": 2, "draft": "-10 %", "review": {}},
    ],
}
TITLES = {"reviews": "Разборы"}


def read(table: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(table.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_the_table_has_a_block_for_each_kind_under_its_own_title() -> None:
    rows = read(takeout.as_table(STORED, TITLES))

    assert rows[0] == ["agents"]
    assert rows[1] == ["telegram_id", "signature", "first_seen", "gender"]
    assert rows[4:6] == [["Разборы"], ["id", "draft", "review"]]
    assert rows[6] == ["1", 'Здравствуйте; «вот»\n"так" 🙏', '{"score": 41}']


def test_every_table_has_a_title_for_people(say: Voice) -> None:
    tables = {table.name for table in Base.metadata.sorted_tables if is_personal(table)}
    assert {name for name in tables if f"privacy.table.{name}" not in say.sentences} == set()


def test_no_cell_is_taken_for_a_formula() -> None:
    cells = [cell for row in read(takeout.as_table(STORED, TITLES)) for cell in row]

    assert "'=cmd|' /C calc'!A0" in cells
    assert "'-10 %" in cells
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_json_keeps_every_value_as_it_is() -> None:
    whole = json.loads(takeout.as_json(STORED, NOW))

    assert whole["made_at"] == whole["stored"]["agents"][0]["first_seen"] == "2026-03-02T09:00:00+00:00"
    assert whole["stored"]["reviews"] == STORED["reviews"]


def test_what_is_too_large_for_telegram_is_zipped(monkeypatch: pytest.MonkeyPatch) -> None:
    small = takeout.documents(STORED, TITLES, NOW)
    monkeypatch.setattr(takeout, "LARGEST", 100)
    large = takeout.documents(STORED, TITLES, NOW)

    assert [name for name, _ in small] == ["podskazka-2026-03-02.csv", "podskazka-2026-03-02.json"]
    assert [name for name, _ in large] == ["podskazka-2026-03-02.csv.zip", "podskazka-2026-03-02.json.zip"]
    with ZipFile(io.BytesIO(large[1][1])) as archive:
        assert archive.read("podskazka-2026-03-02.json") == small[1][1]
