"""The team, one member, and the invitations that are open."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from aiogram.types import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.broadcast.schedule import local
from bot.content.voice import Html, Voice
from bot.storage import Invitation, Member, Role
from handlers.screens.keyboard import Button, rows
from handlers.taps import InvitationTap, MemberTap

PAGE = 8

Screen = tuple[Html, InlineKeyboardMarkup | None]


def team(members: Sequence[Member], named: Sequence[int], offset: int, say: Voice) -> Screen:
    """A button for each member of the page; those whom the settings name are told of, nobody here can change them."""
    offset = max(0, min(offset, len(members) - 1))
    lines = [say("doors.members.head", count=len({*named, *(member.telegram_id for member in members)}))]
    if named:
        lines.append(say("doors.members.named", ids=", ".join(map(str, named))))
    if not members:
        lines.append(say("doors.members.nobody"))
    shown = [[(_name(member, say), _to("open", member, offset))] for member in members[offset : offset + PAGE]]
    turn: list[Button] = []
    if offset > 0:
        turn.append((say.plain("doors.members.button.newer"), MemberTap(do="page", number=max(0, offset - PAGE))))
    if offset + PAGE < len(members):
        turn.append((say.plain("doors.members.button.older"), MemberTap(do="page", number=offset + PAGE)))
    doors = [
        (say.plain("doors.invite.button.invite"), InvitationTap(do="ask")),
        (say.plain("doors.invite.button.list"), InvitationTap(do="list")),
    ]
    return Html("\n\n".join(lines)), rows(*shown, turn, doors)


def card(member: Member, back: int, say: Voice, zone: str | None) -> Screen:
    """One member with what a lead may do."""
    text = say(
        "doors.members.card",
        name=member.name,
        role=say(f"doors.members.role.{member.role}"),
        since=f"{local(member.joined_at, zone):%d.%m.%Y}",
        number=member.telegram_id,
    )
    turned = Role.AGENT if member.role is Role.LEAD else Role.LEAD
    return text, rows(
        [(say.plain(f"doors.members.button.to_{turned}"), _to(str(turned), member, back))],
        [(say.plain("doors.members.button.remove"), _to("ask", member, back))],
        [_back(back, say)],
    )


def removal(member: Member, back: int, say: Voice) -> Screen:
    return say("doors.members.remove_ask", name=member.name), rows(
        [(say.plain("doors.members.button.remove_now"), _to("remove", member, back))],
        [(say.plain("doors.members.button.back"), _to("open", member, back))],
    )


def kinds(names: Sequence[str], say: Voice) -> Screen:
    """The ready kinds of invitations."""
    lines = [
        [(say.plain(f"doors.invite.kind.{name}"), InvitationTap(do="issue", number=number))]
        for number, name in enumerate(names)
    ]
    return say("doors.invite.ask"), rows(*lines, [_back(0, say)])


def issued(link: str, uses: int, until: datetime, say: Voice, zone: str | None) -> Screen:
    places = say("doors.invite.places_one") if uses == 1 else say("doors.invite.places_many", count=uses)
    keyboard = rows([(say.plain("doors.invite.button.another"), InvitationTap(do="ask")), _back(0, say)])
    copy = InlineKeyboardButton(text=say.plain("doors.invite.button.copy"), copy_text=CopyTextButton(text=link))
    keyboard.inline_keyboard.insert(0, [copy])
    return say("doors.invite.issued", link=link, places=places, until=_day(until, zone)), keyboard


def open_invitations(found: Sequence[Invitation], say: Voice, zone: str | None) -> Screen:
    lines = [
        [
            (
                say.plain(
                    "doors.invite.row",
                    number=invitation.id,
                    uses=invitation.uses,
                    most=invitation.most_uses,
                    until=_day(invitation.expires_at, zone),
                ),
                InvitationTap(do="revoke", number=invitation.id),
            )
        ]
        for invitation in found
    ]
    text = say("doors.invite.list") if found else say("doors.invite.none")
    return text, rows(*lines, [(say.plain("doors.invite.button.invite"), InvitationTap(do="ask")), _back(0, say)])


def _name(member: Member, say: Voice) -> str:
    return say.plain("doors.members.row_lead" if member.role is Role.LEAD else "doors.members.row", name=member.name)


def _to(do: str, member: Member, back: int) -> MemberTap:
    return MemberTap(do=do, number=member.telegram_id, back=back)


def _back(offset: int, say: Voice) -> Button:
    return say.plain("doors.members.button.back"), MemberTap(do="page", number=offset)


def _day(moment: datetime, zone: str | None) -> str:
    return f"{local(moment, zone):%d.%m %H:%M}"
