"""What the learned reader sees of words: lemmas, endings, grammar, kinds of meaning, and how neighbours combine.

Every trait is hashed into one of `SLOTS` rows of a weight table, so that unknown words cost nothing and no vocabulary
has to be kept. Teaching and reading share this file: a change here asks for teaching anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, repeat
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.coach.record import record
from bot.coach.words import word

SLOTS = 1 << 17
# How much a trait of each kind weighs before learning; measured on cases that were kept out of teaching.
LEMMA, FORM, GRAMMAR, KIND, PIECE, NEIGHBOURS = 1.0, 0.7, 0.8, 1.0, 0.5, 0.8
PIECES = (3, 4, 5, 6)
_PIECE = crc32(b"c:")
LONG_NUMBER = 7

_LEFT, _RIGHT, _SLOT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F), np.uint64(SLOTS - 1)
# What is paired with what: lemma with lemma, lemma with grammar, grammar with grammar; each pairing has its own salt.
_PAIR_LEFT, _PAIR_RIGHT = np.array((0, 0, 1, 1)), np.array((0, 1, 1, 1))
_SALTS = np.array([[salt * 0x165667B19E3779F9 % 2**64] for salt in (1, 2, 3, 5, 4, 6)], np.uint64)
_PAIR_SALTS, _TRIPLE_SALTS = _SALTS[:4], _SALTS[4:]

Lexicon = Mapping[str, Sequence[str]]
Hashes = NDArray[np.uint64]


@record
class Traits:
    """A form on its own: the table rows of its traits with their weights, and the hashes that neighbours combine."""

    slots: NDArray[np.int64]
    weights: NDArray[np.float32]
    lemma: int
    grammar: int

    @property
    def mass(self) -> float:
        """The squared length that the form adds to that of its sentence."""
        return float(self.weights @ self.weights)


def lexicon(source: str) -> dict[str, tuple[str, ...]]:
    """Kinds of meaning by lemma, from lines «kind: lemma lemma …»; lines that start with # are remarks."""
    kinds: dict[str, list[str]] = {}
    for line in source.splitlines():
        if line.startswith("#") or ":" not in line:
            continue
        kind, words = line.split(":", 1)
        for lemma in words.replace("ё", "е").split():
            known = kinds.setdefault(lemma, [])
            if kind not in known:
                known.append(kind)
    return {lemma: tuple(known) for lemma, known in kinds.items()}


def traits(form: str, kinds: Lexicon) -> Traits:
    """The traits of a form or separator as `stream` yields it."""
    hashes, weights, lemma, grammar = found(form, kinds)
    return Traits(np.array(hashes, np.int64) % SLOTS, np.array(weights, np.float32), lemma, grammar)


def found(form: str, kinds: Lexicon) -> tuple[list[int], list[float], int, int]:
    """(hashes of a form's traits, their weights, hash of its lemma, hash of its grammar)."""
    lemmas, grammar = _readings(form)
    hashes = [crc32(f"l:{lemma}".encode()) for lemma in lemmas]
    lemma, about = hashes[0], crc32(f"t:{grammar}".encode())
    weights = [LEMMA] * len(hashes)
    meant = dict.fromkeys(kind for known in (*lemmas, form) for kind in kinds.get(known, ()))
    hashes += [about, *(crc32(f"k:{kind}".encode()) for kind in meant)]
    weights += [GRAMMAR, *[KIND] * len(meant)]
    if form[0].isalpha():
        pieces = _pieces(f"<{form}>")
        hashes += [crc32(f"w:{form}".encode()), *map(crc32, pieces, repeat(_PIECE))]
        weights += [FORM, *[PIECE] * len(pieces)]
    return hashes, weights, lemma, about


def neighbours(lemmas: Hashes, grammar: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Table rows of what stands together: pairs (3, n - 1) and, over one word, triples (2, n - 2)."""
    both = np.stack((lemmas, grammar))
    left, right = both * _LEFT, both * _RIGHT
    # Beside the three kinds of pairs the grammar of two words, which a third word makes a triple.
    mixed = _mixed(left[_PAIR_LEFT, :-1] + right[_PAIR_RIGHT, 1:] + _PAIR_SALTS)
    over = left[:, :-2]
    over[1] = mixed[3, :-1] * _LEFT
    over += right[:, 2:]
    over += _TRIPLE_SALTS
    return (mixed[:3] & _SLOT).view(np.int64), (_mixed(over) & _SLOT).view(np.int64)


def _mixed(sums: Hashes) -> Hashes:
    sums ^= sums >> np.uint64(29)
    sums *= np.uint64(0xBF58476D1CE4E5B9)
    sums ^= sums >> np.uint64(32)
    return sums


def _pieces(framed: str) -> list[bytes]:
    """The different pieces of a word, each once. Cutting its bytes is three times as fast as cutting its letters."""
    raw = framed.encode()
    if len(raw) == 2 * len(framed) - 2:
        # Nothing but letters of two bytes between the two signs.
        ends = [0, *range(1, len(raw), 2), len(raw)]
    else:
        ends = [0, *accumulate(len(letter.encode()) for letter in framed)]
    return list(dict.fromkeys([raw[low:high] for size in PIECES for low, high in zip(ends, ends[size:], strict=False)]))


def _readings(form: str) -> tuple[tuple[str, ...], str]:
    """(lemmas, best first; grammar of the best reading). Numbers and signs each read as one word."""
    if form[0].isdigit():
        kind = "время" if ":" in form else "телефон" if sum(map(str.isdigit, form)) >= LONG_NUMBER else "число"
        return (kind,), kind
    if not form[0].isalpha():
        return (form,), form
    read = word(form)
    return (read.likely, read.grammar) if read.likely else (read.lemmas, "латиница")
