"""What the bot hears in a complaint, and when it says not to answer alone."""

import pytest

from tests.agent import Agent

DRAFT = "Здравствуйте! Извините за ожидание. Вернём деньги завтра до 12:00."
BURNT = "Купила у вас пилинг, он сжёг мне лицо! Верните деньги. Ирина"


async def test_the_note_says_what_the_customer_asks_for_and_feels(agent: Agent) -> None:
    await agent.forwards("Третий раз звоню, курьера нет, сколько можно? Верните деньги!", sender="Анна")
    assert "Просит: вернуть деньги. Похоже, человек устал." in agent.last.text
    assert "Жалоба у меня (Анна)" in agent.last.text


async def test_nothing_is_said_of_a_customer_who_asks_for_nothing(agent: Agent) -> None:
    await agent.forwards("Спасибо, стрижка отличная!", sender="Анна")
    assert "Просит" not in agent.last.text
    assert "Похоже" not in agent.last.text


async def test_a_danger_is_told_before_the_checklist_in_it_and_with_the_verdict(agent: Agent) -> None:
    await agent.forwards(BURNT, sender="Ирина")
    assert "Не отвечайте в одиночку" in agent.last.text
    await agent.sends(DRAFT)
    assert agent.last.text.startswith("⚠️ Речь о здоровье.")
    assert "Факты проверены?" in agent.last.text
    await agent.presses("Сразу разбор")
    assert any(said.text.startswith("⚠️ Речь о здоровье.") and "из 100" in said.text for said in agent.messages)


async def test_a_faultless_draft_is_not_called_ready_where_nobody_should_answer_alone(agent: Agent) -> None:
    ready = (
        "Ирина, простите нас, это наша вина. Представляю, как больно и страшно за лицо. "
        "Деньги за пилинг вернём сегодня до 18:00, и я напишу вам."
    )
    await agent.sends(f"Жалоба: {BURNT}\nОтвет: {ready}")
    await agent.presses("Да, проверены")
    await agent.presses("Наша")
    await agent.presses("Готово, разбор")

    verdict = next(said for said in agent.messages if "Чек-лист" in said.text)
    assert "Отправляйте только вместе с теми, кого я назвал выше" in verdict.text
    assert "Можно отправлять" not in verdict.text


async def test_a_pasted_pair_shows_the_danger_on_its_first_screen(agent: Agent) -> None:
    await agent.sends(f"Жалоба: {BURNT}\nОтвет: {DRAFT}")
    assert "Не отвечайте в одиночку" in agent.last.text


async def test_a_pasted_complaint_shows_it_too(agent: Agent) -> None:
    await agent.sends("У вас в подъезде пахнет газом, никто не едет! Верните деньги за вызов")
    assert "104" in agent.last.text


async def test_a_figure_of_speech_is_no_danger(agent: Agent) -> None:
    await agent.forwards("Цены убийственные, газовая плита поцарапана, сроки сгорели. Верните деньги!", sender="Анна")
    assert "в одиночку" not in agent.last.text
    assert "Просит: вернуть деньги." in agent.last.text


async def test_another_order_number_comes_first_and_one_tap_corrects_it(agent: Agent) -> None:
    await agent.forwards("Заказ 4512 не приехал, я жду третий день. Верните деньги!", sender="Анна")
    await agent.sends("Извините за ожидание. Деньги за заказ 4521 вернём завтра до 12:00.")
    await agent.presses("Сразу разбор")
    verdict = next(said for said in agent.messages if "из 100" in said.text and "Сначала исправьте" in said.text)
    assert "Сначала исправьте\n«4521» — У клиента 4512" in verdict.text
    await agent.presses("Поправить одним нажатием")
    assert any("«4521» → «4512»" in said.text for said in agent.messages)
    await agent.presses("1")
    assert any("Деньги за заказ 4512 вернём завтра" in said.text for said in agent.messages)


async def test_a_wording_that_keeps_another_order_number_says_so(agent: Agent) -> None:
    await agent.forwards("Заказ 4512 не приехал, я жду третий день. Верните деньги!", sender="Анна")
    await agent.sends("Извините, но вы сами виноваты. Деньги за заказ 4521 вернём завтра.")
    await agent.presses("Сразу разбор")
    wording = next(said for said in agent.messages if "Так может быть лучше" in said.text)
    assert "4521" in wording.marked("pre")[0]
    assert "Сверьте перед отправкой, у клиента иначе: «4521»." in wording.text


async def test_an_unanswered_question_is_quoted(agent: Agent) -> None:
    await agent.forwards("Курьер не приехал. Когда вернёте деньги?", sender="Анна")
    await agent.sends("Здравствуйте. Нам очень жаль. Спасибо за обратную связь, она важна для нас.")
    await agent.presses("Сразу разбор")
    assert any("Клиент спросил: «Когда вернёте деньги?»" in said.text for said in agent.messages)


async def test_names_with_markup_do_not_break_the_note(agent: Agent) -> None:
    await agent.forwards("Верните деньги за <b>стул</b> & стол!", sender="<b>Вася & Ко")
    assert "Просит: вернуть деньги." in agent.last.text


async def test_an_edited_complaint_is_heard_anew(agent: Agent) -> None:
    pasted = await agent.sends("Купила у вас пилинг. Верните деньги за пилинг!")
    await agent.edits(pasted, "Верните деньги за пилинг, он сжёг мне лицо!")
    assert "Не отвечайте в одиночку" in agent.last.text
    assert "Поправил жалобу" in agent.last.text


@pytest.mark.parametrize(
    "complaint",
    ["Умер папа, нужно закрыть его карту, а вы требуете его присутствия!!!", "Я больше не хочу жить, вы меня довели"],
)
async def test_where_ready_words_would_wound_none_are_offered(agent: Agent, complaint: str) -> None:
    await agent.forwards(complaint)
    await agent.sends("Здравствуйте, ожидайте ответа.")
    await agent.presses("Сразу разбор")
    assert any("из 100" in said.text for said in agent.messages)
    assert not any("Так может быть лучше" in said.text for said in agent.messages)


@pytest.mark.parametrize(
    "complaint",
    [
        "Умер папа. Вы уроды, я в ярости, бесит! Верните деньги за его тариф!",
        "Мама умерла, обидно до слёз, а вы шлёте ей рекламу. Прекратите!",
    ],
)
async def test_grief_is_heard_before_anger(agent: Agent, complaint: str) -> None:
    await agent.forwards(complaint)
    assert "человек потерял близкого" in agent.last.text


@pytest.mark.parametrize("complaint", ["Телефон мужа умер через неделю, верните деньги!", "У брата нет доступа!"])
async def test_a_dead_phone_is_no_grief(agent: Agent, complaint: str) -> None:
    await agent.forwards(complaint)
    assert "потерял близкого" not in agent.last.text


async def test_who_lost_somebody_is_heard(agent: Agent) -> None:
    await agent.forwards("Мама умерла, а вы шлёте ей рекламу. Прекратите!")
    assert "человек потерял близкого" in agent.last.text
