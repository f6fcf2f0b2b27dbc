"""The main job: a complaint and a draft in; checklist, verdict and a better wording out."""

import pytest

from bot.storage import Storage
from tests.agent import Agent

COMPLAINT = "Заказывала торт на юбилей мамы к 15:00, привезли в 18:40, гости уже разошлись!"
DRAFT = "Ирина, извините за опоздание, но в субботу пробки, а вы сами выбрали доставку. Вернём 30% до пятницы."
BETTER = (
    "Ирина, простите нас: торт опоздал к юбилею мамы, это наша ошибка. Понимаю, как обидно остаться без праздника. "
    "Вернём всю стоимость торта до пятницы, напишу вам, как только деньги уйдут."
)


async def test_from_forward_to_verdict_in_three_taps(agent: Agent) -> None:
    await agent.forwards(COMPLAINT, sender="Ирина")
    assert "Жалоба у меня (Ирина)" in agent.last.text
    await agent.sends(DRAFT)
    assert "Факты проверены?" in agent.last.text
    assert "30%" in agent.last.text
    assert "до пятницы" in agent.last.text
    await agent.presses("Да, проверены")
    assert "Чья ошибка?" in agent.last.text
    await agent.presses("Наша")
    assert "Сочувствие" in agent.last.text
    assert "вы сами" in agent.last.text or "но" in agent.last.text
    await agent.presses("Готово, разбор")
    board = next(said for said in agent.messages if "из 100" in said.text and "Исправить" in said.text)
    assert "Сначала исправьте" in board.text
    assert board.folded


async def test_one_tap_gives_the_verdict_at_any_moment(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(DRAFT)
    await agent.presses("Сразу разбор")
    assert any("из 100" in said.text for said in agent.messages)


async def test_the_checklist_is_one_message_edited_in_place(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(DRAFT)
    board = agent.last
    await agent.presses("Да, проверены")
    await agent.presses("Клиента")
    await agent.presses("Готово, разбор")
    assert board.edited
    assert "из 100" in board.text


async def test_a_line_of_the_checklist_is_corrected_by_a_tap(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends("Здравствуйте! Вернём деньги за торт завтра.")
    await agent.presses("Ещё нет")
    assert "Сочувствие: нет" in agent.last.buttons
    await agent.presses("Сочувствие: нет")
    assert "Сочувствие: не нужно" in agent.last.buttons


async def test_the_verdict_quotes_the_words_and_offers_a_wording_that_can_be_copied(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(DRAFT)
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")
    board = agent.messages[-2]
    assert "вы сами" in board.text
    wording = agent.last
    assert wording.marked("pre")
    assert "30%" in wording.text
    assert "до пятницы" in wording.text
    if len(wording.marked("pre")[0]) <= 256:
        await agent.presses("Скопировать")
        assert agent.clipboard == wording.marked("pre")[0]


async def test_an_edited_draft_is_judged_again_and_the_difference_is_shown(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    draft = await agent.sends(DRAFT)
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")
    await agent.edits(draft, BETTER)
    shown = [said.text for said in agent.messages if "→" in said.text and "Теперь хорошо" in said.text]
    assert shown
    assert "Ответственность" in shown[-1]


async def test_a_better_draft_sent_as_a_new_message_is_compared_too(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(DRAFT)
    await agent.presses("Сразу разбор")
    await agent.sends(BETTER)
    assert any("Теперь хорошо" in said.text for said in agent.messages)


async def test_why_shows_parts_that_add_up(agent: Agent) -> None:
    await agent.forwards(COMPLAINT)
    await agent.sends(DRAFT)
    await agent.presses("Сразу разбор")
    await agent.presses("Почему такой балл?")
    board = next(said for said in agent.messages if "Из чего балл" in said.text)
    lines = board.text.split("Из чего балл")[1].split("=")
    points = [int(line.split()[0].replace("−", "-")) for line in lines[0].splitlines() if line.strip()]
    assert sum(points) == int(lines[1].strip())


async def test_the_history_holds_no_personal_data(agent: Agent, storage: Storage) -> None:
    await agent.sends("/check Здравствуйте! Перезвоним на +7 912 345-67-89 по заказу № 4471, вернём 2 340 ₽.")
    rows, _ = await storage.reviews.page(7, 0, 1)
    assert "912" not in rows[0].draft
    assert "4471" in rows[0].draft
    assert "2 340 ₽" in rows[0].draft


async def test_one_reason_for_several_words_is_given_once(agent: Agent) -> None:
    await agent.sends("/check Мы приняли ваше обращение в работу и обязательно разберёмся.")
    board = next(said for said in agent.messages if "Чек-лист" in said.text)

    assert "«приняли ваше обращение в работу», «обязательно разберёмся» — " in board.text
    assert board.text.count("человек понимает, что о нём забудут") == 1


@pytest.mark.parametrize("words", ["привет", "Ты кто?", "Как тобой пользоваться?", "С чего начать"])
async def test_words_to_the_bot_itself_are_no_complaint(agent: Agent, words: str) -> None:
    await agent.sends(words)
    assert "Как пользоваться" in agent.last.text


async def test_a_greeting_while_a_complaint_waits_is_its_draft(agent: Agent) -> None:
    await agent.forwards("Заказ не привезли, жду третий день!")
    await agent.sends("Здравствуйте!")
    assert "Как пользоваться" not in agent.last.text
