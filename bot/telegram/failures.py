"""Why the bot cannot run: each failure carries what to tell whoever started it, and the exit status."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)

from bot.errors import ExplainedError

# The numbers of sysexits.h, which Python lacks on Windows.
_UNAVAILABLE = 69
_TRY_LATER = 75
_CONFIG = 78


class RunError(ExplainedError):
    """`str()` is a Russian sentence for whoever started the bot; `exit_code` is the process's exit status."""


class WrongTokenError(RunError):
    exit_code = _CONFIG

    def __init__(self) -> None:
        super().__init__(
            "Telegram не узнаёт токен бота. Откройте @BotFather, выберите бота в /mybots, нажмите «API Token», "
            "скопируйте токен целиком в BOT_TOKEN и запустите ещё раз."
        )


class TokenInUseError(RunError):
    exit_code = _TRY_LATER

    def __init__(self) -> None:
        super().__init__(
            "С этим токеном уже работает другая копия бота, а сообщения Telegram отдаёт только одной. "
            "Остановите вторую копию или заведите для неё отдельного бота у @BotFather, потом запустите ещё раз."
        )


class UnreachableError(RunError):
    exit_code = _UNAVAILABLE

    def __init__(self) -> None:
        super().__init__(
            "Не получается связаться с Telegram. Проверьте интернет. Если Telegram в вашей сети закрыт, укажите прокси "
            "в PROXY_URL, а если он уже указан — проверьте, работает ли. Если задан TELEGRAM_API_URL, проверьте, "
            "отвечает ли сервер по этому адресу."
        )


class NotBotApiError(RunError):
    exit_code = _CONFIG

    def __init__(self) -> None:
        super().__init__(
            "Вместо Telegram отвечает кто-то другой: ответ не похож на Bot API. "
            "Проверьте TELEGRAM_API_URL и PROXY_URL, а без них — не подменяет ли сеть страницы."
        )


class WrongAddressError(RunError):
    exit_code = _CONFIG

    def __init__(self, variable: str, example: str) -> None:
        super().__init__(f"Не получается прочесть адрес в {variable}. Он должен выглядеть так: {example}.")


class WebhookRefusedError(RunError):
    exit_code = _CONFIG

    def __init__(self, said: str) -> None:
        super().__init__(
            f"Telegram не принял WEBHOOK_URL или WEBHOOK_SECRET и говорит: «{said}». Нужен публичный адрес "
            "с https:// и портом 443, 80, 88 или 8443; в секрете — латиница, цифры, «_» и «-», до 256 знаков."
        )


class PortTakenError(RunError):
    exit_code = _UNAVAILABLE

    def __init__(self, port: int) -> None:
        super().__init__(
            f"Порт {port} открыть не удалось: скорее всего, его уже занимает другая программа. "
            "Укажите свободный порт в PORT."
        )


@contextmanager
def explained() -> Iterator[None]:
    """Turns aiogram's errors of the first calls into failures; whatever else happens passes unchanged."""
    try:
        yield
    except (TelegramUnauthorizedError, TelegramNotFound):
        # Telegram answers 404, not 401, to a token that does not even look like one.
        raise WrongTokenError from None
    except ClientDecodeError:
        raise NotBotApiError from None
    except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, TimeoutError):
        raise UnreachableError from None
