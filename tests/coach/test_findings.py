"""What is told of a draft: the exact words that hurt, and the moves that are missing."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given

from bot.coach.findings import MISSING, collect, together
from bot.coach.guide import Kind
from bot.coach.model import Facts, Finding, Stance, Taps, Verdict
from bot.coach.rule import Part, Rule
from bot.coach.score import NEEDLESS, PREMATURE, UNCOMPENSATED, price
from bot.coach.situation import Situation
from tests.coach.situations import GUIDE, drafts, facts, signal, situation, stances

RULES = {
    "rule_rude": Rule(
        "rule_rude", Part.DRAFT, "rude", "Резко", "Потому что больно.", "Мягче.", ("да",), replacements=("Прошу",)
    ),
    "rule_law": Rule("rule_law", Part.DRAFT, "law", "Закон", "Потому что суд.", "", ("да",)),
}


def told(
    stance: Stance, *names: str, known: Facts | None = Facts.CHECKED, taps: Taps | None = None
) -> tuple[Finding, ...]:
    return collect(situation(stance, names, known, taps=taps), RULES, GUIDE)


def ids(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.rule for finding in findings]


def test_a_finding_quotes_the_words_and_says_what_its_rule_says() -> None:
    (rude,) = (finding for finding in told(Stance.MAKE_RIGHT, "rude") if finding.signal == "rude")

    assert (rude.rule, rude.start, rude.end, rude.text) == ("rule_rude", 0, 10, "слова rude")
    assert (rude.why, rude.advice, rude.replacements) == ("Потому что больно.", "Мягче.", ("Прошу",))


def test_a_rule_without_an_advice_takes_that_of_its_signal() -> None:
    (law,) = (finding for finding in told(Stance.MAKE_RIGHT, "law") if finding.signal == "law")

    assert (law.why, law.advice) == ("Потому что суд.", GUIDE.signals["law"].advice)


def test_words_that_no_rule_found_are_explained_by_their_signal() -> None:
    (doubt,) = (finding for finding in told(Stance.MAKE_RIGHT, "doubt") if finding.signal == "doubt")

    assert (doubt.why, doubt.advice) == (GUIDE.signals["doubt"].why, GUIDE.signals["doubt"].advice)


@pytest.mark.parametrize("stance", Stance)
def test_words_that_help_elsewhere_and_cost_here_are_explained_by_the_stance(stance: Stance) -> None:
    guide = GUIDE.stances[stance]
    costly = [name for name, points in guide.points.items() if points < 0 and GUIDE.signals[name].kind is Kind.HELPS]
    told_of = {finding.signal: finding for finding in told(stance, *costly) if finding.text}

    assert {name: (found.why, found.advice) for name, found in told_of.items()} == {
        name: (guide.unwelcome[name].why, guide.unwelcome[name].advice) for name in costly
    }


def test_what_is_said_of_several_words_is_said_once() -> None:
    found = {"rude": (signal("rude", "ой", 3), signal("rude", "эй", 30)), "law": (signal("law", "закон", 50),)}
    rude = Situation(situation(Stance.SHARED).case, Stance.SHARED, Facts.CHECKED, found, frozenset(found))
    groups = together(collect(rude, RULES, GUIDE))

    assert [finding.text for finding in groups[0]] == ["ой", "эй"]
    assert sorted(map(len, groups), reverse=True)[1] == 1
    assert len({(same[0].why, same[0].advice) for same in groups}) == len(groups)


def test_every_place_of_a_signal_is_told() -> None:
    found = {"rude": (signal("rude", "ой", 3), signal("rude", "эй", 30))}
    rude = Situation(situation(Stance.SHARED).case, Stance.SHARED, Facts.CHECKED, found, frozenset(found))

    assert [finding.start for finding in collect(rude, RULES, GUIDE) if finding.signal == "rude"] == [3, 30]


@pytest.mark.parametrize("known", [Facts.UNCHECKED, None])
def test_guilt_admitted_too_early_is_told_where_facts_are_unchecked_and_where_nobody_said(known: Facts | None) -> None:
    (guilt,) = (f for f in told(Stance.FIND_OUT, "responsibility", known=known) if f.rule == PREMATURE)

    assert guilt.text == "слова responsibility"
    assert guilt.signal == "responsibility"
    assert guilt.advice == GUIDE.premature.advice


@pytest.mark.parametrize("stance", [Stance.MAKE_RIGHT, Stance.GOODWILL, Stance.SHARED, Stance.FIND_OUT])
def test_guilt_admitted_of_checked_facts_is_not_premature(stance: Stance) -> None:
    assert PREMATURE not in ids(told(stance, "responsibility"))


@pytest.mark.parametrize(
    ("stance", "missing"),
    [
        (Stance.FIND_OUT, {"empathy", "regret", "help", "next_step", "specific"}),
        (Stance.MAKE_RIGHT, {"apology", "responsibility", "help", "next_step", "empathy", "specific"}),
        (Stance.GOODWILL, {"empathy", "regret", "help", "specific"}),
        (Stance.SHARED, {"empathy", "regret", "help", "next_step", "specific"}),
        (Stance.BOUNDARIES, {"specific", "next_step"}),
        (Stance.NO_COMPLAINT, {"specific"}),
    ],
)
def test_an_empty_reply_lacks_every_move_of_its_stance(stance: Stance, missing: set[str]) -> None:
    findings = told(stance)

    assert set(ids(findings)) == {MISSING + name for name in missing}
    assert all((finding.start, finding.end, finding.text) == (None, None, None) for finding in findings)
    assert all(finding.why and finding.advice for finding in findings)


def test_of_moves_that_may_stand_for_each_other_one_is_enough() -> None:
    assert MISSING + "regret" not in ids(told(Stance.FIND_OUT, "apology"))
    assert MISSING + "apology" in ids(told(Stance.MAKE_RIGHT, "regret"))


def test_a_line_tapped_as_there_or_not_needed_is_no_longer_missed() -> None:
    for verdict in (Verdict.YES, Verdict.NOT_NEEDED):
        assert MISSING + "help" not in ids(told(Stance.FIND_OUT, taps=Taps(verdicts={"help": verdict})))
    assert MISSING + "help" in ids(told(Stance.FIND_OUT, "help", taps=Taps(verdicts={"help": Verdict.NO})))


def test_a_hurting_line_tapped_clean_is_no_longer_told() -> None:
    assert "rule_but_after" in ids(told(Stance.FIND_OUT, "but_after"))
    for verdict in (Verdict.YES, Verdict.NOT_NEEDED):
        assert "rule_but_after" not in ids(told(Stance.FIND_OUT, "but_after", taps=Taps(verdicts={"but_if": verdict})))


def test_a_dismissed_finding_stays_away_and_the_others_do_not() -> None:
    findings = told(Stance.FIND_OUT, "rude", "responsibility", known=Facts.UNCHECKED)
    for gone in findings:
        left = told(
            Stance.FIND_OUT,
            "rude",
            "responsibility",
            known=Facts.UNCHECKED,
            taps=Taps(dismissed=frozenset({gone.key})),
        )
        assert left == tuple(finding for finding in findings if finding != gone)


def test_what_cannot_be_mended_asks_for_a_compensation() -> None:
    assert UNCOMPENSATED in ids(told(Stance.MAKE_RIGHT, "help", taps=Taps(irreparable=True)))
    assert UNCOMPENSATED not in ids(told(Stance.MAKE_RIGHT, "compensation", taps=Taps(irreparable=True)))


@given(stances, drafts, facts)
def test_only_what_costs_in_the_stance_is_told(stance: Stance, names: set[str], known: Facts | None) -> None:
    prices = GUIDE.stances[stance]
    quoted = {f.signal for f in told(stance, *names, known=known) if f.text and f.rule != PREMATURE}

    assert quoted == {name for name in names if price(name, prices, known) < 0}


@given(stances, drafts, facts)
def test_the_dearest_comes_first_among_words_and_among_missing_moves(
    stance: Stance, names: set[str], known: Facts | None
) -> None:
    prices, findings = GUIDE.stances[stance], told(stance, *names, known=known)
    words = [price(f.signal, prices, known) for f in findings if f.text and f.rule != PREMATURE]
    missing = [price(f.signal, prices, known) for f in findings if f.rule.startswith(MISSING)]

    assert all(left <= right for left, right in pairwise(words))
    assert all(left >= right for left, right in pairwise(missing))


@pytest.mark.parametrize(("words", "first"), [(-6, True), (-5, True), (-4, False)])
def test_words_that_stand_there_weigh_double_beside_a_missing_move(words: int, first: bool) -> None:  # noqa: FBT001 -- a column
    prices = replace(GUIDE.stances[Stance.MAKE_RIGHT], points={"rude": words, "help": 10}, must=(("help",),))
    guide = replace(GUIDE, stances={Stance.MAKE_RIGHT: prices})
    findings = collect(situation(Stance.MAKE_RIGHT, ["rude"]), RULES, guide)

    assert ids(findings) == (["rule_rude", MISSING + "help"] if first else [MISSING + "help", "rule_rude"])


def test_an_apology_for_what_did_not_happen_is_pointed_at() -> None:
    pardon = next(f for f in told(Stance.GOODWILL, "apology", taps=Taps(contradicted=True)) if f.rule == NEEDLESS)

    assert pardon.text == signal("apology").text
    assert pardon.advice == GUIDE.needless_apology.advice
