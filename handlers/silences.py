"""What an agent's house does its own way: findings that are not shown and do not count for this agent."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from bot.coach.coach import Coach
from bot.coach.model import Case, Review
from bot.privacy import masked
from bot.storage.disagreements import Disagreement

_NOT_A_LETTER = regex.compile(r"[^\p{L}\p{N}\[\]]+")


@dataclass(frozen=True, slots=True)
class Silences:
    """Pairs of a rule and the words it is not to speak of, compared without case, «ё» and punctuation."""

    known: frozenset[tuple[str, str]] = frozenset()

    @classmethod
    def of(cls, disagreements: Iterable[Disagreement]) -> Silences:
        return cls(frozenset((each.rule, _plain(each.words)) for each in disagreements))

    def judge(self, coach: Coach, case: Case) -> Review:
        """A review without what is silenced: neither shown nor counted in the score."""
        review = coach.judge(case)
        keys = {
            finding.key
            for finding in review.findings
            if self.known and (finding.rule, _plain(masked(finding.text or "").text)) in self.known
        }
        if not keys:
            return review
        return coach.judge(replace(case, taps=replace(case.taps, dismissed=case.taps.dismissed | keys)))


def _plain(words: str) -> str:
    """Stored words are masked, so those of a draft are compared masked too."""
    return _NOT_A_LETTER.sub(" ", words.casefold().replace("ё", "е")).strip()
