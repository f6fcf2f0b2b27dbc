"""Three questions choose the stance in a fixed order: are the facts checked, whose fault, how the customer behaves."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.coach.coach import Coach
from bot.coach.model import Case, Facts, Fault, Stance, Taps
from bot.coach.stance import choose, facts_known

# Written apart from the rules and from what the learned reader is taught on.
ASIDE = Path(__file__).parent.parent / "aside" / "no_complaint.jsonl"
MESSAGES = [json.loads(line) for line in ASIDE.read_text(encoding="utf-8").splitlines()]

# Of those messages: complaints that may be taken for none, and other messages that are to be known for what they are.
LEFT_OUT, KNOWN = 0.2, 0.7

CHECKED, UNCHECKED = Facts.CHECKED, Facts.UNCHECKED
COMPANY, CUSTOMER, NOBODY = Fault.COMPANY, Fault.CUSTOMER, Fault.NOBODY
NO_COMPLAINT, FIND_OUT, MAKE_RIGHT = Stance.NO_COMPLAINT, Stance.FIND_OUT, Stance.MAKE_RIGHT
BOUNDARIES, GOODWILL, SHARED = Stance.BOUNDARIES, Stance.GOODWILL, Stance.SHARED


def stance(words: str = "", facts: Facts | None = None, fault: Fault | None = None, taps: Taps | None = None) -> Stance:
    """`words`: the signals read in a complaint that was given."""
    return choose(Case("Черновик", "Жалоба", facts, fault, taps=taps or Taps()), words.split())


@pytest.mark.parametrize("facts", [None, UNCHECKED])
@pytest.mark.parametrize(
    "words",
    ["", "grievance", "company_fault", "own_fault", "own_fault abuse", "threat violence", "question danger_health"],
)
def test_unchecked_or_unknown_facts_are_found_out_first(facts: Facts | None, words: str) -> None:
    assert stance(words, facts) is FIND_OUT


@pytest.mark.parametrize("fault", list(Fault))
@pytest.mark.parametrize("taps", [Taps(), Taps(contradicted=True), Taps(insulting=True), Taps(irreparable=True)])
def test_facts_known_to_be_unchecked_beat_fault_and_taps(fault: Fault, taps: Taps) -> None:
    assert stance("grievance abuse", UNCHECKED, fault, taps) is FIND_OUT


@pytest.mark.parametrize("facts", [None, CHECKED])
@pytest.mark.parametrize(
    ("fault", "words", "wanted"),
    [
        (COMPANY, "grievance", MAKE_RIGHT),
        (COMPANY, "abuse", MAKE_RIGHT),
        (COMPANY, "violence blackmail", MAKE_RIGHT),
        (COMPANY, "own_fault", MAKE_RIGHT),
        (CUSTOMER, "grievance", GOODWILL),
        (CUSTOMER, "company_fault", GOODWILL),
        (CUSTOMER, "abuse", BOUNDARIES),
        (CUSTOMER, "violence", BOUNDARIES),
        (CUSTOMER, "blackmail", BOUNDARIES),
        (CUSTOMER, "threat", GOODWILL),
        (NOBODY, "grievance", SHARED),
        (NOBODY, "abuse violence blackmail", SHARED),
        (NOBODY, "own_fault", SHARED),
    ],
)
def test_the_fault_that_the_agent_names_decides_and_counts_as_checked(
    facts: Facts | None, fault: Fault, words: str, wanted: Stance
) -> None:
    assert stance(words, facts, fault) is wanted


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("own_fault", GOODWILL),
        ("own_fault abuse", BOUNDARIES),
        ("own_fault threat", GOODWILL),
        ("own_fault company_fault", GOODWILL),
        ("company_fault", MAKE_RIGHT),
        ("company_fault abuse", MAKE_RIGHT),
        ("grievance", FIND_OUT),
        ("", FIND_OUT),
    ],
)
def test_of_checked_facts_the_complaint_itself_may_tell_whose_fault_it_is(words: str, wanted: Stance) -> None:
    assert stance(words, CHECKED) is wanted


@pytest.mark.parametrize("fault", [None, *Fault])
@pytest.mark.parametrize("words", ["threat", "threat grievance", "threat company_fault", "threat own_fault"])
def test_a_court_a_regulator_or_an_honest_review_never_gives_boundaries(fault: Fault | None, words: str) -> None:
    assert stance(words, CHECKED, fault) is not BOUNDARIES


@pytest.mark.parametrize("fault", [None, *Fault])
@pytest.mark.parametrize("facts", [None, CHECKED])
def test_a_contradicted_story_is_the_customers_slip_whatever_else_was_said(
    facts: Facts | None, fault: Fault | None
) -> None:
    assert stance("company_fault", facts, fault, Taps(contradicted=True)) is GOODWILL
    assert stance("company_fault abuse", facts, fault, Taps(contradicted=True)) is BOUNDARIES
    assert stance("question", facts, fault, Taps(contradicted=True)) is GOODWILL


def test_the_tap_about_insults_outweighs_the_words() -> None:
    assert stance("abuse", CHECKED, CUSTOMER, Taps(insulting=False)) is GOODWILL
    assert stance("grievance", CHECKED, CUSTOMER, Taps(insulting=True)) is BOUNDARIES
    assert stance("abuse", CHECKED, COMPANY, Taps(insulting=True)) is MAKE_RIGHT


@pytest.mark.parametrize(
    "words",
    [
        "question",
        "praise",
        "question praise",
        "test",
        "test grievance",
        "test own_fault",
        "sounds_calm",
        "own_fault sounds_calm",
        "question grievance sounds_calm",
        "praise company_fault sounds_calm",
        "praise sounds_upset",
    ],
)
@pytest.mark.parametrize("facts", [None, *Facts])
def test_a_question_thanks_a_joke_or_a_test_is_no_complaint(words: str, facts: Facts | None) -> None:
    assert stance(words, facts) is NO_COMPLAINT


@pytest.mark.parametrize(
    "words",
    [
        "question grievance",
        "praise company_fault",
        "question abuse",
        "praise threat",
        "praise grievance sounds_upset",
        "question sounds_upset",
        "sounds_upset",
        "grievance sounds_calm",
        "question grievance asks_refund sounds_calm",
        "threat sounds_calm",
        "question danger_health sounds_calm",
        "test violence",
        "test blackmail",
    ],
)
def test_a_question_or_thanks_with_a_grievance_is_a_complaint(words: str) -> None:
    assert stance(words) is FIND_OUT


def test_of_messages_that_nobody_taught_most_are_told_apart(coach: Coach) -> None:
    stances = [(coach.judge(Case("Сейчас посмотрю.", each["text"])).stance, each["is_complaint"]) for each in MESSAGES]
    complaints = [taken for taken, is_complaint in stances if is_complaint]
    others = [taken for taken, is_complaint in stances if not is_complaint]

    assert complaints.count(NO_COMPLAINT) / len(complaints) <= LEFT_OUT
    assert others.count(NO_COMPLAINT) / len(others) >= KNOWN


@pytest.mark.parametrize(("fault", "wanted"), [(COMPANY, MAKE_RIGHT), (CUSTOMER, GOODWILL)])
def test_a_named_fault_presupposes_that_something_went_wrong(fault: Fault, wanted: Stance) -> None:
    assert stance("question", None, fault) is wanted


def test_the_tap_that_it_is_no_complaint_outweighs_everything() -> None:
    taps = Taps(no_complaint=True, contradicted=True, irreparable=True, insulting=True)

    assert stance("grievance abuse company_fault", UNCHECKED, COMPANY, taps) is NO_COMPLAINT
    assert choose(Case("Черновик", None, taps=taps), ()) is NO_COMPLAINT


def test_the_tap_that_it_is_a_complaint_outweighs_the_words() -> None:
    assert stance("question praise test", CHECKED, None, Taps(no_complaint=False)) is FIND_OUT
    assert stance("question", CHECKED, NOBODY, Taps(no_complaint=False)) is SHARED


@pytest.mark.parametrize("complaint", [None, "", "  \n"])
def test_without_a_complaint_nothing_is_said_of_its_being_none(complaint: str | None) -> None:
    assert choose(Case("Черновик", complaint), ["question"]) is FIND_OUT
    assert choose(Case("Черновик", complaint, CHECKED, COMPANY), ()) is MAKE_RIGHT


@pytest.mark.parametrize(
    ("facts", "fault", "taps", "known"),
    [
        (None, None, Taps(), None),
        (CHECKED, None, Taps(), CHECKED),
        (UNCHECKED, None, Taps(), UNCHECKED),
        (None, COMPANY, Taps(), CHECKED),
        (None, NOBODY, Taps(), CHECKED),
        (None, None, Taps(contradicted=True), CHECKED),
        (UNCHECKED, COMPANY, Taps(contradicted=True), UNCHECKED),
    ],
)
def test_what_is_known_of_the_facts(facts: Facts | None, fault: Fault | None, taps: Taps, known: Facts | None) -> None:
    assert facts_known(Case("Черновик", "Жалоба", facts, fault, taps=taps)) is known
