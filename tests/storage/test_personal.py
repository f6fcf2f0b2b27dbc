"""What is stored of a person can be taken away whole, and erased to the last byte."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram.fsm.storage.base import StorageKey
from sqlalchemy import Column, func, insert, select
from sqlalchemy.types import TypeDecorator

from bot.storage import Role, Storage
from bot.storage.database import Database
from bot.storage.deliveries import Lesson
from bot.storage.disagreements import NewDisagreement, Reason
from bot.storage.models import Base
from bot.storage.personal import is_personal, owned_by
from bot.storage.retention import Terms
from tests.clock import START
from tests.storage.conftest import bytes_on_disk
from tests.storage.test_reviews import NEW

AGENT, OTHER, LEAD = 8_111_222_333, 22, 33
# Of nobody: what everybody shares.
IMPERSONAL = {"groups", "house_rules", "inbox", "send_pace"}
SECRETS = (
    "Уникумхризантема",
    "Мракобесие-гладиолус",
    "Незабудкина",
    "Подпись-петуния",
    "Объявление-астра",
    "Сырая-роза",
)


async def fill(storage: Storage, agent_id: int) -> None:
    """Something in every table."""
    token = await storage.invitations.issue(LEAD, life=timedelta(days=1), most_uses=5, now=START)
    await storage.invitations.enter(token, agent_id, "Незабудкина", START)
    await storage.members.appoint(agent_id, Role.LEAD, START)
    await storage.invitations.issue(agent_id, life=timedelta(days=1), most_uses=5, now=START)
    await storage.agents.seen(agent_id, START)
    preferences = replace(await storage.agents.preferences(agent_id), signature="Подпись-петуния")
    await storage.agents.save_preferences(agent_id, preferences, START)
    # Long enough for pages of their own and for the pages of the index to be split and joined again.
    for number in range(40):
        draft = f"Уникумхризантема {number}. " * 60
        first = replace(
            NEW, draft=draft, complaint="Мракобесие-гладиолус " * 80, review={"id": "1"}, message_ids=(number,)
        )
        review = await storage.reviews.add(agent_id, first)
    await storage.disagreements.add(agent_id, NewDisagreement("rule", "Уникумхризантема", Reason.OUR_WAY), START)
    await storage.promises.add(
        agent_id, "Уникумхризантема", deadline=START, remind_at=START, now=START, review_id=review
    )
    await storage.subscriptions.begin(agent_id, START)
    await storage.deliveries.add(agent_id, Lesson.EXERCISE, str(review), START, daily=True)
    await storage.announcements.add(agent_id, "Объявление-астра", report_id=None, now=START)
    key = StorageKey(bot_id=1, chat_id=agent_id, user_id=agent_id)
    await storage.conversation.set_data(key, {"text": "Сырая-роза"})
    message = {"message_id": 1, "from": {"id": agent_id, "first_name": "Незабудкина"}, "text": "Сырая-роза"}
    await storage.inbox(1).put({agent_id % 1000: {"update_id": 1, "message": message}})


async def fill_the_rest(database: Database, agent_id: int) -> None:
    """A made-up row in every personal table that is still empty: those that came after this test."""
    counts = await rows_of(database, agent_id)
    for table in Base.metadata.sorted_tables:
        if counts[table.name] or not is_personal(table):
            continue
        values = {
            column.name: agent_id if column.foreign_keys else _something(column)
            for column in table.columns
            if not column.nullable and not (column.primary_key and column.autoincrement is not False)
        }
        async with database.writing() as connection:
            await connection.execute(insert(table).values(**values))


def _something(column: Column[Any]) -> object:
    kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
    made: dict[Any, object] = {str: "Уникумхризантема", datetime: START, dict: {}, int: 1, bool: True}
    return made[kind.python_type]


async def rows_of(database: Database, agent_id: int) -> dict[str, int]:
    counts = {}
    async with database.reading() as connection:
        for table in Base.metadata.sorted_tables:
            count = select(func.count()).select_from(table).where(owned_by(table, agent_id))
            counts[table.name] = (await connection.execute(count)).scalar_one()
    return counts


def test_every_table_is_somebodys_or_nobodys_on_purpose() -> None:
    unclear = {table.name for table in Base.metadata.sorted_tables if not is_personal(table)}
    assert unclear == IMPERSONAL


async def test_after_forgetting_there_are_no_rows_and_no_bytes(storage: Storage, path: Path, url: str) -> None:
    await fill(storage, AGENT)
    database = await Database.open(url)
    await fill_the_rest(database, AGENT)
    before = await rows_of(database, AGENT)
    assert {name for name, count in before.items() if not count} == IMPERSONAL
    assert all(secret.encode() in bytes_on_disk(path) for secret in SECRETS)

    await storage.personal.erase(AGENT)

    assert not any((await rows_of(database, AGENT)).values())
    await database.close()
    on_disk = bytes_on_disk(path)
    assert [secret for secret in SECRETS if secret.encode() in on_disk] == []
    assert AGENT.to_bytes(5, "big") not in on_disk
    assert path.with_name("coach.db-wal").stat().st_size == 0


async def test_what_belongs_to_others_stays_word_for_word(storage: Storage) -> None:
    await fill(storage, AGENT)
    await fill(storage, OTHER)
    before = await storage.personal.export(OTHER)
    await storage.personal.erase(AGENT)
    after = await storage.personal.export(OTHER)

    # The other was a recipient of the announcement that is gone with its author.
    assert len(after.pop("announcement_recipients")) == len(before.pop("announcement_recipients")) - 1
    assert after == before


async def test_who_keeps_the_membership_is_let_in_without_a_name(storage: Storage) -> None:
    await fill(storage, AGENT)
    await storage.personal.erase(AGENT, keep_membership=True)

    member = await storage.members.get(AGENT)
    assert member is not None
    assert (member.name, member.role) == ("", Role.LEAD)
    assert list(await storage.personal.export(AGENT)) == ["members"]


async def test_the_inviter_who_is_forgotten_is_named_nowhere(storage: Storage) -> None:
    await fill(storage, AGENT)
    await storage.personal.erase(LEAD)
    assert await storage.members.inviter(AGENT) is None


async def test_an_export_holds_a_row_of_every_personal_table_and_no_key_to_the_door(storage: Storage, url: str) -> None:
    await fill(storage, AGENT)
    database = await Database.open(url)
    await fill_the_rest(database, AGENT)
    await database.close()
    found = await storage.personal.export(AGENT)

    assert set(found) == {table.name for table in Base.metadata.sorted_tables} - IMPERSONAL
    assert len(found["reviews"]) == 40
    assert "token_digest" not in found["invitations"][0]
    assert await storage.personal.export(404) == {}


async def test_the_file_is_rewritten_by_the_hour_and_not_while_somebody_waits(
    storage: Storage, path: Path, url: str
) -> None:
    await fill(storage, AGENT)
    await storage.personal.erase(AGENT)
    database = await Database.open(url)
    assert await unused_pages(database) > 0
    await storage.retention.purge(START, Terms())
    assert await unused_pages(database) == 0
    assert not await database.scrub()
    await database.close()
    on_disk = bytes_on_disk(path)
    assert [secret for secret in SECRETS if secret.encode() in on_disk] == []


async def unused_pages(database: Database) -> int:
    """Of SQLite's file: those that a deletion left and nobody has taken since."""
    async with database.reading() as connection:
        return int((await connection.exec_driver_sql("PRAGMA freelist_count")).scalar_one())


async def test_erasing_the_texts_alone_keeps_scores_and_deadlines(storage: Storage, path: Path) -> None:
    await fill(storage, AGENT)
    await storage.personal.erase_texts(AGENT)
    reviews, total = await storage.reviews.page(AGENT, 0, 50)
    (promise,) = await storage.promises.open(AGENT)

    assert total == 40
    assert {review.score for review in reviews} == {41}
    assert not any(review.has_texts for review in reviews)
    assert promise.words == ""
    assert "Мракобесие-гладиолус".encode() not in bytes_on_disk(path)


async def test_forgetting_twice_is_the_same_as_once(storage: Storage) -> None:
    await fill(storage, AGENT)
    await storage.personal.erase(AGENT)
    await storage.personal.erase(AGENT)
    assert await storage.personal.export(AGENT) == {}
