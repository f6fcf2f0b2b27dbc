"""Reads content/ into plain objects; one broken file is reported and does not hide the others."""

import logging
from pathlib import Path

from bot.coach.coach import Coach
from bot.coach.words import load_dictionary
from bot.content.attention import load_attention
from bot.content.compiled import load_compiled
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
    "load_compiled",
    "load_guide",
    "load_phrases",
    "load_reader",
    "load_rules",
]


logger = logging.getLogger(__name__)


def load_coach(root: Path = CONTENT) -> Coach:
    """A coach that judges by the content of `root`, ready for its first text; raises GuideError where it cannot."""
    load_dictionary()
    ready = load_compiled(root)
    rules, sets = ready.rules.rules, ready.rules.sets
    if ready.rules.mistakes:
        count = len(ready.rules.mistakes)
        logger.warning("Ошибок в правилах: %d. Что из-за них молчит, скажет bot content check", count)
    return Coach(
        rules, sets, ready.guide, ready.phrases, ready.reader, attention=ready.attention, catalogues=ready.catalogues
    )
