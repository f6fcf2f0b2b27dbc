"""The play: what patience costs, what facts change, how the customer takes a reply."""

from __future__ import annotations

from bot.coach.coach import Coach
from bot.coach.model import Stance
from bot.content.cases import Mood
from bot.content.drills import Drills
from bot.drills.checks import DOUBT, TEMPLATES
from bot.drills.play import Ending, Play, can_look, look, minutes_left, reply, right_stance
from bot.drills.reaction import impatience, reaction
from bot.drills.summary import summary, weak_signal

FINDING_OUT = (
    "Светлана, очень жаль, что чайник потёк. Понимаю, как неприятно вытирать воду с новой столешницы. "
    "Сейчас узнаю на складе, что с этой партией, и сегодня до 18:00 напишу вам."
)


def test_looking_around_costs_patience_and_the_deciding_fact_changes_the_stance(drills: Drills) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id)
    assert right_stance(case, play) is Stance.FIND_OUT
    look(case, play, 0)
    assert minutes_left(case, play) == 14
    assert right_stance(case, play) is Stance.MAKE_RIGHT
    assert not can_look(case, play, 0)


def test_a_new_deciding_fact_asks_for_the_stance_anew(drills: Drills) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id, stance="find_out")
    look(case, play, 1)
    assert play.stance == "find_out"
    look(case, play, 0)
    assert play.stance is None


def test_who_looks_too_long_is_written_to_and_may_only_answer(drills: Drills) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id)
    for place in (0, 1, 2):
        look(case, play, place)
    assert play.late
    assert impatience(case, play, drills)
    assert not any(can_look(case, play, place) for place in range(len(case.actions)))
    assert play.ending is None


def test_a_promise_buys_time_before_the_facts_and_they_satisfy_after(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id)
    look(case, play, 1)
    review = reply(case, play, FINDING_OUT, coach, drills)
    assert play.turns[0].waits
    assert "жду" in reaction(case, play, review, drills) or "узнавайте" in reaction(case, play, review, drills)
    assert minutes_left(case, play) == case.patience
    look(case, play, 0)
    reply(
        case,
        play,
        "Простите нас, это наша ошибка: в партии плохой шов. Курьер привезёт замену до 19:00.",
        coach,
        drills,
    )
    assert play.ending is Ending.SATISFIED


def test_the_best_answer_without_the_facts_satisfies_nobody(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id)
    reply(case, play, case.model, coach, drills)
    assert play.turns[0].mood != Mood.SATISFIED


def test_kind_words_said_once_do_not_carry_a_template_or_a_wound(drills: Drills, coach: Coach) -> None:
    case = drills.cases["headphones_silent"]
    for text in (*TEMPLATES, DOUBT):
        play = Play(case.id)
        reply(case, play, "Артём, очень жаль, что правый наушник замолчал накануне поезда.", coach, drills)
        reply(case, play, text, coach, drills)
        assert play.turns[1].score <= 45, text
        assert play.turns[1].mood in {Mood.ANGRIER, Mood.LEAVES}


def test_a_template_makes_the_customer_leave_after_the_nerves_of_the_level(drills: Drills, coach: Coach) -> None:
    for name, count in (("kettle_leaks", 3), ("double_charge", 2)):
        play = Play(name)
        while play.ending is None:
            reply(drills.cases[name], play, TEMPLATES[len(play.turns)], coach, drills)
        assert (play.ending, len(play.turns)) == (Ending.LEFT, count)


def test_the_customer_answers_to_the_words_and_not_twice_the_same(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id, seed=3)
    said = [reaction(case, play, reply(case, play, DOUBT, coach, drills), drills) for _ in range(3)]
    assert any("Вы уверены" in line or "доказывать" in line or "не верите" in line for line in said)
    assert len(set(said)) == 3


def test_another_seed_says_it_otherwise(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    said = set()
    for seed in range(4):
        play = Play(case.id, seed=seed)
        said.add(reaction(case, play, reply(case, play, "Понимаю вас, но ждите.", coach, drills), drills))
    assert len(said) > 1


def test_a_calm_customer_never_says_the_lines_of_a_hot_one(drills: Drills, coach: Coach) -> None:
    hot = {line for lines in drills.reactions.hurts.values() for level in (2, 3) for line in lines.get(level, ())}
    case = drills.cases["kettle_leaks"]
    for seed in range(20):
        play = Play(case.id, seed=seed)
        said = reaction(case, play, reply(case, play, DOUBT, coach, drills), drills)
        assert not any(line.replace("{words}", "Вы уверены") in said for line in hot)


def test_the_customer_takes_up_what_was_offered_and_nothing_else(drills: Drills, coach: Coach) -> None:
    case = drills.cases["sea_view"]
    offers = {
        "Переселим вас в люкс сегодня до 18:00.": "Люкс?",
        "Вернём 5 800 ₽ на карту сегодня до 18:00.": "я почти",
    }
    for offer, answer in offers.items():
        play = Play(case.id, taken=list(case.deciding))
        text = f"Лариса, простите нас, это наша ошибка. Представляю, как обидно увидеть забор вместо моря. {offer}"
        assert answer in reaction(case, play, reply(case, play, text, coach, drills), drills)
        assert play.ending is Ending.SATISFIED


def test_the_summary_tells_what_turned_the_talk(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id, stance="make_right")
    for _ in range(3):
        reply(case, play, "Вы уверены, что чайник потёк? Вы сами его перелили.", coach, drills)
    told = summary(case, play, coach.guide)
    assert told.ending is Ending.LEFT
    assert told.turning is not None
    assert not told.turning.better
    assert told.turning.words in "Вы уверены, что чайник потёк? Вы сами его перелили."
    assert (told.chosen, told.then, told.right) == (Stance.MAKE_RIGHT, Stance.FIND_OUT, Stance.MAKE_RIGHT)
    assert told.overlooked == ("Посмотреть возвраты модели",)
    assert weak_signal(play)


def test_what_was_missing_turns_the_talk_where_no_words_did(drills: Drills, coach: Coach) -> None:
    case = drills.cases["kettle_leaks"]
    play = Play(case.id)
    for _ in range(3):
        reply(case, play, "Чайник, понятно.", coach, drills)
    turning = summary(case, play, coach.guide).turning
    assert turning is not None
    assert turning.why
    assert not turning.words


def test_a_play_survives_being_stored(drills: Drills, coach: Coach) -> None:
    case = drills.cases["double_charge"]
    play = Play(case.id, seed=5)
    look(case, play, 0)
    reply(case, play, TEMPLATES[0], coach, drills)
    assert Play.load(play.dump()) == play
