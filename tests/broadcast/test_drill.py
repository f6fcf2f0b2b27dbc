"""Three processes, one of them killed, a peer that answers 429, 403 and 500 at random: nobody gets two tips or none."""

import os

from tests.broadcast.drill import Drill, run

# The README's tests stay short; DRILL_SUBSCRIBERS=3000 is the drill in full size.
SUBSCRIBERS = int(os.environ.get("DRILL_SUBSCRIBERS", "120"))


async def test_three_senders_and_a_kill_double_nothing_and_lose_one_at_most(url: str) -> None:
    drill = Drill(subscribers=SUBSCRIBERS, processes=3, speed=20, kill_after=SUBSCRIBERS // 3)
    outcome = await run(drill, url)
    assert outcome.doubled == []
    assert len(outcome.lost(SUBSCRIBERS)) <= 1
    assert not outcome.blocked & set(outcome.received)
