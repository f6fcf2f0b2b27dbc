"""How long texts take that were made to be slow: `uv run python -m bench.hostile [MORE_THAN_MS]`.

Each is of the longest length that the bot accepts. It is judged as a draft, judged as a complaint, and masked; the
time is the processor's, the best of three runs, with nothing of the text remembered. Texts that stay below the limit
are only counted; the exit status is 1 where one does not.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from bot import collector
from bot.coach.memory import forget_everything
from bot.coach.model import Case
from bot.content import load_coach
from bot.privacy import mask

LONGEST = 8_000
LIMIT_MS = 50.0
RUNS = 3

# Repeated to the full length, alone and between two words.
PIECES = [
    # Signs that open, close, quote, end and mask something.
    ".", "...", "?!", "! ", "-", "— ", "_", "+", "@", "#", "№", "(", ")", "((", "[", "«", "»", '"', '"а б" ', "“", "„",
    "> ", ">\n", ">а б в\n", "- ", "-\n", "\n", "\n\n", "\r\n", "\t", " ", " \n", "---\n", "Жалоба: \n", ",", " ,", ";",
    "*", "с*ка ", "а*", "**", "%", "&lt;", "<b>", "{0}", "http://", "www.", "https://a.ru/?q=1. ",
    # What is not seen, is drawn over its neighbour, runs the other way, or is half of a letter.
    "\u200b", "а\u200b", "1\u200b", "\u00ad", "\u0301", "а\u0301", "и\u0306", "\u202eа", "שלום ", "مرحبا ", "\ufeff",
    "\ud83d", "\udc00", "а\ud83d", "\x00", "\u2028", "😀", "😀 ", "👨‍👩‍👧", "🇷🇺", "❤️", ":)", ":-(", "🙂)", "Z̷͓̀a̸",
    # Numbers that may be a card, a phone, a date, a sum, an order.
    "1", "1 ", "1.", "1:", "4444 ", "8-", "8(", "+7(", "8 916 ", "8 916 123 45 6 ", "89161234567 ", "5, ", "1 000 ",
    "12.03 ", "18:00 ", "500 руб. ", "до 5 ", "5 р ", "заказ № 5 ", "паспорт ", "серии ", "инн ", "снилс ", "З1О",
    # Names and addresses, or almost.
    "А. ", "А.А. ", "И.И.", "А-", "Аа", "Аб ", "иванов ", "иванович ", "Иванов Иван Иванович ", "Ив Ив ", "ич ", "овн",
    "ул. ", "ул. Ленина ", "г. Аа ", "Дом 5 ", "кв. 1 ", "Аа Аа ул ", "оглы ", "a@", "а@", "a.@", "ivan@mail.ru ",
    # Words that rules are made of.
    "я ", "не ", "ё", "но ", "если ", "ваш ", "что ", "извините ", "извините, но ", "если извините ", "вы сами ",
    "вы сами виноваты ", "вернём ", "вернём деньги завтра, ", "понимаем вас, но ", "по вашим словам ", "к сожалению ",
    "извините за доставленные неудобства, но ", "когда вернёте деньги? ", "верните деньги ", "т.д. ", "г. ", "абв ",
    "Где мой заказ?! ", "Мы не можем этого сделать. ", "Здравствуйте! ", "С уважением, Иван. ", "рентгеноэлектрокардио",
]  # fmt: skip
ALPHABET = "абвгдеёжзийклмнопрстуфхцчшщъыьэюя"


def texts() -> Iterator[tuple[str, str]]:
    """Each with a name to find it by."""
    dice = random.Random(9)  # noqa: S311 -- nothing secret is drawn
    for piece in PIECES:
        repeated = piece * (LONGEST // len(piece))
        yield repr(piece), repeated
        yield f"а … {piece!r} … x", f"а {repeated[: LONGEST - 4]} x"
    yield "одно слово", "".join(dice.choices(ALPHABET, k=LONGEST))
    yield "слова, которых нет", " ".join("".join(dice.choices(ALPHABET, k=7)) for _ in range(LONGEST // 8))
    yield "знаки наугад", "".join(map(chr, dice.choices(range(0x11_0000), k=LONGEST)))
    yield "куски наугад", "".join(dice.choices(PIECES, k=LONGEST))[:LONGEST]


def main(limit: float) -> int:
    coach = load_coach()
    collector.settle()
    coach.judge(Case("Извините, но вы сами виноваты.", "Верните деньги!"))
    count, slow = 0, 0
    for name, text in texts():
        deeds: dict[str, Callable[[], object]] = {
            "черновик": partial(coach.judge, Case(text, "Верните деньги!")),
            "жалоба": partial(coach.judge, Case("Вернём деньги завтра.", text)),
            "скрыть личное": partial(mask, text),
        }
        for deed, do in deeds.items():
            count += 1
            took = _least(do, limit)
            if took > limit:
                slow += 1
                print(f"{took:7.0f} мс  {deed:14} {name}", flush=True)
    print(f"проверок {count}, дольше {limit:.0f} мс: {slow}")
    return 1 if slow else 0


def _least(do: Callable[[], object], limit: float) -> float:
    """Milliseconds of the processor; one run is enough where it stays below the limit."""
    least = float("inf")
    for _ in range(RUNS):
        forget_everything()
        began = time.process_time()
        do()
        least = min(least, (time.process_time() - began) * 1_000)
        if least <= limit:
            break
    return least


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else LIMIT_MS))
