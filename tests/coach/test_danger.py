"""Complaints of harm, danger, despair, leaks and legal papers, which nobody should answer alone, and near misses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.coach.attention import plea
from bot.coach.coach import Coach
from bot.coach.model import Ask, Danger, Feeling, Plea, Signal
from bot.coach.rule import Part
from bot.coach.text import Text
from tests.loaded import the_catalogue

CATALOGUE = the_catalogue(Part.COMPLAINT)
CASES = [json.loads(line) for line in (Path(__file__).parent / "danger.jsonl").read_text(encoding="utf-8").splitlines()]

# Written apart from the rules and from what the learned reader is taught on: how it fares with strangers' words.
ASIDE = Path(__file__).parent.parent / "aside" / "dangers.jsonl"
UNSEEN = [json.loads(line) for line in ASIDE.read_text(encoding="utf-8").splitlines()]


def heard(complaint: str) -> Plea:
    signals: dict[str, tuple[Signal, ...]] = {}
    for hit in CATALOGUE.read(Text.parse(complaint)):
        found = Signal(hit.signal, hit.start, hit.end, complaint[hit.start : hit.end], hit.rule.id)
        signals[hit.signal] = (*signals.get(hit.signal, ()), found)
    return plea(signals)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:40])
def test_a_danger_is_heard_and_a_figure_of_speech_is_none(case: dict[str, str | None]) -> None:
    dangers = heard(str(case["text"])).dangers

    assert dangers[:1] == ((Danger(case["kind"]),) if case["kind"] else ())


def test_most_dangers_that_nobody_taught_are_heard_and_few_harmless_words_alarm(coach: Coach) -> None:
    alarms = {case["text"]: coach.plea(str(case["text"])).dangers for case in UNSEEN}
    dangerous = {case["text"] for case in UNSEEN if case["kind"]}
    heard_of = {text for text, dangers in alarms.items() if dangers}

    assert len(dangerous & heard_of) / len(dangerous) >= 0.65
    assert len(dangerous & heard_of) / len(heard_of) >= 0.9


def test_the_set_is_large_enough_to_mean_something() -> None:
    dangerous = [case for case in CASES if case["kind"]]

    assert len(dangerous) >= 30
    assert len(CASES) - len(dangerous) >= 30
    assert {case["kind"] for case in dangerous} == set(Danger)


def test_what_is_most_urgent_comes_first() -> None:
    assert heard("Проводка искрит, дочь ударило током, жалоба и досудебная претензия").dangers == (
        Danger.SAFETY,
        Danger.HEALTH,
        Danger.LAWYER,
    )


@pytest.mark.parametrize(
    ("complaint", "asks", "feeling"),
    [
        ("Верните деньги, сил нет ждать, товар бракованный!", (Ask.REFUND,), Feeling.TIRED),
        ("Свадьба завтра, а платье не привезли. Помогите!", (), Feeling.WORRIED),
        ("Испортили маме юбилей, торт раздавлен. Обидно.", (), Feeling.HURT),
        ("Браво, третий раз привезли не тот диван. Замените товар.", (Ask.REPLACEMENT,), Feeling.MOCKING),
        ("Безобразие! Списали дважды. Объясните и верните деньги.", (Ask.REFUND, Ask.EXPLANATION), Feeling.ANGRY),
        ("Жду извинений от вашего водителя, он нахамил.", (Ask.APOLOGY,), None),
        ("Чайник пришёл без крышки.", (), None),
        ("Спасибо, до слёз трогательный подарок, рыдала от счастья!", (), None),
        ("Браво, лучший кофе в городе!", (), None),
    ],
)
def test_what_is_asked_for_and_felt_is_named_only_where_it_is_sure(
    complaint: str, asks: tuple[Ask, ...], feeling: Feeling | None
) -> None:
    understood = heard(complaint)

    assert (understood.asks, understood.feeling) == (asks, feeling)
