"""An automatic player: walks every way through a case with a few replies of each kind."""

from __future__ import annotations

from collections.abc import Iterator

from bot.coach.coach import Coach
from bot.coach.model import Case, Review
from bot.content.cases import DrillCase
from bot.content.drills import Drills
from bot.drills.checks import DOUBT, TEMPLATES, scored
from bot.drills.play import Play, can_look, look, reply
from bot.drills.reaction import reaction


class RememberingCoach(Coach):
    """The same engine; what it judged once in the same situation it does not judge again."""

    def __init__(self, coach: Coach) -> None:
        self.__dict__.update(coach.__dict__)
        self._judged: dict[str, Review] = {}

    def judge(self, case: Case) -> Review:
        key = repr(case)
        if key not in self._judged:
            self._judged[key] = super().judge(case)
        return self._judged[key]


def lookings(case: DrillCase) -> list[list[int]]:
    """Nothing, what decides, and everything in order until patience runs out."""
    return [[], list(case.deciding), list(range(len(case.actions)))]


def replies(case: DrillCase, play: Play, drills: Drills, coach: Coach) -> list[str]:
    """Bad to good: doubt or a template, a needless apology after something sensible, a beginning of the model answer
    for each way in which it can be taken, the whole of it."""
    sentences, level = case.model.split(". "), drills.levels[case.level]
    beginnings: dict[int, str] = {}
    for count in range(1, len(sentences)):
        text = ". ".join(sentences[:count])
        score = scored(case, play, text, drills, coach)
        beginnings.setdefault((score >= level.softer) + (score >= level.satisfied), text)
    bad = (DOUBT, TEMPLATES[0])[len(play.turns) % 2]
    return [bad, f"{sentences[0]}. Извините за беспокойство.", *beginnings.values(), case.model]


def walks(case: DrillCase, drills: Drills, coach: Coach) -> Iterator[tuple[Play, list[str]]]:
    """Every play that has ended, with what the customer said on the way."""
    for places in lookings(case):
        play = Play(case.id)
        for place in places:
            if can_look(case, play, place):
                look(case, play, place)
        yield from _on(case, play, [], drills, coach)


def _on(case: DrillCase, play: Play, said: list[str], drills: Drills, coach: Coach) -> Iterator[tuple[Play, list[str]]]:
    if play.ending is not None:
        yield play, said
        return
    for text in replies(case, play, drills, coach):
        ahead = Play.load(play.dump())
        review = reply(case, ahead, text, coach, drills)
        yield from _on(case, ahead, [*said, reaction(case, ahead, review, drills)], drills, coach)
