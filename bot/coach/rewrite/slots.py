"""The gaps «[срок ответа]»: finding them, trying a wording with samples, filling in what the agent says."""

from __future__ import annotations

from collections.abc import Mapping

import regex

from bot.coach import lazy
from bot.coach.rewrite.grammar import capital
from bot.coach.rewrite.phrases import Slot, SlotKind
from bot.coach.words import parses

_MARK = lazy.pattern(r"\[([^\[\]]+)\]")
_DAY = r"понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье"
_HOUR = lazy.pattern(r"^(?:[01]?\d|2[0-3])[:.][0-5]\d$")
_WEEKDAY = lazy.pattern(rf"^({_DAY})(.*)$", regex.IGNORECASE)
_DATE = lazy.pattern(r"^\d{1,2}\s+\p{L}+|^\d{1,2}\.\d{1,2}")
_SPAN = lazy.pattern(
    r"^(?:\d+|пара|пару|два|две|три|четыре|пять|шесть|семь|десять|несколько|полчаса|час|неделя|неделю|день|сутки)\b",
    regex.IGNORECASE,
)
_UNIT = lazy.pattern(r"минут|час|дн|день|сут|недел|месяц", regex.IGNORECASE)


def open_slots(text: str, slots: Mapping[str, Slot]) -> tuple[str, ...]:
    """The marks of known slots in their order, each once."""
    return tuple(dict.fromkeys(found.group() for found in _MARK.finditer(text) if found.group(1) in slots))


def fill(text: str, values: Mapping[str, str], slots: Mapping[str, Slot]) -> str:
    """Puts values in place of marks (keys with or without brackets) and bends them to fit; unknown marks stay."""

    def put(found: regex.Match[str]) -> str:
        name = found.group(1)
        value = values.get(name, values.get(found.group(), "")).strip()
        if name not in slots or not value:
            return str(found.group())
        bent = bend(value.rstrip(".;, "), slots[name].kind)
        return capital(bent) if _opens(text, found.start()) else bent

    return str(_MARK.sub(put, text))


def sampled(text: str, slots: Mapping[str, Slot]) -> str:
    """The text as it may look once the agent has answered."""
    return fill(text, {name: slot.samples[0] for name, slot in slots.items()}, slots) if "[" in text else text


def _opens(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in ".!?…"


def bend(value: str, kind: SlotKind) -> str:
    """The value in the form the phrases expect: «пятница» → «в пятницу», «вернуть деньги» → «вернём деньги»."""
    if kind is SlotKind.WHEN:
        return _moment(value)
    if kind is SlotKind.DEED:
        return _deed(value)
    return value[:1].lower() + value[1:] if kind is SlotKind.WORDS and value[1:2].islower() else value


def _moment(value: str) -> str:
    low = value[:1].lower() + value[1:]
    if _HOUR.match(low):
        return f"до {low}"
    day = _WEEKDAY.match(low)
    if day:
        return f"{'во' if day.group(1).startswith('вт') else 'в'} {_accusative(day.group(1))}{day.group(2)}"
    if _DATE.match(low) and not _UNIT.match(low.split(maxsplit=1)[-1]):
        return low
    if _SPAN.match(low) and _UNIT.search(low):
        return f"через {_accusative(low) if ' ' not in low else low}"
    return low


def _accusative(form: str) -> str:
    if form.endswith("а") or form == "неделя":
        return form[:-1] + "у" if form.endswith("а") else "неделю"
    return form


def _deed(value: str) -> str:
    """Every infinitive of a finished deed as «мы …»: «вернуть 500 ₽ и извиниться» → «вернём 500 ₽ и извинимся»."""
    words = []
    for word in value.split():
        core = word.strip(",;")
        infinitive = next((p for p in parses(core.lower()) if p.tag.POS == "INFN" and p.tag.aspect == "perf"), None)
        ours = infinitive.inflect({"VERB", "futr", "1per", "plur"}) if infinitive is not None else None
        words.append(word.replace(core, ours.word) if ours is not None else word)
    better = " ".join(words)
    better = regex.sub(r"^[Мм]ы\s+", "", better)
    return better[:1].lower() + better[1:] if better[1:2].islower() else better
