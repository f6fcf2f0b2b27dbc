"""What Telegram accepts from a bot: formatted text and keyboards, within its limits."""

from __future__ import annotations

from typing import Any

from bot.playground import html
from bot.playground.entities import MESSAGE_LIMIT, Entity, clean, trim, utf16_length, with_found_links
from bot.playground.refusals import Refusal, bad_request

JSON = dict[str, Any]

CAPTION_LIMIT = 1024
ENTITY_LIMIT = 100
CALLBACK_BYTES = 64
COPY_LIMIT = 256
ALERT_LIMIT = 200
BUTTON_LIMIT = 100
ROW_LIMIT = 8
# What a button of an inline keyboard can do; each does exactly one thing.
_ACTIONS = {
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
}


def formatted(params: JSON, field: str = "text") -> tuple[str, list[Entity]]:
    """Reads `field` with its parse mode or entities. The text may come out empty.

    Raises Refusal for markup that cannot be parsed.
    """
    source = clean(str(params.get(field) or ""))
    prefix = "" if field == "text" else f"{field}_"
    mode = str(params.get("parse_mode" if field in {"text", "caption"} else f"{field}_parse_mode") or "")
    given: list[Entity] = params.get("entities" if field == "text" else f"{prefix}entities") or []
    if mode.lower() == "html":
        text, entities = html.parse(source)
    elif mode:
        # The bot speaks HTML only; Markdown here is a slip, and Telegram has no such refusal of its own.
        raise bad_request(f"unsupported parse_mode {mode!r} (the playground reads HTML)")
    else:
        text, entities = source, [dict(entity) for entity in given]
    text, entities = trim(text, entities)
    return text, with_found_links(text, entities)[:ENTITY_LIMIT]


def message_text(params: JSON) -> tuple[str, list[Entity]]:
    """A text fit for a message. Raises Refusal if it is empty or too long.

    Measured in UTF-16 units, the stricter of the two readings of «4096 characters».
    """
    if not params.get("text"):
        raise bad_request("message text is empty")
    text, entities = formatted(params)
    if not text:
        raise bad_request("text must be non-empty")
    if utf16_length(text) > MESSAGE_LIMIT:
        raise bad_request("message is too long")
    return text, entities


def caption(params: JSON) -> JSON:
    """The caption's fields of a message, none if there is no caption. Raises Refusal if it is too long."""
    text, entities = formatted(params, "caption")
    if utf16_length(text) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text} | ({"caption_entities": entities} if entities else {})


def inline_keyboard(markup: JSON | None) -> JSON | None:
    """The inline keyboard that a message will carry, or None. Raises Refusal for a button that Telegram rejects."""
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    for row in rows:
        if len(row) > ROW_LIMIT:
            raise bad_request("BUTTON_ROW_TOO_LONG: in Telegram a row holds 8 buttons")
        for button in row:
            if reason := _fault(button):
                raise reason
    if sum(len(row) for row in rows) > BUTTON_LIMIT:
        raise bad_request("reply markup is too long")
    return {"inline_keyboard": rows} if rows else None


def _fault(button: JSON) -> Refusal | None:
    actions = _ACTIONS & button.keys()
    if not str(button.get("text", "")).strip():
        return bad_request("BUTTON_TEXT_INVALID")
    if not actions:
        return bad_request("text buttons are unallowed in the inline keyboard")
    if len(actions) > 1:
        return bad_request("can't parse inline keyboard button: more than one action specified")
    return _fault_of_action(button)


def _fault_of_action(button: JSON) -> Refusal | None:
    data = button.get("callback_data")
    if data is not None and not 0 < len(data.encode()) <= CALLBACK_BYTES:
        return bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 0 < utf16_length(copied.get("text", "")) <= COPY_LIMIT:
        return bad_request("BUTTON_COPY_TEXT_INVALID")
    url = button.get("url")
    if url is not None and not url.startswith(("http://", "https://", "tg://")):
        return bad_request(f"inline keyboard button URL '{url}' is invalid: Unsupported URL protocol")
    return None


def reply_keyboard(markup: JSON | None) -> JSON | None:
    """A keyboard in place of the letters, its removal, or a forced reply; None if the markup is none of these."""
    if not markup or "inline_keyboard" in markup:
        return None
    if "keyboard" not in markup:
        return markup
    rows = [[{"text": key} if isinstance(key, str) else key for key in row] for row in markup["keyboard"] if row]
    if not rows:
        raise bad_request("reply markup keyboard must be non-empty")
    if any(not str(key.get("text", "")).strip() for row in rows for key in row):
        raise bad_request("keyboard button text must be non-empty")
    return {**markup, "keyboard": rows}
