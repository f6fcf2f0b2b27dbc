"""Brings what is due to whom it is due, once.

Each parcel is claimed in the database before it is sent, so of several processes only one sends it, and one that dies
takes with it only the parcel in its hands: there is never more than one. What surely did not arrive is put back.
"""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from bot.broadcast.delivery import (
    BlockedError,
    FloodedError,
    Outcome,
    Parcel,
    Queue,
    Send,
    UndeliveredError,
)
from bot.broadcast.pace import Pace
from bot.storage import Agents, StorageError

logger = logging.getLogger(__name__)

IDLE = 2.0
QUIET = timedelta(seconds=IDLE)
ATTEMPTS = 5
FIRST_DELAY = 0.5
# How long an agent is left alone to whom nothing gets through.
REST = timedelta(minutes=5)
# So many agents in a row: it is not them, it is the line.
ALL_IN_A_ROW = 3
LINE_DOWN = 30.0


class Sender:
    """`queues` in the order of their urgency. `sleep` takes seconds."""

    def __init__(
        self,
        queues: Sequence[Queue],
        agents: Agents,
        pace: Pace,
        *,
        clock: Callable[[], datetime],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._queues, self._agents, self._pace = queues, agents, pace
        self._clock, self._sleep = clock, sleep
        self._stop = asyncio.Event()
        self._left_alone: dict[int, datetime] = {}
        # By the number of a queue that had nothing: asking is a transaction, and others may be long.
        self._quiet_until: dict[int, datetime] = {}
        self._down_in_a_row = 0

    async def run(self) -> None:
        """Sends until `stop`, whatever happens: trouble is logged by its kind alone and waited out."""
        while not self._stop.is_set():
            try:
                await self.send_due()
            except Exception as error:  # noqa: BLE001 — nobody watches this task, so it must not die of one bad row
                logger.warning("Рассылка прервалась, продолжу: %s", type(error).__name__)
            await self._rest(LINE_DOWN if self._is_line_down else IDLE)

    def stop(self) -> None:
        """Lets the message under way arrive; `run` returns after it."""
        self._stop.set()

    async def send_due(self) -> Counter[Outcome]:
        """Sends all that is due now, the most urgent first, and says how it ended."""
        ended: Counter[Outcome] = Counter()
        self._down_in_a_row = 0
        self._quiet_until.clear()
        while not self._stop.is_set() and not self._is_line_down:
            parcel = await self._take()
            if parcel is None:
                break
            outcome = await self._carry(parcel)
            ended[outcome] += 1
        for queue in self._queues:
            await queue.rest(self._clock())
        if ended:
            logger.info("Рассылка: %s", ", ".join(f"{outcome} {count}" for outcome, count in sorted(ended.items())))
        return ended

    @property
    def _is_line_down(self) -> bool:
        return self._down_in_a_row >= ALL_IN_A_ROW

    async def _take(self) -> Parcel | None:
        now = self._clock()
        self._left_alone = {agent: until for agent, until in self._left_alone.items() if until > now}
        for number, queue in enumerate(self._queues):
            if self._quiet_until.get(number, now) > now:
                continue
            parcel = await queue.take(now, self._left_alone.keys())
            if parcel is not None:
                return parcel
            self._quiet_until[number] = now + QUIET
        return None

    async def _carry(self, parcel: Parcel) -> Outcome:
        outcome = Outcome.SENT
        for number, message in enumerate(parcel.messages):
            outcome = await self._send(message)
            if outcome is not Outcome.SENT:
                if number and outcome is Outcome.PUT_BACK:
                    # The first message has arrived: to repeat it is worse than to lack the second.
                    outcome = Outcome.SENT
                break
        if outcome is Outcome.PUT_BACK:
            self._left_alone[parcel.agent_id] = self._clock() + REST
            self._down_in_a_row += 1
        else:
            self._down_in_a_row = 0
        await self._settle(parcel, outcome)
        return outcome

    async def _settle(self, parcel: Parcel, outcome: Outcome) -> None:
        for attempt in range(ATTEMPTS):
            try:
                if outcome is Outcome.BLOCKED:
                    await self._agents.deactivate(parcel.agent_id)
                await parcel.settle(outcome)
            except StorageError as error:
                logger.warning("Исход рассылки пока не записать: %s", type(error).__name__)
                await self._rest(FIRST_DELAY * 2**attempt)
            else:
                return

    async def _send(self, message: Send) -> Outcome:
        for attempt in range(ATTEMPTS):
            try:
                await self._pace.slot(self._rest)
                if self._stop.is_set():
                    break
                await message()
            except FloodedError as error:
                await self._pace.pause(error.retry_after)
            except (UndeliveredError, StorageError):
                await self._rest(FIRST_DELAY * 2**attempt)
            except BlockedError:
                return Outcome.BLOCKED
            except Exception as error:  # noqa: BLE001 — one message that cannot be made must not hold up the others
                # Only the kind of trouble: the error itself may quote the message.
                logger.warning("Сообщение не дошло: %s", type(error).__name__)
                return Outcome.FAILED
            else:
                return Outcome.SENT
        return Outcome.PUT_BACK

    async def _rest(self, seconds: float) -> None:
        """Sleeps for so long, or until `stop`."""
        sleeping, stopping = asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait((sleeping, stopping), return_when=asyncio.FIRST_COMPLETED)
        finally:
            sleeping.cancel()
            stopping.cancel()
