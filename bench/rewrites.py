"""How long three better wordings of a draft take: `uv run python -m bench.rewrites [cases.jsonl]`.

A line of the file holds `draft` and may hold `complaint` and `channel`. Every draft is new to the rewriter; CPU time of
this process is counted, so that other work on the machine disturbs less.
"""

from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from bot import collector
from bot.coach.model import Case, Channel
from bot.content import load_coach

CASES = Path(__file__).parents[1] / "tests/coach/rewrite/data/cases.jsonl"
# The first ones fill the dictionary's memory and are not counted.
WARM_UP = 30
USUAL = range(500, 701)


def cases(path: Path) -> Iterator[Case]:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        channel = Channel(row["channel"]) if row.get("channel") else None
        yield Case(row["draft"], row.get("complaint"), channel=channel)


def main() -> None:
    coach = load_coach()
    collector.settle()
    took: list[tuple[int, float]] = []
    for case in cases(Path(sys.argv[1]) if len(sys.argv) > 1 else CASES):
        review = coach.judge(case)
        start = time.process_time()
        coach.rewrites(review)
        took.append((len(case.draft), (time.process_time() - start) * 1000))
    counted = took[WARM_UP:]
    _print("все черновики", [spent for _, spent in counted])
    _print("500–700 знаков", [spent for size, spent in counted if size in USUAL])


def _print(name: str, spent: list[float]) -> None:
    if spent:
        tail = sorted(spent)[int(len(spent) * 0.95)]
        middle, mean = statistics.median(spent), statistics.mean(spent)
        print(f"{name}: {len(spent)}; p50 {middle:.1f} мс, среднее {mean:.1f} мс, p95 {tail:.1f} мс")


if __name__ == "__main__":
    main()
