"""The score explains itself and moves the right way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.coach.guide import Kind
from bot.coach.model import Case, Facts, Stance, Taps, Verdict
from bot.coach.score import HIGH, LOW, NEEDLESS, PREMATURE, UNCOMPENSATED, add_up, price
from bot.coach.situation import Situation
from tests.coach.situations import FACTS, GUIDE, drafts, facts, names, signal, situation, stances

YES, NO, NOT_NEEDED = Verdict.YES, Verdict.NO, Verdict.NOT_NEEDED
taps = st.builds(
    Taps,
    irreparable=st.booleans(),
    contradicted=st.booleans(),
    verdicts=st.dictionaries(st.sampled_from([c.id for c in GUIDE.criteria]), st.sampled_from([YES, NO, NOT_NEEDED])),
)


def score(stance: Stance, *names: str, known: Facts | None = Facts.CHECKED, taps: Taps | None = None) -> int:
    return add_up(situation(stance, names, known, taps=taps), GUIDE)[0]


def parts(
    stance: Stance, *names: str, known: Facts | None = Facts.CHECKED, taps: Taps | None = None
) -> dict[str, float]:
    return {part.id: part.points for part in add_up(situation(stance, names, known, taps=taps), GUIDE)[1]}


@given(stances, drafts, facts, taps)
def test_the_parts_add_up_to_the_score(stance: Stance, found: set[str], known: Facts | None, tapped: Taps) -> None:
    total, addends = add_up(situation(stance, found, known, taps=tapped), GUIDE)

    assert LOW <= total <= HIGH
    assert sum(part.points for part in addends) == total
    assert all(part.why and (part.points or part.id == "base") for part in addends)
    assert len({part.id for part in addends}) == len(addends)


@given(stances, drafts, facts, names)
def test_a_move_that_the_stance_wants_never_lowers_and_one_that_it_forbids_never_raises(
    stance: Stance, found: set[str], known: Facts | None, move: str
) -> None:
    before, after = score(stance, *found, known=known), score(stance, *{*found, move}, known=known)
    worth = price(move, GUIDE.stances[stance], known)

    if worth > 0:
        assert after >= before
    elif worth < 0:
        assert after <= before
    elif move != "responsibility":
        assert after == before


@given(stances, drafts, facts, st.integers(2, 20))
def test_saying_it_again_changes_nothing(stance: Stance, found: set[str], known: Facts | None, times: int) -> None:
    once = situation(stance, found, known)
    often = Situation(
        Case("Черновик " * times, "Жалоба", known),
        stance,
        known,
        {name: tuple(signal(name, start=100 * at) for at in range(times)) for name in found},
        once.present,
    )

    assert add_up(often, GUIDE) == add_up(once, GUIDE)


@given(stances, drafts, facts)
def test_a_tapped_line_moves_the_score_the_right_way(stance: Stance, found: set[str], known: Facts | None) -> None:
    before = score(stance, *found, known=known)
    for criterion in GUIDE.criteria:
        if stance in criterion.not_needed:
            continue
        good, bad = (
            score(stance, *found, known=known, taps=Taps(verdicts={criterion.id: verdict})) for verdict in (YES, NO)
        )
        assert bad <= before <= good, criterion.id


@given(stances, drafts, facts)
def test_a_line_that_is_not_needed_never_lowers_the_score(stance: Stance, found: set[str], known: Facts | None) -> None:
    before = score(stance, *found, known=known)
    for criterion in GUIDE.criteria:
        after = score(stance, *found, known=known, taps=Taps(verdicts={criterion.id: NOT_NEEDED}))
        assert after >= before if criterion.kind is Kind.HURTS else after == before, criterion.id


def test_a_tap_brings_a_move_that_was_missed_and_takes_one_that_was_imagined() -> None:
    brought = parts(Stance.MAKE_RIGHT, taps=Taps(verdicts={"empathy": YES, "but_if": NO}))
    taken = parts(Stance.MAKE_RIGHT, "empathy", "but_after", taps=Taps(verdicts={"empathy": NO, "but_if": YES}))

    assert brought["empathy"] > 0 > brought["but_after"]
    assert not {"empathy", "but_after"} & set(taken)


@pytest.mark.parametrize("known", FACTS)
def test_guilt_admitted_before_the_facts_are_known_costs_and_more_where_they_are_known_to_be_unchecked(
    known: Facts | None,
) -> None:
    found = parts(Stance.FIND_OUT, "responsibility", known=known)

    assert (PREMATURE in found) is (known is not Facts.CHECKED)
    assert (
        found.get(PREMATURE, 0)
        == {
            None: GUIDE.premature.points_unknown,
            Facts.UNCHECKED: GUIDE.premature.points,
            Facts.CHECKED: 0,
        }[known]
    )


def test_guilt_admitted_where_the_facts_are_unchecked_lowers_the_score() -> None:
    assert score(Stance.FIND_OUT, "help", "responsibility", known=Facts.UNCHECKED) < score(
        Stance.FIND_OUT, "help", known=Facts.UNCHECKED
    )


def test_a_guilt_that_the_agent_does_not_agree_is_premature_costs_nothing() -> None:
    admission = signal("responsibility").text
    agreed = Taps(dismissed=frozenset({f"{PREMATURE}:{admission}"}))

    assert PREMATURE in parts(Stance.FIND_OUT, "responsibility", known=Facts.UNCHECKED)
    assert PREMATURE not in parts(Stance.FIND_OUT, "responsibility", known=Facts.UNCHECKED, taps=agreed)


def test_what_cannot_be_mended_must_be_made_up_for() -> None:
    irreparable = Taps(irreparable=True)
    waved_away = Taps(irreparable=True, dismissed=frozenset({f"{UNCOMPENSATED}:"}))

    assert UNCOMPENSATED in parts(Stance.MAKE_RIGHT, "help", taps=irreparable)
    assert UNCOMPENSATED not in parts(Stance.MAKE_RIGHT, "help", "compensation", taps=irreparable)
    assert UNCOMPENSATED not in parts(Stance.MAKE_RIGHT, "help")
    assert UNCOMPENSATED not in parts(Stance.MAKE_RIGHT, "help", taps=waved_away)


@pytest.mark.parametrize(
    ("stance", "name"),
    [
        (Stance.BOUNDARIES, "rules"),
        (Stance.BOUNDARIES, "law"),
        (Stance.NO_COMPLAINT, "rules"),
        (Stance.GOODWILL, "responsibility"),
        (Stance.SHARED, "responsibility"),
    ],
)
def test_what_is_neutral_in_a_stance_costs_nothing_there(stance: Stance, name: str) -> None:
    assert score(stance, name) == score(stance)


@pytest.mark.parametrize("stance", [Stance.FIND_OUT, Stance.MAKE_RIGHT, Stance.GOODWILL, Stance.SHARED])
@pytest.mark.parametrize("name", [name for name, guide in GUIDE.signals.items() if guide.kind is Kind.HURTS])
def test_words_that_hurt_cost_in_every_stance_that_makes_peace(stance: Stance, name: str) -> None:
    assert score(stance, "help", "empathy", name) < score(stance, "help", "empathy")


def test_a_score_beyond_its_limits_is_cut_and_says_so() -> None:
    everything = [name for name, guide in GUIDE.signals.items() if guide.kind is Kind.HURTS]

    assert score(Stance.MAKE_RIGHT, *everything) == LOW
    assert parts(Stance.MAKE_RIGHT, *everything)["limit"] > 0


@pytest.mark.parametrize("stance", [Stance.GOODWILL, Stance.BOUNDARIES])
def test_an_apology_for_what_did_not_happen_costs_more_than_it_brings(stance: Stance) -> None:
    told_otherwise = Taps(contradicted=True)
    waved_away = Taps(contradicted=True, dismissed=frozenset({f"{NEEDLESS}:{signal('apology').text}"}))

    assert NEEDLESS in parts(stance, "help", "apology", taps=told_otherwise)
    assert score(stance, "help", "apology", taps=told_otherwise) < score(stance, "help", taps=told_otherwise)
    assert NEEDLESS not in parts(stance, "help", "regret", taps=told_otherwise)
    assert NEEDLESS not in parts(stance, "help", "apology")
    assert NEEDLESS not in parts(stance, "help", "apology", taps=waved_away)
