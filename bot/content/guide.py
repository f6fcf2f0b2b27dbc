"""Reads content/signals.toml, stances/, criteria.toml and score.toml into the coach's Guide."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

from bot.coach.guide import CriterionGuide, FaultGuide, Guide, Judged, Kind, Remark, SignalGuide, StanceGuide
from bot.coach.model import Channel, Stance, Verdict
from bot.content.files import CONTENT, Mistake, items, line_of, needed_toml
from bot.errors import ExplainedError

SCORE_LINES = ("base", "limit_low", "limit_high")
FAULTS = ("premature_guilt", "irreparable", "needless_apology")


class GuideError(ExplainedError, ValueError):
    """The guide cannot be read: `mistakes` say in Russian where and why."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        super().__init__("\n".join(map(str, mistakes)))
        self.mistakes = mistakes


def load_guide(root: Path = CONTENT) -> Guide:
    """The guide of `root`; without it nothing can be judged, so any mistake raises GuideError with all of them."""
    mistakes: list[Mistake] = []
    signals = _signals(root / "signals.toml", mistakes)
    stances = {
        stance: guide for stance in Stance if (guide := _stance(root / "stances" / f"{stance}.toml", signals, mistakes))
    }
    criteria = _criteria(root / "criteria.toml", signals, mistakes)
    score = _score(root / "score.toml", mistakes)
    everyday = _everyday(root / "words" / "everyday.txt", mistakes)
    if mistakes:
        raise GuideError(mistakes)
    return Guide(
        signals=signals,
        stances=stances,
        criteria=criteria,
        premature=score["premature_guilt"],
        irreparable=score["irreparable"],
        needless_apology=score["needless_apology"],
        base_why=score["base"],
        limit_low=score["limit_low"],
        limit_high=score["limit_high"],
        everyday=everyday,
    )


def _score(path: Path, mistakes: list[Mistake]) -> dict[str, Any]:
    """The sentences of the file by name, its faults as FaultGuides."""
    table, source = needed_toml(path, mistakes)
    if not table:
        return {}
    mistakes += [
        Mistake(path, 0, f"нет строки «{name}»") for name in SCORE_LINES if not isinstance(table.get(name), str)
    ]
    read: dict[str, Any] = dict(table)
    for name in FAULTS:
        try:
            read[name] = FaultGuide(**table[name])
        except KeyError:
            mistakes.append(Mistake(path, 0, f"нет раздела [{name}]"))
        except TypeError:
            wanted = "title, why, advice, points и, если нужно, points_unknown"
            mistakes.append(Mistake(path, line_of(source, f"[{name}]"), f"в разделе [{name}] должны быть {wanted}"))
    return read


def _everyday(path: Path, mistakes: list[Mistake]) -> frozenset[str]:
    if not path.exists():
        mistakes.append(Mistake(path, 0, "файла нет"))
        return frozenset()
    return frozenset(item.strip("{}") for item in items(path.read_text(encoding="utf-8")))


def _signals(path: Path, mistakes: list[Mistake]) -> dict[str, SignalGuide]:
    table, source = needed_toml(path, mistakes)
    signals = {}
    for name, entry in table.items():
        try:
            signals[name] = SignalGuide(entry["title"], Kind(entry["kind"]), entry["why"], entry.get("advice", ""))
        except (KeyError, ValueError) as error:
            mistakes.append(Mistake(path, line_of(source, f"[{name}]"), f"у сигнала «{name}» нет или неверно: {error}"))
    return signals


def _stance(path: Path, signals: dict[str, SignalGuide], mistakes: list[Mistake]) -> StanceGuide | None:
    table, source = needed_toml(path, mistakes)
    must = tuple(tuple(move.split("|")) for move in table.get("must", "").split())
    points, unknown = table.get("points", {}), table.get("points_unknown", {})
    missing, unwelcome = (
        {name: _remark(text) for name, text in table.get(key, {}).items()} for key in ("missing", "unwelcome")
    )
    strange = {*chain.from_iterable(must), *points, *unknown, *missing, *unwelcome} - set(signals)
    mistakes += [Mistake(path, line_of(source, name), f"неизвестный сигнал «{name}»") for name in sorted(strange)]
    untold = [move[0] for move in must if move[0] not in missing]
    mistakes += [Mistake(path, line_of(source, "[missing]"), f"не сказано, что писать без «{name}»") for name in untold]
    costly = {name for name, price in (*points.items(), *unknown.items()) if price < 0}
    helps = {name for name, signal in signals.items() if signal.kind is Kind.HELPS}
    mistakes += [
        Mistake(path, line_of(source, name), f"не сказано в [unwelcome], чем здесь вредит «{name}»")
        for name in sorted(costly & helps - set(unwelcome))
    ]
    try:
        title, why, lead, base = table["title"], table["why"], table["lead"], int(table["base"])
        otherwise = (table.get("why_contradicted", ""), table.get("why_unknown", ""))
        return StanceGuide(title, why, lead, base, must, points, unknown, missing, unwelcome, *otherwise)
    except (KeyError, ValueError) as error:
        mistakes.append(Mistake(path, 0, f"нет или неверно: {error}"))
        return None


def _remark(text: str) -> Remark:
    why, _, advice = text.partition("→")
    return Remark(why.strip(), advice.strip())


def _criteria(path: Path, signals: dict[str, SignalGuide], mistakes: list[Mistake]) -> tuple[CriterionGuide, ...]:
    table, source = needed_toml(path, mistakes)
    criteria = []
    for entry in table.get("criterion", ()):
        name = entry.get("id", "без id")
        try:
            criterion = _criterion(entry)
        except (KeyError, ValueError) as error:
            mistakes.append(Mistake(path, line_of(source, f"'{name}'"), f"критерий «{name}»: нет или неверно {error}"))
            continue
        judged = (criterion.judged, *criterion.by_stance.values())
        strange = {n for j in judged for n in (*j.yes, *j.partly, *j.no)} - set(signals)
        mistakes += [Mistake(path, line_of(source, name), f"неизвестный сигнал «{name}»") for name in sorted(strange)]
        criteria.append(criterion)
    return tuple(criteria)


def _criterion(entry: dict[str, Any]) -> CriterionGuide:
    return CriterionGuide(
        id=entry["id"],
        title=entry["title"],
        kind=Kind(entry["kind"]),
        judged=_judged(entry),
        by_stance={Stance(name): _judged(judged) for name, judged in entry.get("stance", {}).items()},
        not_needed=frozenset(Stance(name) for name in entry.get("not_needed", "").split()),
        channels=frozenset(Channel(name) for name in entry.get("channels", "").split()),
        said={verdict: entry.get(f"said_{verdict}", "") for verdict in Verdict},
    )


def _judged(entry: dict[str, Any]) -> Judged:
    return Judged(*(tuple(entry.get(key, "").split()) for key in ("yes", "partly", "no")))
