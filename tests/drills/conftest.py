import pytest

from bot.coach.coach import Coach
from bot.content.drills import Drills, house_drills
from tests.drills.player import RememberingCoach
from tests.loaded import the_coach


@pytest.fixture(scope="session")
def coach() -> Coach:
    return RememberingCoach(the_coach())


@pytest.fixture(scope="session")
def drills() -> Drills:
    return house_drills()
