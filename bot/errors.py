"""The root of the errors that a person who starts the bot can act on."""

from __future__ import annotations


class ExplainedError(Exception):
    """`str()` says in Russian what went wrong and what to do, with no secret in it; `exit_code` is the exit status."""

    exit_code = 1
