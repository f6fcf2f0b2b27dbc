"""What an answer is read into outlives the answer, in Telegram and on the local page."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from aiogram import Bot
from aiogram.methods import Response
from aiogram.types import Message

from bot.playground.person import Person
from bot.playground.session import PlaygroundSession, make_bot
from bot.playground.telegram import Telegram
from bot.telegram.answers import keep_answer_type
from tests.telegram.events import PERSON


@pytest.fixture(autouse=True)
def _nothing_kept_before() -> None:
    keep_answer_type.cache_clear()


def _type_is_kept() -> bool:
    made = ref(Response[Message])
    gc.collect()
    return made() is not None


def test_by_itself_the_type_is_made_anew() -> None:
    assert not _type_is_kept()


async def test_the_type_is_made_once_in_telegram(bot: Bot) -> None:
    await bot.send_message(PERSON, "балл 82")
    assert _type_is_kept()


async def test_the_type_is_made_once_on_the_local_page() -> None:
    telegram = Telegram()
    olya = Person(telegram.chats, PERSON, "Оля")
    await make_bot(PlaygroundSession(telegram)).send_message(olya.user["id"], "балл 82")
    assert _type_is_kept()
