"""The better wording: its gaps are filled by taps, and one tap makes a change to the draft."""

import pytest

from bot.coach.model import Style
from bot.coach.rewrite.rewriter import ORDERS
from tests.agent import Agent

COMPLAINT = "Заказывала торт на юбилей мамы к 15:00, привезли в 18:40, гости уже разошлись!"
DRAFT = "Ирина, извините за опоздание, но в субботу пробки, а вы сами выбрали доставку. Вернём 30% стоимости."


async def _judged(agent: Agent, draft: str = DRAFT) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(draft)
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")


async def test_a_gap_is_filled_by_a_ready_answer(agent: Agent) -> None:
    await _judged(agent)
    wording = agent.last
    assert "[срок ответа]" in wording.text
    await agent.presses("завтра до 12:00")
    assert "[срок ответа]" not in wording.text
    assert "завтра до 12:00" in wording.marked("pre")[0]


async def test_a_gap_is_filled_in_own_words(agent: Agent) -> None:
    await _judged(agent)
    await agent.presses("своё")
    assert "своими словами" in agent.last.text
    await agent.sends("в понедельник утром")
    assert "в понедельник утром" in agent.last.marked("pre")[0]


async def test_a_forward_outruns_a_gap(agent: Agent) -> None:
    await _judged(agent)
    await agent.presses("своё")
    await agent.forwards("Где мой заказ? Жду третий день!", sender="Пётр")
    assert "Жалоба у меня (Пётр)" in agent.last.text


async def test_quick_taps_fill_a_gap_once(agent: Agent) -> None:
    await _judged(agent)
    await agent.presses("завтра до 12:00", times=5)
    assert agent.last.text.count("завтра до 12:00") == 1
    assert agent.unanswered == 0


async def test_one_tap_changes_the_draft_and_shows_the_difference(agent: Agent) -> None:
    await _judged(agent)
    await agent.presses("Поправить одним нажатием")
    board = next(said for said in agent.messages if "Нажмите номер" in said.text)
    assert "вы сами" in board.text
    number = next(line.split(".")[0] for line in board.text.splitlines() if "вы сами" in line)
    await agent.presses(number, on=board)
    new_draft = next(said for said in agent.messages if "Черновик теперь такой" in said.text)
    assert "вы сами" not in new_draft.text
    assert "30%" in new_draft.text
    assert any("Теперь хорошо" in said.text for said in agent.messages)


async def _offered(agent: Agent, draft: str) -> list[str]:
    await agent.sends(f"/check {draft}")
    await agent.presses("Поправить одним нажатием")
    board = next(said for said in agent.messages if "Нажмите номер" in said.text)
    return [line.split(". ", 1)[1] for line in board.text.splitlines() if line[:1].isdigit()]


async def test_no_sentence_is_offered_twice(agent: Agent) -> None:
    offered = await _offered(agent, "Ирина, заказ 4521 уже в пути.")

    assert len([line for line in offered if line.startswith("Дописать")]) > 1
    assert len(set(offered)) == len(offered)


async def test_words_that_go_with_others_are_not_taken_out_once_more(agent: Agent) -> None:
    offered = await _offered(agent, "Курьер приедет завтра. Извините, но у нас много заказов.")

    assert [line for line in offered if "много заказов" in line] == ["«но у нас много заказов» → просто убрать"]


async def test_no_change_takes_the_last_words_of_a_draft(agent: Agent) -> None:
    offered = await _offered(agent, "Ожидайте ответа.")

    assert offered
    assert not any("убрать" in line for line in offered)


async def test_another_wording_takes_the_place_of_the_first(agent: Agent) -> None:
    await _judged(agent)
    wording, first = agent.last, agent.last.marked("pre")
    await agent.presses("Ещё вариант")
    assert agent.last.id == wording.id
    assert agent.last.marked("pre") != first
    assert not agent.alerts


async def test_a_gap_is_filled_in_the_wording_that_was_chosen(agent: Agent) -> None:
    await _judged(agent)
    await agent.presses("Ещё вариант")
    chosen = agent.last.marked("pre")[0]
    await agent.presses("завтра до 12:00")
    assert agent.last.marked("pre")[0] == chosen.replace("[срок ответа]", "завтра до 12:00")


async def test_where_there_is_no_other_wording_the_bot_says_so_once(
    agent: Agent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ORDERS, None, (Style.WARM,))
    await _judged(agent)
    only = agent.last.marked("pre")
    await agent.presses("Ещё вариант")
    assert agent.alerts == ["Другого варианта, который сохранил бы все факты, у меня нет."]
    assert agent.last.marked("pre") == only
    assert not any("Ещё вариант" in label for label in agent.keys)


async def test_no_change_is_offered_that_lowers_the_score(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends("Наталья, очень жаль, что так вышло, но курьер с тортом в пробке стоял. Вернём вам половину.")
    await agent.presses("Сразу разбор")
    before = _score(agent)
    await agent.presses("Поправить одним нажатием")
    board = next(said for said in agent.messages if "Нажмите номер" in said.text)
    numbers = [line.split(".")[0] for line in board.text.splitlines() if line[:1].isdigit()]
    assert numbers
    await agent.presses(numbers[0], on=board)
    assert _score(agent) >= before


def _score(agent: Agent) -> int:
    """Of the newest verdict."""
    verdicts = [said.text for said in agent.messages if " из 100 " in said.text.splitlines()[0]]
    return int(verdicts[-1].split(" из 100")[0].split()[-1])


async def test_a_change_settles_what_the_agent_said_was_missing(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends("Понимаем, как обидно остаться без торта. Вернём половину завтра до 12:00.")
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")
    await agent.presses("Поправить одним нажатием")
    board = next(said for said in agent.messages if "Нажмите номер" in said.text)
    number = next(line.split(".")[0] for line in board.text.splitlines() if "Дописать" in line)
    added = next(line for line in board.text.splitlines() if line.startswith(f"{number}. ")).split("«")[1].rstrip("»")
    await agent.presses(number, on=board)
    await agent.presses("Поправить одним нажатием")
    assert not any("Нажмите номер" in said.text and added in said.text for said in agent.messages[-2:])
