"""«Не согласен»: why in one tap; what is the custom of the house is not spoken of again, to this agent."""

from __future__ import annotations

from dataclasses import replace

import regex

from bot.storage import Preferences, Storage
from bot.storage.disagreements import NewDisagreement, Reason
from tests.agent import Agent
from tests.said import Said

COMPLAINT = "Заказывала торт на юбилей мамы к 15:00, привезли в 18:40, гости уже разошлись!"
DRAFT = "Ирина, извините за опоздание. Вы сами указали неверный адрес. Вернём 30% до пятницы."
WORDS = "Вы сами указали"


def board(agent: Agent) -> Said:
    return next(
        said for said in reversed(agent.messages) if "из 100" in said.text and "Факты и чья ошибка" in said.buttons
    )


def score(said: Said) -> int:
    found = regex.search(r"(\d+) из 100", said.text)
    assert found is not None
    return int(found[1])


async def judged(agent: Agent, draft: str = DRAFT) -> Said:
    await agent.sends("/cancel")
    await agent.forwards(COMPLAINT)
    await agent.sends(draft)
    await agent.presses("Сразу разбор")
    return board(agent)


async def disagrees(agent: Agent, why: str, words: str = WORDS) -> None:
    await agent.presses("Не согласен")
    await agent.presses(words)
    assert "Почему не согласны?" in "".join(said.text for said in agent.messages)
    await agent.presses(why)


async def test_a_finding_disagreed_with_goes_from_sight_and_from_the_score(agent: Agent, storage: Storage) -> None:
    before = score(shown := await judged(agent))
    assert f"«{WORDS}" in shown.text
    await disagrees(agent, "Не по делу")
    assert f"«{WORDS}" not in board(agent).text
    assert score(board(agent)) > before
    assert "Пригодится" in agent.alerts[-1]
    (remembered,) = await storage.disagreements.of_agent(7)
    assert (remembered.reason, remembered.sentence) == ("false_alarm", "Вы сами указали неверный адрес.")
    (review,), _ = await storage.reviews.page(7, 0, 5)
    assert review.score == score(board(agent))
    assert not any(WORDS in (finding["text"] or "") for finding in review.review["findings"])


async def test_what_is_not_to_the_point_is_said_again_of_the_next_draft(agent: Agent) -> None:
    await judged(agent)
    await disagrees(agent, "Не по делу")
    assert f"«{WORDS}" in (await judged(agent)).text


async def test_what_is_our_way_is_not_said_of_the_next_draft_nor_counted(agent: Agent) -> None:
    before = score(await judged(agent))
    await disagrees(agent, "У нас так принято")
    assert "/ours" in agent.alerts[-1]
    again = await judged(agent, DRAFT.replace("Вы сами указали", "ВЫ САМИ УКАЗАЛИ") + " Позвоню завтра до 12:00.")
    assert "ВЫ САМИ" not in again.text
    assert score(await judged(agent)) > before


async def test_the_same_rule_still_speaks_of_other_words(agent: Agent) -> None:
    await judged(agent)
    await disagrees(agent, "У нас так принято")
    other = await judged(agent, "Ирина, извините за опоздание. Это ваша вина. Вернём 30% до пятницы.")
    assert "ваша вина" in other.text.lower()


async def test_it_is_one_agents_way_and_nobody_elses(agent: Agent) -> None:
    await judged(agent)
    await disagrees(agent, "У нас так принято")
    assert f"«{WORDS}" in (await judged(agent.another(8, "Пётр"))).text


async def test_our_ways_are_listed_and_taken_back_by_a_tap(agent: Agent) -> None:
    await agent.sends("/ours")
    assert "пока ничего" in agent.last.text
    await judged(agent)
    await disagrees(agent, "У нас так принято")
    await agent.sends("/ours")
    assert WORDS in agent.last.text
    await agent.presses("Замечать снова: 1")
    assert WORDS not in agent.last.text
    assert f"«{WORDS}" in (await judged(agent)).text


async def test_the_settings_lead_to_our_ways(agent: Agent) -> None:
    await agent.sends("/settings")
    await agent.presses("что у нас принято")
    assert "пока ничего" in agent.last.text


async def test_a_missing_move_may_be_our_way_too(agent: Agent) -> None:
    bare = "Ирина, вернём 30% за торт до пятницы."
    await judged(agent, bare)
    await agent.presses("Не согласен")
    missing = agent.messages[-2].buttons[0] if "С чем" in agent.messages[-2].text else agent.last.buttons[0]
    await agent.presses(missing)
    await agent.presses("У нас так принято")
    await judged(agent, bare)
    await agent.presses("Не согласен")
    assert not any(missing in said.buttons for said in agent.messages)


async def test_what_no_words_and_no_rule_name_is_listed_readably(agent: Agent, storage: Storage) -> None:
    await agent.sends("/start")
    nameless = NewDisagreement("unanswered_when", "", Reason.OUR_WAY)
    await storage.disagreements.add(7, nameless, agent.telegram.clock())
    await storage.disagreements.add(7, replace(nameless, rule="missing_empathy"), agent.telegram.clock())
    await storage.disagreements.add(7, replace(nameless, rule="gone", words="<b>так</b> & сяк"), agent.telegram.clock())
    await agent.sends("/ours")
    assert "1. «<b>так</b> & сяк»" in agent.last.text
    assert "2. Не прошу: Сочувствие" in agent.last.text
    assert "3. Не напоминаю, что вопрос" in agent.last.text


async def test_a_second_quick_tap_takes_nothing_else_away(agent: Agent, storage: Storage) -> None:
    await judged(agent, "Извините, но вы сами указали адрес. Это ваша вина. По закону вернём за десять дней.")
    await agent.presses("Не согласен")
    await agent.presses("ваша вина")
    await agent.presses("Не по делу", times=3)
    assert len(await storage.disagreements.of_agent(7)) == 1


async def test_who_will_see_the_sentence_is_said_before_the_tap(agent: Agent, storage: Storage) -> None:
    await judged(agent)
    await agent.presses("Не согласен")
    await agent.presses(WORDS)
    assert any("без вашего имени" in said.text for said in agent.messages)
    await storage.agents.save_preferences(7, Preferences(keep_texts=False), agent.telegram.clock())
    await judged(agent)
    await disagrees(agent, "Не по делу")
    (remembered,) = await storage.disagreements.of_agent(7)
    assert (remembered.words, remembered.sentence) == ("", None)


async def test_the_way_back_leads_through_the_list_to_the_verdict(agent: Agent, storage: Storage) -> None:
    await judged(agent)
    await agent.presses("Не согласен")
    await agent.presses(WORDS)
    await agent.presses("← Назад")
    await agent.presses("← Назад")
    assert f"«{WORDS}" in board(agent).text
    assert await storage.disagreements.of_agent(7) == []


async def test_a_reason_from_an_old_or_forged_button_changes_nothing(agent: Agent, storage: Storage) -> None:
    shown = await judged(agent)
    await agent.taps("v:2:our_way:12345", on=shown)
    await agent.taps("v:99:our_way:12345", on=shown)
    await agent.taps("o:424242", on=shown)
    assert await storage.disagreements.of_agent(7) == []
    assert agent.unanswered == 0
    assert f"«{WORDS}" in (await judged(agent)).text
