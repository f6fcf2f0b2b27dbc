"""What can go wrong with one call, for `BotApiPeer.fault`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Fault:
    """`delay` is in seconds; `drop` cuts the connection unanswered, `cut` in the middle of the answer to a call that
    was heeded; `page` answers with HTML in place of JSON."""

    status: int = 0
    description: str = ""
    parameters: Mapping[str, int] = field(default_factory=dict)
    delay: float = 0.0
    drop: bool = False
    cut: bool = False
    page: bool = False


def flood(retry_after: int) -> Fault:
    return Fault(429, f"Too Many Requests: retry after {retry_after}", {"retry_after": retry_after})


def broken(status: int = 500) -> Fault:
    return Fault(status, "Internal Server Error")


def page(status: int) -> Fault:
    return Fault(status, "never seen", page=True)


def dropped() -> Fault:
    return Fault(599, "never seen", drop=True)


def cut() -> Fault:
    return Fault(cut=True)


def slow(seconds: float) -> Fault:
    return Fault(delay=seconds)


def refused(status: int, description: str) -> Fault:
    return Fault(status, description)
