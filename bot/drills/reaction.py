"""What the customer says to a reply: composed of the content by what the engine read in it. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.coach.model import Review, Stance
from bot.coach.score import PREMATURE
from bot.coach.text import Text
from bot.content.cases import DrillCase, Mood
from bot.content.drills import Drills, Lines, fill
from bot.drills.play import Play, admission, is_template, scolded

# An echo of words longer than this is no echo.
ECHO = 60
# Steps between the lines of neighbouring turns and kinds: prime, so that all lines of a pool get their turn.
TURN_STEP, KIND_STEP = 7, 3


def reaction(case: DrillCase, play: Play, review: Review, drills: Drills) -> str:
    """The customer's answer to the last turn of the play: an echo of what stood out, then their own words."""
    return " ".join(piece for piece in _pieces(case, play, review, drills) if piece)


def impatience(case: DrillCase, play: Play, drills: Drills) -> str:
    """What a customer writes whose patience has run out."""
    return _filled(_line(drills.reactions.occasions["late"], case, play, 0), case)


def _pieces(case: DrillCase, play: Play, review: Review, drills: Drills) -> Iterator[str]:
    turn, said = play.turns[-1], drills.reactions
    if turn.mood == Mood.SATISFIED:
        yield _echo_of_help(case, play, review, said.helps)
        yield _own_line(case, play, review.case.draft)
        return
    echo = _echo_of_hurt(case, play, review, drills)
    yield echo
    if turn.waits:
        yield _filled(_line(said.occasions["waits"], case, play, 3), case)
        return
    own = _own_line(case, play, review.case.draft)
    yield own
    # Two things at a time are enough for a living customer.
    if turn.mood != Mood.LEAVES and not echo and not own.endswith("?"):
        yield _what_is_missing(case, play, said.missing)


def _echo_of_hurt(case: DrillCase, play: Play, review: Review, drills: Drills) -> str:
    """The sharpest thing first: guilt that was fished for, words that hurt, a template."""
    said = drills.reactions
    if guilt := _admitted(play, review):
        return _filled(_line(said.occasions["guilt"], case, play, 1), case, quoted(guilt, ECHO))
    for finding in scolded(review):
        if finding.text and finding.signal in said.hurts:
            line = _line(said.hurts[finding.signal], case, play, len(finding.signal))
            return _filled(line, case, quoted(finding.text, ECHO))
    return _filled(_line(said.occasions["template"], case, play, 2), case) if is_template(review) else ""


def _admitted(play: Play, review: Review) -> str:
    """The words that took the blame where it was not, or not yet, the company's."""
    early = any(finding.rule == PREMATURE for finding in review.findings) and review.stance is Stance.FIND_OUT
    return admission(review) if play.turns[-1].trapped or early else ""


def _echo_of_help(case: DrillCase, play: Play, review: Review, helps: Mapping[str, Lines]) -> str:
    for name, lines in helps.items():
        if name in review.signals:
            return _filled(_line(lines, case, play, len(name)), case, quoted(review.signals[name][0].text, ECHO))
    return ""


def _what_is_missing(case: DrillCase, play: Play, missing: Mapping[str, Lines]) -> str:
    for name in play.turns[-1].lacks:
        if name in missing:
            return _filled(_line(missing[name], case, play, len(name)), case)
    return ""


def _own_line(case: DrillCase, play: Play, draft: str) -> str:
    """One of the lines that speak of what the reply speaks of; of the others where none does."""
    lines, spoken = case.reactions[Mood(play.turns[-1].mood)], _lemmas(draft)
    fitting = [line for line in lines if line.about and not spoken.isdisjoint(_lemmas(line.about))]
    fitting = fitting or [line for line in lines if not line.about]
    return _filled(fitting[(play.seed + len(play.turns)) % len(fitting)].text, case)


def _lemmas(text: str) -> frozenset[str]:
    return frozenset(
        lemma for sentence in Text.parse(text).sentences for token in sentence.tokens for lemma in token.word.lemmas
    )


def _line(lines: Lines, case: DrillCase, play: Play, kind: int) -> str:
    """One of the lines that a customer of this level allows themselves; another one at each turn."""
    allowed = [line for level in sorted(lines) if level <= case.level for line in lines[level]]
    return allowed[(play.seed + len(play.turns) * TURN_STEP + kind * KIND_STEP) % len(allowed)]


def _filled(line: str, case: DrillCase, words: str = "") -> str:
    return fill(line, case.gender, words)


def quoted(words: str, most: int) -> str:
    """The agent's words as one quotes them: of at most so many characters and without the full stop."""
    flat = " ".join(words.split()).rstrip(".,;:!…")
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0].rstrip(" ,.;:—–-") + "…"
