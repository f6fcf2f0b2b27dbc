"""The learned reader: finds by example the signals that no rule foresees."""

from bot.coach.reader.reader import Look, Reader, Reading, Understanding

__all__ = ["Look", "Reader", "Reading", "Understanding"]
