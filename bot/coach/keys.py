"""The names under which phrases ask for words: what key stands for a choice of words, what keys a word answers to.

A wide choice, a set of content/words and a beginning («слово*») each become one key, so that a phrase asks once however
many words fit; what that costs is paid once for each key.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bot.coach.pattern import PREFIX, Choice, Element, One, PatternError, Sequence, parse
from bot.coach.words import Word


class Keys:
    """All keys of one catalogue; it learns them while phrases are compiled."""

    def __init__(self, sets: Mapping[str, Iterable[str]]) -> None:
        self._sets = sets
        self._named: dict[str, Element] = {}
        self._extra: dict[str, dict[str, None]] = {}
        self._prefixes: dict[str, dict[str, None]] = {}
        self._members: dict[str, tuple[str, ...]] = {}

    def __getstate__(self) -> dict[str, object]:
        """What reading takes. What only compiling takes stays behind: it would double the time of every start."""
        return {**self.__dict__, "_sets": {}, "_named": {}, "_members": {}}

    def narrow(self, keys: tuple[str, ...]) -> str:
        """The one key that stands for a choice of keys."""
        if len(keys) > 1:
            return self._widened("@" + "|".join(keys), keys)
        self._register(keys)
        return keys[0]

    def named(self, name: str, kind: str) -> Element:
        """What a set of content/words stands for; raises PatternError for an unknown one."""
        full = f"{name}:{kind}" if kind else name
        if full not in self._named:
            self._named[full] = self._spell(name, kind, full)
        return self._named[full]

    def members(self, key: str) -> tuple[str, ...]:
        """The plain keys that a key stands for."""
        plain = self._members.get(key)
        return tuple(each for member in plain for each in self.members(member)) if plain else (key,)

    def __contains__(self, key: object) -> bool:
        """Whether a choice holds this key."""
        return key in self._extra

    def of(self, word: Word) -> tuple[str, ...]:
        """The plain keys of a word: its own, and its known beginnings."""
        prefixes = self._prefixes.get(word.form[:PREFIX])
        if not prefixes:
            return word.keys
        return (*word.keys, *(prefix for prefix in prefixes if word.form.startswith(prefix[:-1])))

    def chosen(self, keys: Iterable[str]) -> tuple[str, ...]:
        """The keys with those of all choices that hold any of them."""
        found = list(keys)
        # A choice may be one way of another choice: what is found on the way is looked up as well.
        for key in found:
            found.extend(self._extra.get(key, ()))
        return tuple(dict.fromkeys(found))

    def _spell(self, name: str, kind: str, full: str) -> Element:
        if name not in self._sets:
            raise PatternError(f"нет набора слов «@{name}» (файла content/words/{name}.txt)")
        single: list[str] = []
        longer: list[Sequence] = []
        for item in map(parse, self._sets[name]):
            if len(item) == 1 and isinstance(item[0], One):
                single.extend(item[0].keys)
            else:
                longer.append(item)
        if kind and longer:
            raise PatternError(f"в content/words/{name}.txt для {{@{name}:{kind}}} нужны строки из одного слова")
        if kind:
            single = [_of_kind(key, kind, name) for key in single]
        ways: list[Sequence] = [(One((self._widened(f"@{full}", single),)),)] if single else []
        return Choice((*ways, *longer), optional=False)

    def _register(self, keys: Iterable[str]) -> None:
        for key in keys:
            if len(key) > 1 and key.endswith("*"):
                self._prefixes.setdefault(key[:PREFIX], {})[key] = None

    def _widened(self, name: str, keys: Iterable[str]) -> str:
        self._members[name] = tuple(keys)
        self._register(self._members[name])
        for key in self._members[name]:
            self._extra.setdefault(key, {})[name] = None
        return name


def _of_kind(key: str, kind: str, name: str) -> str:
    if not key.startswith("{") or ":" in key:
        raise PatternError(f"чтобы писать {{@{name}:{kind}}}, слова в content/words/{name}.txt пишите так: {{слово}}")
    return f"{key}:{kind}"
