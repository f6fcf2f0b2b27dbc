"""The test language itself: what a test says happens, and a mistake in a test explains itself."""

from __future__ import annotations

import pytest

from tests.agent import Agent
from tests.playground.demo import demo


@pytest.fixture
def agent() -> Agent:
    return Agent(demo())


async def test_a_sent_text_reaches_the_handlers_and_the_answer_is_the_last_message(agent: Agent) -> None:
    await agent.sends("привет <3")
    assert agent.last.text == "text: привет <3"
    assert agent.last.html == "text: привет &lt;3"


async def test_a_press_edits_the_message_in_place_and_its_answer_is_kept(agent: Agent) -> None:
    await agent.sends("/start")
    greeting = agent.last
    assert greeting.buttons == ["Больше", "Меньше", "Скопировать"]
    assert greeting.folded == ["Сложенная\nцитата"]
    await agent.presses("Больше")
    assert greeting.text == "Нажато: more"
    assert greeting.edited
    assert agent.alerts == ["Принято"]
    assert agent.unanswered == 0


async def test_a_copy_button_fills_the_clipboard(agent: Agent) -> None:
    await agent.sends("/start")
    await agent.presses("Скопировать")
    assert agent.clipboard == "Сочувствую вам."


async def test_a_button_that_fits_twice_is_an_error_that_names_both(agent: Agent) -> None:
    await agent.sends("/start")
    with pytest.raises(AssertionError, match="«ьше» подходит к нескольким кнопкам: «Больше», «Меньше»"):
        await agent.presses("ьше")


async def test_a_missing_button_is_an_error_that_shows_the_conversation(agent: Agent) -> None:
    await agent.sends("/start")
    with pytest.raises(AssertionError, match=r"(?s)Кнопки «Дальше» нет.*Разговор:.*\[Больше\] \[Меньше\]"):
        await agent.presses("Дальше")


async def test_keys_of_the_reply_keyboard_send_their_text(agent: Agent) -> None:
    await agent.sends("/keys")
    assert agent.keys == ["Да", "Нет"]
    await agent.presses("Нет")
    assert agent.last.text == "text: Нет"
    await agent.sends("/unkeys")
    assert agent.keys == []


async def test_forwards_come_with_their_origin(agent: Agent) -> None:
    await agent.forwards("Экран <поцарапан>", sender="Ирина")
    assert agent.last.text == "Переслано от Ирина: Экран <поцарапан>"
    await agent.forwards_hidden("Роллы", sender="Скрытый Гость")
    assert agent.last.text == "Переслано от Скрытый Гость: Роллы"
    await agent.forwards_from_channel("Отзыв", title="Книга жалоб")
    assert agent.last.text == "Переслано от Книга жалоб: Отзыв"


async def test_a_burst_with_a_comment_comes_comment_first(agent: Agent) -> None:
    await agent.forwards("раз", "два", comment="вот она")
    assert [said.text for said in agent.chat[:3]] == ["вот она", "раз", "два"]


async def test_an_album_shares_its_group_and_a_photo_keeps_its_caption(agent: Agent) -> None:
    await agent.forwards_album("Царапина", None)
    first, second = agent.chat[:2]
    assert first.wire["media_group_id"] == second.wire["media_group_id"]
    await agent.forwards_photo("Вот экран")
    assert agent.last.text == "Переслано от Ирина: Вот экран"


async def test_replies_carry_a_quote(agent: Agent) -> None:
    said = await agent.sends("Деньги вернём завтра")
    await agent.replies(said, "когда именно?", quote="завтра")
    assert agent.last.text == "Цитата: завтра"


async def test_an_edit_reaches_the_bot(agent: Agent) -> None:
    said = await agent.sends("чрновик")
    await agent.edits(said, "черновик")
    assert agent.last.text == "Теперь так: черновик"


async def test_a_text_over_the_limit_is_cut_as_the_apps_do(agent: Agent) -> None:
    await agent.sends("/start " + "слово " * 1000)
    mine = [said for said in agent.chat if "слово слово" in said.text and said.wire["from"]["id"] == 7]
    assert [len(said.text) <= 4096 for said in mine] == [True, True]


@pytest.mark.parametrize(
    ("verb", "kind"), [("sends_sticker", "sticker"), ("sends_voice", "voice"), ("sends_location", "location")]
)
async def test_other_kinds_of_messages_come_as_such(agent: Agent, verb: str, kind: str) -> None:
    await getattr(agent, verb)()
    assert agent.last.text == f"{kind}:"


async def test_the_bot_sends_photos_documents_and_polls(agent: Agent) -> None:
    await agent.sends("/send photo")
    assert agent.last.wire["photo"][0]["width"] == 320
    assert agent.last.html == "<i>График</i>"
    await agent.sends("/send document")
    assert agent.last.wire["document"]["file_name"] == "отчёт.txt"
    await agent.sends("/send poll")
    await agent.votes(agent.last, 1)
    assert agent.last.text == "Голос: [1]"


async def test_two_people_have_two_chats_with_one_bot(agent: Agent) -> None:
    boris = agent.another(8, "Борис")
    await boris.sends("это я")
    assert boris.last.text == "text: это я"
    assert agent.messages == []


async def test_quick_taps_all_reach_the_bot(agent: Agent) -> None:
    await agent.sends("/start")
    with pytest.raises(Exception, match="message is not modified"):
        await agent.presses("Больше", times=3)
    assert len(agent.telegram.chats.queries) == 3
