"""Who gets in and who does not: every attempt has a clear answer."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.client.session.middlewares.base import BaseRequestMiddleware, NextRequestMiddlewareType
from aiogram.methods import AnswerInlineQuery, Response, TelegramMethod
from aiogram.methods.base import TelegramType

from bot.playground.session import feed
from bot.storage import Role, Storage
from tests.agent import Agent
from tests.conversation.invitations import DRAFT, LEAD, Newcomer, invites, is_let_in


async def test_a_link_lets_in_one_person_who_is_greeted_and_named_to_the_lead(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead)
    olya = newcomer(name="Оля <b>& Ко")
    await olya.sends(f"/start {token}")

    assert "Вы в команде" in olya.messages[0].text
    assert "Пришлите черновик" in olya.last.text
    assert "Оля <b>& Ко теперь в команде" in lead.last.text
    assert await is_let_in(olya)


async def test_a_stranger_hears_how_to_ask_for_access_and_is_not_remembered(
    newcomer: Newcomer, storage: Storage
) -> None:
    stranger = newcomer()
    for text in (DRAFT, "/start", "/history", "/members", "/announce Всем привет", "/start access"):
        await stranger.sends(text)
        assert "только своя команда" in stranger.last.text
        assert stranger.last.marked("code") == ["7"]

    assert await storage.personal.export(7) == {}


async def test_an_expired_link_lets_nobody_in(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead)
    lead.waits(timedelta(hours=24))
    olya = newcomer()
    await olya.sends(f"/start {token}")

    assert "Срок этой ссылки вышел" in olya.last.text
    assert not await is_let_in(olya)


async def test_a_used_up_link_lets_nobody_else_in(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead)
    await newcomer(7).sends(f"/start {token}")
    late = newcomer(8, "Борис")
    await late.sends(f"/start {token}")

    assert "уже вошли все" in late.last.text
    assert not await is_let_in(late)


async def test_a_revoked_link_lets_nobody_in(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead, "До 10 человек, на неделю")
    await lead.sends("/members")
    await lead.presses("Открытые ссылки")
    await lead.presses("вошли 0 из 10")
    assert lead.alerts == ["Ссылка закрыта."]
    assert "Открытых ссылок нет" in lead.last.text
    olya = newcomer()
    await olya.sends(f"/start {token}")

    assert "Эту ссылку руководитель закрыл" in olya.last.text
    assert not await is_let_in(olya)


@pytest.mark.parametrize("forged", ["x", "A" * 32, "A" * 64, "../../etc", "1'--", "жжж"])
async def test_a_forged_link_lets_nobody_in(lead: Agent, newcomer: Newcomer, forged: str) -> None:
    await invites(lead)
    olya = newcomer()
    await olya.sends(f"/start {forged}")

    assert "войти нельзя" in olya.last.text
    assert not await is_let_in(olya)


class _InlineAnswers(BaseRequestMiddleware):
    def __init__(self) -> None:
        self.answers: list[AnswerInlineQuery] = []

    async def __call__(
        self, make_request: NextRequestMiddlewareType[TelegramType], bot: Bot, method: TelegramMethod[TelegramType]
    ) -> Response[TelegramType]:
        if isinstance(method, AnswerInlineQuery):
            self.answers.append(method)
            return Response(ok=True, result=None)
        return await make_request(bot, method)


async def test_an_inline_query_of_a_stranger_offers_only_the_way_to_ask(lead: Agent, newcomer: Newcomer) -> None:
    watch = _InlineAnswers()
    lead.bot.session.middleware(watch)
    stranger = newcomer()
    query = {"id": "1", "from": stranger.person.user, "query": DRAFT, "offset": ""}
    await feed(lead.dispatcher, lead.bot, [{"update_id": 1, "inline_query": query}])

    (answer,) = watch.answers
    assert answer.results == []
    assert answer.is_personal
    assert answer.button is not None
    assert answer.button.start_parameter == "access"


async def test_forged_buttons_of_a_stranger_and_of_an_agent_do_nothing(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    olya, stranger = newcomer(), newcomer(8, "Чужой")
    await olya.sends(f"/start {await invites(lead)}")
    await stranger.sends("/start")
    forged = ["mb:lead:7:0", "mb:remove:7:0", "mb:page:0:0", "in:issue:2", "in:revoke:1", "in:list:0", "a:send"]
    for data in forged:
        await olya.taps(data, on=olya.last)
        await stranger.taps(data, on=stranger.last)

    assert len(olya.alerts) == len(forged)
    assert set(stranger.alerts) == {
        "Кнопка не сработала: доступа к боту у вас сейчас нет. Попросите у руководителя ссылку-приглашение."
    }
    member = await storage.members.get(7)
    assert member is not None
    assert (member.role, member.removed_at) == (Role.AGENT, None)
    assert await storage.invitations.open(lead.telegram.clock()) == []


@pytest.mark.parametrize(
    "data",
    [
        "mb:open:404:0",
        "mb:open:99999999999999999999:0",
        "mb:remove:1:0",
        "mb:lead:0:-5",
        "mb:nonsense:7:0",
        "mb:page:-9:0",
    ],
)
async def test_forged_buttons_of_a_lead_are_answered_and_change_nothing(
    lead: Agent, newcomer: Newcomer, storage: Storage, data: str
) -> None:
    await newcomer().sends(f"/start {await invites(lead)}")
    before = await storage.members.all()
    await lead.taps(data, on=lead.last)

    assert lead.unanswered == 0
    assert await storage.members.all() == before


async def test_an_appointed_lead_invites_and_loses_the_links_with_the_role(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    olya, boris = newcomer(), newcomer(8, "Борис")
    await olya.sends(f"/start {await invites(lead)}")
    await olya.sends("/invite")
    assert "Этим занимается руководитель" in olya.last.text
    await lead.sends("/members")
    await lead.presses("Оля")
    await lead.presses("Сделать руководителем")
    assert "Теперь вы руководитель" in olya.last.text
    token = await invites(olya)
    await lead.presses("Вернуть в агенты")
    await boris.sends(f"/start {token}")

    assert "Эту ссылку руководитель закрыл" in boris.last.text
    assert [member.role for member in await storage.members.all()] == [Role.AGENT]


async def test_a_lead_cannot_remove_themselves_nor_those_of_the_settings(
    lead: Agent, newcomer: Newcomer, storage: Storage
) -> None:
    olya = newcomer()
    await olya.sends(f"/start {await invites(lead)}")
    await storage.members.appoint(7, Role.LEAD, lead.telegram.clock())
    await olya.sends("/members")
    assert f"ADMIN_IDS), это руководители: {LEAD}" in olya.last.text
    await olya.presses("★ Оля")
    await olya.presses("Закрыть доступ")
    assert olya.alerts == ["Себя так не снять: попросите другого руководителя."]
    await olya.taps(f"mb:remove:{LEAD}:0", on=olya.last)
    assert olya.alerts[-1] == "Этого человека в команде уже нет."


async def test_ten_quick_taps_make_one_link(lead: Agent, storage: Storage) -> None:
    await lead.sends("/invite")
    await lead.presses("До 50 человек, на месяц", times=10)
    assert len(await storage.invitations.open(lead.telegram.clock())) == 1
    await lead.presses("Ещё ссылка")
    await lead.presses("Одного, на сутки")
    assert len(await storage.invitations.open(lead.telegram.clock())) == 2


async def test_many_members_are_shown_page_by_page(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead, "До 50 человек, на месяц")
    for number in range(20):
        await newcomer(100 + number, f"Агент {number:02}").sends(f"/start {token}")
    await lead.sends("/members")
    assert "В команде: 21" in lead.last.text
    await lead.presses("Дальше →")
    await lead.presses("Дальше →")
    assert "Агент 19" in lead.last.buttons
    await lead.presses("Агент 19")
    await lead.presses("← К команде")
    assert "Агент 16" in lead.last.buttons


async def test_a_new_name_is_followed(lead: Agent, newcomer: Newcomer, storage: Storage) -> None:
    olya = newcomer()
    await olya.sends(f"/start {await invites(lead)}")
    olya.person.user["first_name"] = "Ольга"
    await olya.sends("/help")

    assert [member.name for member in await storage.members.all()] == ["Ольга"]


async def test_a_member_who_follows_a_link_again_just_begins(lead: Agent, newcomer: Newcomer) -> None:
    token = await invites(lead, "До 10 человек, на неделю")
    olya = newcomer()
    await olya.sends(f"/start {token}")
    await olya.sends(f"/start {token}")
    assert "Пришлите черновик" in olya.last.text
    await lead.sends(f"/start {token}")
    assert "Пришлите черновик" in lead.last.text
