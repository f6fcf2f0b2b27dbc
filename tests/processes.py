"""Processes that tests start: none of them outlives its test, whatever became of it."""

from __future__ import annotations

from asyncio.subprocess import Process


async def killed(process: Process) -> None:
    """Ends a process at once, if it still runs."""
    if process.returncode is None:
        process.kill()
    await process.wait()
