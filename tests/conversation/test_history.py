"""/history: leafing, looking for, opening, reading again by today's rules, comparing two."""

from __future__ import annotations

from datetime import timedelta

import pytest
import regex

from bot.coach.coach import Coach
from bot.content import load_guide
from bot.content.voice import Voice
from bot.storage import Preferences, Storage
from handlers.house import build_dispatcher
from tests.agent import Agent
from tests.conversation.broadcast import House, build_house
from tests.loaded import the_rules

COMPLAINT = "Торт привезли на три часа позже, гости разошлись."
BAD = "Извините, но вы сами указали неверный адрес."
GOOD = (
    "Ирина, простите нас: торт опоздал, это наша ошибка. Понимаю, как обидно встретить гостей без торта. "
    "Вернём деньги до пятницы и напишем вам, как только они уйдут."
)


@pytest.fixture
def house(coach: Coach, storage: Storage, say: Voice) -> House:
    return build_house(coach, storage, say)


async def writes(agent: Agent, *drafts: str) -> None:
    for draft in drafts:
        await agent.sends("/cancel")
        await agent.forwards(COMPLAINT)
        await agent.sends(f"/check {draft}")


def listed(agent: Agent) -> list[str]:
    """The buttons that open reviews: «22.11 13:00 · 41 · Ирина, …»."""
    return [label for label in agent.last.buttons if regex.match(r"\d\d\.\d\d \d\d:\d\d · ", label)]


async def test_the_history_lists_opens_and_pages(agent: Agent) -> None:
    for number in range(8):
        await agent.sends(f"/check Здравствуйте! Вернём {number + 1}00 ₽ за чайник завтра.")
    await agent.sends("/history")
    assert "разборы: 8" in agent.last.text
    await agent.presses("Старее")
    await agent.presses(listed(agent)[-1])
    assert "Вернём 100 ₽" in agent.last.text
    await agent.presses("К списку")
    assert "разборы: 8" in agent.last.text
    assert len(listed(agent)) == 2


async def test_an_empty_history_says_how_to_begin(agent: Agent) -> None:
    await agent.sends("/history")
    assert "Разборов пока нет" in agent.last.text
    assert not agent.last.buttons


async def test_words_after_the_command_are_looked_for_in_any_case(agent: Agent) -> None:
    await writes(agent, "Вернём деньги за ЁЛКУ завтра.", BAD)
    await agent.sends("/history елку")
    assert "Нашлось разборов: 1" in agent.last.text
    assert "елку" in agent.last.text
    await agent.presses(listed(agent)[0])
    assert "ЁЛКУ" in agent.last.text
    await agent.sends("/history")
    assert "Прошлые разборы: 2" in agent.last.text


async def test_words_are_asked_for_and_cleared(agent: Agent) -> None:
    await writes(agent, BAD, GOOD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    await agent.presses("Слова")
    await agent.sends_sticker()
    assert "Какие слова искать" in agent.last.text
    await agent.sends("ОБИДНО   встретить")
    assert len(listed(agent)) == 1
    await agent.presses("Поиск и отбор")
    await agent.presses("Сбросить")
    await agent.presses("Показать: 2")
    assert len(listed(agent)) == 2


async def test_scores_are_chosen_by_taps(agent: Agent) -> None:
    await writes(agent, BAD, GOOD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    for expected, count in (("до 49", 1), ("от 50 до 79", 0), ("от 80", 1), ("любой", 2)):
        await agent.presses("Балл")
        assert f"Балл: {expected}" in agent.last.buttons
        assert f"Показать: {count}" in agent.last.buttons


async def test_dates_are_chosen_by_taps(house: House) -> None:
    agent = house.agent
    await writes(agent, BAD)
    house.clock.advance(timedelta(days=10))
    await writes(agent, GOOD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    await agent.presses("Когда")
    assert "Когда: за неделю" in agent.last.buttons
    await agent.presses("Показать: 1")
    assert "простите нас" in listed(agent)[0]


async def test_a_signal_is_chosen_from_those_that_were_found(agent: Agent) -> None:
    await writes(agent, BAD, GOOD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    await agent.presses("Замечание")
    assert not any("blame" in label for label in agent.last.buttons)
    await agent.presses("Виноват клиент · 1")
    assert "Замечание: Виноват клиент" in agent.last.text
    await agent.presses("Показать: 1")
    await agent.presses(listed(agent)[0])
    assert "вы сами" in agent.last.text


async def test_nothing_found_offers_to_look_otherwise(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.sends("/history <b>жираф</b> & Ко")
    assert "Таких разборов нет" in agent.last.text
    assert "<b>жираф</b> & Ко" in agent.last.text
    await agent.presses("Сбросить")
    await agent.presses("Показать: 1")
    assert len(listed(agent)) == 1


async def test_a_customers_words_are_no_answer_to_what_to_look_for(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    await agent.presses("Слова")
    await agent.forwards(COMPLAINT, sender="Павел")
    assert "Жалоба у меня (Павел)" in agent.last.text
    await agent.sends("Павел, вернём деньги завтра.")
    assert "Факты проверены?" in agent.last.text


async def test_a_command_is_no_answer_to_what_to_look_for(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.sends("/history")
    await agent.presses("Поиск и отбор")
    await agent.presses("Слова")
    await agent.sends("/settings")
    assert "Настройки" in agent.last.text


async def test_the_same_rules_say_the_same_of_the_same_words(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(BAD)
    await agent.presses("Да, проверены")
    await agent.presses("Расходится")
    await agent.presses("Готово, разбор")
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    await agent.presses("Перечитать по сегодняшним правилам")
    assert "так же" in agent.last.text
    assert "Замечания те же" in agent.last.text
    await agent.presses("К разбору")
    assert "Черновик" in agent.last.text


async def test_hidden_data_is_named_as_a_cause_where_something_else_is_read(agent: Agent) -> None:
    await writes(agent, BAD + " Звоните на +7 912 345-67-89.")
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    await agent.presses("Перечитать по сегодняшним правилам")
    assert ("личные данные скрыты" in agent.last.text) == ("Замечания те же" not in agent.last.text)


async def test_todays_rules_show_what_they_no_longer_find_fault_with(
    agent: Agent, storage: Storage, say: Voice
) -> None:
    await writes(agent, BAD)
    loaded = the_rules()
    gentle = [rule for rule in loaded.rules if rule.signal != "blame_customer"]
    milder = Coach(gentle, loaded.sets, load_guide())
    dispatcher = build_dispatcher(milder, storage, storage.conversation, say, clock=agent.telegram.clock)
    later = Agent(dispatcher, telegram=agent.telegram)
    await later.sends("/history")
    await later.presses(listed(later)[0])
    await later.presses("Перечитать по сегодняшним правилам")
    assert "По сегодняшним правилам:" in later.last.text
    assert "вы сами" in later.last.text.split("Больше не замечаю")[1]


async def test_what_became_our_way_since_is_not_found_when_read_again(agent: Agent) -> None:
    await writes(agent, BAD, BAD)
    await agent.presses("Не согласен")
    await agent.presses("Виноват клиент: но вы сами")
    await agent.presses("У нас так принято")
    await agent.sends("/history")
    await agent.presses(listed(agent)[1])
    await agent.presses("Перечитать по сегодняшним правилам")
    assert "вы сами" in agent.last.text.split("Больше не замечаю")[1]


async def test_what_was_our_way_once_is_found_again_when_it_is_no_more(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.presses("Не согласен")
    await agent.presses("Виноват клиент: но вы сами")
    await agent.presses("У нас так принято")
    await writes(agent, BAD.replace("Извините", "Простите"))
    await agent.sends("/ours")
    await agent.presses("Замечать снова: 1")
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    await agent.presses("Перечитать по сегодняшним правилам")
    assert "вы сами" in agent.last.text.split("Теперь замечаю")[1]


async def test_two_are_compared_by_choosing_one_after_the_other(agent: Agent) -> None:
    await writes(agent, GOOD, BAD)
    await agent.sends("/history")
    bad, good = listed(agent)
    await agent.presses(bad)
    await agent.presses("Сравнить с другим")
    assert "С чем сравнить?" in agent.last.text
    assert listed(agent) == [good]
    await agent.presses(good)
    shown = agent.last.text
    assert regex.search(r"(\d+) → (\d+)", shown)
    assert "Виноват клиент" in shown.split("Появилось:")[1].split("Ушло:")[0]
    assert "Сочувствие" in shown.split("Ушло:")[1]
    assert "простите нас" in shown.split("Было")[1].split("Стало")[0]
    await agent.presses("К разбору")
    assert "вы сами" in agent.last.text


async def test_versions_are_compared_word_by_word(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends("/check Ирина, вернём деньги за торт в пятницу.")
    await agent.sends("Ирина, мы вернём деньги за торт завтра до 12:00.")
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    await agent.presses("Сравнить с прошлой версией")
    underlined = agent.last.marked("underline")
    assert {"мы", "завтра", "до 12:00"} <= {words.strip() for words in underlined}
    assert "Ирина" not in "".join(underlined)


async def test_a_lonely_review_has_nothing_to_be_compared_with(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    await agent.presses("Сравнить с другим")
    assert "не с чем" in agent.last.text


async def test_without_texts_scores_and_signals_are_still_compared(agent: Agent, storage: Storage) -> None:
    await agent.sends("/start")
    await storage.agents.save_preferences(7, Preferences(keep_texts=False), agent.telegram.clock())
    await writes(agent, BAD, GOOD)
    await agent.sends("/history")
    await agent.presses(agent.last.buttons[0])
    assert "Перечитать по сегодняшним правилам" not in agent.last.buttons
    await agent.presses("Сравнить с другим")
    await agent.presses(listed(agent)[0])
    assert "Ушло: " in agent.last.text
    assert "Было" not in agent.last.text


async def test_nobody_opens_reads_or_compares_anothers_review(agent: Agent) -> None:
    await writes(agent, BAD, GOOD)
    other = agent.another(8, "Пётр")
    await other.sends("/history")
    for data in ("h:open:1:0:0", "h:recheck:1:0:0", "h:versus:1:0:2", "h:page:0:0:1"):
        await other.taps(data, on=other.last)
        assert "вы сами" not in other.last.text
        assert "простите нас" not in other.last.text


async def test_an_old_or_forged_button_is_answered(agent: Agent) -> None:
    await writes(agent, BAD)
    await agent.sends("/history")
    for data in ("h:open:999:0:0", "h:page:600:0:0", "h:about:999:0:0", "h:whatever:1:0:0", "h:versus:1:0:0"):
        await agent.taps(data, on=agent.last)
    assert agent.unanswered == 0
    await agent.sends("/history")
    assert len(listed(agent)) == 1


async def test_huge_texts_fit_one_message(agent: Agent) -> None:
    long = "Ирина, <b>простите</b> & вернём деньги, потому что вы сами 🙂. " * 60
    await writes(agent, long, "Павел! " + long)
    await agent.sends("/history")
    await agent.presses(listed(agent)[0])
    assert len(agent.last.text) <= 4096
    await agent.presses("Сравнить с другим")
    await agent.presses(listed(agent)[0])
    assert len(agent.last.text) <= 4096
