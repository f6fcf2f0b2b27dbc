"""What was compiled last time serves as long as nothing has changed, and never longer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.coach.rule import Part
from bot.coach.text import Text
from bot.content import CONTENT, load_compiled
from bot.content.compiled import FOLDERS


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The project's content, to be edited."""
    copied = tmp_path / "content"
    copied.mkdir()
    for name in FOLDERS:
        shutil.copytree(CONTENT / name, copied / name)
    for path in CONTENT.glob("*.toml"):
        shutil.copy(path, copied)
    return copied


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def found(root: Path, folder: Path | None, draft: str) -> list[tuple[str, int, int]]:
    hits = load_compiled(root, folder).catalogues[Part.DRAFT].read(Text.parse(draft))
    return [(hit.rule.id, hit.start, hit.end) for hit in hits]


def some_rule(root: Path) -> Path:
    return min((root / "rules" / "draft").rglob("*.toml"))


def test_what_was_kept_finds_the_same(root: Path, folder: Path) -> None:
    draft = "Извините, но по правилам вы сами виноваты. Вернём деньги до пятницы."
    fresh = found(root, None, draft)

    assert fresh
    assert found(root, folder, draft) == fresh
    assert [path.name for path in folder.iterdir()] == ["content.compiled"]
    assert found(root, folder, draft) == fresh


def test_an_edited_rule_counts_at_once(root: Path, folder: Path) -> None:
    assert found(root, folder, "Синхрофазотрон!") == []
    rule = some_rule(root)
    source = rule.read_text(encoding="utf-8")
    rule.write_text(source.replace("phrases = '''\n", "phrases = '''\nсинхрофазотрон\n", 1), encoding="utf-8")

    assert found(root, folder, "Синхрофазотрон!") == [(rule.stem, 0, 14)]


def test_a_removed_file_counts_at_once(root: Path, folder: Path) -> None:
    rule = some_rule(root)
    load_compiled(root, folder)
    rule.unlink()

    assert rule.stem not in {each.id for each in load_compiled(root, folder).rules.rules}


@pytest.mark.parametrize("spoil", [lambda kept: kept[:-1], lambda kept: kept[:64] + b"\0" + kept[65:], lambda _: b""])
def test_a_broken_file_is_made_anew(root: Path, folder: Path, spoil: object) -> None:
    assert callable(spoil)
    draft = "Ждите, таковы правила."
    fresh = found(root, folder, draft)
    kept = folder / "content.compiled"
    whole = kept.read_bytes()
    kept.write_bytes(spoil(whole))

    assert found(root, folder, draft) == fresh
    assert len(kept.read_bytes()) == len(whole)


def test_where_nothing_can_be_written_all_is_compiled(root: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("не папка", encoding="utf-8")

    assert found(root, tmp_path / "cache", "Ждите.") == found(root, None, "Ждите.")


def test_who_has_no_home_compiles_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: int) -> None:
        raise KeyError

    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    assert load_compiled().catalogues[Part.DRAFT].read(Text.parse("Вы сами виноваты."))
