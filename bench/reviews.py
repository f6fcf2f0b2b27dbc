"""How long a review takes: `uv run python -m bench.reviews`.

Texts are mixed from the teaching cases, each text used once, so that no review is answered from memory; words become
known in a warm-up on other texts, as they are after the first hour of a shift. Rewriting is not counted. Times are of
the processor, so that a neighbour on the machine does not count; on all cores it is the clock that counts.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from bot import collector
from bot.coach.coach import Coach
from bot.coach.model import Case
from bot.content import CONTENT, load_coach

LENGTHS = (100, 600, 2_000, 8_000)
RUNS = {100: 400, 600: 400, 2_000: 100, 8_000: 30}
CORES = 2
TYPICAL = 600
STARTS = 3
Cases = list[dict[str, str]]


def main() -> None:
    """Prints start time, p50 and p99 by length in milliseconds, time for 1,000 characters, reviews a second on one
    core and on two, memory."""
    print(f"bot check от запуска до разбора: {min(_start() for _ in range(STARTS)):.2f} с")
    began = time.process_time()
    coach = load_coach()
    collector.settle()
    print(f"движок загружен за {time.process_time() - began:.2f} с")
    cases = [json.loads(line) for line in (CONTENT / "reader" / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    for case in cases[::2]:
        coach.judge(Case(case["draft"], case["complaint"]))
    for length in LENGTHS:
        _report(length, sorted(_times(coach, _texts(cases, length, RUNS[length], seed=7))))
    print(f"память: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} МБ")
    print(f"по {TYPICAL} знаков: {_on_cores(coach, cases):.0f} разборов в секунду на {CORES} ядрах")


def _start() -> float:
    """Seconds of the processor that `bot check` takes, Python's own start included."""
    before = _children()
    command = [sys.executable, "-m", "bot", "check", "Извините, но ждите.", "--complaint", "Торт опоздал!"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 -- our own command
    return _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _texts(cases: Cases, length: int, count: int, seed: int) -> list[Case]:
    dice = random.Random(seed)  # noqa: S311 -- nothing secret is drawn
    texts = []
    for number in range(count):
        draft = ""
        while len(draft) < length:
            draft += dice.choice(cases)["draft"] + f" № {number}. "
        texts.append(Case(draft[:length], dice.choice(cases)["complaint"] + f" {number}"))
    return texts


def _times(coach: Coach, texts: list[Case]) -> list[float]:
    times = []
    for case in texts:
        began = time.process_time()
        coach.judge(case)
        times.append((time.process_time() - began) * 1_000)
    return times


def _report(length: int, times: list[float]) -> None:
    p50, p99 = statistics.median(times), times[min(len(times) - 1, int(len(times) * 0.99))]
    rate = 1_000 / statistics.fmean(times)
    even = statistics.fmean(times) / length * 1_000
    print(
        f"{length:5} знаков: p50 {p50:6.2f} мс, p99 {p99:6.2f} мс, {even:5.2f} мс на тысячу знаков, "
        f"{rate:5.0f} в секунду на одном ядре"
    )


def _on_cores(coach: Coach, cases: Cases) -> float:
    """Reviews a second of forked processes that share one coach, each with texts of its own."""
    shares = [_texts(cases, TYPICAL, RUNS[TYPICAL], seed) for seed in range(100, 100 + CORES)]
    _Share.coach = coach
    with ProcessPoolExecutor(CORES, mp_context=get_context("fork")) as pool:
        list(pool.map(_Share.judge, [share[:1] for share in shares]))
        began = time.perf_counter()
        list(pool.map(_Share.judge, shares))
        return sum(map(len, shares)) / (time.perf_counter() - began)


class _Share:
    """What a forked process inherits."""

    coach: Coach

    @classmethod
    def judge(cls, texts: list[Case]) -> None:
        for case in texts:
            cls.coach.judge(case)


if __name__ == "__main__":
    main()
