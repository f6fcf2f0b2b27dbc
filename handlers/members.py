"""/members and /invite: a lead lets people in, appoints leads and shows people out."""

from __future__ import annotations

from datetime import timedelta

from aiogram import Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram.utils.deep_linking import create_start_link

from bot.storage import Member, Role
from handlers.doors import Doors
from handlers.screens import members as screen
from handlers.talk import Talk
from handlers.taps import InvitationTap, MemberTap

# Ready kinds of invitations: how many people, for how long. Their names are in content.
KINDS = {
    "one": (1, timedelta(days=1)),
    "team": (10, timedelta(days=7)),
    "crowd": (50, timedelta(days=30)),
}
# The message that shows a link already: a second tap that was on its way must not make another.
ISSUED = "invitation_in"


class Team:
    """Whom the settings name comes and goes by the settings alone."""

    def __init__(self, doors: Doors) -> None:
        self._doors = doors

    async def members(self, _: Message, talk: Talk) -> None:
        if not talk.is_lead:
            await talk.send(talk.say("doors.only_leads"))
            return
        await talk.send(*await self._team(talk, 0))

    async def invite(self, _: Message, talk: Talk) -> None:
        if not talk.is_lead:
            await talk.send(talk.say("doors.only_leads"))
            return
        await talk.send(*screen.kinds(tuple(KINDS), talk.say))

    async def tapped(self, query: CallbackQuery, callback_data: MemberTap, talk: Talk) -> None:
        if not talk.is_lead:
            await query.answer(talk.say.plain("doors.only_leads"), show_alert=True)
            return
        here = query.message.message_id if query.message else None
        do, back = callback_data.do, callback_data.back
        if do == "page":
            await query.answer()
            await talk.show(here, *await self._team(talk, callback_data.number))
            return
        member = await self._member(talk, callback_data.number)
        refusal = self._refusal(member, do, talk)
        if member is None or refusal:
            await query.answer(talk.say.plain(refusal or "doors.members.gone"), show_alert=True)
            return
        if do == "remove":
            await talk.storage.members.remove(member.telegram_id, talk.moment)
            await query.answer(talk.say.plain("doors.members.removed", name=member.name))
            await talk.show(here, *await self._team(talk, back))
        elif do == "ask":
            await query.answer()
            await talk.show(here, *screen.removal(member, back, talk.say))
        else:
            await query.answer()
            shown = await self._appointed(talk, member, do)
            await talk.show(here, *screen.card(shown, back, talk.say, talk.preferences.time_zone))

    def _refusal(self, member: Member | None, do: str, talk: Talk) -> str | None:
        """Why this cannot be done, as the name of a sentence."""
        if member is None:
            return "doors.members.gone"
        if do != "open" and member.telegram_id == talk.agent_id:
            return "doors.members.yourself"
        return None

    async def _member(self, talk: Talk, telegram_id: int) -> Member | None:
        member = await talk.storage.members.get(telegram_id)
        return member if member and member.removed_at is None and telegram_id not in self._doors.leads else None

    async def _appointed(self, talk: Talk, member: Member, do: str) -> Member:
        """The member as they are after a tap on «make a lead» or «make an agent»; any other tap changes nothing."""
        if do in set(Role) and await talk.storage.members.appoint(member.telegram_id, Role(do), talk.moment):
            if do == Role.LEAD:
                await _tell(talk, member.telegram_id)
            return await talk.storage.members.get(member.telegram_id) or member
        return member

    async def _team(self, talk: Talk, offset: int) -> screen.Screen:
        members = [one for one in await talk.storage.members.all() if one.telegram_id not in self._doors.leads]
        return screen.team(members, sorted(self._doors.leads), offset, talk.say)


async def invitations(query: CallbackQuery, callback_data: InvitationTap, talk: Talk, state: FSMContext) -> None:
    if not talk.is_lead:
        await query.answer(talk.say.plain("doors.only_leads"), show_alert=True)
        return
    here = query.message.message_id if query.message else None
    if callback_data.do == "issue" and 0 <= callback_data.number < len(KINDS):
        if (await state.get_data()).get(ISSUED) == here:
            await query.answer(talk.say.plain("talk.old_button"), show_alert=True)
            return
        await state.update_data({ISSUED: here})
        await query.answer()
        await _issue(talk, here, tuple(KINDS)[callback_data.number])
        return
    if callback_data.do == "revoke":
        ended = await talk.storage.invitations.revoke(callback_data.number, talk.moment)
        await query.answer(talk.say.plain("doors.invite.revoked" if ended else "doors.invite.too_late"))
    else:
        await query.answer()
    if callback_data.do == "ask":
        await state.update_data({ISSUED: None})
        await talk.show(here, *screen.kinds(tuple(KINDS), talk.say))
        return
    found = await talk.storage.invitations.open(talk.moment)
    await talk.show(here, *screen.open_invitations(found, talk.say, talk.preferences.time_zone))


async def _issue(talk: Talk, here: int | None, kind: str) -> None:
    most_uses, life = KINDS[kind]
    token = await talk.storage.invitations.issue(talk.agent_id, life=life, most_uses=most_uses, now=talk.moment)
    link = await create_start_link(talk.bot, token)
    until = talk.moment + life
    await talk.show(here, *screen.issued(link, most_uses, until, talk.say, talk.preferences.time_zone))


async def _tell(talk: Talk, telegram_id: int) -> None:
    try:
        await talk.bot.send_message(telegram_id, talk.say("doors.members.appointed"))
    except TelegramAPIError:
        # Whoever blocked the bot finds out from the list.
        return


def router(doors: Doors) -> Router:
    made = Router(name=__name__)
    team = Team(doors)
    made.message.register(team.members, Command("members"))
    made.message.register(team.invite, Command("invite"))
    made.callback_query.register(team.tapped, MemberTap.filter())
    made.callback_query.register(invitations, InvitationTap.filter())
    return made
