"""`bot check`: one draft for people, or a stream of them for programs."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from bot.cli.cases import MOST_CHARACTERS
from bot.coach.model import Case, Channel, Facts, Fault

# Columns of a picture: a phone held sideways still shows the letters.
PICTURE = 88

SAMPLE = Case(
    complaint="Заказывала торт на юбилей мамы к 15:00, привезли в 18:40, гости уже разошлись. Надпись смазана. Ирина",
    draft=(
        "Ирина, приносим извинения за доставленные неудобства, но в субботу пробки и курьер не виноват. "
        "По вашим словам надпись смазана, пришлите фото торта. Вернём 30% стоимости."
    ),
    facts=Facts.CHECKED,
    fault=Fault.COMPANY,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", nargs="?", metavar="ЧЕРНОВИК", help="текст черновика; «-» — из стандартного ввода")
    parser.add_argument("--complaint", metavar="ТЕКСТ", help="на что отвечаем")
    parser.add_argument("--facts", choices=list(Facts), help="проверены ли факты")
    parser.add_argument("--fault", choices=list(Fault), help="чья ошибка: компании, клиента, ничья")
    parser.add_argument("--channel", choices=list(Channel), help="чат, почта, отзыв, публично")
    parser.add_argument("--sample", action="store_true", help="показать разбор на готовом примере")
    parser.add_argument("--svg", metavar="ФАЙЛ", help="сохранить разбор картинкой")
    parser.add_argument(
        "--jsonl",
        nargs="?",
        const="-",
        metavar="ФАЙЛ",
        help="по случаю в строке на входе, по разбору в строке на выходе",
    )


def run(arguments: argparse.Namespace) -> int:
    """The exit status: 0, or 1 where a line or the draft could not be judged."""
    if arguments.jsonl is not None:
        return _stream(arguments.jsonl)
    case = SAMPLE if arguments.sample else _case(arguments)
    if not case.draft.strip():
        print("Нет черновика: напишите его в кавычках после check или передайте через «-».", file=sys.stderr)
        return 1
    if max(len(case.draft), len(case.complaint or "")) > MOST_CHARACTERS:
        print(f"Слишком длинно: читаю до {MOST_CHARACTERS} знаков за раз. Разделите текст на части.", file=sys.stderr)
        return 1
    _show(case, arguments.svg)
    return 0


def _case(arguments: argparse.Namespace) -> Case:
    draft = sys.stdin.read() if arguments.draft == "-" else arguments.draft or ""
    facts = Facts(arguments.facts) if arguments.facts else None
    fault = Fault(arguments.fault) if arguments.fault else None
    channel = Channel(arguments.channel) if arguments.channel else None
    return Case(draft, arguments.complaint, facts, fault, channel)


def _show(case: Case, picture: str | None) -> None:
    # rich costs a tenth of a second that a stream of JSON need not pay.
    from rich.console import Console

    from bot.cli.report import show
    from bot.content import load_coach

    coach = load_coach()
    console = Console(highlight=False, record=bool(picture), width=PICTURE if picture else None)
    if case is SAMPLE:
        console.print(f"[bold]Жалоба:[/] {case.complaint}\n")
    show(coach.advise(case), coach, console)
    if picture:
        console.save_svg(picture, title="bot check")


def _stream(source: str) -> int:
    from bot.cli.stream import run as run_stream

    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a terminal or a pipe is a TextIOWrapper
    if source == "-":
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]  # the same
        return run_stream(sys.stdin, sys.stdout)
    try:
        with Path(source).open(encoding="utf-8", errors="replace") as lines:
            return run_stream(lines, sys.stdout)
    except OSError as error:
        print(f"Не открывается файл {source}: {error.strerror}.", file=sys.stderr)
        return 1
