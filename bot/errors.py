"""The root of the errors that a person who starts the bot can act on, and how the log words any error."""

from __future__ import annotations

import traceback

# The path of a request through these is always the same and tells nothing.
_PLUMBING = ("aiogram.dispatcher", "aiogram.fsm", "aiogram.client", "asyncio", "bot.telegram")


class ExplainedError(Exception):
    """`str()` says in Russian what went wrong and what to do, with no secret in it; `exit_code` is the exit status."""

    exit_code = 1


def describe(error: BaseException) -> str:
    """Types and places of an exception and of its causes, without their texts, which may quote a customer."""
    own = f"{type(error).__name__} ({_place(error)})"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return f"{own} из-за {describe(cause)}" if cause else own


def _place(error: BaseException) -> str:
    """«handlers.check:42 on_draft › re:176 match»: the frames that lead to the error, outer first."""
    frames = [
        (str(frame.f_globals.get("__name__", "?")), line, frame.f_code.co_name)
        for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    telling = [frame for frame in frames if not frame[0].startswith(_PLUMBING)] or frames[-1:]
    return " › ".join(f"{module}:{line} {function}" for module, line, function in telling) or "место неизвестно"
