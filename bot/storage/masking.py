"""The border that texts cross on their way into the history: what is personal stays outside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache

from bot.privacy import Masked, masked


def storable(text: str) -> str:
    """The text without what a database refuses: NUL and halves of surrogate pairs. Keeps its length."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\x00", "\ufffd")


# Most strings of a review are the coach's own sentences, the same again and again. Of those in which nothing is
# personal only the hash is kept, so that nobody's words are.
_REMEMBERED = 8_192
_impersonal: set[int] = set()


def forget_sentences() -> None:
    """Not even the hashes of what somebody wrote outlive their data."""
    _impersonal.clear()


def masked_text(text: str) -> Masked:
    """The text masked, with the way from its offsets to the new ones."""
    text = storable(text)
    key = hash(text)
    if key in _impersonal:
        return Masked(text, text, ())
    found = masked(text)
    if not found.found:
        if len(_impersonal) >= _REMEMBERED:
            _impersonal.clear()
        _impersonal.add(key)
    return found


def masked_review(review: Mapping[str, object], draft: Masked, complaint: Masked | None) -> dict[str, object]:
    """The JSON of a review with every string masked and every span moved to where it lies in the masked text.

    A span (`start`, `end`, `text`) is in the complaint below `complaint_signals`, else in the draft. One that does not
    fit its text loses its offsets (null) and keeps its words, masked on their own.
    """
    # The names of fields and signals come again and again.
    mask = cache(lambda text: masked_text(text).text)
    return {
        storable(key): _masked_value(value, complaint if key == "complaint_signals" else draft, mask)
        for key, value in review.items()
    }


# Strings of a review that are our own words of a closed set, whoever wrote the draft.
_NAMES = frozenset({"id", "rule", "signal", "verdict", "stance", "style", "source"})


def review_without_texts(review: Mapping[str, object]) -> dict[str, object]:
    """The JSON of a review with scores, verdicts and names of signals and rules, and without a word of anybody's.

    Spans keep neither words nor offsets (null); better wordings are left out.
    """
    return {key: [] if key == "rewrites" else _without_texts(key, value) for key, value in review.items()}


def _without_texts(key: str, value: object) -> object:
    if key in {"start", "end"}:
        return None
    if isinstance(value, str):
        return value if key in _NAMES else None
    if isinstance(value, Mapping):
        return {str(name): _without_texts(str(name), item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_texts(key, item) for item in value if not isinstance(item, str)]
    return value


def _masked_value(value: object, source: Masked | None, mask: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, Mapping):
        inside = {mask(str(key)): _masked_value(item, source, mask) for key, item in value.items()}
        return inside | _moved_span(value, source)
    if isinstance(value, list | tuple):
        return [_masked_value(item, source, mask) for item in value]
    return value


def _moved_span(value: Mapping[str, object], source: Masked | None) -> dict[str, object]:
    """`start`, `end` and `text` anew, for a mapping that has them all; an empty one otherwise."""
    start, end, text = value.get("start"), value.get("end"), value.get("text")
    if not (isinstance(start, int) and isinstance(end, int) and isinstance(text, str)):
        return {}
    if source is None or source.original[start:end] != storable(text):
        return {"start": None, "end": None}
    start, end = source.span(start, end)
    return {"start": start, "end": end, "text": source.text[start:end]}
