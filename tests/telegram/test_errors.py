from __future__ import annotations

import pytest

from bot.errors import describe
from tests.telegram.conftest import SORRY, Polling
from tests.telegram.events import PERSON, message
from tests.telegram.faults import Fault, refused
from tests.telegram.peer import BotApiPeer


async def test_a_broken_handler_gets_the_agent_a_kind_sentence_and_the_log_a_place(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling():
        await peer.deliver(message("сломайся"))
        (call,) = await peer.until("sendMessage")
    assert call.params["text"] == SORRY
    assert "ValueError (tests.telegram.conftest:" in caplog.text
    assert "on_message" in caplog.text
    assert "клиент писал" not in caplog.text


async def test_a_broken_tap_stops_spinning_and_gets_the_sentence(peer: BotApiPeer, polling: Polling) -> None:
    async with polling():
        await peer.deliver(peer.press("сломайся"))
        (call,) = await peer.until("sendMessage")
    assert call.params["text"] == SORRY
    assert len(peer.accepted("answerCallbackQuery")) == 1


async def test_who_blocked_the_bot_is_not_written_to_again(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    peer.blocked.add(PERSON)
    async with polling():
        await peer.deliver(message("привет"))
        await peer.until("sendMessage", accepted=False)
    assert len([call for call in peer.calls if call.method == "sendMessage"]) == 1
    assert not [record for record in caplog.records if record.levelname == "ERROR"]


GONE = [
    refused(403, "Forbidden: user is deactivated"),
    refused(403, "Forbidden: bot was kicked from the supergroup chat"),
    refused(403, "Forbidden: the group chat was deleted"),
    refused(403, "Forbidden: bot can't initiate conversation with a user"),
    refused(400, "Bad Request: chat not found"),
    refused(400, "Bad Request: group chat was deactivated"),
    refused(400, "Bad Request: PEER_ID_INVALID"),
]


@pytest.mark.parametrize("fault", GONE, ids=lambda fault: fault.description)
async def test_a_chat_that_is_gone_is_not_written_to_again_and_others_are_answered(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture, fault: Fault
) -> None:
    peer.fault("sendMessage", fault)
    async with polling():
        await peer.deliver(message("привет", chat=8))
        await peer.until("sendMessage", accepted=False)
        await peer.deliver(message("а я здесь"))
        await peer.until("sendMessage")
    assert [call.params["chat_id"] for call in peer.calls if call.method == "sendMessage"] == ["8", str(PERSON)]
    assert not [record for record in caplog.records if record.levelname in {"ERROR", "WARNING"}]


async def test_an_apology_that_cannot_be_sent_does_not_break_the_next_answer(
    peer: BotApiPeer, polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    async with polling():
        peer.blocked.add(PERSON)
        await peer.deliver(message("сломайся"))
        await peer.until("sendMessage", accepted=False)
        peer.blocked.clear()
        await peer.deliver(message("а теперь?"))
        await peer.until("sendMessage")
    assert "и сказать об этом не вышло: TelegramForbiddenError" in caplog.text
    assert "клиент писал" not in caplog.text


def test_a_description_names_the_cause_and_quotes_nothing() -> None:
    def read() -> None:
        try:
            _ = dict[str, str]()["слова клиента"]
        except KeyError as error:
            raise RuntimeError("слова клиента") from error

    with pytest.raises(RuntimeError) as caught:
        read()
    told = describe(caught.value)
    assert told.startswith("RuntimeError (tests.telegram.test_errors:")
    assert "из-за KeyError (tests.telegram.test_errors:" in told
    assert "слова" not in told
