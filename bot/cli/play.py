"""`bot content play CASE`: a case in the terminal, for whoever writes one."""

from __future__ import annotations

import html
from pathlib import Path

import regex

from bot.coach.coach import Coach
from bot.coach.model import Stance
from bot.content import GuideError, load_coach
from bot.content.cases import DrillCase
from bot.content.drills import Drills, load_drills
from bot.content.voice import Voice, load_voice
from bot.drills.play import Play, can_look, look, minutes_left, reply
from bot.drills.reaction import impatience, reaction
from bot.drills.summary import summary
from bot.drills.telling import summary as told_as

_TAG = regex.compile(r"<[^<>]*>")
STANCES = list(Stance)
HELP = "Номер — действие, любой другой текст — ответ клиенту, пустая строка — закончить."


def run(root: Path, case_id: str | None) -> int:
    """Plays a case to its end; without one, or with one that is not there, lists them. 1 where nothing is played."""
    drills = load_drills(root)
    case = drills.cases.get(case_id or "")
    if case is None:
        return _list(drills, case_id, root)
    try:
        coach = load_coach(root)
    except GuideError as error:
        print(error)
        return 1
    _Table(case, drills, coach, load_voice(root)).play()
    return 0


def _list(drills: Drills, case_id: str | None, root: Path) -> int:
    for mistake in drills.mistakes:
        print(mistake)
    if case_id is not None:
        print(f"Случая «{case_id}» нет в {root / 'cases'}. Есть такие:")
    for case in sorted(drills.cases.values(), key=lambda case: (case.level, case.id)):
        print(f"{case.level}  {case.id:20} {case.trade}: {case.title}")
    return 1 if case_id is not None or not drills.cases else 0


class _Table:
    """Where one case is played."""

    def __init__(self, case: DrillCase, drills: Drills, coach: Coach, say: Voice) -> None:
        self._case, self._drills, self._coach, self._say = case, drills, coach, say
        self._play = Play(case.id)

    def play(self) -> None:
        print(f"{self._case.trade}, уровень {self._case.level}. {HELP}\n")
        for message in self._case.messages:
            print(f"{self._case.name}: {message}")
        while self._play.ending is None:
            self._move()
        told = summary(self._case, self._play, self._coach.guide)
        print("\n" + _plain(told_as(self._case, told, self._coach.guide, self._say)))

    def _move(self) -> None:
        self._show_actions()
        typed = _ask("> ")
        place = int(typed) - 1 if typed.isdecimal() else -1
        if not typed:
            self._play.quit = True
        elif can_look(self._case, self._play, place):
            look(self._case, self._play, place)
            print(self._case.actions[place].finds)
            if self._play.late:
                print(f"{self._case.name}: {impatience(self._case, self._play, self._drills)}")
        elif typed.isdecimal():
            print("Такого действия сейчас нет.")
        else:
            self._reply(typed)

    def _show_actions(self) -> None:
        print(f"\nТерпение: {minutes_left(self._case, self._play)} мин")
        for place, action in enumerate(self._case.actions):
            if can_look(self._case, self._play, place):
                print(f"  {place + 1}. {action.label} ({action.minutes} мин)")

    def _reply(self, text: str) -> None:
        if self._play.stance is None:
            self._choose_stance()
        review = reply(self._case, self._play, text, self._coach, self._drills)
        print(f"\n{self._case.name}: {reaction(self._case, self._play, review, self._drills)}")
        print(f"({self._play.turns[-1].score} из 100)")

    def _choose_stance(self) -> None:
        for number, stance in enumerate(STANCES, 1):
            print(f"  {number}. {self._coach.guide.stances[stance].title}")
        while typed := _ask("Позиция (номер): "):
            if typed.isdecimal() and 1 <= int(typed) <= len(STANCES):
                self._play.stance = str(STANCES[int(typed) - 1])
                return
            print(f"Нужен номер от 1 до {len(STANCES)}; пустая строка — решить потом.")


def _ask(prompt: str) -> str:
    """A line; empty where the input has ended."""
    try:
        return input(prompt).strip()
    except EOFError:
        print()
        return ""


def _plain(text: str) -> str:
    return html.unescape(_TAG.sub("", text))
