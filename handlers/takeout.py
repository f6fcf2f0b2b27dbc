"""All that is stored of a person, as the two documents they get: a table for people and JSON for programs. Pure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

Stored = Mapping[str, Sequence[Mapping[str, Any]]]

# Telegram takes documents of up to 50 MB from a bot.
LARGEST = 45_000_000
# What Excel would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def documents(stored: Stored, titles: Mapping[str, str], now: datetime) -> list[tuple[str, bytes]]:
    """Names and contents of the files; each that is too large for Telegram is zipped. `titles` names the tables."""
    day = f"{now:%Y-%m-%d}"
    files = [(f"podskazka-{day}.csv", as_table(stored, titles)), (f"podskazka-{day}.json", as_json(stored, now))]
    return [_zipped(name, data) if len(data) > LARGEST else (name, data) for name, data in files]


def as_json(stored: Stored, now: datetime) -> bytes:
    """Every stored row under the name of its table; moments in ISO format, in UTC."""
    whole = {"made_at": now, "stored": stored}
    return json.dumps(whole, ensure_ascii=False, indent=1, default=datetime.isoformat).encode()


def as_table(stored: Stored, titles: Mapping[str, str]) -> bytes:
    """One CSV for Russian Excel: a block for each table, its title and the names of its columns above it."""
    page = io.StringIO()
    writer = csv.writer(page, delimiter=";")
    for table, rows in stored.items():
        writer.writerow([titles.get(table, table)])
        writer.writerow(rows[0])
        writer.writerows([_cell(value) for value in row.values()] for row in rows)
        writer.writerow([])
    # The mark at the beginning tells Excel that this is UTF-8.
    return page.getvalue().encode("utf-8-sig")


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="seconds")
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text


def _zipped(name: str, data: bytes) -> tuple[str, bytes]:
    packed = io.BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return f"{name}.zip", packed.getvalue()
