"""What comes in, and how it is understood."""

from datetime import timedelta

from tests.agent import Agent

COMPLAINT = "Курьер не приехал, я ждала весь день, где мой заказ? Верните деньги!"
DRAFT = "Здравствуйте! Извините за ожидание. Вернём деньги завтра до 12:00."


async def test_a_burst_of_forwards_is_one_complaint(agent: Agent) -> None:
    await agent.forwards("Где мой заказ?", "Жду с утра!", "Верните деньги", sender="Анна")
    assert len(agent.messages) == 1
    assert "3 сообщения" in agent.last.text


async def test_a_forward_from_a_hidden_user_is_taken(agent: Agent) -> None:
    await agent.forwards_hidden(COMPLAINT, sender="Аноним")
    assert "Аноним" in agent.last.text


async def test_a_forward_from_a_channel_is_taken(agent: Agent) -> None:
    await agent.forwards_from_channel(COMPLAINT, title="Отзывы о нас")
    assert "Отзывы о нас" in agent.last.text


async def test_a_photo_with_a_caption_is_a_complaint(agent: Agent) -> None:
    await agent.forwards_photo("Вот ваш «новый» чайник, весь поцарапан!", sender="Пётр")
    assert "Пётр" in agent.last.text


async def test_a_screenshot_without_text_asks_for_the_text(agent: Agent) -> None:
    await agent.forwards_photo()
    assert "читать умею только текст" in agent.last.text


async def test_an_album_is_one_complaint(agent: Agent) -> None:
    await agent.forwards_album("Экран разбит, коробка мятая", None, None)
    assert len(agent.messages) == 1
    assert "Жалоба у меня" in agent.last.text


async def test_an_album_without_words_is_asked_about_once(agent: Agent) -> None:
    await agent.forwards_album(None, None, None)
    assert len(agent.messages) == 1


async def test_a_draft_typed_above_a_forward_pairs_with_it(agent: Agent) -> None:
    await agent.forwards(COMPLAINT, sender="Анна", comment=DRAFT)
    assert "Черновик к жалобе (Анна)" in agent.last.text
    assert len(agent.messages) == 1


async def test_a_remark_above_a_forward_answers_the_questions(agent: Agent) -> None:
    await agent.forwards(COMPLAINT, sender="Анна", comment="проверили, ошибка наша")
    assert "факты проверены" in agent.last.text
    await agent.sends(DRAFT)
    assert "Факты проверены?" not in agent.last.text
    assert "Исправить" in agent.last.text


async def test_both_pasted_from_a_crm_are_told_apart(agent: Agent) -> None:
    await agent.sends(COMPLAINT)
    assert "Похоже, это жалоба" in agent.last.text
    await agent.sends(DRAFT)
    assert "Черновик к жалобе" in agent.last.text


async def test_pasted_the_other_way_round_they_are_paired_all_the_same(agent: Agent) -> None:
    await agent.sends(DRAFT)
    assert "Черновик без жалобы" in agent.last.text
    await agent.sends(COMPLAINT)
    assert "Черновик к жалобе" in agent.last.text


async def test_one_tap_swaps_a_wrong_guess(agent: Agent) -> None:
    await agent.sends(COMPLAINT)
    await agent.presses("Нет, это мой черновик")
    assert "Черновик без жалобы" in agent.last.text
    await agent.presses("Нет, это жалоба")
    assert "Похоже, это жалоба" in agent.last.text
    await agent.sends(DRAFT)
    await agent.presses("Поменять местами")
    assert "Черновик к жалобе" in agent.last.text


async def test_both_in_one_message_with_a_border(agent: Agent) -> None:
    await agent.sends(f"Жалоба: {COMPLAINT}\nОтвет: {DRAFT}")
    assert "Черновик к жалобе" in agent.last.text
    await agent.sends("/cancel")
    await agent.sends(f"{COMPLAINT}\n---\n{DRAFT}")
    assert "Черновик к жалобе" in agent.last.text


async def test_a_reply_pairs_the_draft_with_that_complaint(agent: Agent) -> None:
    first = await agent.forwards("Экран телевизора разбит!", sender="Борис")
    agent.waits(timedelta(minutes=1))
    await agent.forwards("Суши холодные, ждали три часа!", sender="Вера")
    await agent.replies(first, DRAFT)
    assert "(Борис)" in agent.last.text
    await agent.sends("Здравствуйте! Простите за холодные суши, вернём деньги сегодня.")
    assert "(Вера)" in agent.last.text


async def test_without_a_complaint_a_draft_is_judged_too(agent: Agent) -> None:
    await agent.sends(DRAFT)
    await agent.presses("Сразу разбор")
    assert any("из 100" in said.text for said in agent.messages)


async def test_check_judges_at_once(agent: Agent) -> None:
    await agent.sends(f"/check {DRAFT}")
    assert any("из 100" in said.text for said in agent.messages)


async def test_check_in_reply_judges_that_message(agent: Agent) -> None:
    draft = await agent.sends(DRAFT)
    await agent.replies(draft, "/check")
    assert any("из 100" in said.text for said in agent.messages)


async def test_check_alone_asks_for_the_draft(agent: Agent) -> None:
    await agent.sends("/check")
    assert "следующим сообщением" in agent.last.text
    await agent.sends(DRAFT)
    assert any("из 100" in said.text for said in agent.messages)


async def test_the_sample_shows_a_whole_review(agent: Agent) -> None:
    await agent.sends("/start")
    assert len(agent.last.text.split()) < 60
    await agent.presses("Попробовать")
    assert any("из 100" in said.text for said in agent.messages)


async def test_a_question_is_not_treated_as_a_complaint_when_told_so(agent: Agent) -> None:
    await agent.forwards("Подскажите, до скольки вы работаете?")
    await agent.sends("До 21:00 каждый день.")
    if "Это не жалоба" in agent.last.buttons:
        await agent.presses("Это не жалоба")
    assert "Это не жалоба" in agent.last.text
