"""Anything that may come, at random. Short with the other tests; a long run is a command of its own:

FUZZ_EXAMPLES=100000 uv run pytest tests/fuzz
"""

import bot.lean_aiogram  # noqa: F401 -- before any module here imports aiogram
