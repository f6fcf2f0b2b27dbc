"""How long a review takes: `uv run python -m bench.reviews`.

Texts are mixed from the teaching cases, each text used once, so that no review is answered from memory; words become
known in a warm-up on other texts, as they are after the first hour of a shift. Rewriting is not counted.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import time

from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.content import CONTENT, load_coach

LENGTHS = (100, 600, 2_000, 8_000)
RUNS = {100: 400, 600: 400, 2_000: 100, 8_000: 30}


def main() -> None:
    """Prints start time, p50 and p99 by length in milliseconds, reviews a second on one core, memory."""
    started = time.perf_counter()
    coach = load_coach()
    coach.judge(Case("Здравствуйте"))
    print(f"готов за {time.perf_counter() - started:.2f} с")
    dice = random.Random(7)  # noqa: S311 -- nothing secret is drawn
    cases = [json.loads(line) for line in (CONTENT / "reader" / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    for case in cases[::2]:
        coach.judge(Case(case["draft"], case["complaint"]))
    for length in LENGTHS:
        _report(length, sorted(_times(coach, cases, length, dice)))
    print(f"память: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} МБ")


def _times(coach: Coach, cases: list[dict[str, str]], length: int, dice: random.Random) -> list[float]:
    times = []
    for number in range(RUNS[length]):
        draft = ""
        while len(draft) < length:
            draft += dice.choice(cases)["draft"] + f" № {number}. "
        complaint = dice.choice(cases)["complaint"] + f" {number}"
        began = time.perf_counter()
        coach.judge(Case(draft[:length], complaint))
        times.append((time.perf_counter() - began) * 1_000)
    return times


def _report(length: int, times: list[float]) -> None:
    p50, p99 = statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
    rate = 1_000 / statistics.fmean(times)
    print(f"{length:5} знаков: p50 {p50:6.2f} мс, p99 {p99:6.2f} мс, {rate:6.0f} в секунду на одном ядре")


if __name__ == "__main__":
    main()
