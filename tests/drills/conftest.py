import pytest

from bot.coach.coach import Coach
from bot.content import load_coach
from bot.content.drills import Drills, load_drills
from tests.drills.player import RememberingCoach


@pytest.fixture(scope="session")
def coach() -> Coach:
    return RememberingCoach(load_coach())


@pytest.fixture(scope="session")
def drills() -> Drills:
    return load_drills()
