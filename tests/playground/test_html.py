"""Telegram's HTML: what it makes of tags, of what it finds by itself, and of the spaces around."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.entities import split_as_clients_do, trim, utf16_length, with_found_links
from bot.playground.html import parse
from bot.playground.refusals import Refusal
from bot.playground.unparse import unparse


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>да</b>", "да", [{"type": "bold", "offset": 0, "length": 2}]),
        ("🙂<i>да</i>", "🙂да", [{"type": "italic", "offset": 2, "length": 2}]),
        ("&lt;b&gt; &amp;&nbsp; &#1076;а", "<b> &&nbsp; да", []),
        ("<b></b>да", "да", []),
        (
            "<blockquote expandable>да</blockquote>",
            "да",
            [{"type": "expandable_blockquote", "offset": 0, "length": 2}],
        ),
        (
            '<a href="https://a.ru/?a=1&amp;b=2">да</a>',
            "да",
            [{"type": "text_link", "offset": 0, "length": 2, "url": "https://a.ru/?a=1&b=2"}],
        ),
        (
            '<pre><code class="language-python">да</code></pre>',
            "да",
            [{"type": "pre", "offset": 0, "length": 2, "language": "python"}],
        ),
        ('<span class="tg-spoiler">да</span>', "да", [{"type": "spoiler", "offset": 0, "length": 2}]),
        ("<B>да</B>", "да", [{"type": "bold", "offset": 0, "length": 2}]),
    ],
)
def test_tags_become_entities(source: str, text: str, entities: list[dict[str, Any]]) -> None:
    assert parse(source) == (text, entities)


@given(st.text(alphabet="<>&;/\"'= абb🙂codepra", max_size=60))
def test_any_text_is_either_read_or_refused(source: str) -> None:
    try:
        text, entities = parse(source)
    except Refusal:
        return
    assert all(0 < e["length"] <= utf16_length(text) - e["offset"] for e in entities)


@pytest.mark.parametrize(
    "source",
    [
        "<b>да <i>нет</i></b> и &lt;всё&gt; &amp;",
        "🙂<blockquote expandable>да\n<b>нет</b></blockquote> <code>x</code>",
        '<a href="https://a.ru/?a=1&amp;b=2">да</a><pre>нет</pre>',
    ],
)
def test_entities_go_back_into_the_same_html(source: str) -> None:
    assert unparse(*parse(source)) == source


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("см. https://a.ru/x, да", "url", "https://a.ru/x"),
        ("/check черновик", "bot_command", "/check"),
        ("и/или", "bot_command", None),
        ("почта a@b.ru", "email", "a@b.ru"),
        ("звоните +7 (900) 123-45-67", "phone_number", "+7 (900) 123-45-67"),
        ("заказ #12345", "hashtag", None),
    ],
)
def test_telegram_marks_commands_and_addresses_by_itself(text: str, kind: str, found: str | None) -> None:
    entities = [e for e in with_found_links(text, []) if e["type"] == kind]
    assert [text[e["offset"] : e["offset"] + e["length"]] for e in entities] == ([found] if found else [])


def test_nothing_is_found_inside_code() -> None:
    assert with_found_links("/start", [{"type": "code", "offset": 0, "length": 6}]) == [
        {"type": "code", "offset": 0, "length": 6}
    ]


def test_trailing_spaces_go_and_entities_shrink_with_them() -> None:
    assert trim("  да  ", [{"type": "bold", "offset": 2, "length": 4}]) == (
        "да",
        [{"type": "bold", "offset": 0, "length": 2}],
    )


@given(st.text(alphabet="аб \n🙂", max_size=300))
def test_the_apps_cut_long_texts_without_losing_words(text: str) -> None:
    pieces = split_as_clients_do(text, 20)
    assert all(0 < utf16_length(piece) <= 20 for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())
