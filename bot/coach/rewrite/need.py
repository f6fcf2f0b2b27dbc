"""Whether a draft needs a better wording at all, and what of it hurts."""

from __future__ import annotations

from bot.coach.guide import Guide, Kind
from bot.coach.model import Danger, Feeling, Finding, Plea, Review, Stance
from bot.coach.rewrite.desk import Desk
from bot.coach.rewrite.letter import is_slang
from bot.coach.rewrite.phrases import Lexicon
from bot.coach.score import PREMATURE, price
from bot.coach.stance import facts_known

# A draft that scores this much without findings is good, and so is a rewrite.
GOOD = 85
# From here on a draft in which nothing hurts gets one sentence or none. Of 45 such drafts read blind, rewrites that
# only added won 18: a plain «простите» where there was none, never a second word of feeling or another promise.
SOUND = 60
# What a reply asks for stays even where the stance has no need of it: without it a link goes nowhere.
REQUESTS = frozenset({"private_channel", "ask_facts"})
SORRY = frozenset({"apology", "regret"})
# What a sound draft may lack for one sentence to give it.
ONE_SENTENCE = ({"apology"}, {"responsibility", "apology"})
_MARKS = '.,!?…:;()«»"'


def beyond_words(plea: Plea) -> bool:
    """Whether ready-made sentences would wound more than none: one who wants to die, one who has lost somebody."""
    return Danger.SELF_HARM in plea.dangers or plea.feeling is Feeling.GRIEVING


def missing_moves(review: Review) -> list[str]:
    return [finding.signal for finding in review.findings if finding.start is None and not finding.aside]


def is_sound(desk: Desk) -> bool:
    return not desk.hurts and desk.review.score >= SOUND


class Need:
    """Under a `guide` that prices what hurts and what is missing."""

    def __init__(self, guide: Guide, lexicon: Lexicon) -> None:
        self._guide, self._lexicon = guide, lexicon

    def is_good(self, review: Review) -> bool:
        """Whether the draft is better left as it is: nothing in it hurts, and what it may lack is worth little. Read
        blind, additions to such drafts lost to them; what is missing is still told."""
        said = review.signals.keys()
        enough = review.score >= GOOD or review.stance is Stance.NO_COMPLAINT
        # Who has said sorry need not say it in our words too; who thanks a customer we know nothing of was praised.
        enough |= review.score >= SOUND and not self._one_sentence_helps(review)
        enough |= not review.case.complaint and "thanks" in said and SORRY.isdisjoint(said)
        # Whoever owns up and has much to offer seems to have looked: the finding warns, and that is enough.
        wounds = self.wounds(review, guilt=review.score < SOUND)
        if review.stance is Stance.NO_COMPLAINT and review.score >= SOUND:
            # A stock phrase in thanks hurts less than the gap it would leave, and who asks how is told where.
            wounds = [wound for wound in wounds if wound.signal not in {"cliche", "deflect"}]
        return enough and not wounds

    def _one_sentence_helps(self, review: Review) -> bool:
        """Whether a sound draft needs one sentence of ours. To «Ого, гляну» none of them is in tune."""
        if any(is_slang(word.strip(_MARKS), self._lexicon) for word in review.case.draft.split()):
            return False
        missing = set(missing_moves(review))
        prices, known = self._guide.stances[review.stance], facts_known(review.case)
        return missing in ONE_SENTENCE and review.score + sum(price(name, prices, known) for name in missing) >= GOOD

    def wounds(self, review: Review, *, guilt: bool = True) -> list[Finding]:
        """Findings about words; a refusal is none, for it must stay one. Without `guilt`, nor is an admission that is
        only advised against."""
        return [
            f
            for f in review.findings
            if f.start is not None
            and not f.aside
            and self._guide.signals[f.signal].kind is not Kind.ASIDE
            and f.signal not in REQUESTS
            and (guilt or f.rule != PREMATURE or review.case.facts is not None)
        ]
