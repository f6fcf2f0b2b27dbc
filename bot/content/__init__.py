"""Reads content/ into plain objects; one broken file is reported and does not hide the others."""

from pathlib import Path

from bot.coach.coach import Coach
from bot.content.attention import load_attention
from bot.content.files import CONTENT, Mistake
from bot.content.guide import GuideError, load_guide
from bot.content.phrases import LoadedPhrases, load_phrases
from bot.content.reader import load_reader
from bot.content.rules import Rules, load_rules

__all__ = [
    "CONTENT",
    "GuideError",
    "LoadedPhrases",
    "Mistake",
    "Rules",
    "load_attention",
    "load_coach",
    "load_guide",
    "load_phrases",
    "load_reader",
    "load_rules",
]


def load_coach(root: Path = CONTENT) -> Coach:
    """A coach that judges by the content of `root`; raises GuideError where it cannot."""
    loaded = load_rules(root)
    phrases, reader = load_phrases(root).phrases, load_reader(root)
    return Coach(loaded.rules, loaded.sets, load_guide(root), phrases, reader, attention=load_attention(root))
