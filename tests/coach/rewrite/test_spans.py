from __future__ import annotations

import pytest

from bot.coach.coach import Coach
from bot.coach.guide import Kind
from bot.coach.model import Case, Facts, Finding, Review
from bot.coach.rewrite.rewriter import Rewriter
from bot.coach.rewrite.spans import MOST, apply
from tests.coach.rewrite.drafts import written


def finding_of(review: Review, signal: str) -> Finding:
    return next(finding for finding in review.findings if finding.signal == signal and finding.text)


def test_every_finding_offers_one_to_three_wordings(coach: Coach, rewriter: Rewriter) -> None:
    for case in written():
        review = coach.judge(case)
        for finding in review.findings:
            offered = rewriter.replacements(finding, review)
            assert 1 <= len(offered) <= MOST, (finding, offered)
            assert len(set(offered)) == len(offered)


def test_an_applied_wording_leaves_no_seam_and_heals_the_finding(coach: Coach, rewriter: Rewriter) -> None:
    for case in written():
        review = coach.judge(case)
        for finding in review.findings:
            if finding.start is None or coach.guide.signals[finding.signal].kind is not Kind.HURTS:
                continue
            for words in rewriter.replacements(finding, review):
                better = apply(case.draft, finding, words)
                assert better != case.draft
                assert not any(seam in better for seam in (" ,", ",,", ", .", " .", ",.")) or " ," in case.draft, better


@pytest.mark.parametrize(
    ("draft", "signal", "better"),
    [
        ("Согласно правилам тарифа деньги вернуть не сможем.", "rules", "Деньги вернуть не сможем."),
        ("Ответим завтра. Благодарим за понимание!", "cliche", "Ответим завтра."),
    ],
)
def test_words_taken_out_leave_whole_sentences(coach: Coach, draft: str, signal: str, better: str) -> None:
    review = coach.judge(Case(draft, "Где деньги?", Facts.UNCHECKED))
    assert apply(draft, finding_of(review, signal), "") == better


def test_a_missing_move_is_added_where_it_belongs(coach: Coach, rewriter: Rewriter) -> None:
    draft = "Здравствуйте! Проверим посылку.\nС уважением, Ольга"
    review = coach.judge(Case(draft, "Где посылка?", Facts.UNCHECKED))
    missing = {finding.signal: finding for finding in review.findings if finding.start is None}
    regret = rewriter.replacements(missing["regret"], review)[0]
    assert apply(draft, missing["regret"], regret) == f"Здравствуйте! {regret} Проверим посылку.\nС уважением, Ольга"
    step = rewriter.replacements(missing["next_step"], review)[0]
    assert apply(draft, missing["next_step"], step) == f"Здравствуйте! Проверим посылку. {step}\nС уважением, Ольга"
