"""What to play next."""

from __future__ import annotations

from datetime import date, timedelta

from bot.content.drills import Drills
from bot.drills.choice import Result, choose, due_cases, first_free, level
from bot.drills.play import Ending

TODAY = date(2026, 11, 20)


def played(case: str, ending: Ending, ago: int = 0, at: int = 1) -> Result:
    return Result(case, at, TODAY - timedelta(days=ago), ending)


def test_a_newcomer_starts_on_the_first_level_with_what_is_weak(drills: Drills) -> None:
    choice = choose(drills.cases, [], ["apology"], TODAY)
    assert choice is not None
    assert choice.case.level == 1
    assert choice.case.signals[0] == "apology"
    assert not choice.repeats


def test_two_won_in_a_row_lead_up_and_two_lost_down() -> None:
    won = [played("a", Ending.SATISFIED), played("b", Ending.SATISFIED)]
    assert level(won[:1]) == 1
    assert level(won) == 2
    assert level([*won, played("c", Ending.SATISFIED, at=2), played("d", Ending.SATISFIED, at=2)]) == 3
    assert level([*won, played("c", Ending.LEFT, at=2), played("d", Ending.UNCONVINCED, at=2)]) == 1
    assert level([*won, played("c", Ending.LEFT, at=2), played("d", Ending.SATISFIED, at=2)]) == 2


def test_an_easy_win_on_a_lower_level_leads_nowhere() -> None:
    won = [played("a", Ending.SATISFIED), played("b", Ending.SATISFIED)]
    assert level([*won, played("c", Ending.SATISFIED, at=1), played("d", Ending.SATISFIED, at=1)]) == 2


def test_a_won_case_rests_thirty_days(drills: Drills) -> None:
    for ago, comes in ((29, False), (30, True)):
        results = [played(name, Ending.SATISFIED, ago) for name in drills.cases]
        assert (choose(drills.cases, results, [], TODAY) is not None) == comes


def test_when_all_rest_the_day_of_the_first_is_known(drills: Drills) -> None:
    results = [played(name, Ending.SATISFIED, 3) for name in drills.cases]
    assert first_free(drills.cases, results) == TODAY + timedelta(days=27)
    assert first_free(drills.cases, []) is None


def test_a_lost_case_comes_back_after_one_three_and_seven_days() -> None:
    results: list[Result] = []
    came = []
    for day in range(30):
        today = TODAY + timedelta(days=day)
        if not results or due_cases(results, today):
            results.append(Result("a", 1, today, Ending.LEFT))
            came.append(day)
    assert came == [0, 1, 3, 7]


def test_a_case_won_after_all_its_returns_rests() -> None:
    results = [played("a", Ending.LEFT, ago) for ago in (20, 19, 17)] + [played("a", Ending.SATISFIED, 13)]
    assert not due_cases([*results, played("a", Ending.SATISFIED, 2)], TODAY)
    assert due_cases([*results, played("a", Ending.LEFT, 2)], TODAY)


def test_what_is_due_goes_before_what_is_new(drills: Drills) -> None:
    choice = choose(drills.cases, [played("boots_sole", Ending.UNCONVINCED, ago=1)], ["empathy"], TODAY)
    assert choice is not None
    assert choice.case.id == "boots_sole"
    assert choice.repeats


def test_a_lost_case_does_not_come_back_the_same_day(drills: Drills) -> None:
    choice = choose(drills.cases, [played("boots_sole", Ending.LEFT)], ["apology"], TODAY)
    assert choice is not None
    assert choice.case.id != "boots_sole"


def test_a_case_that_is_gone_from_content_is_passed_by(drills: Drills) -> None:
    choice = choose(drills.cases, [played("no_such_case", Ending.LEFT, ago=1)], [], TODAY)
    assert choice is not None
    assert not choice.repeats


def test_four_weeks_bring_a_new_customer_every_day(drills: Drills) -> None:
    results: list[Result] = []
    for day in range(28):
        today = TODAY + timedelta(days=day)
        choice = choose(drills.cases, results, ["empathy", "help"], today)
        assert choice is not None
        results.append(Result(choice.case.id, choice.case.level, today, Ending.SATISFIED))
    assert len({result.case for result in results}) == 28
