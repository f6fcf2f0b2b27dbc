"""Rewrites a draft in three styles and proves each rewrite by judging it anew."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import replace

from bot.coach.guide import Guide
from bot.coach.model import (
    Case,
    Channel,
    Facts,
    Finding,
    Review,
    Rewrite,
    Style,
)
from bot.coach.rewrite import grammar, slots
from bot.coach.rewrite.attempt import Attempt, heal
from bot.coach.rewrite.author import COMPANY, Author
from bot.coach.rewrite.compose import Page, Piece, lay_out
from bot.coach.rewrite.customer import Ear, Listener
from bot.coach.rewrite.desk import Desk, prepare
from bot.coach.rewrite.edits import Hurt, with_its_cause
from bot.coach.rewrite.insults import Insults
from bot.coach.rewrite.letter import in_letter, is_slang
from bot.coach.rewrite.need import GOOD, Need, beyond_words, is_sound, missing_moves
from bot.coach.rewrite.phrases import Phrases
from bot.coach.rewrite.reading import read
from bot.coach.rewrite.spans import MOST, offers
from bot.coach.rewrite.survive import added, lost
from bot.coach.rewrite.wording import Choice, Wording
from bot.coach.rewrite.worth import DEEDS
from bot.coach.score import NEEDLESS, PREMATURE, price
from bot.coach.stance import facts_known

# How often a rewrite is judged and repaired before it is given up.
ROUNDS = 8
ORDERS = {
    Channel.CHAT: (Style.WARM, Style.SHORT, Style.FORMAL),
    Channel.EMAIL: (Style.FORMAL, Style.WARM, Style.SHORT),
    Channel.REVIEW: (Style.WARM, Style.FORMAL, Style.SHORT),
    Channel.PUBLIC: (Style.WARM, Style.SHORT, Style.FORMAL),
    None: (Style.WARM, Style.SHORT, Style.FORMAL),
}


class Rewriter:
    """Writes better wordings. `judge` is the coach's own: what it would scold is never offered."""

    def __init__(
        self,
        judge: Callable[[Case], Review],
        guide: Guide,
        phrases: Phrases,
        sets: Mapping[str, Sequence[str]],
    ) -> None:
        self._judge, self._guide, self.phrases = judge, guide, phrases
        self.need = Need(guide, phrases.lexicon)
        self._insults = Insults(sets)
        self._choice = Choice(phrases.phrases)
        self._refusals = Listener(phrases.refusals, sets)
        self._ear = Ear(phrases.losses, phrases.lexicon, sets, guide.everyday)

    def judged_by(self, judge: Callable[[Case], Review], guide: Guide) -> Rewriter:
        """The same rewriter under another judge, whose `guide` prices more signals."""
        made = copy(self)
        made._judge, made._guide = judge, guide  # noqa: SLF001 -- a copy of ourselves
        made.need = Need(guide, self.phrases.lexicon)
        return made

    def rewrites(self, review: Review, author: Author = COMPANY, variant: int = 0) -> Iterator[Rewrite]:
        """Up to three better wordings, the one that fits the channel first, each written when it is asked for; none
        where the draft is good as it is or no wording keeps all of its facts. Another `variant` words the added
        sentences otherwise."""
        if beyond_words(review.plea) or self.need.is_good(self._filled(review)):
            return
        customer = self._ear.hear(review)
        for lenient in (False, True):
            for guilt in self._ways_with_guilt(review):
                hurts = self._hurts(review, guilt=guilt)
                desk = self._read_anew(prepare(review, hurts, customer, author, variant, lenient=lenient))
                desk = self._with_refusals(desk)
                found = False
                for rewrite in self._in_all_styles(replace(desk, guilt_stays=not guilt)):
                    found = True
                    yield rewrite
                if found:
                    return

    def _read_anew(self, desk: Desk) -> Desk:
        """What was put in for hurting words makes moves of its own: «Ваш отзыв передан» → «Выясним, что случилось»."""
        case = desk.review.case
        pieces = tuple(
            piece
            if piece.text[:-1].lower() in case.draft.lower()
            else replace(
                piece, moves=piece.moves | (self._judge(replace(case, draft=piece.text)).signals.keys() & DEEDS)
            )
            for piece in desk.pieces
        )
        return replace(desk, pieces=pieces, tags=desk.tags | {f"said_{move}" for p in pieces for move in p.moves})

    def _with_refusals(self, desk: Desk) -> Desk:
        """Notes what the draft refused in words that went: a refusal stays one. Only where the facts are known to be
        unchecked nothing is refused yet."""
        if desk.review.case.facts is Facts.UNCHECKED:
            return desk
        left = " ".join(piece.text for piece in desk.pieces)
        gone = set(self._refusals.heard(read(desk.review.case.draft))) - set(self._refusals.heard(read(left)))
        if not gone or any("refusal" in piece.moves for piece in desk.pieces):
            return desk
        if any("help" in piece.moves for piece in desk.pieces):
            return replace(desk, tags=desk.tags | {"refuses", "refuses_rest"})
        return replace(desk, tags=desk.tags | {"refuses", *(f"refuses_{name}" for name in gone)})

    def replacements(self, finding: Finding, review: Review, author: Author = COMPANY) -> tuple[str, ...]:
        """One to three wordings that `apply` puts in place of a finding's words («» takes them out), or sentences to
        add for a missing move; () where content has none."""
        if finding.aside and finding.start is not None:
            return finding.replacements
        if finding.start is not None:
            return offers(finding, review, self.phrases.instead)
        if beyond_words(review.plea):
            return ()
        customer = self._ear.hear(review)
        desk = prepare(review, (), customer, author, 0)
        wording = Wording(self._choice, desk, Style.WARM)
        found: dict[str, str] = {}
        while len(found) < MOST and (piece := wording.say([finding.signal], (), found)) is not None:
            found[piece.phrase] = grammar.shaped(piece.text, Style.WARM, desk.address)
        return tuple(found.values())

    def fill(self, text: str, values: Mapping[str, str]) -> str:
        """A rewrite's text with the agent's answers in place of its slots, bent to fit; unanswered slots stay."""
        return slots.fill(text, values, self.phrases.slots)

    def _in_all_styles(self, desk: Desk) -> Iterator[Rewrite]:
        said: set[str] = set()
        for style in ORDERS[desk.review.case.channel]:
            rewrite = self._write(desk, style)
            if rewrite is not None and rewrite.text not in said:
                said.add(rewrite.text)
                yield rewrite

    def _ways_with_guilt(self, review: Review) -> Sequence[bool]:
        """Whether an early admission is taken out, in the order to try. Where nobody said that the facts are unchecked
        the draft may know more than we do: if no wording keeps its facts without the admission, or if nothing else
        hurts, the admission stays and the finding warns of it."""
        if review.case.facts is not None or all(finding.rule != PREMATURE for finding in review.findings):
            return (True,)
        return (True, False) if self.need.wounds(review, guilt=False) else (False, True)

    def _filled(self, review: Review) -> Review:
        draft = slots.sampled(review.case.draft, self.phrases.slots)
        return review if draft == review.case.draft else self._judge(replace(review.case, draft=draft))

    def _hurts(self, review: Review, *, guilt: bool = True) -> tuple[Hurt, ...]:
        wounds = self.need.wounds(review, guilt=guilt)
        hurts = [Hurt(f.start or 0, f.end or 0, f.signal, f.replacements) for f in wounds]
        broken = {finding.rule for finding in review.findings}
        if guilt and PREMATURE in broken:
            hurts += [with_its_cause(s, review.case.draft) for s in review.signals.get("responsibility", ())]
        if NEEDLESS in broken:
            hurts += [Hurt(s.start, s.end, s.name) for s in review.signals.get("apology", ())]
        return tuple(dict.fromkeys([*hurts, *self._insults.said(review.case.draft)]))

    # Writing one style.

    def _write(self, desk: Desk, style: Style) -> Rewrite | None:
        sound = is_sound(desk)
        # The shortest phrases say understanding and regret in one sentence.
        wording = Wording(self._choice, desk, Style.SHORT if sound and style is Style.WARM else style)
        pieces = desk.pieces_for(style)
        if style is Style.FORMAL:
            pieces = [piece for each in pieces if (piece := in_letter(each, self.phrases.lexicon)) is not None]
        greeting, whole = desk.greeting_for(style), not desk.hurts
        attempt = Attempt(style, pieces, set(), set(desk.spared), greeting, desk.ending, keeps_order=whole)
        self._add_missing(attempt, wording, self._musts(desk, attempt.pieces))
        target = max(GOOD, desk.review.score)
        while self._worth(desk.review, attempt) < target and self._add_dearest(attempt, wording, desk.review):
            pass
        for _ in range(ROUNDS):
            page, review = self._proof(desk, attempt)
            wounds = self.need.wounds(review, guilt=not desk.guilt_stays)
            if wounds:
                if not heal(attempt, page, wounds):
                    return None
                continue
            missing = missing_moves(review)
            if missing:
                if not self._add_missing(attempt, wording, missing):
                    return None
                continue
            if review.score < target and self._add_dearest(attempt, wording, review, review.signals):
                continue
            heavy = sound and sum(piece.origin < 0 for piece in attempt.pieces) > 1
            return None if heavy or review.score < desk.review.score else self._finished(desk, attempt, review)
        return None

    def _proof(self, desk: Desk, attempt: Attempt) -> tuple[Page, Review]:
        pieces = [piece.saying(slots.sampled(piece.text, self.phrases.slots)) for piece in attempt.ordered]
        page = self._page(desk, attempt, pieces)
        return page, self._judge(replace(desk.review.case, draft=page.text))

    @staticmethod
    def _page(desk: Desk, attempt: Attempt, pieces: Sequence[Piece]) -> Page:
        letter = attempt.style is Style.FORMAL and desk.review.case.channel is not Channel.CHAT
        shaped = [p.saying(grammar.shaped(p.text, attempt.style, desk.address)) for p in pieces]
        return lay_out(shaped, attempt.greeting, desk.parts.name, attempt.ending, letter=letter)

    def _finished(self, desk: Desk, attempt: Attempt, review: Review) -> Rewrite | None:
        text = self._page(desk, attempt, attempt.ordered).text
        draft = desk.review.case.draft
        if attempt.style is Style.FORMAL and any(is_slang(word, self.phrases.lexicon) for word in text.split()):
            return None
        # By pieces, for most of them were read when the draft was taken apart.
        said = [attempt.greeting, desk.parts.name, attempt.ending, *(piece.text for piece in attempt.pieces)]
        if lost(draft, said, attempt.spared) or added([draft, attempt.ending], said):
            return None
        return Rewrite(attempt.style, text, slots.open_slots(text, self.phrases.slots), review.score)

    def _musts(self, desk: Desk, pieces: Sequence[Piece]) -> list[str]:
        """The moves the stance asks for that no piece makes."""
        present = {move for piece in pieces for move in piece.moves}
        first = ["refusal"] if "refuses" in desk.tags else []
        if "contradicted" in desk.tags and "explanation" not in present:
            first.append("explanation")
        return first + [ways[0] for ways in self._guide.stances[desk.review.stance].must if present.isdisjoint(ways)]

    def _add_missing(self, attempt: Attempt, wording: Wording, missing: Sequence[str]) -> bool:
        """Adds a sentence for each move; False if one cannot be added."""
        wanted = list(missing)
        while wanted:
            # One sentence for the deed and its date reads better than two.
            piece = wording.say([*wanted, "next_step"], attempt.pieces, attempt.refused)
            if piece is None:
                return False
            attempt.pieces.append(piece)
            wanted = [move for move in wanted if move not in piece.moves]
        return True

    def _worth(self, review: Review, attempt: Attempt) -> int:
        """What the pieces should score by their moves: a guess that saves judging a text known to lack something."""
        prices, known = self._guide.stances[review.stance], facts_known(review.case)
        return prices.base + sum(price(name, prices, known) for name in attempt.moves)

    def _add_dearest(
        self, attempt: Attempt, wording: Wording, review: Review, present: Collection[str] | None = None
    ) -> bool:
        """Adds the move that is worth most of those the text lacks; `present` are the moves found in it."""
        prices, known = self._guide.stances[review.stance], facts_known(review.case)
        there = attempt.moves if present is None else present
        priced = {name: price(name, prices, known) for name in self._guide.signals if name not in there}
        # «Прошу прощения… Очень жаль…»: who has apologised need not regret, unless nothing else is left to say.
        twice = {"regret", "apology"} if {"regret", "apology"} & set(there) else set()
        for name in sorted(priced, key=lambda each: (priced[each] > 0 and each in twice, -priced[each])):
            if priced[name] <= 0:
                continue
            piece = wording.say([name], attempt.pieces, attempt.refused)
            if piece is not None:
                attempt.pieces.append(piece)
                return True
        return False
