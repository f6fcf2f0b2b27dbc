"""Any two texts are reviewed: no error, offsets that fit, better wordings where there are any."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.coach.as_json import as_json
from bot.coach.coach import Coach
from bot.coach.model import Case, Channel, Facts, Fault
from tests.coach.strategies import ANY
from tests.fuzz.strategies import EXAMPLES

cases = st.builds(
    Case,
    draft=ANY,
    complaint=st.one_of(st.none(), ANY),
    facts=st.one_of(st.none(), st.sampled_from(Facts)),
    fault=st.one_of(st.none(), st.sampled_from(Fault)),
    channel=st.one_of(st.none(), st.sampled_from(Channel)),
)


@given(cases)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_texts_are_reviewed(coach: Coach, case: Case) -> None:
    review = coach.judge(case)
    assert 0 <= review.score <= 100
    for finding in review.findings:
        if finding.start is not None and finding.end is not None:
            assert case.draft[finding.start : finding.end] == finding.text
    json.dumps(as_json(review))
    coach.rewrites(review)
