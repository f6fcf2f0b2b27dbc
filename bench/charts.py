"""How long a chart takes and how long others wait meanwhile: `uv run python -m bench.charts`.

Eight weeks of drafts, as /progress draws them. The loop's longest pause is measured by a task that wants to wake every
millisecond while charts are drawn in a thread, and once more while nothing is drawn: the difference is the charts'.
"""

from __future__ import annotations

import asyncio
import random
import resource
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.charts.chart import Chart, Look, Series
from bot.progress.trend import thinned, trend

RUNS = 50
START = datetime(2026, 1, 5, 9, tzinfo=UTC)
TICK = 0.001


def chart(drafts: int) -> Chart:
    dice = random.Random(7)  # noqa: S311 -- nothing secret is drawn
    moments = sorted(START + timedelta(days=dice.uniform(0, 56)) for _ in range(drafts))
    points = thinned([(moment, min(100.0, max(0.0, dice.gauss(60, 20)))) for moment in moments])
    line = trend(points)
    series = [Series(tuple(points), Look.DOTS, "черновик")]
    if line is not None:
        series.append(Series((line.start, line.end), Look.TREND, "куда идёт"))
    return Chart("Баллы первых черновиков", tuple(series))


async def main() -> None:
    """Prints import and first picture, then p50 and p95 of the next ones, the loop's longest pauses, memory."""
    began = time.perf_counter()
    from bot.charts.draw import draw  # noqa: PLC0415 -- Pillow's import is measured too

    draw(chart(3))
    print(f"первая картинка вместе с подключением Pillow: {(time.perf_counter() - began) * 1000:.0f} мс")
    for drafts in (10, 120, 1_000):
        drawn = chart(drafts)
        took = []
        for _ in range(RUNS):
            began = time.perf_counter()
            draw(drawn)
            took.append((time.perf_counter() - began) * 1000)
        took.sort()
        p95 = took[int(RUNS * 0.95)]
        print(f"{drafts:5} черновиков: p50 {statistics.median(took):.0f} мс, p95 {p95:.0f} мс, {len(draw(drawn))} байт")
    quiet = await _longest_pause(lambda: time.sleep(1))
    busy = await _longest_pause(lambda: [draw(chart(120)) for _ in range(10)])
    print(f"самая долгая пауза событий: без картинок {quiet:.0f} мс, пока рисуются {busy:.0f} мс")
    print(f"память: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} МБ")


async def _longest_pause(work: Callable[[], object]) -> float:
    """In milliseconds, over what a tick takes anyway."""
    working = asyncio.get_running_loop().run_in_executor(None, work)
    longest = 0.0
    while not working.done():
        began = time.perf_counter()
        await asyncio.sleep(TICK)
        longest = max(longest, time.perf_counter() - began - TICK)
    await working
    return longest * 1000


if __name__ == "__main__":
    asyncio.run(main())
