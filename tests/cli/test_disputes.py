"""`bot content disputes`: what agents did not agree with, ready to be pasted into the rules."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.cli.disputes import export
from bot.content.files import items
from bot.storage import Storage
from bot.storage.disagreements import NewDisagreement, Reason
from tests.cli import command
from tests.cli.command import bot
from tests.loaded import the_rules

RULE = "your_fault"
SENTENCE = "Это ваша вина, звоните на +7 912 345-67-89!"
NOW = datetime.now(UTC)

Said = tuple[int, NewDisagreement, datetime]


def said(agent: int, sentence: str, why: Reason = Reason.FALSE_ALARM, rule: str = RULE, *, days_ago: float = 0) -> Said:
    return agent, NewDisagreement(rule, "ваша вина", why, sentence), NOW - timedelta(days=days_ago)


@pytest.fixture
def folder(tmp_path: Path, template: Path) -> Path:
    shutil.copy(template, tmp_path / "coach.db")
    return tmp_path


async def disputed(folder: Path, disagreements: Sequence[Said]) -> str:
    url = f"sqlite+aiosqlite:///{folder / 'coach.db'}"
    async with Storage.open(url) as storage:
        for agent, new, at in disagreements:
            await storage.agents.seen(agent, at)
            await storage.disagreements.add(agent, new, at)
    return url


async def exported(folder: Path, *disagreements: Said) -> str:
    url = await disputed(folder, disagreements)
    async with Storage.open(url) as storage:
        found = await storage.disagreements.since(NOW - timedelta(days=400))
    return "\n".join(export(found, {rule.id: rule for rule in the_rules().rules}))


def good(printed: str, rule: str = RULE) -> tuple[str, ...]:
    """The `good` lines as a rule file would read them."""
    return items(tomllib.loads(printed)[rule]["good"])


async def test_the_command_prints_masked_good_lines_with_counts(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    url = await disputed(folder, [said(1, SENTENCE), said(2, SENTENCE), said(2, "Старое: ваша вина.", days_ago=40)])
    monkeypatch.setitem(command.ENVIRONMENT, "DATABASE_URL", url)
    done = bot("content", "disputes", "--days", "30")

    assert (done.status, done.err) == (0, "")
    assert good(done.out) == ("Это ваша вина, звоните на [телефон]!",)
    assert "content/rules/draft/blame_customer/your_fault.toml" in done.out
    assert "Несогласий: 2 (не по делу 2), людей: 2" in done.out
    assert "Старое" in bot("content", "disputes").out


def test_without_a_database_it_says_so_and_makes_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(command.ENVIRONMENT, "DATABASE_URL", f"sqlite+aiosqlite:///{tmp_path / 'none.db'}")
    done = bot("content", "disputes")

    assert (done.status, done.out) == (1, "")
    assert "Базы ещё нет" in done.err
    assert not list(tmp_path.iterdir())


async def test_nothing_disputed_is_an_empty_file(folder: Path) -> None:
    printed = await exported(folder)

    assert tomllib.loads(printed) == {}
    assert "пока нет" in printed


async def test_only_false_alarms_are_good_lines_the_rest_are_remarks_for_the_lead(folder: Path) -> None:
    printed = await exported(
        folder,
        said(1, "Не по делу."),
        said(1, "Так у нас.", Reason.OUR_WAY),
        said(1, "Тут надо.", Reason.NEEDED_HERE),
    )

    assert good(printed) == ("Не по делу.",)
    assert "# так принято 1: Так у нас." in printed
    assert "# здесь нужно 1: Тут надо." in printed


async def test_the_rule_most_argued_with_comes_first_and_so_does_its_sentence(folder: Path) -> None:
    printed = await exported(
        folder, said(1, "Раз.", rule="law_named"), said(1, "Редкое."), said(1, "Частое."), said(2, "Частое.")
    )

    assert printed.index(RULE) < printed.index("law_named")
    assert good(printed) == ("Частое.", "Редкое.")


@pytest.mark.parametrize(
    "hostile",
    ["a ''' b", "одна\nдве", "нуль \x00 и \x07", "# с решётки", "кавычка в конце '", "'''", "[x]\n[y]", "🙂"],
)
async def test_no_sentence_breaks_the_file(folder: Path, hostile: str) -> None:
    printed = await exported(folder, said(1, hostile), said(1, "Обычное."))

    assert "Обычное." in good(printed)


async def test_what_no_rule_file_holds_is_told_in_remarks(folder: Path) -> None:
    printed = await exported(
        folder, said(1, "Читателю.", rule="reader"), said(1, "Нечего.", Reason.OUR_WAY, rule="missing_empathy")
    )

    assert tomllib.loads(printed) == {}
    assert "# - | Читателю." in printed
    assert "content/reader/lines.txt" in printed
    assert "missing_empathy" in printed


async def test_nobody_is_named(folder: Path) -> None:
    printed = await exported(folder, said(987654321, "Не по делу."))

    assert "987654321" not in printed
