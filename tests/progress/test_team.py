"""What a team has in common: one voice each, five at least, and no sentence that tells whose it is."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

import pytest

from bot.progress.team import WEEK, nobodys, team_report, weeks_back
from bot.storage.team import TeamReview

NOW = datetime(2026, 3, 20, 12, 0, tzinfo=UTC)
WEIGHTS = {"blame_customer": 20.0, "cliche": 5.0, "missing_empathy": 10.0}
SENTENCE = "Вы сами указали неверный адрес"


def review(who: int, *names: str, agreed: bool = True, draft: str = f"{SENTENCE} номер {{who}}.") -> TeamReview:
    found = [
        {"rule": name, "signal": name.removeprefix("missing_"), "start": None if "missing" in name else 0}
        for name in names
    ]
    return TeamReview(who, NOW, {"findings": found}, draft.format(who="абвгдежз"[who % 8]) if agreed else None)


def team(count: int, *names: str, agreed: bool = True) -> tuple[TeamReview, ...]:
    return tuple(review(who, *names, agreed=agreed) for who in range(count))


def test_of_four_agents_nothing_is_told() -> None:
    told = team_report([(NOW - WEEK, team(4, "cliche"))], WEIGHTS)
    assert (told.weeks, told.needs, told.known) == ((), (), False)


def test_the_gravest_of_the_frequent_come_first() -> None:
    told = team_report([(NOW - WEEK, team(5, "cliche", "missing_empathy", "blame_customer", "unknown"))], WEIGHTS)
    assert [need.name for need in told.needs] == ["blame_customer", "missing_empathy", "cliche"]
    assert [need.share for need in told.needs] == [1.0, 1.0, 1.0]


def test_each_agent_is_one_voice_however_much_they_write() -> None:
    loud = [review(0, "cliche") for _ in range(40)]
    quiet = [review(who) for who in range(1, 5)]
    told = team_report([(NOW - WEEK, [*loud, *quiet])], WEIGHTS)
    assert [(need.name, need.share) for need in told.needs] == [("cliche", 0.2)]


def test_what_is_rare_is_no_need() -> None:
    reviews = [review(who % 10, *(["cliche"] if who == 0 else [])) for who in range(20)]
    assert team_report([(NOW - WEEK, reviews)], WEIGHTS).needs == ()


@pytest.mark.parametrize(("now", "change"), [(5, 0), (6, 0), (10, 1), (2, -1)])
def test_the_week_before_tells_the_direction(now: int, change: int) -> None:
    def some(with_it: int) -> list[TeamReview]:
        # Twenty agents: each twentieth is five percent.
        return [review(who, *(["cliche"] if who < with_it else [])) for who in range(20)]

    told = team_report([(NOW - 2 * WEEK, some(5 if now != 6 else 6)), (NOW - WEEK, some(now))], WEIGHTS)
    assert told.needs[0].change == change


def test_sentences_are_shown_of_five_who_agreed_and_of_no_fewer() -> None:
    few = [*team(4, "blame_customer"), review(4, "blame_customer", agreed=False), review(5, "blame_customer")]
    assert team_report([(NOW - WEEK, few[:5])], WEIGHTS).needs[0].examples == ()
    shown = team_report([(NOW - WEEK, few)], WEIGHTS).needs[0].examples
    assert len(shown) == 2
    assert len(set(shown)) == 2
    assert all(sentence.startswith(SENTENCE) for sentence in shown)


def test_a_missing_move_has_no_words_to_show() -> None:
    assert team_report([(NOW - WEEK, team(6, "missing_empathy"))], WEIGHTS).needs[0].examples == ()


def test_a_sentence_names_nobody_and_no_order() -> None:
    assert nobodys("Ирина Петровна, вы сами указали адрес в заказе 45 821-А.") == "вы сами указали адрес в заказе …-А."
    assert nobodys("Вернём 30% до 18:00.") == "Вернём 30% до 18:00."


def test_weeks_lie_back_to_back_up_to_now() -> None:
    weeks = weeks_back(NOW, 3)
    assert weeks[-1][1] == NOW
    assert all(end == start for (_, end), (start, _) in pairwise(weeks))
