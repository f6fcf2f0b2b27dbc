"""`bot check`: one draft for people, or a stream of them for programs."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TextIO

from bot.cli.cases import MOST_CHARACTERS, readable
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

_REASONS: dict[type[OSError], str] = {
    FileNotFoundError: "такого пути нет",
    IsADirectoryError: "это папка",
    PermissionError: "нет прав",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("draft", nargs="?", metavar="ЧЕРНОВИК", help="текст черновика; «-» — из стандартного ввода")
    parser.add_argument("--complaint", metavar="ТЕКСТ", help="на что отвечаем")
    _add_choice(parser, "--facts", Facts, "проверены ли факты")
    _add_choice(parser, "--fault", Fault, "чья ошибка: компании, клиента, ничья")
    _add_choice(parser, "--channel", Channel, "чат, почта, отзыв, публично")
    parser.add_argument("--sample", action="store_true", help="показать разбор на готовом примере")
    parser.add_argument("--svg", metavar="ФАЙЛ", help="сохранить разбор картинкой")
    parser.add_argument(
        "--jsonl",
        nargs="?",
        const="-",
        metavar="ФАЙЛ",
        help="по случаю в строке на входе, по разбору в строке на выходе",
    )


def _add_choice(parser: argparse.ArgumentParser, name: str, kind: type[StrEnum], text: str) -> None:
    def read(value: str) -> StrEnum:
        try:
            return kind(value)
        except ValueError:
            raise argparse.ArgumentTypeError(f"«{value}» не подходит, бывает {', '.join(kind)}") from None

    parser.add_argument(name, type=read, metavar="{" + ",".join(kind) + "}", help=text)


def run(arguments: argparse.Namespace) -> int:
    """The exit status: 0, or 1 where a line or the draft could not be judged or nobody reads on."""
    try:
        return _run(arguments)
    except BrokenPipeError:
        # `| head` has seen enough; what is left in the buffer must not fail again when Python flushes it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        return 130


def _run(arguments: argparse.Namespace) -> int:
    if arguments.jsonl is not None:
        return _stream(arguments.jsonl)
    case = SAMPLE if arguments.sample else _case(arguments)
    if not case.draft.strip():
        print("Нет черновика: напишите его в кавычках после check или передайте через «-».", file=sys.stderr)
        return 1
    if max(len(case.draft), len(case.complaint or "")) > MOST_CHARACTERS:
        print(f"Слишком длинно: читаю до {MOST_CHARACTERS} знаков за раз. Разделите текст на части.", file=sys.stderr)
        return 1
    return _show(case, arguments.svg)


def _case(arguments: argparse.Namespace) -> Case:
    draft = readable(arguments.draft or "")
    if draft == "-":
        _forgive(sys.stdin)
        draft = sys.stdin.read()
    complaint = None if arguments.complaint is None else readable(arguments.complaint)
    return Case(draft, complaint, arguments.facts, arguments.fault, arguments.channel)


def _forgive(stream: TextIO) -> None:
    """Reads and writes UTF-8 whatever the terminal says; a byte that is none does not stop the work."""
    stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[attr-defined]  # a pipe or terminal has it


def _show(case: Case, picture: str | None) -> int:
    # One draft leaves little to throw away: looking for it takes a tenth of the time.
    gc.disable()
    # rich costs a tenth of a second that a stream of JSON need not pay.
    from rich.console import Console

    from bot.cli.report import show
    from bot.content import load_coach

    coach = load_coach()
    console = Console(highlight=False, record=bool(picture), width=PICTURE if picture else None)
    if case is SAMPLE:
        console.print(f"[bold]Жалоба:[/] {case.complaint}\n")
    show(coach.advise(case), coach, console)
    try:
        if picture:
            console.save_svg(picture, title="bot check")
    except OSError as error:
        print(f"Не сохраняется картинка {picture}: {_reason(error)}.", file=sys.stderr)
        return 1
    return 0


def _stream(source: str) -> int:
    from bot.cli.stream import run as run_stream

    _forgive(sys.stdout)
    if source == "-":
        _forgive(sys.stdin)
        return run_stream(sys.stdin, sys.stdout)
    try:
        lines = Path(source).open(encoding="utf-8", errors="replace")  # noqa: SIM115 -- only opening it may fail softly
    except OSError as error:
        print(f"Не открывается файл {source}: {_reason(error)}.", file=sys.stderr)
        return 1
    with lines:
        return run_stream(lines, sys.stdout)


def _reason(error: OSError) -> str:
    return _REASONS.get(type(error), str(error.strerror))
