"""Updates as Telegram may send them, and as nobody ever should: real shapes with fields changed, lost and made up."""

from __future__ import annotations

import copy
import os
from typing import Any

from hypothesis import strategies as st

from tests.coach.strategies import ANY

EXAMPLES = int(os.environ.get("FUZZ_EXAMPLES", "100"))

# Markup, an address and a formatter's braces in every place that a person can fill.
EVIL = '</b><a href="http://evil.example">Вася & Ко</a>{0}%s'
PEOPLE = (7, 8, 9)

_texts = st.one_of(
    ANY,
    st.just(EVIL),
    st.sampled_from(
        [
            "/start", "/check", "/check " + EVIL, "/history", "/tips", "/settings", "/promises", "/tip", "/announce",
            "Извините, но вы сами виноваты, вернём 500 ₽ завтра.", "Где мой заказ?! Верните деньги!", "", " ",
        ]
    ),
)  # fmt: skip
_numbers = st.one_of(st.sampled_from([0, 1, 7, -1, -100_500, 2**31, 2**53, 2**63]), st.integers())
_anything: st.SearchStrategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), _numbers, st.floats(allow_nan=False, allow_infinity=False), _texts),
    lambda inside: st.one_of(st.lists(inside, max_size=3), st.dictionaries(st.text(max_size=8), inside, max_size=3)),
    max_leaves=4,
)
_person = st.fixed_dictionaries(
    {"id": st.sampled_from(PEOPLE), "is_bot": st.just(False), "first_name": _texts},
    optional={"last_name": _texts, "username": _texts, "language_code": st.just("ru"), "is_premium": st.just(True)},
)
_moment = st.integers(1_700_000_000, 1_900_000_000)
_origin = st.one_of(
    st.fixed_dictionaries({"type": st.just("hidden_user"), "date": _moment}, optional={"sender_user_name": _texts}),
    st.fixed_dictionaries({"type": st.just("user"), "date": _moment, "sender_user": _person}),
    st.fixed_dictionaries({"type": st.just("never_heard_of"), "date": _moment}),
)
_file = {"file_id": "f", "file_unique_id": "u", "file_size": 1}
_media = st.sampled_from(
    [
        {"photo": [{**_file, "width": 1, "height": 1}], "media_group_id": "1"},
        {"document": {**_file, "file_name": EVIL}},
        {"voice": {**_file, "duration": 1}},
        {"sticker": {**_file, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
        {"contact": {"phone_number": "1", "first_name": EVIL}},
        {"location": {"latitude": 1.0, "longitude": 1.0}},
        {"dice": {"emoji": "🎲", "value": 6}},
        {"migrate_to_chat_id": -1},
        {},
    ]
)


@st.composite
def _message(draw: st.DrawFn) -> dict[str, Any]:
    person = draw(_person)
    kind = draw(st.sampled_from(["private", "private", "private", "group", "supergroup", "channel"]))
    chat = {"id": person["id"] if kind == "private" else -100, "type": kind, "title": EVIL, "first_name": EVIL}
    sent = {"message_id": draw(st.integers(1, 40)), "date": draw(_moment), "chat": chat, "from": person}
    sent |= draw(st.one_of(st.fixed_dictionaries({"text": _texts}), st.builds(_captioned, _media, _texts)))
    if draw(st.booleans()):
        sent["forward_origin"] = draw(_origin)
    return sent


def _captioned(media: dict[str, Any], caption: str) -> dict[str, Any]:
    return {**media, "caption": caption}


_data = st.one_of(
    st.builds(
        ":".join, st.lists(st.sampled_from(["c", "v", "s", "h", "p", "t", "1", "2", "now", "why", "done", "apply", ""]))
    ),
    _texts,
)
_query = st.fixed_dictionaries(
    {"id": st.text("0123456789", min_size=1, max_size=6), "from": _person, "chat_instance": st.just("1")},
    optional={"data": _data, "message": _message(), "inline_message_id": st.just("i"), "game_short_name": _texts},
)
_member = st.fixed_dictionaries({"user": _person, "status": st.sampled_from(["member", "left", "owner"])})
_membership = st.fixed_dictionaries(
    {
        "chat": st.fixed_dictionaries({"id": st.sampled_from(PEOPLE), "type": st.just("private")}),
        "from": _person,
        "date": _moment,
        "old_chat_member": _member,
        "new_chat_member": st.one_of(
            _member, st.fixed_dictionaries({"user": _person, "status": st.just("kicked"), "until_date": st.just(0)})
        ),
    }
)
_events = st.one_of(
    st.builds(lambda body: {"message": body}, _message()),
    st.builds(lambda body: {"message": body}, _message()),
    st.builds(lambda body: {"edited_message": body}, _message()),
    st.builds(lambda body: {"callback_query": body}, _query),
    st.builds(lambda body: {"my_chat_member": body}, _membership),
    st.builds(lambda body: {"channel_post": body}, _message()),
    st.dictionaries(
        st.sampled_from(["poll_answer", "inline_query", "poll", "business_message", "purchased_paid_media", "new"]),
        _anything,
        max_size=2,
    ),
)


@st.composite
def updates(draw: st.DrawFn) -> dict[str, Any]:
    """The JSON of one update without its number, as a rule with one or two things wrong."""
    event: dict[str, Any] = copy.deepcopy(draw(_events))
    for _ in range(draw(st.integers(0, 2))):
        _spoil(draw, event)
    return event


def _spoil(draw: st.DrawFn, event: Any) -> None:  # noqa: ANN401  # JSON
    """Changes, takes away or adds a field somewhere."""
    place = event
    while isinstance(place, dict) and place:
        name = draw(st.sampled_from(sorted(place)))
        if isinstance(place[name], dict) and place[name] and draw(st.integers(0, 3)):
            place = place[name]
            continue
        deed = draw(st.sampled_from(["change", "take", "add"]))
        if deed == "change":
            place[name] = draw(_anything)
        elif deed == "take":
            del place[name]
        else:
            place[draw(st.sampled_from(["text", "caption", "from", "chat", "date", "reply_to_message"]))] = draw(
                _anything
            )
        return
