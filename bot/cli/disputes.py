"""`bot content disputes`: where agents did not agree, as `good` lines for the rules. Of agents only their number."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from bot.config import Settings
from bot.content.rules import load_rules
from bot.errors import ExplainedError

if TYPE_CHECKING:
    from pathlib import Path

    from bot.coach.rule import Rule
    from bot.storage.disagreements import Disagreement

FOREVER = datetime(2000, 1, 1, tzinfo=UTC)
REASONS = {"false_alarm": "не по делу", "our_way": "так принято", "needed_here": "здесь нужно"}
READER = "reader"
# Where what the learned reader should not hear is written, and how.
READER_FILE, READER_LINE = "content/reader/lines.txt", "# - | {sentence}"

HEAD = """\
# Несогласия агентов: {count}. Тексты без личных данных, сначала правила, с которыми спорят чаще.
# Вставьте строки good в файл правила и поправьте его фразы, пока `bot content check` не скажет, что всё в порядке.
# Где сказано «так принято» или «здесь нужно», правило, может быть, и право: решать вам."""


def run(root: Path, days: int | None) -> int:
    """Prints TOML of the last `days` (None: of all time); the exit status is 1 where there is no database to read."""
    since = FOREVER if days is None else datetime.now(UTC) - timedelta(days=days)
    try:
        found = asyncio.run(_read(Settings.load().database_url, since))
    except ExplainedError as error:
        print(error, file=sys.stderr)
        return error.exit_code
    rules = {rule.id: rule for rule in load_rules(root).rules}
    print("\n".join(export(found, rules)))
    return 0


def export(found: Sequence[Disagreement], rules: Mapping[str, Rule]) -> Iterator[str]:
    """The lines of a TOML file: a table for each rule, its `good` lines, and as remarks what is not sure to be good."""
    if not found:
        yield "# Несогласий пока нет."
        return
    yield HEAD.format(count=len(found))
    by_rule: dict[str, list[Disagreement]] = {}
    for each in found:
        by_rule.setdefault(each.rule, []).append(each)
    for rule_id, disputes in sorted(by_rule.items(), key=lambda entry: -len(entry[1])):
        yield ""
        yield from _rule(rule_id, disputes, rules.get(rule_id))


def _rule(rule_id: str, disputes: Sequence[Disagreement], rule: Rule | None) -> Iterator[str]:
    if rule is not None:
        yield f"# content/rules/{rule.part}/{rule.signal}/{rule.id}.toml · {rule.title}"
    elif rule_id == READER:
        yield f"# Нашёл обученный читатель: строки ниже без решётки впишите в {READER_FILE}"
    else:
        yield f"# {rule_id}: не из файла правила, строк good у него нет"
    yield f"# Несогласий: {len(disputes)} ({_reasons(disputes)}), людей: {len({each.agent_id for each in disputes})}"
    sentences = _by_sentence(disputes)
    alarms = {text: those for text, those in sentences.items() if any(each.reason == "false_alarm" for each in those)}
    if rule is None:
        shape = READER_LINE if rule_id == READER else "# {sentence}"
        for text, those in sentences.items():
            yield f"# {_reasons(those)}:"
            yield shape.format(sentence=text)
        return
    yield f"[{rule_id}]"
    yield "good = '''"
    for text, those in alarms.items():
        yield f"# {_reasons(those)}"
        yield text
    yield from (f"# {_reasons(those)}: {text}" for text, those in sentences.items() if text not in alarms)
    yield "'''"


def _by_sentence(disputes: Iterable[Disagreement]) -> dict[str, list[Disagreement]]:
    """Those that kept a sentence, the most disputed first."""
    found: dict[str, list[Disagreement]] = {}
    for each in disputes:
        if each.sentence and (line := _line(each.sentence)):
            found.setdefault(line, []).append(each)
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1])))


def _line(sentence: str) -> str:
    """One line that a literal block may hold: no line breaks, no control characters, no quotes that would end it."""
    printable = "".join(char if char.isprintable() else " " for char in sentence)
    return " ".join(printable.replace("'''", "’’’").split()).lstrip("# ").rstrip("'")


def _reasons(disputes: Iterable[Disagreement]) -> str:
    counted = Counter(REASONS.get(each.reason or "", "без причины") for each in disputes)
    return ", ".join(f"{reason} {count}" for reason, count in counted.most_common())


async def _read(url: str, since: datetime) -> Sequence[Disagreement]:
    from bot.storage import Storage
    from bot.storage.database import is_there
    from bot.storage.errors import DatabaseUnavailableError

    if not is_there(url):
        raise DatabaseUnavailableError("Базы ещё нет: несогласия появятся, когда агенты начнут работать с ботом.")
    async with Storage.open(url) as storage:
        await storage.migrate()
        return await storage.disagreements.since(since)
