"""Who may come in, and what survives."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from handlers.house import build_dispatcher
from tests.agent import Agent

DRAFT = "Здравствуйте! Извините за ожидание. Вернём деньги завтра до 12:00."


def _now() -> datetime:
    return datetime.now(UTC)


async def test_a_stranger_gets_a_polite_word(coach: Coach, storage: Storage, say: Voice) -> None:
    house = build_dispatcher(coach, storage, storage.conversation, say, clock=_now, admitted={1})
    stranger = Agent(house, user_id=666)
    await stranger.sends(DRAFT)
    assert "только своя команда" in stranger.last.text
    assert "666" in stranger.last.text
    member = stranger.another(1, "Оля")
    await member.sends(DRAFT)
    assert "Факты проверены?" in member.last.text


async def test_the_conversation_survives_a_restart(coach: Coach, say: Voice, tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'coach.db'}"
    async with Storage.open(url) as storage:
        await storage.migrate()
        agent = Agent(build_dispatcher(coach, storage, storage.conversation, say, clock=_now))
        await agent.forwards("Где заказ? Жду три часа!", sender="Анна")
        await agent.sends(DRAFT)
    async with Storage.open(url) as storage:
        agent.dispatcher = build_dispatcher(coach, storage, storage.conversation, say, clock=_now)
        await agent.presses("Да, проверены")
        await agent.presses("Наша")
        await agent.presses("Готово, разбор")
    assert any("из 100" in said.text for said in agent.messages)


async def test_raw_texts_are_gone_after_a_day(coach: Coach, say: Voice, tmp_path: Path) -> None:
    file = tmp_path / "coach.db"
    agent: Agent | None = None

    def clock() -> datetime:
        return agent.telegram.clock() if agent else _now()

    async with Storage.open(f"sqlite+aiosqlite:///{file}", clock) as storage:
        await storage.migrate()
        agent = Agent(build_dispatcher(coach, storage, storage.conversation, say, clock=clock))
        await agent.sends("Здравствуйте! Уникумхризантема, извините за ожидание.")
        agent.waits(timedelta(hours=25))
        await storage.conversation.purge(clock())
    assert "Уникумхризантема".encode() not in _everything_in(tmp_path)


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())
