"""The sender: how fast, how often, and what it does when a message does not go through."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.broadcast.delivery import (
    BlockedError,
    DeliveryError,
    FloodedError,
    Outcome,
    Parcel,
    RefusedError,
    UncertainError,
    UndeliveredError,
)
from bot.broadcast.pace import Pace
from bot.broadcast.sender import ATTEMPTS, REST, Sender
from bot.storage import Storage
from bot.storage.announcements import Fate, Progress
from tests.broadcast.conftest import START, Time


class Pigeonhole:
    """A queue in memory: each agent's messages meet the errors laid out for them, one a try, None: it goes through."""

    def __init__(self, time: Time, *agents: int, messages: int = 1) -> None:
        self.waiting = list(agents)
        self.errors: dict[int, list[DeliveryError | None]] = {}
        self.arrived: list[tuple[int, datetime]] = []
        self.ended: list[tuple[int, Outcome]] = []
        self._time, self._messages = time, messages

    async def take(self, now: datetime, without: Collection[int]) -> Parcel | None:  # noqa: ARG002 — the queue's signature
        agent = next((agent for agent in self.waiting if agent not in without), None)
        if agent is None:
            return None
        self.waiting.remove(agent)

        async def message() -> None:
            error = self.errors[agent].pop(0) if self.errors.get(agent) else None
            if error is not None:
                raise error
            self.arrived.append((agent, self._time()))

        async def settle(outcome: Outcome) -> None:
            self.ended.append((agent, outcome))
            if outcome is Outcome.PUT_BACK:
                self.waiting.insert(0, agent)

        return Parcel(agent, [message] * self._messages, settle)

    async def rest(self, now: datetime) -> None:
        """Nothing to tidy up."""


async def next_slot(pace: Pace, time: Time) -> datetime:
    await pace.slot(time.sleep)
    return time.now


def at_most(count: int, moments: list[datetime]) -> bool:
    """In any second; to the microsecond, the grain of these moments."""
    second = timedelta(seconds=1, microseconds=-count)
    return all(later - earlier >= second for earlier, later in zip(moments, moments[count:], strict=False))


def sender(storage: Storage, time: Time, queue: Pigeonhole) -> Sender:
    pace = Pace(storage.pace, clock=time)
    return Sender([queue], storage.agents, pace, clock=time, sleep=time.sleep)


async def test_not_more_than_twenty_five_leave_in_any_second(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, *range(100))
    await sender(storage, time, queue).send_due()
    moments = [moment for _, moment in queue.arrived]
    assert len(moments) == 100
    assert at_most(25, moments)
    assert moments[-1] - START < timedelta(seconds=5)


async def test_two_senders_share_one_pace(storage: Storage, time: Time) -> None:
    one, other = (Pace(storage.pace, clock=time) for _ in range(2))
    for _ in range(50):
        await one.slot(time.sleep)
        await other.slot(time.sleep)
    assert time.now - START >= timedelta(seconds=3)


async def test_a_rest_is_not_followed_by_a_burst(storage: Storage, time: Time) -> None:
    pace = Pace(storage.pace, clock=time)
    await pace.slot(time.sleep)
    time.now += timedelta(hours=1)
    moments = [await next_slot(pace, time) for _ in range(90)]
    assert at_most(30, moments)


async def test_time_lost_is_made_up_for_but_not_in_a_burst(storage: Storage, time: Time) -> None:
    pace = Pace(storage.pace, clock=time)
    moments = []
    for number in range(700):
        if number in {60, 61, 120}:
            time.now += timedelta(seconds=0.7)
        moments.append(await next_slot(pace, time))
    assert at_most(30, moments)
    assert moments[-1] - START < timedelta(seconds=28.1)


async def test_a_clock_that_ran_ahead_does_not_stop_the_sending(storage: Storage, time: Time) -> None:
    time.now += timedelta(days=3)
    await Pace(storage.pace, clock=time).slot(time.sleep)
    time.now = START
    await Pace(storage.pace, clock=time).slot(time.sleep)
    assert time.now - START < timedelta(seconds=1)


async def test_retry_after_holds_up_everybody(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1, 2)
    queue.errors[1] = [FloodedError(17)]
    await sender(storage, time, queue).send_due()
    assert [agent for agent, _ in queue.arrived] == [1, 2]
    assert queue.arrived[0][1] - START >= timedelta(seconds=17)


async def test_a_server_error_is_repeated_with_growing_pauses(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1)
    queue.errors[1] = [UndeliveredError(), UndeliveredError(), UndeliveredError()]
    await sender(storage, time, queue).send_due()
    assert queue.ended == [(1, Outcome.SENT)]
    assert [seconds for seconds in time.slept if seconds >= 0.5] == [0.5, 1.0, 2.0]


async def test_who_cannot_be_reached_is_put_back_and_holds_up_nobody(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1, 2)
    queue.errors[1] = [*[UndeliveredError()] * ATTEMPTS]
    working = sender(storage, time, queue)
    assert await working.send_due() == {Outcome.PUT_BACK: 1, Outcome.SENT: 1}
    assert not await working.send_due()
    time.now += REST
    assert await working.send_due() == {Outcome.SENT: 1}
    assert [agent for agent, _ in queue.arrived] == [2, 1]


async def test_when_nothing_goes_through_the_sender_lets_the_line_recover(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, *range(100))
    queue.errors = {agent: [*[UndeliveredError()] * ATTEMPTS] for agent in range(100)}
    assert await sender(storage, time, queue).send_due() == {Outcome.PUT_BACK: 3}


async def test_what_may_have_arrived_is_not_sent_again(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1)
    queue.errors[1] = [UncertainError()]
    assert await sender(storage, time, queue).send_due() == {Outcome.FAILED: 1}
    assert not queue.arrived


async def test_a_message_that_telegram_refuses_holds_up_nobody(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1, 2)
    queue.errors[1] = [RefusedError()]
    assert await sender(storage, time, queue).send_due() == {Outcome.FAILED: 1, Outcome.SENT: 1}


async def test_who_blocked_the_bot_is_marked(storage: Storage, time: Time) -> None:
    await storage.agents.seen(1, START)
    queue = Pigeonhole(time, 1)
    queue.errors[1] = [BlockedError()]
    await sender(storage, time, queue).send_due()
    agent = await storage.agents.get(1)
    assert agent is not None
    assert not agent.active


async def test_a_second_message_that_fails_does_not_bring_the_first_one_again(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1, messages=2)
    queue.errors[1] = [None, *[UndeliveredError()] * ATTEMPTS]
    assert await sender(storage, time, queue).send_due() == {Outcome.SENT: 1}
    assert len(queue.arrived) == 1


async def test_a_stopped_sender_puts_back_what_it_holds(storage: Storage, time: Time) -> None:
    queue = Pigeonhole(time, 1)
    working = sender(storage, time, queue)
    queue.errors[1] = [UndeliveredError()]

    async def stop_while_resting(seconds: float) -> None:
        working.stop()
        await time.sleep(seconds)

    working._sleep = stop_while_resting  # noqa: SLF001 — the moment of the stop cannot be met otherwise
    await working.send_due()
    assert queue.ended == [(1, Outcome.PUT_BACK)]


async def test_a_tip_put_back_comes_later_and_one_chosen_anew_stays_as_chosen(storage: Storage) -> None:
    await storage.agents.seen(1, START)
    await storage.subscriptions.begin(1, START)
    tomorrow = START + timedelta(days=1)
    taken = await storage.subscriptions.take(START, lambda _: tomorrow)
    assert taken is not None
    assert await storage.subscriptions.take(START, lambda _: tomorrow) is None
    assert await storage.subscriptions.put_back(taken)
    again = await storage.subscriptions.take(START, lambda _: tomorrow)
    assert again is not None
    chosen = START + timedelta(hours=5)
    await storage.subscriptions.save(1, hour=15, weekdays=frozenset({1}), next_tip_at=chosen)
    assert not await storage.subscriptions.put_back(again)
    assert (await storage.subscriptions.get(1)).next_tip_at == chosen


async def test_an_announcement_is_finished_once_and_counts_whom_a_dead_sender_held(storage: Storage) -> None:
    for agent in (1, 2):
        await storage.agents.seen(agent, START)
    number = await storage.announcements.add(1, "Завтра учимся", report_id=5, now=START)
    held, sent = (await storage.announcements.take(START), await storage.announcements.take(START))
    assert held is not None
    assert sent is not None
    assert await storage.announcements.take(START) is None
    await storage.announcements.settle(number, sent.agent_id, Fate.SENT)
    assert await storage.announcements.finish(START + timedelta(seconds=5)) == []
    assert [each.id for each in await storage.announcements.finish(START + timedelta(minutes=5))] == [number]
    assert await storage.announcements.finish(START + timedelta(minutes=6)) == []
    assert await storage.announcements.progress(number) == Progress(claimed=1, sent=1)
