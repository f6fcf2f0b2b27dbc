"""The coach as a whole: the same words get the same review, and any text gets one."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli.cases import readable
from bot.coach.as_json import COMPLAINT_SIGNALS, DRAFT_SIGNALS, as_json
from bot.coach.model import Case, Channel, Facts, Fault, Review, Stance, Style, Taps, Verdict
from bot.content import load_coach
from tests.coach.strategies import ANY, GLUED, HOSTILE, repeated
from tests.loaded import the_coach

COACH = the_coach()
COMPLAINT = "Заказывала торт на юбилей мамы к 15:00, привезли в 18:40! Надпись смазана. Верните деньги, обманщики!"
BAD = (
    "Ирина, приносим извинения за доставленные неудобства, но в субботу пробки и курьер не виноват. "
    "По вашим словам надпись смазана, пришлите фото торта. Вернём 30% стоимости."
)
GOOD = (
    "Ирина, простите нас: торт опоздал к юбилею мамы, это наша ошибка. Понимаю, как обидно остаться без праздника. "
    "Вернём всю стоимость торта до пятницы, напишу вам, как только деньги уйдут."
)

maybe_complaint = st.one_of(st.none(), ANY, st.just(COMPLAINT))
cases = st.builds(
    Case,
    ANY,
    maybe_complaint,
    st.sampled_from([None, *Facts]),
    st.sampled_from([None, *Fault]),
    st.sampled_from([None, *Channel]),
)


def check(review: Review) -> None:
    """What holds of any review."""
    draft, complaint = review.case.draft, review.case.complaint or ""
    for text, found in ((draft, review.signals), (complaint, review.complaint_signals)):
        for name, signals in found.items():
            assert signals
            for signal in signals:
                assert signal.name == name
                assert 0 <= signal.start < signal.end <= len(text)
                assert text[signal.start : signal.end] == signal.text
            assert all(left.end <= right.start for left, right in pairwise(signals))
    for finding in review.findings:
        if finding.start is None or finding.end is None:
            assert (finding.start, finding.end, finding.text) == (None, None, None)
        else:
            assert draft[finding.start : finding.end] == finding.text
        assert finding.why
    assert 0 <= review.score <= 100
    assert sum(part.points for part in review.parts) == review.score
    json.dumps(as_json(review))


def printable(case: Case) -> Case:
    """The case as it comes through any of our doors: without lone surrogates."""
    return replace(case, draft=readable(case.draft), complaint=case.complaint and readable(case.complaint))


@settings(max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(cases)
def test_any_text_is_judged(case: Case) -> None:
    check(COACH.judge(case))


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(cases.map(printable))
def test_any_text_is_reviewed_with_better_wordings(case: Case) -> None:
    check(COACH.advise(case))


@pytest.mark.parametrize("piece", HOSTILE, ids=ascii)
def test_a_hostile_run_of_the_longest_accepted_length_is_judged(piece: str) -> None:
    check(COACH.judge(Case(repeated(piece), COMPLAINT)))
    check(COACH.judge(Case(GOOD, repeated(piece))))


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(cases, st.lists(GLUED, max_size=3))
def test_a_review_depends_on_its_case_alone(case: Case, between: list[str]) -> None:
    first = COACH.judge(case)
    for text in between:
        COACH.judge(Case(f"{text}\n{case.draft}", text))

    assert COACH.judge(case) == first


def test_a_fresh_coach_says_the_same_as_a_worn_one() -> None:
    fresh = load_coach()

    assert all(fresh.review(COMPLAINT, draft) == COACH.review(COMPLAINT, draft) for draft in (BAD, GOOD))


def test_a_good_reply_scores_far_above_a_bad_one() -> None:
    bad, good = (COACH.review(COMPLAINT, draft, Facts.CHECKED, Fault.COMPANY) for draft in (BAD, GOOD))

    assert bad.stance is good.stance is Stance.MAKE_RIGHT
    assert bad.score + 30 < good.score
    assert {"but_after", "doubt", "cliche"} <= {finding.signal for finding in bad.findings if finding.text}
    assert not [finding for finding in good.findings if finding.text]


@pytest.mark.parametrize("draft", [BAD, GOOD])
@pytest.mark.parametrize("facts", [None, *Facts])
@pytest.mark.parametrize("fault", [None, *Fault])
def test_length_alone_changes_no_score(draft: str, facts: Facts | None, fault: Fault | None) -> None:
    once = COACH.review(COMPLAINT, draft, facts, fault)
    twice = COACH.review(COMPLAINT, f"{draft}\n\n{draft}", facts, fault)

    assert set(twice.signals) == set(once.signals)
    assert (twice.score, twice.parts, twice.stance) == (once.score, once.parts, once.stance)


def test_a_dismissed_finding_stays_away_and_costs_nothing() -> None:
    case = Case(BAD, COMPLAINT, Facts.CHECKED, Fault.COMPANY)
    before = COACH.judge(case)
    gone = next(finding for finding in before.findings if finding.signal == "but_after")
    after = COACH.judge(Case(BAD, COMPLAINT, Facts.CHECKED, Fault.COMPANY, taps=Taps(dismissed=frozenset({gone.key}))))

    assert gone not in after.findings
    assert after.score > before.score


def test_a_customer_who_asks_for_the_terms_may_be_told_them() -> None:
    draft = "По правилам тарифа деньги не возвращаем."
    told, answered = (COACH.review(f"Деньги списали дважды! {more}", draft) for more in ("", "На каком основании?"))

    assert "rules" in told.signals
    assert "rules" in answered.signals
    assert "rules" in {finding.signal for finding in told.findings}
    assert "rules" not in {finding.signal for finding in answered.findings}
    assert told.score < answered.score


@pytest.mark.parametrize("complaint", [None, "", "  \n "])
def test_an_empty_complaint_is_none(complaint: str | None) -> None:
    review = COACH.review(complaint, "Заменим экран завтра.")

    assert review.complaint_signals == {}
    assert [signal.text for signal in review.signals["specific"]] == ["экран"]


def test_a_glance_tells_what_a_text_would_carry_as_either() -> None:
    as_draft, as_complaint = COACH.glance(
        "Извините, вернём деньги завтра. Опоздали на три часа, привезли не тот заказ!"
    )

    assert {"apology", "help"} <= as_draft
    assert "company_fault" in as_complaint


REVIEW_KEYS = {"id", "score", "stance", "signals", "complaint_signals", "criteria", "findings", "rewrites"}
FINDING_KEYS = {"rule", "signal", "start", "end", "text", "why", "advice"}


@pytest.mark.parametrize("draft", [BAD, GOOD, "Нарушений не выявлено, умоляем понять, отказываем."])
@pytest.mark.parametrize(("facts", "fault"), [(None, None), (Facts.UNCHECKED, None), (None, Fault.COMPANY)])
def test_a_review_as_json_is_what_the_interface_promises(draft: str, facts: Facts | None, fault: Fault | None) -> None:
    row = as_json(COACH.review(COMPLAINT, draft, facts, fault), "x-1")

    assert row.keys() >= REVIEW_KEYS
    assert row["id"] == "x-1"
    assert isinstance(row["score"], int)
    assert row["stance"] in list(Stance)
    assert row["signals"].keys() <= set(DRAFT_SIGNALS)
    assert row["complaint_signals"].keys() <= set(COMPLAINT_SIGNALS)
    for text, found in ((draft, row["signals"]), (COMPLAINT, row["complaint_signals"])):
        for place in (place for places in found.values() for place in places):
            assert place.keys() >= {"start", "end", "text"}
            assert text[place["start"] : place["end"]] == place["text"]
    assert all(line.keys() >= {"id", "verdict", "why"} for line in row["criteria"])
    assert {line["verdict"] for line in row["criteria"]} <= set(Verdict)
    for finding in row["findings"]:
        assert finding.keys() >= FINDING_KEYS
        if finding["text"] is None:
            assert (finding["start"], finding["end"]) == (None, None)
        else:
            assert draft[finding["start"] : finding["end"]] == finding["text"]
    for rewrite in row["rewrites"]:
        assert rewrite.keys() >= {"style", "text", "slots", "score"}
        assert rewrite["style"] in list(Style)
        assert all(slot in rewrite["text"] for slot in rewrite["slots"])
    assert json.loads(json.dumps(row)) == row


def test_a_missing_move_has_no_place() -> None:
    row = as_json(COACH.review(COMPLAINT, "Ждите.", Facts.CHECKED, Fault.COMPANY))
    missing = [finding for finding in row["findings"] if finding["rule"].startswith("missing_")]

    assert missing
    assert all((f["start"], f["end"], f["text"]) == (None, None, None) for f in missing)


def test_our_own_helpers_are_findings_and_no_signals() -> None:
    row = as_json(COACH.review(COMPLAINT, "Нарушений не выявлено.", Facts.CHECKED, Fault.COMPANY))

    assert "denial" in {finding["signal"] for finding in row["findings"]}
    assert "denial" not in row["signals"]


def test_a_signal_that_is_absent_has_no_key() -> None:
    row = as_json(COACH.review(None, "Извините."))

    assert set(row["signals"]) == {"apology"}
    assert row["complaint_signals"] == {}
    assert row["id"] is None


def test_facts_that_nobody_spoke_of_are_not_called_unchecked() -> None:
    told = {facts: COACH.judge(Case(BAD, COMPLAINT, facts)) for facts in (None, Facts.UNCHECKED)}

    assert {review.stance for review in told.values()} == {Stance.FIND_OUT}
    assert told[None].stance_why == COACH.guide.stances[Stance.FIND_OUT].why_unknown
    assert told[Facts.UNCHECKED].stance_why == COACH.guide.stances[Stance.FIND_OUT].why
