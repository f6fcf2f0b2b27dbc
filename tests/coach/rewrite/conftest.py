from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.rewrite.rewriter import Rewriter


@pytest.fixture(scope="session")
def rewriter(coach: Coach) -> Rewriter:
    assert coach.rewriter is not None
    return coach.rewriter
