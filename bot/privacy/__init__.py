"""Finds personal data in a text and replaces it with human placeholders such as «[телефон]». Pure.

How masking stays idempotent and linear. Rules run one after another over a working copy in which all that is already
found, and every placeholder that was there before, is overwritten with `WALL`: a letter that no rule consumes and
every negative look-around refuses. So a second pass can lose matches, never gain one. A rule keeps its side of that by
consuming only named classes of characters (no `\\w`, no `.`), by matching in one way only from a given start, and by
bounding every repetition.
"""

from bot.privacy.kinds import PLACEHOLDERS, Kind, Masked, Personal
from bot.privacy.masking import find, mask, masked

__all__ = ["PLACEHOLDERS", "Kind", "Masked", "Personal", "find", "mask", "masked"]
