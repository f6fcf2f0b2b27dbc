"""/rules: a lead says what the house wants said otherwise; it holds for everybody's next review, in every process."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from bot.coach.coach import Coach
from bot.content.voice import Voice
from bot.storage import Storage
from bot.storage.house_rules import NewHouseRule
from handlers.house import build_dispatcher
from tests.agent import Agent

LEAD, AGENT = 1, 2
RULE = "избегать: ожидайте ответа\nвместо: напишу вам сегодня до 18:00\nпочему: человек не знает, сколько ждать"
DRAFT = "Простите, что торт опоздал на три часа. Вернём 30% сегодня до 18:00. Ожидайте ответа."


def _now() -> datetime:
    return datetime.now(UTC)


@pytest.fixture
def lead(coach: Coach, storage: Storage, say: Voice) -> Agent:
    house = build_dispatcher(
        coach, storage, storage.conversation, say, clock=_now, admitted={LEAD, AGENT}, leads={LEAD}
    )
    return Agent(house, user_id=LEAD, name="Руководитель")


async def adds(lead: Agent, rule: str = RULE) -> None:
    await lead.sends("/rules")
    await lead.presses("Добавить правило")
    await lead.sends(rule)
    await lead.presses("Да, добавить")


async def verdict(agent: Agent, draft: str = DRAFT) -> str:
    await agent.sends("/cancel")
    await agent.sends(f"/check {draft}")
    return next(said.text for said in reversed(agent.messages) if "Факты и чья ошибка" in said.buttons)


async def test_a_rule_is_tried_then_kept_then_heard_by_the_whole_team(lead: Agent) -> None:
    agent = lead.another(AGENT, "Оля")
    assert "сколько ждать" not in await verdict(agent)
    await lead.sends("/rules")
    assert "Своих правил пока нет" in lead.last.text
    await lead.presses("Добавить правило")
    await lead.sends(RULE)
    assert "Проверил на примерах" in lead.last.text
    assert "Хорошие примеры из общих правил" in lead.last.text
    await lead.presses("Да, добавить")
    assert "напишу вам сегодня до 18:00" in lead.last.text
    assert "Человек не знает, сколько ждать." in await verdict(agent)


async def test_it_is_tried_on_the_leads_own_last_drafts(lead: Agent) -> None:
    await verdict(lead)
    await lead.sends("/rules " + RULE)
    assert "Ваши последние черновики: 1 из 1" in lead.last.text
    assert "• «Ожидайте ответа.»" in lead.last.text


async def test_the_texts_of_fewer_than_five_who_agreed_are_not_shown(lead: Agent) -> None:
    await verdict(lead.another(AGENT, "Оля"))
    await lead.sends("/rules " + RULE)
    assert "Черновиков команды не показываю" in lead.last.text
    assert "Ожидайте ответа" not in lead.last.text.replace("ожидайте ответа", "")


async def test_another_process_follows_at_its_next_review(
    lead: Agent, coach: Coach, say: Voice, storage: Storage
) -> None:
    twin = build_dispatcher(coach, storage, storage.conversation, say, clock=_now, admitted={AGENT})
    elsewhere = Agent(twin, user_id=AGENT)
    assert "сколько ждать" not in await verdict(elsewhere)
    await adds(lead)
    assert "сколько ждать" in await verdict(elsewhere)
    await lead.presses("1. ожидайте ответа")
    await lead.presses("Убрать правило")
    assert "сколько ждать" not in await verdict(elsewhere)


async def test_the_price_is_small_and_the_score_says_for_what(lead: Agent) -> None:
    await adds(lead, "избегать: до 18:00\nпочему: у каждого свои часы")
    await verdict(lead)
    await lead.presses("Почему такой балл?")
    shown = next(said.text for said in reversed(lead.messages) if "Слова, которых в команде избегают" in said.text)
    assert "−3 Слова, которых в команде избегают" in shown


async def test_a_better_wording_costs_nothing(lead: Agent) -> None:
    before = (await verdict(lead)).split(" из 100")[0]
    await adds(lead, "лучше: сегодня вечером\nвместо: сегодня до 18:00\nпочему: так мягче")
    after = await verdict(lead)
    assert "Так мягче" in after
    assert after.split(" из 100")[0] == before


async def test_a_rule_that_harms_good_examples_is_warned_of(lead: Agent) -> None:
    await lead.sends("/rules избегать: {вернуть}\nпочему: проверка")
    assert "Осторожно: правило задело и хорошие примеры" in lead.last.text
    await lead.presses("Не надо")
    assert "Своих правил пока нет" in lead.last.text


async def test_what_the_catalogue_has_against_the_words_to_say_is_told(lead: Agent) -> None:
    await lead.sends("/rules лучше: Ваше мнение очень важно для нас\nпочему: так велит устав")
    assert "у общих правил есть замечание" in lead.last.text
    await lead.presses("Да, добавить")
    assert (
        "мнение"
        not in (await verdict(lead, "Вернём деньги завтра до 12:00. Ваше мнение очень важно для нас.")).split(
            "Чек-лист"
        )[0]
    )


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("привет", "Не вижу самого правила"),
        ("избегать: ожидайте", "Добавьте строку «почему:»"),
        ("избегать: (ожидайте\nпочему: долго", "не хватает"),
        ("избегать: @такогонет\nпочему: долго", "нет набора слов"),
        ("избегать: а\nлучше: б\nпочему: в", "два разных правила"),
        ("избегать: а .. б .. в .. г\nпочему: долго", "замедлит каждый разбор"),
        ("избегать: " + "очень " * 40 + "\nпочему: долго", "до 120 знаков"),
        ("лучше: 🙂\nпочему: мило", "Не вижу слов"),
    ],
)
async def test_what_cannot_be_read_is_explained_and_may_be_sent_again(lead: Agent, text: str, answer: str) -> None:
    await lead.sends("/rules")
    await lead.presses("Добавить правило")
    await lead.sends(text)
    assert answer in lead.last.text
    await lead.sends(RULE)
    assert "Добавляем?" in lead.last.text


async def test_a_sticker_is_no_rule(lead: Agent) -> None:
    await lead.sends("/rules")
    await lead.presses("Добавить правило")
    await lead.sends_sticker()
    assert "Правило должно быть текстом" in lead.last.text


async def test_a_customer_who_comes_in_between_is_no_rule(lead: Agent) -> None:
    await lead.sends("/rules")
    await lead.presses("Добавить правило")
    await lead.forwards("Где заказ? Жду три часа!", sender="Ирина")
    assert "Жалоба у меня (Ирина)" in lead.last.text


async def test_markup_in_a_rule_is_shown_as_it_was_typed(lead: Agent) -> None:
    await adds(lead, "избегать: вася\nвместо: <b>Вася & Ко</b>\nпочему: <i>так</i> & иначе")
    assert "«<b>Вася & Ко</b>»" in lead.last.text
    assert "<i>так</i> & иначе." in lead.last.text


async def test_quick_taps_add_a_rule_once(lead: Agent, storage: Storage) -> None:
    await lead.sends("/rules " + RULE)
    await lead.presses("Да, добавить", times=3)
    assert len(await storage.house_rules.all()) == 1
    assert lead.unanswered == 0


async def test_the_same_rule_is_not_added_twice(lead: Agent, storage: Storage) -> None:
    await adds(lead)
    await lead.sends("/rules " + RULE.upper().replace("ПОЧЕМУ", "почему"))
    assert "уже есть, под номером 1" in lead.last.text
    assert len(await storage.house_rules.all()) == 1


async def test_an_agent_reads_the_rules_and_changes_none(lead: Agent, storage: Storage) -> None:
    await adds(lead)
    agent = lead.another(AGENT, "Оля")
    await agent.sends("/rules")
    assert "ожидайте ответа" in agent.last.text
    assert agent.last.buttons == []
    listed = agent.last
    await agent.sends("/rules " + RULE.replace("ответа", "звонка"))
    for forged in ("hr:remove:1:0", "hr:add:0:0", "hr:keep:0:0", "hr:open:1:0"):
        await agent.taps(forged, on=listed)
        assert "добавляет руководитель" in agent.alerts[-1]
    assert len(await storage.house_rules.all()) == 1


async def test_who_is_no_lead_any_more_adds_nothing(lead: Agent, storage: Storage, coach: Coach, say: Voice) -> None:
    await lead.sends("/rules")
    await lead.presses("Добавить правило")
    lead.dispatcher = build_dispatcher(
        coach, storage, storage.conversation, say, clock=_now, admitted={LEAD, AGENT}, leads={AGENT}
    )
    await lead.sends(RULE)
    assert "добавляет руководитель" in lead.last.text
    assert await storage.house_rules.all() == []


async def test_a_rule_that_can_no_longer_be_read_does_not_silence_the_others(lead: Agent, storage: Storage) -> None:
    await storage.house_rules.add(NewHouseRule("@набор_которого_нет", None, "Был такой.", costs=True), _now())
    await adds(lead)
    assert "сколько ждать" in await verdict(lead)


async def test_a_stranger_learns_nothing_of_the_rules(lead: Agent) -> None:
    await adds(lead)
    stranger = lead.another(666, "Чужой")
    await stranger.sends("/rules")
    assert "ожидайте" not in stranger.last.text


async def test_many_rules_come_in_pages(lead: Agent) -> None:
    for number in range(10):
        await adds(lead, f"избегать: слово номер{number}\nпочему: проверка {number}")
    await lead.sends("/rules")
    assert "Страница 1 из 2" in lead.last.text
    await lead.presses("Дальше →")
    assert "номер9" in lead.last.text
    await lead.presses("← Назад")
    assert "номер0" in lead.last.text


async def test_an_agent_may_disagree_with_a_house_rule(lead: Agent) -> None:
    await adds(lead)
    agent = lead.another(AGENT, "Оля")
    assert "сколько ждать" in await verdict(agent)
    await agent.presses("Не согласен")
    await agent.presses("Ожидайте ответа")
    await agent.presses("У нас так принято")
    assert "сколько ждать" not in await verdict(agent)
    await agent.sends("/ours")
    assert "Слова, которых в команде избегают" in agent.last.text
