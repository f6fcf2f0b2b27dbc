import bot.lean_aiogram  # noqa: F401 -- before any module here imports aiogram
