from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.rewrite.rewriter import Rewriter
from bot.content import load_coach


@pytest.fixture(scope="session")
def coach() -> Coach:
    return load_coach()


@pytest.fixture(scope="session")
def rewriter(coach: Coach) -> Rewriter:
    assert coach.rewriter is not None
    return coach.rewriter
