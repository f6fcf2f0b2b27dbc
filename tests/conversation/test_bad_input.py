"""Whatever comes, the answer is clear, nothing crashes and nothing is said twice."""

import pytest

from bot.storage import Storage
from tests.agent import Agent

DRAFT = "Здравствуйте! Извините за ожидание. Вернём деньги завтра до 12:00."


@pytest.mark.parametrize("text", ["😀😀😀", "\u200b\u200b\u200b.", "...", "12345", "👍🏽"])
async def test_a_text_without_words_is_answered_kindly(agent: Agent, text: str) -> None:
    await agent.sends(text)
    assert "нет слов" in agent.last.text


@pytest.mark.parametrize(
    "text", ["We are sorry for the delay", "Сәлеметсіз бе, тапсырысыңыз ертең жеткізіледі, кешіріңіз"]
)
async def test_another_language_is_admitted(agent: Agent, text: str) -> None:
    await agent.sends(text)
    assert "только русский" in agent.last.text


async def test_eight_thousand_characters_are_read_though_telegram_cuts_them(agent: Agent) -> None:
    text = ("Здравствуйте! Извините за ожидание, вернём деньги завтра. " * 200)[:7_990]
    await agent.sends(text)
    await agent.presses("Сразу разбор")
    boards = [said for said in agent.messages if "из 100" in said.text and "Почему такой балл?" in said.buttons]
    assert len(boards) == 1


async def test_more_than_that_gets_a_clear_answer(agent: Agent) -> None:
    await agent.sends("Извините за ожидание. " * 400)
    assert any("8 000" in said.text for said in agent.messages)


async def test_markup_characters_are_only_characters(agent: Agent) -> None:
    await agent.forwards("<b>Вася & Ко</b> *привезли* _битое_ `стекло` <script>", sender="<i>Вася & Ко")
    assert "<i>Вася & Ко" in agent.last.text
    await agent.sends("Здравствуйте! <b>Но вы сами виноваты</b> & всё. Вернём 5 < 6 рублей завтра.")
    await agent.presses("Сразу разбор")
    await agent.sends("/history")
    await agent.presses(agent.last.buttons[0])
    assert "<b>Но вы сами виноваты</b> & всё" in agent.last.text


async def test_ten_quick_taps_give_one_verdict(agent: Agent, storage: Storage) -> None:
    await agent.sends(DRAFT)
    await agent.presses("Сразу разбор", times=10)
    _, total = await storage.reviews.page(7, 0, 20)
    assert total == 1
    assert agent.unanswered == 0


async def test_a_tap_on_an_old_message_is_explained(agent: Agent) -> None:
    await agent.sends(DRAFT)
    board = agent.last
    await agent.sends("/cancel")
    await agent.taps("c:1:now:", on=board)
    assert "старого разбора" in agent.alerts[-1]


async def test_a_forged_button_is_explained(agent: Agent) -> None:
    await agent.sends(DRAFT)
    await agent.taps("v:999:drop:5", on=agent.last)
    await agent.taps("что-то чужое", on=agent.last)
    assert len(agent.alerts) == 2


async def test_stickers_and_voices_get_a_pointer(agent: Agent) -> None:
    await agent.sends_sticker()
    assert "только текст" in agent.last.text
    await agent.sends_voice()
    assert "только текст" in agent.last.text
    await agent.sends_location()
    assert "только текст" in agent.last.text


async def test_an_unknown_command_points_to_help(agent: Agent) -> None:
    await agent.sends("/fly")
    assert "/help" in agent.last.text


async def test_an_edit_before_the_verdict_keeps_the_checklist(agent: Agent) -> None:
    draft = await agent.sends(DRAFT)
    await agent.edits(draft, DRAFT + " Спасибо!")
    assert len(agent.messages) == 1
    await agent.presses("Сразу разбор")


async def test_cancel_clears_the_desk(agent: Agent) -> None:
    await agent.sends("/cancel")
    assert "и так пусто" in agent.last.text
    await agent.sends(DRAFT)
    await agent.sends("/cancel")
    assert "Убрал" in agent.last.text
