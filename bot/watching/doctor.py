"""`bot doctor`: looks at everything the bot needs before it needs it, and says how to mend what is wrong."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib import resources
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from aiogram import Bot
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from aiohttp_socks import ProxyConnectionError, ProxyConnector, ProxyError, ProxyTimeoutError
from PIL import ImageFont
from sqlalchemy.engine import make_url

from bot.config import Settings, data_folder
from bot.content import GuideError, load_guide, load_phrases, load_rules
from bot.content.files import CONTENT
from bot.content.tips import load_lessons
from bot.content.voice import VoiceError, load_voice
from bot.errors import ExplainedError
from bot.replicas.connection import connected
from bot.storage import Storage
from bot.storage.database import is_there
from bot.telegram.failures import explained
from bot.telegram.retries import RetryRequests
from bot.telegram.runner import build_bot

# Seconds by which this machine's clock may be wrong: the inbox's claims bear twice as much.
CLOCK_BEARS = 10
FREE_SPACE = 200 * 2**20
_PATIENCE = 15
_TELEGRAM = "https://api.telegram.org"


@dataclass(frozen=True, slots=True)
class Finding:
    """`mend` says what to do; empty where all is well."""

    what: str
    said: str
    mend: str = ""

    @property
    def is_well(self) -> bool:
        return not self.mend

    def __str__(self) -> str:
        return f"✓ {self.what}: {self.said}" if self.is_well else f"✗ {self.what}: {self.said}\n  → {self.mend}"


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """All findings, as they are made. Changes nothing that is stored."""
    checks: dict[str, Callable[[Settings], Awaitable[Finding]]] = {
        "Токен": _token,
        "Вебхук": _webhook,
        "Часы": _clock,
        "База": _database,
        "Redis": _redis,
        "Содержимое": _content,
        "Шрифты": _fonts,
        "Место": _space,
    }
    told: set[str] = set()
    for what, check in checks.items():
        try:
            yield await check(settings)
        except (ExplainedError, GuideError, VoiceError) as error:
            yield Finding(what, "не в порядке", "То же, что выше." if str(error) in told else str(error))
            told.add(str(error))


async def _token(settings: Settings) -> Finding:
    if not settings.bot_token:
        return Finding("Токен", "не задан, бот откроет местную страницу")
    async with _bot(settings) as bot:
        with explained():
            async with asyncio.timeout(_PATIENCE):
                me = await bot.get_me()
    return Finding("Токен", f"подходит, это @{me.username}")


async def _webhook(settings: Settings) -> Finding:
    if not settings.bot_token:
        return Finding("Вебхук", "без токена не нужен")
    async with _bot(settings) as bot:
        with explained():
            async with asyncio.timeout(_PATIENCE):
                info = await bot.get_webhook_info()
    waiting = f"в очереди у Telegram: {info.pending_update_count}"
    if info.url != (settings.webhook_url or ""):
        return Finding("Вебхук", f"сменится при запуске; {waiting}")
    if info.last_error_message:
        return Finding(
            "Вебхук", f"Telegram жалуется: «{info.last_error_message}»", "Проверьте прокси и его сертификат."
        )
    return Finding("Вебхук", f"{'стоит' if settings.webhook_url else 'не нужен, бот опрашивает'}; {waiting}")


async def _clock(settings: Settings) -> Finding:
    try:
        ZoneInfo("Europe/Moscow")
    except ZoneInfoNotFoundError:
        return Finding("Часы", "нет часовых поясов", "Поставьте пакет tzdata: uv sync.")
    if not settings.bot_token:
        return Finding("Часы", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, сверить не с кем")
    theirs = await _time_of_telegram(settings)
    if theirs is None:
        return Finding("Часы", "сверить не вышло: Telegram не назвал времени")
    off = (datetime.now(UTC) - theirs).total_seconds()
    if abs(off) > CLOCK_BEARS:
        mend = "Включите точное время: timedatectl set-ntp true. Иначе советы и напоминания придут не в срок."
        return Finding("Часы", f"расходятся с Telegram на {off:.0f} с", mend)
    return Finding("Часы", "идут верно")


async def _time_of_telegram(settings: Settings) -> datetime | None:
    parts = urlsplit(settings.telegram_api_url or _TELEGRAM)
    connector = ProxyConnector.from_url(settings.proxy_url) if settings.proxy_url else TCPConnector()
    try:
        async with (
            ClientSession(connector=connector, timeout=ClientTimeout(total=_PATIENCE)) as session,
            session.get(f"{parts.scheme}://{parts.netloc}/") as response,
        ):
            return parsedate_to_datetime(response.headers["Date"])
    except (ClientError, ProxyError, ProxyConnectionError, ProxyTimeoutError, OSError, KeyError, ValueError):
        return None


async def _database(settings: Settings) -> Finding:
    kind = "SQLite" if make_url(settings.database_url).get_backend_name() == "sqlite" else "PostgreSQL"
    if not is_there(settings.database_url):
        # Not opened: that would make a file, and whoever asks the doctor need not be whom the bot runs as.
        folder = _nearest(Path(make_url(settings.database_url).database or "").parent)
        if not _is_writable(folder):
            mend = f"Проверьте путь в DATABASE_URL и право бота писать в {folder}."
            return Finding("База", "файла ещё нет, и создать его не получится", mend)
        return Finding("База", f"{kind}, файла ещё нет, появится при запуске")
    async with Storage.open(settings.database_url) as storage:
        pending = await storage.pending_migrations()
    return Finding("База", f"{kind}, " + ("обновится при запуске" if pending else "таблицы новейшие"))


async def _redis(settings: Settings) -> Finding:
    if not settings.redis_url:
        return Finding("Redis", "не задан, одной копии бота он не нужен")
    async with connected(settings.redis_url):
        return Finding("Redis", "отвечает")


async def _content(_: Settings) -> Finding:
    # These raise for what is broken beyond reading, as the bot itself would at its start.
    load_guide()
    load_voice()
    mistakes = [*load_rules(CONTENT).mistakes, *load_phrases(CONTENT).mistakes, *load_lessons(CONTENT).mistakes]
    if mistakes:
        return Finding("Содержимое", f"ошибок: {len(mistakes)}", "Посмотрите, где они: bot content check.")
    return Finding("Содержимое", "читается")


async def _fonts(_: Settings) -> Finding:
    folder = resources.files("bot.charts") / "fonts"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".ttf"))
    lacking = [name for name in names if not _draws_russian(folder.joinpath(name).read_bytes())]
    if lacking or not names:
        return Finding("Шрифты", "нет русских букв", "Поставьте бота заново: файлы в bot/charts/fonts повреждены.")
    return Finding("Шрифты", "русские буквы на месте")


def _draws_russian(file: bytes) -> bool:
    try:
        font = ImageFont.truetype(BytesIO(file), 40)
    except OSError:
        return False
    # A letter that the font lacks is drawn as the same box as a sign that no font has.
    return bytes(font.getmask("Я")) != bytes(font.getmask("\uffff"))


async def _space(settings: Settings) -> Finding:
    url = make_url(settings.database_url)
    wanted = Path(url.database or "").parent if url.get_backend_name() == "sqlite" else data_folder()
    folder = _nearest(wanted)
    free = shutil.disk_usage(folder).free
    said = f"свободно {free / 2**30:.1f} ГБ"
    if free < FREE_SPACE:
        return Finding("Место", said, f"Освободите место на диске с папкой {folder}: базе нужен запас.")
    return Finding("Место", said)


def _nearest(folder: Path) -> Path:
    """The folder, or the nearest above it that is there."""
    return next(place for place in (folder.absolute(), *folder.absolute().parents) if place.exists())


def _is_writable(folder: Path) -> bool:
    try:
        with TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def _bot(settings: Settings) -> Bot:
    return build_bot(
        settings.bot_token or "",
        api_url=settings.telegram_api_url,
        proxy_url=settings.proxy_url,
        retries=RetryRequests(attempts=2),
    )
