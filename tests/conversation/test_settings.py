"""Settings are changed by taps and remembered."""

from bot.storage import Storage
from tests.agent import Agent


async def test_preferences_turn_and_stay(agent: Agent, storage: Storage) -> None:
    await agent.sends("/settings")
    await agent.presses("рад / рада")
    await agent.presses("рад / рада")
    await agent.presses("вы / Вы")
    await agent.presses("канал")
    kept = await storage.agents.preferences(7)
    assert (kept.gender, kept.address_form, kept.usual_channel) == ("f", "Вы", "chat")
    assert "рада" in agent.last.text


async def test_a_signature_is_asked_and_can_be_removed(agent: Agent, storage: Storage) -> None:
    await agent.sends("/settings")
    await agent.presses("подпись")
    await agent.sends("Ольга, <служба> заботы")
    assert (await storage.agents.preferences(7)).signature == "Ольга, <служба> заботы"
    await agent.presses("подпись")
    await agent.sends("-")
    assert (await storage.agents.preferences(7)).signature is None


async def test_a_zone_is_found_by_city_or_offset(agent: Agent, storage: Storage) -> None:
    await agent.sends("/settings")
    await agent.presses("часовой пояс")
    await agent.sends("где-то далеко")
    assert "не знаю" in agent.last.text
    await agent.sends("Екатеринбург")
    assert (await storage.agents.preferences(7)).time_zone == "Asia/Yekaterinburg"
    await agent.presses("часовой пояс")
    await agent.sends("+3")
    assert (await storage.agents.preferences(7)).time_zone == "Etc/GMT-3"
    assert "Часовой пояс: UTC+3" in agent.last.text


async def test_a_command_leaves_a_question_unanswered(agent: Agent) -> None:
    await agent.sends("/settings")
    await agent.presses("подпись")
    await agent.sends("/check Здравствуйте! Вернём деньги завтра.")
    assert any("из 100" in said.text for said in agent.messages)


async def test_after_a_command_the_open_question_is_forgotten(agent: Agent, storage: Storage) -> None:
    await agent.sends("/settings")
    await agent.presses("подпись")
    await agent.sends("/history")
    await agent.sends("Здравствуйте! Вернём деньги завтра.")
    assert "Факты проверены?" in agent.last.text
    assert (await storage.agents.preferences(7)).signature is None
    await agent.sends("/settings")
    await agent.presses("подпись")
    await agent.sends("/cancel")
    assert "Убрал всё со стола" in agent.last.text
