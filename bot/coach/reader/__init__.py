"""The learned reader: finds by example the signals that no rule foresees."""

from bot.coach.reader.reader import Reader, Reading, Understanding

__all__ = ["Reader", "Reading", "Understanding"]
