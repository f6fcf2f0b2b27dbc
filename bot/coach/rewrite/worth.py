"""Whether a sentence of a poor draft gives the customer something."""

from __future__ import annotations

from bot.coach import lazy
from bot.coach.rewrite.facts import facts
from bot.coach.rewrite.last_resorts import WAY
from bot.coach.rewrite.reading import read
from bot.coach.words import Word

DEEDS = frozenset({"help", "next_step", "ask_facts", "explanation", "prevention", "private_channel", "refusal"})
_YOU = lazy.pattern(r"\b[Вв](?:ы|ас|ам|ами|аш\w*)\b")
# «Желаем приятно провести время» promises nothing.
_WISHES = frozenset(
    {"желать", "надеяться", "считать", "полагать", "понимать", "напоминать", "просить", "сожалеть"}
    | {"рекомендовать", "советовать", "информировать", "уведомлять", "обращать"}
)
# What an agent tells a customer to do in earnest; «прихватите книжку» is none of it.
_PATHS = frozenset(
    {"подойти", "обратиться", "написать", "позвонить", "прислать", "прийти", "приехать", "привезти", "приложить"}
    | {"заполнить", "открыть", "нажать", "перезагрузить", "включить", "указать", "назвать", "оформить", "отправить"}
    | {"направить", "сообщить", "скинуть", "перейти", "выбрать", "связаться", "принести", "отключить", "подключить"}
)


def gives(text: str, moves: frozenset[str], free: frozenset[str], *, insulted: bool, scoffed: bool) -> bool:
    """Whether a sentence of a poor draft gives the customer something; where others insult, an explanation that
    speaks of the customer does not, and where they scoff, a question."""
    needed = set(facts(text)) - free
    if text.endswith("?") and not scoffed:
        return True
    # A question of a scoffer is seldom one: «В акте чья подпись?»
    idle = {"explanation", "ask_facts"} if text.endswith("?") else {"explanation"}
    if insulted and not needed and not moves & (DEEDS - idle):
        return not _YOU.search(text) and "explanation" in moves
    return bool(moves - {"specific", "thanks"}) or bool(needed) or promises(text) or (not insulted and _guides(text))


def promises(text: str) -> bool:
    return any({"сделаем", "делаем"} & set(word.classes) and _WISHES.isdisjoint(word.lemmas) for word in words_in(text))


def _guides(text: str) -> bool:
    """Whether it tells the customer what to do or where to turn: «подойдите с паспортом в отделение»."""
    return bool(WAY.match(text)) or any(
        "сделайте" in word.classes and not _PATHS.isdisjoint(word.lemmas) for word in words_in(text)
    )


def words_in(text: str) -> list[Word]:
    return [token.word for each in read(text).sentences for token in each.tokens]
