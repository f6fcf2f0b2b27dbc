"""`bot check --jsonl`: a stream of cases in, a stream of reviews out, in order and in constant memory."""

from __future__ import annotations

import json
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from functools import lru_cache
from itertools import chain, islice
from multiprocessing import get_context
from queue import Empty, Queue
from typing import TextIO

from bot import collector
from bot.cli.cases import CaseError, read_case
from bot.coach.as_json import as_json
from bot.coach.coach import Coach
from bot.content import load_coach

# Fewer lines are done before workers have started.
ALONE = 6
# Small enough that the workers end together, large enough that handing over costs nothing beside the reviews.
BATCH = 8
# How many batches may be under way for each worker; with BATCH it bounds the memory.
AHEAD = 8
START = "fork" if sys.platform == "linux" else "spawn"

Answer = tuple[str, bool]


def answer(coach: Coach, line: str) -> Answer:
    """(a line of JSON, whether it is a review and not an error)."""
    try:
        case_id, case = read_case(line)
    except CaseError as error:
        return _dump({"id": error.case_id, "error": str(error)}), False
    return _dump(as_json(coach.advise(case), case_id)), True


def _dump(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False)
    # A lone surrogate («\ud83d» cut from an emoji) is legal in JSON and cannot be written as UTF-8.
    return text if _encodes(text) else json.dumps(value)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def run(lines: TextIO, out: TextIO) -> int:
    """Reviews every line; returns the exit status: 1 if any line was bad."""
    good = True
    with _progress() as advance, closing(_answers(line for line in lines if line.strip())) as answers:
        for text, fine in answers:
            out.write(text + "\n")
            out.flush()
            good &= fine
            advance()
    return 0 if good else 1


def _answers(lines: Iterator[str]) -> Generator[Answer]:
    for line in islice(lines, ALONE):
        yield answer(_coach(), line)
    first = next(lines, None)
    if first is not None:
        yield from _with_workers(chain([first], lines))


def _with_workers(lines: Iterator[str]) -> Iterator[Answer]:
    workers = os.cpu_count() or 1
    waiting: Queue[str | None] = Queue(maxsize=BATCH * AHEAD * workers)
    under_way: deque[Future[list[Answer]]] = deque()
    with ProcessPoolExecutor(workers, mp_context=get_context(START)) as pool:
        # A forked worker inherits the coach, so it must be forked before the thread that reads.
        pool.submit(_answer_batch, []).result()
        threading.Thread(target=_pump, args=(lines, waiting), daemon=True).start()
        more = True
        try:
            while more:
                batch, more = _batch(waiting)
                if batch:
                    under_way.append(pool.submit(_answer_batch, batch))
                # A slow pipe must not wait for its answer until it asks again.
                all_now = not more or waiting.empty()
                while under_way and (all_now or under_way[0].done() or len(under_way) > workers * AHEAD):
                    yield from under_way.popleft().result()
        finally:
            pool.shutdown(cancel_futures=True)


def _batch(waiting: Queue[str | None]) -> tuple[list[str], bool]:
    """(the lines that are there, at least one and at most BATCH; whether more may come)."""
    batch: list[str] = []
    while len(batch) < BATCH:
        try:
            line = waiting.get(block=not batch)
        except Empty:
            return batch, True
        if line is None:
            return batch, False
        batch.append(line)
    return batch, True


def _pump(lines: Iterable[str], waiting: Queue[str | None]) -> None:
    # A file is closed before its end where nobody reads the answers on.
    with suppress(ValueError):
        for line in lines:
            waiting.put(line)
    waiting.put(None)


@lru_cache(maxsize=1)
def _coach() -> Coach:
    coach = load_coach()
    collector.settle()
    return coach


def _answer_batch(batch: list[str]) -> list[Answer]:
    return [answer(_coach(), line) for line in batch]


@contextmanager
def _progress() -> Iterator[Callable[[], object]]:
    """Counts on standard error, where a person watches it."""
    if not sys.stderr.isatty():
        yield lambda: None
        return
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("разобрано: {task.completed}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=None)
        yield lambda: progress.advance(task)
