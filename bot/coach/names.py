"""By what name a customer signs and by what name a draft calls them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from bot.coach.text import Sentence, Text, Token

_GREETINGS = frozenset(
    {"здравствуйте", "здравствуй", "день", "вечер", "утро", "привет", "приветствую", "уважаемый", "дорогой"}
)
# «Спасибо, Мария» may thank the agent.
_BOWS = frozenset({"уважение"})
# «Добрый день! Марина, служба заботы» is no address: whoever is spoken to is told something.
_SPOKEN_TO = frozenset({"вы", "ваш", "мы", "наш", "я", "жаль"})
_PATRONYMIC = ("вич", "вна", "ична")


class Named(NamedTuple):
    """A first name at [start, end), and the patronymic after it («» if none)."""

    start: int
    end: int
    text: str
    first: str
    patronymic: str = ""


class Names:
    """Knows which forms name one person; each line holds the forms of one."""

    def __init__(self, people: Iterable[Iterable[str]]) -> None:
        self._lines: dict[str, set[int]] = {}
        for number, forms in enumerate(people):
            for form in forms:
                self._lines.setdefault(form.lower().replace("ё", "е"), set()).add(number)

    def same(self, left: Named, right: Named) -> bool:
        """Whether both may be one person: «Ира» is «Ирина», «Ирина» may be «Ирина Сергеевна»."""
        if left.patronymic and right.patronymic and left.patronymic != right.patronymic:
            return False
        return left.first == right.first or not self._lines[left.first].isdisjoint(self._lines[right.first])

    def signature(self, complaint: Text) -> Named | None:
        """The name a complaint is signed with, or introduced by: «С уважением, Ирина», «Меня зовут Ирина»."""
        if not complaint.sentences:
            return None
        if "меня зовут" in (lowered := complaint.raw.lower()) or "мое имя" in lowered or "моё имя" in lowered:
            return next(filter(None, map(self._introduced, complaint.sentences)), None)
        last = complaint.sentences[-1]
        words = [at for at, token in enumerate(last.tokens) if token.word.form[0].isalpha()]
        start = next((at for at in words if not self._polite(last.tokens[at])), None)
        if start is None or last.mark == "?" or len(complaint.sentences) + start < 2:
            return None
        named = self._at(complaint, last, start)
        rest = [at for at in words if last.tokens[at].start >= (named.end if named else 0)]
        # «Ирина П.», «Ирина, Тула» and «Ирина Петрова» are signatures; a longer sentence that opens with a name is not.
        return named if len(rest) <= 1 and all(_is_capital(complaint.raw, last.tokens[at]) for at in rest) else None

    def vocative(self, draft: Text) -> Named | None:
        """The name a draft opens with: «Ирина, здравствуйте», «Добрый день, Ирина», «Уважаемая Ирина»."""
        for sentence in draft.sentences[:2]:
            tokens = sentence.tokens
            greeted = max((at for at, token in enumerate(tokens[:4]) if self._greets(token)), default=-1)
            named = self._at(draft, sentence, greeted + 1)
            if named is None and greeted > 0:
                named = self._at(draft, sentence, 0)
            if named and (greeted >= 0 or self._addressed(draft, sentence, named)):
                return named
            if greeted < 0:
                return None
        return None

    @staticmethod
    def _addressed(draft: Text, sentence: Sentence, named: Named) -> bool:
        if draft.raw[named.end : named.end + 1] not in {",", "!"}:
            return False
        return sentence is draft.sentences[0] or any(not _SPOKEN_TO.isdisjoint(t.word.lemmas) for t in sentence.tokens)

    @staticmethod
    def _greets(token: Token) -> bool:
        return not _GREETINGS.isdisjoint(token.word.lemmas)

    @staticmethod
    def _polite(token: Token) -> bool:
        return token.word.form in {"с", "ваш", "ваша"} or not _BOWS.isdisjoint(token.word.lemmas)

    def _introduced(self, sentence: Sentence) -> Named | None:
        forms = [token.word.form for token in sentence.tokens]
        for at in range(len(forms) - 2):
            if forms[at : at + 2] in (["меня", "зовут"], ["мое", "имя"]):
                return self._name(sentence, at + 2)
        return None

    def _at(self, text: Text, sentence: Sentence, at: int) -> Named | None:
        named = self._name(sentence, at)
        return named if named and text.raw[named.start].isupper() else None

    def _name(self, sentence: Sentence, at: int) -> Named | None:
        tokens = sentence.tokens
        if at >= len(tokens) or tokens[at].word.form not in self._lines:
            return None
        first, end, patronymic = tokens[at], tokens[at].end, ""
        if at + 1 < len(tokens) and tokens[at + 1].word.form.endswith(_PATRONYMIC):
            patronymic, end = tokens[at + 1].word.form, tokens[at + 1].end
        return Named(first.start, end, _title(first, patronymic), first.word.form, patronymic)


def _title(first: Token, patronymic: str) -> str:
    return " ".join(filter(None, (first.word.form.capitalize(), patronymic.capitalize())))


def _is_capital(raw: str, token: Token) -> bool:
    return raw[token.start].isupper()
