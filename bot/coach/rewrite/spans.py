"""One finding at a time: what may stand in place of its words, and the draft with that change made."""

from __future__ import annotations

from collections.abc import Mapping

from bot.coach.model import Finding, Review, Stance
from bot.coach.rewrite.clauses import clauses_of
from bot.coach.rewrite.edits import Hurt, applied, fitted
from bot.coach.rewrite.grammar import sentence as as_sentence
from bot.coach.rewrite.grammar import tidy, uncapital
from bot.coach.rewrite.mend import fits, mended
from bot.coach.rewrite.reading import read
from bot.coach.rewrite.units import take_apart
from bot.coach.text import Sentence

MOST = 3
# The feelings stand in front, after the greeting; anything else at the end, before the signature.
FRONT = frozenset({"empathy", "regret", "apology", "responsibility"})

Instead = Mapping[str, Mapping[str, tuple[str, ...]]]


def offers(finding: Finding, review: Review, instead: Instead) -> tuple[str, ...]:
    """One to three wordings for the words of a finding, the best first; «» means «просто уберите»."""
    draft = review.case.draft
    start, end = finding.start or 0, finding.end or 0
    whole = _is_clause(draft, start, end)
    found = [words for words in finding.replacements if fits(draft[start:end], words, whole=whole)]
    if whole:
        found += _instead(finding.signal, review.stance, instead)
    return (*tuple(dict.fromkeys(found))[: MOST - 1], "")


def _instead(signal: str, stance: Stance, instead: Instead) -> tuple[str, ...]:
    own = instead.get(stance, {})
    return own[signal] if signal in own else instead.get("any", {}).get(signal, ())


def _is_clause(draft: str, start: int, end: int) -> bool:
    return any(
        clause.start == start and clause.end <= end
        for sentence in read(draft).sentences
        for clause in clauses_of(sentence)
    )


def apply(draft: str, finding: Finding, replacement: str) -> str:
    """The draft with the replacement in place of the finding's words and the grammar around it repaired; for a missing
    move the replacement is a sentence to add."""
    if finding.start is None or finding.end is None:
        return _added(draft, finding.signal, replacement)
    sentence = _sentence_at(draft, finding.start)
    low, high = (sentence.start, sentence.end) if sentence else (finding.start, finding.end)
    words = draft[low:high]
    hurt = Hurt(finding.start - low, min(finding.end, high) - low, finding.signal)
    better = _replaced(words, hurt, replacement) if replacement else _removed(words, hurt)
    if better:
        return draft[:low] + better + draft[high:]
    return tidy_paragraphs(draft[:low].rstrip(" ") + " " + draft[high:].lstrip(" "))


def _removed(words: str, hurt: Hurt) -> str:
    return next(iter(mended(words, [hurt])), "")


def _replaced(words: str, hurt: Hurt, replacement: str) -> str:
    """A whole sentence takes the place of its clause as a sentence of its own."""
    if replacement[-1] not in ".!?":
        return as_sentence(tidy(applied(words, [fitted(words, hurt.start, hurt.end, replacement)])))
    rest = _removed(words, hurt)
    return f"{rest} {replacement}" if rest else replacement


def _sentence_at(draft: str, at: int) -> Sentence | None:
    return next((each for each in read(draft).sentences if each.start <= at < each.end), None)


def _added(draft: str, move: str, words: str) -> str:
    parts = take_apart(read(draft))
    words = as_sentence(words)
    if not parts.body:
        return f"{draft.rstrip()} {words}".strip()
    if move not in FRONT:
        at = parts.body[-1].end
        head = draft[:at]
        return f"{head if head[-1] in '.!?…)' else head + '.'} {words}{draft[at:]}"
    at = parts.body[0].start
    if not parts.name:
        return f"{draft[:at]}{words} {as_sentence(parts.body[0].text)}{draft[parts.body[0].end :]}"
    return f"{draft[:at]}{uncapital(words)} {as_sentence(parts.body[0].text)}{draft[parts.body[0].end :]}"


def tidy_paragraphs(text: str) -> str:
    """Without blank paragraphs and blanks left at line ends."""
    lines = [line.rstrip() for line in text.strip().split("\n")]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
