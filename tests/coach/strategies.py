"""Texts that people and enemies send: for tests of what holds for any text."""

from __future__ import annotations

from hypothesis import strategies as st

# Pieces that start, end, quote, mask and forbid something; glued at random they meet in every order.
PIECES = [
    "Вернём", "деньги", "извините", "но", "если", "вы сами", "виноваты", "наша вина", "понимаем вас", "верните", "т.д.",
    "г.", "ул. Ленина", "А. С. Пушкин", "1.", "2)", "500 руб.", "заказ № 5", "до 18:00", "12.03", "завтра", "с*ка", "%",
    "😀", "❤️", "👍🏽", "🤦‍♀️", ")))", ":-)", ":(", "(", ")", "«", "»", '"', "„", "“", "> ", "\n", "\r\n", "\t", "  ",
    "...", "…", "?!", ".", ",", ";", ":", " — ", "-", "#", "@", "[", "]", "{", "<b>", "&", "ivan@mail.ru",
    "https://a.ru/?q=1.", "\u200b", "\u0301", "е\u0308", "\ud83d", "\udc00", "\u2028", "\x00", "hello", "қалайсыз",
]  # fmt: skip
GLUED = st.lists(st.sampled_from([*PIECES, " ", " ", " "]), max_size=30).map("".join)
# With lone surrogates, which JSON can carry.
ANY = st.one_of(GLUED, st.text(st.characters(codec=None), max_size=120))

# What a hostile text repeats.
HOSTILE = [
    ".", "...", "?!", "а.", "a.", "(", ")", "((", ".)", "«", "»", '"', '"а б в г" ', "“", "„", "😀", "😀 ", ".😀", "❤️",
    "\ud83d", "\udc00", " ", "\n", "\t", " \n", "-", "_", "+", "a@", "а@", "а*", "**", "1", "1 ", "1.", "№", "#", "http://",
    ":)", "🙂)", "\u200b", "а\u200b", "\u0301", "> ", ">\n", ">а б в\n", "г. ", "т.д. ", "А. ", "👨‍👩‍👧", "🇷🇺", "\x00",
    "но ", "извините, но ", "вы сами ", "если ", "до 5 ", "5 р ", "не ", "---\n", "Жалоба: \n",
]  # fmt: skip
LONGEST = 8000


def repeated(piece: str) -> str:
    """A text of the longest accepted length that repeats a piece between two words."""
    return f"а {(piece * LONGEST)[: LONGEST - 4]} x"
