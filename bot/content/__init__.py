"""Reads content/ into plain objects; one broken file is reported and does not hide the others."""

from bot.content.files import CONTENT, Mistake
from bot.content.rules import Rules, load_rules

__all__ = ["CONTENT", "Mistake", "Rules", "load_rules"]
