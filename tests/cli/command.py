"""The command line as a person or a program meets it: a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

COMMAND = [sys.executable, "-m", "bot"]
# A wide terminal, so that no sentence is broken where a test looks for it.
ENVIRONMENT = {**os.environ, "COLUMNS": "400", "NO_COLOR": "1"}
# A hanging process fails its test instead of the whole run.
PATIENCE = 300


@dataclass(frozen=True, slots=True)
class Done:
    status: int
    out: str
    err: str


def bot(*arguments: str | bytes, stdin: str | bytes = "", **environment: str) -> Done:
    """Runs `bot` with these arguments, and these settings beside its usual ones, to its end."""
    given = stdin.encode() if isinstance(stdin, str) else stdin
    command = [*COMMAND, *arguments]
    done = subprocess.run(  # noqa: S603 -- our own command
        command, input=given, capture_output=True, env=ENVIRONMENT | environment, timeout=PATIENCE, check=False
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


@contextmanager
def started(*arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """Starts `bot` with pipes to talk through; at the end of the block it is over, whatever became of the test."""
    pipe = subprocess.PIPE
    command = [*COMMAND, *arguments]
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=ENVIRONMENT) as process:  # noqa: S603 -- our own command
        try:
            yield process
        finally:
            process.kill()
