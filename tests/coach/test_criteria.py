"""Each line of the checklist and its verdicts."""

from __future__ import annotations

import pytest
from hypothesis import given

from bot.coach.criteria import judge
from bot.coach.guide import Kind
from bot.coach.model import Channel, Criterion, Facts, Stance, Taps, Verdict
from tests.coach.situations import FACTS, GUIDE, drafts, facts, situation, stances

YES, PARTLY, NO, NOT_NEEDED = Verdict.YES, Verdict.PARTLY, Verdict.NO, Verdict.NOT_NEEDED
FIND_OUT, MAKE_RIGHT, GOODWILL = Stance.FIND_OUT, Stance.MAKE_RIGHT, Stance.GOODWILL
SHARED, BOUNDARIES, NO_COMPLAINT = Stance.SHARED, Stance.BOUNDARIES, Stance.NO_COMPLAINT
IDS = (
    *("facts", "specific", "empathy", "apology", "but_if", "no_doubt", "no_blame", "no_wall", "tone"),
    *("responsibility", "help", "next_step", "private_channel"),
)


def line(
    name: str,
    stance: Stance,
    signals: str = "",
    *,
    known: Facts | None = Facts.CHECKED,
    channel: Channel | None = None,
    taps: Taps | None = None,
) -> Criterion:
    judged = judge(situation(stance, signals.split(), known, channel, taps), GUIDE)
    return next(criterion for criterion in judged if criterion.id == name)


@pytest.mark.parametrize("stance", list(Stance))
def test_the_checklist_has_all_lines_of_the_interface_in_any_stance(stance: Stance) -> None:
    assert tuple(criterion.id for criterion in judge(situation(stance), GUIDE)) == IDS


@pytest.mark.parametrize(
    ("name", "stance", "signals", "verdict"),
    [
        ("specific", MAKE_RIGHT, "specific", YES),
        ("specific", FIND_OUT, "", NO),
        ("empathy", FIND_OUT, "empathy", YES),
        ("empathy", MAKE_RIGHT, "regret", PARTLY),
        ("empathy", GOODWILL, "apology", PARTLY),
        ("empathy", SHARED, "help", NO),
        ("empathy", BOUNDARIES, "empathy", NOT_NEEDED),
        ("empathy", NO_COMPLAINT, "", NOT_NEEDED),
        ("apology", MAKE_RIGHT, "apology", YES),
        ("apology", MAKE_RIGHT, "regret", PARTLY),
        ("apology", MAKE_RIGHT, "", NO),
        ("apology", FIND_OUT, "regret", YES),
        ("apology", FIND_OUT, "apology", YES),
        ("apology", SHARED, "", NO),
        ("apology", BOUNDARIES, "apology", NOT_NEEDED),
        ("apology", NO_COMPLAINT, "", NOT_NEEDED),
        ("but_if", MAKE_RIGHT, "apology", YES),
        ("but_if", MAKE_RIGHT, "apology but_after", NO),
        ("but_if", FIND_OUT, "if_apology", NO),
        ("no_doubt", FIND_OUT, "", YES),
        ("no_doubt", FIND_OUT, "doubt", NO),
        ("no_doubt", MAKE_RIGHT, "denial", NO),
        ("no_doubt", BOUNDARIES, "doubt", NO),
        ("no_doubt", BOUNDARIES, "denial", NOT_NEEDED),
        ("no_blame", MAKE_RIGHT, "", YES),
        ("no_blame", MAKE_RIGHT, "blame_other", NO),
        ("no_blame", GOODWILL, "blame_customer excuse", NO),
        ("no_blame", SHARED, "excuse", PARTLY),
        ("no_wall", FIND_OUT, "", YES),
        ("no_wall", FIND_OUT, "law", NO),
        ("no_wall", GOODWILL, "rules", NO),
        ("no_wall", SHARED, "deflect", NO),
        ("no_wall", BOUNDARIES, "rules law", NOT_NEEDED),
        ("no_wall", BOUNDARIES, "rules deflect", NO),
        ("no_wall", NO_COMPLAINT, "rules", NOT_NEEDED),
        ("tone", FIND_OUT, "", YES),
        ("tone", FIND_OUT, "cliche", PARTLY),
        ("tone", FIND_OUT, "cliche minimise", NO),
        ("tone", BOUNDARIES, "rude", NO),
        ("tone", BOUNDARIES, "begging", NO),
        ("responsibility", MAKE_RIGHT, "responsibility", YES),
        ("responsibility", MAKE_RIGHT, "apology", NO),
        ("responsibility", FIND_OUT, "responsibility", NOT_NEEDED),
        ("responsibility", GOODWILL, "", NOT_NEEDED),
        ("help", FIND_OUT, "help", YES),
        ("help", FIND_OUT, "ask_facts", PARTLY),
        ("help", MAKE_RIGHT, "private_channel", PARTLY),
        ("help", BOUNDARIES, "", NO),
        ("help", NO_COMPLAINT, "", NOT_NEEDED),
        ("next_step", FIND_OUT, "next_step", YES),
        ("next_step", MAKE_RIGHT, "help", PARTLY),
        ("next_step", BOUNDARIES, "", NO),
        ("next_step", NO_COMPLAINT, "next_step", NOT_NEEDED),
    ],
)
def test_the_verdict_of_a_line(name: str, stance: Stance, signals: str, verdict: Verdict) -> None:
    assert line(name, stance, signals).verdict is verdict


@pytest.mark.parametrize(("known", "verdict"), [(None, PARTLY), (Facts.CHECKED, YES), (Facts.UNCHECKED, NO)])
def test_facts_that_nobody_spoke_of_are_half_a_point_and_no_fault(known: Facts | None, verdict: Verdict) -> None:
    assert line("facts", FIND_OUT, known=known).verdict is verdict
    assert line("facts", NO_COMPLAINT, known=known).verdict is NOT_NEEDED


@pytest.mark.parametrize(
    ("channel", "signals", "verdict"),
    [
        (Channel.REVIEW, "private_channel", YES),
        (Channel.PUBLIC, "", NO),
        (Channel.CHAT, "", NOT_NEEDED),
        (Channel.EMAIL, "private_channel", NOT_NEEDED),
        (None, "", NOT_NEEDED),
    ],
)
def test_a_private_talk_is_asked_for_only_where_others_read_along(
    channel: Channel | None, signals: str, verdict: Verdict
) -> None:
    assert line("private_channel", MAKE_RIGHT, signals, channel=channel).verdict is verdict
    assert line("private_channel", BOUNDARIES, signals, channel=channel).verdict is NOT_NEEDED


@pytest.mark.parametrize("stance", list(Stance))
@pytest.mark.parametrize("name", IDS)
@pytest.mark.parametrize("verdict", [YES, NO, NOT_NEEDED])
def test_a_tap_outweighs_the_words_in_any_line_and_stance(name: str, stance: Stance, verdict: Verdict) -> None:
    tapped = line(name, stance, "empathy but_after help", taps=Taps(verdicts={name: verdict}))

    assert tapped.verdict is verdict
    assert tapped.why


def test_the_words_that_prove_a_verdict_stand_beside_it() -> None:
    assert [found.name for found in line("apology", MAKE_RIGHT, "apology regret").evidence] == ["apology"]
    assert [found.name for found in line("apology", FIND_OUT, "apology regret").evidence] == ["regret", "apology"]
    assert [found.name for found in line("tone", FIND_OUT, "cliche rude").evidence] == ["rude"]
    assert line("tone", FIND_OUT, "").evidence == ()
    assert line("empathy", FIND_OUT, "help").evidence == ()


@given(stances, drafts, facts)
def test_every_verdict_is_explained(stance: Stance, names: set[str], known: Facts | None) -> None:
    assert all(criterion.why for criterion in judge(situation(stance, names, known), GUIDE))


@pytest.mark.parametrize("known", FACTS)
@pytest.mark.parametrize("stance", list(Stance))
def test_what_costs_nothing_in_a_stance_spoils_no_line(stance: Stance, known: Facts | None) -> None:
    prices = GUIDE.stances[stance]
    for name, guide in GUIDE.signals.items():
        if guide.kind is Kind.HURTS and not prices.points.get(name):
            spoilt = [c.id for c in judge(situation(stance, [name], known), GUIDE) if c.evidence and c.verdict is NO]
            assert not spoilt, name
