"""What the learned reader sees of words: lemmas, endings, grammar, kinds of meaning, and how neighbours combine.

Every trait is hashed into one of `SLOTS` rows of a weight table, so that unknown words cost nothing and no vocabulary
has to be kept. Teaching and reading share this file: a change here asks for teaching anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.coach.words import OVERRIDES, parses, word

SLOTS = 1 << 17
# How much a trait of each kind weighs before learning; measured on cases that were kept out of teaching.
LEMMA, FORM, GRAMMAR, KIND, PIECE, NEIGHBOURS = 1.0, 0.7, 0.8, 1.0, 0.5, 0.8
PIECES = (3, 4, 5, 6)
# Rarer readings of a form («или» as the imperative of «илить») mislead more than they help.
RARE = 0.05
LONG_NUMBER = 7

Lexicon = Mapping[str, Sequence[str]]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
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
    lemmas, grammar = _readings(form)
    found: dict[str, float] = {f"l:{lemma}": LEMMA for lemma in lemmas}
    found[f"t:{grammar}"] = GRAMMAR
    found |= {f"k:{kind}": KIND for known in (*lemmas, form) for kind in kinds.get(known, ())}
    if form[0].isalpha():
        found[f"w:{form}"] = FORM
        framed = f"<{form}>"
        found |= {f"c:{piece}": PIECE for piece in _pieces(framed)}
    slots = np.fromiter((crc32(name.encode()) % SLOTS for name in found), np.int64, len(found))
    weights = np.fromiter(found.values(), np.float32, len(found))
    return Traits(slots, weights, crc32(f"l:{lemmas[0]}".encode()), crc32(f"t:{grammar}".encode()))


def neighbours(lemmas: Hashes, grammar: Hashes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Table rows of what stands together: pairs (3, n - 1) and, over one word, triples (2, n - 2)."""
    pairs = np.stack(
        (
            _combine(lemmas[:-1], lemmas[1:], 1),
            _combine(lemmas[:-1], grammar[1:], 2),
            _combine(grammar[:-1], grammar[1:], 3),
        )
    )
    triples = np.stack(
        (
            _combine(lemmas[:-2], lemmas[2:], 4),
            _combine(_combine(grammar[:-2], grammar[1:-1], 5), grammar[2:], 6),
        )
    )
    return (pairs % np.uint64(SLOTS)).astype(np.int64), (triples % np.uint64(SLOTS)).astype(np.int64)


def _combine(left: Hashes, right: Hashes, salt: int) -> Hashes:
    mixed = left * np.uint64(0x9E3779B97F4A7C15) + right * np.uint64(0xC2B2AE3D27D4EB4F)
    mixed += np.uint64(salt * 0x165667B19E3779F9 % 2**64)
    mixed ^= mixed >> np.uint64(29)
    mixed *= np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed


def _pieces(framed: str) -> Iterable[str]:
    return (framed[at : at + size] for size in PIECES for at in range(len(framed) - size + 1))


def _readings(form: str) -> tuple[tuple[str, ...], str]:
    """(lemmas, best first; grammar of the best reading). Numbers, names and signs each read as one word."""
    if form[0].isdigit():
        kind = "время" if ":" in form else "телефон" if sum(map(str.isdigit, form)) >= LONG_NUMBER else "число"
        return (kind,), kind
    if not form[0].isalpha():
        return (form,), form
    if not "а" <= form[0] <= "я":
        return word(form).lemmas, "латиница"
    likely = [parse for parse in parses(form) if _allowed(form, parse)]
    likely = [parse for parse in likely if parse.score >= RARE] or likely[:1] or list(parses(form)[:1])
    grammar = _grammar(likely[0])
    lemmas = dict.fromkeys(parse.normal_form.replace("ё", "е") for parse in likely)
    if grammar == "имя":
        lemmas = {"имя": None, **lemmas}
    return tuple(lemmas), grammar


def _allowed(form: str, parse: Any) -> bool:  # noqa: ANN401 -- pymorphy3 ships no types
    return form not in OVERRIDES or parse.normal_form.replace("ё", "е") in OVERRIDES[form]


def _grammar(parse: Any) -> str:  # noqa: ANN401 -- pymorphy3 ships no types
    tag = parse.tag
    part = str(tag.POS)
    if {"Name", "Patr", "Surn"} & tag.grammemes:
        return "имя"
    if part in {"VERB", "INFN", "PRTS", "PRTF", "GRND"}:
        parts = (part, tag.person, tag.tense, tag.mood, tag.number, tag.aspect)
        return " ".join(str(name) for name in parts if name)
    if part == "NPRO":
        return f"{tag.case} {parse.normal_form}"
    return f"{part} {tag.case}" if part == "NOUN" else part
