"""Which earlier text a new one belongs to."""

from __future__ import annotations

from bot.coach.text import Text
from handlers.desk import Desk, OpenComplaint, OpenDraft

# From this share of common words on, two drafts are versions of one: a rewritten draft keeps the words of its matter.
ALIKE = 0.35
MATTER = 4


def earlier_version(desk: Desk, text: str) -> OpenDraft | None:
    """The draft that this text improves: the newest one with a complaint, or one that shares its words."""
    for draft in reversed(desk.drafts):
        if _alike(draft.text, text) >= ALIKE:
            return draft
    latest = desk.drafts[-1] if desk.drafts else None
    return latest if latest is not None and latest.complaint is not None else None


def is_more_of(lying: OpenDraft | OpenComplaint, at: float, message_id: int, *, most: float, least: int) -> bool:
    """Whether a text that came right after a very long one is its rest; `most` is in seconds, `least` in characters."""
    last_id = lying.message_id if isinstance(lying, OpenDraft) else lying.message_ids[-1]
    return len(lying.text) >= least and 0 <= at - lying.at <= most and 0 < message_id - last_id <= 2


def _alike(first: str, second: str) -> float:
    one, other = _matter(first), _matter(second)
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0


def _matter(text: str) -> set[str]:
    """The long words, by lemma."""
    return {
        token.word.lemmas[0]
        for sentence in Text.parse(text).sentences
        for token in sentence.tokens
        if len(token.word.form) >= MATTER
    }
