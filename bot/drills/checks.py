"""Checks the cases by our own engine, for `bot content check` and for the tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bot.coach.catalogue import Catalogue
from bot.coach.coach import Coach
from bot.coach.model import Stance
from bot.coach.text import Text
from bot.content.cases import DrillCase, case_path
from bot.content.drills import Drills
from bot.content.examples import HURTS
from bot.content.files import Mistake, line_of
from bot.drills.play import TEMPLATE_MOST, Play, reply, situation

MODEL_LEAST = 90
# What a careless agent sends to everybody. None of it may do in any case that is a complaint.
TEMPLATES = (
    "Уважаемый клиент! Приносим извинения за доставленные неудобства. Ваше обращение передано в соответствующий отдел.",
    "Здравствуйте! Благодарим за обращение. Ваше мнение очень важно для нас, мы примем информацию к сведению.",
    "Добрый день! Сожалеем, что у вас сложилось негативное впечатление. Просим прощения за возможные неудобства.",
    "Здравствуйте. Ваш запрос зарегистрирован и будет рассмотрен в кратчайшие сроки. Спасибо, что остаётесь с нами!",
)
DOUBT = "Вы уверены? Проверим, правда ли это."


def informed(case: DrillCase) -> Play:
    """A play in which everything that decides is known, and nothing else."""
    return Play(case.id, taken=list(case.deciding))


def check_cases(drills: Drills, coach: Coach, draft: Catalogue, root: Path) -> Iterator[Mistake]:
    """Everything that is wrong with cases that could be read."""
    for case in drills.cases.values():
        for message, near in _faults(case, drills, coach, draft):
            path = case_path(case.id, root)
            yield Mistake(path, line_of(path.read_text(encoding="utf-8"), near), message)


def _faults(case: DrillCase, drills: Drills, coach: Coach, draft: Catalogue) -> Iterator[tuple[str, str]]:
    """(what is wrong, the words near which it stands)."""
    known = coach.judge(situation(case, informed(case), case.model))
    if known.stance is not case.stance:
        yield f"ответы ведут в позицию {known.stance}, а в файле {case.stance}: поправьте [answers]", "stance"
    elif known.score < MODEL_LEAST:
        missing = "; ".join(f"{finding.text or ''} {finding.why}".strip() for finding in known.findings)
        yield f"образцовый ответ получает {known.score}, а нужно {MODEL_LEAST}: {missing}", "model"
    for hit in draft.read(Text.parse(case.repeat)):
        if hit.signal in HURTS:
            yield f"совет сам нарушает правило {hit.signal}/{hit.rule.id}", "repeat"
    for play in (Play(case.id), informed(case)):
        yield from _careless(case, play, drills, coach)


def _careless(case: DrillCase, play: Play, drills: Drills, coach: Coach) -> Iterator[tuple[str, str]]:
    """Templates that do too well, and doubt that is not caught."""
    for template in TEMPLATES if case.stance is not Stance.NO_COMPLAINT else ():
        score = scored(case, play, template, drills, coach)
        if score > TEMPLATE_MOST:
            yield f"отписка «{template[:40]}…» получает {score}, а должна не больше {TEMPLATE_MOST}", "messages"
    if "doubt" not in coach.judge(situation(case, play, DOUBT)).signals:
        yield f"не замечено сомнение: «{DOUBT}»", "messages"


def scored(case: DrillCase, play: Play, text: str, drills: Drills, coach: Coach) -> int:
    """The score of a reply that leaves the play as it is."""
    trial = Play.load(play.dump())
    reply(case, trial, text, coach, drills)
    return trial.turns[-1].score
