"""A review for people at a terminal: colour, underlined words, one thing to fix first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.panel import Panel
from rich.text import Text as Styled

from bot.coach.coach import Coach
from bot.coach.findings import together
from bot.coach.language import is_russian
from bot.coach.model import Finding, Review, Verdict
from bot.coach.praise import best_words

MARKS = {Verdict.YES: "✓", Verdict.PARTLY: "~", Verdict.NO: "✗", Verdict.NOT_NEEDED: "–"}
COLOURS = {Verdict.YES: "green", Verdict.PARTLY: "yellow", Verdict.NO: "red", Verdict.NOT_NEEDED: "dim"}
BAR = 20


def show(review: Review, coach: Coach, console: Console) -> None:
    """Prints all that the coach says of one draft."""
    _show_dangers(review, coach, console)
    if not is_russian(review.case.draft):
        console.print("Я понимаю только русский, а здесь его почти нет: баллу не верьте.\n", style="yellow")
    stance = coach.guide.stances[review.stance]
    filled = round(review.score * BAR / 100)
    colour = "green" if review.score >= 75 else "yellow" if review.score >= 50 else "red"
    console.print(f"[bold {colour}]{review.score} из 100[/] [{colour}]{'█' * filled}[/][dim]{'░' * (BAR - filled)}[/]")
    console.print(f"[bold]{stance.title}.[/] {review.stance_why} {stance.lead}\n", highlight=False)
    console.print(Panel(_underlined(review), title="черновик", title_align="left", border_style="dim"))
    _show_findings(review, console)
    if not review.findings:
        for signal in best_words(review, coach.guide):
            why = coach.guide.signals[signal.name].why
            console.print(Styled.assemble((f"«{signal.text}» ", "green"), ("— ", "dim"), why))
        console.print()
    _show_checklist(review, coach, console)
    _show_rewrites(review, console)


def _show_dangers(review: Review, coach: Coach, console: Console) -> None:
    known = coach.attention.guide.dangers if coach.attention else {}
    for said in (known[danger] for danger in review.plea.dangers):
        console.print(Styled.assemble((f"{said.why}. ", "bold red"), said.advice), end="\n\n")


def _underlined(review: Review) -> Styled:
    text = Styled(review.case.draft)
    for finding in review.findings:
        if finding.start is not None and finding.end is not None:
            text.stylize("underline red", finding.start, finding.end)
    return text


def _show_findings(review: Review, console: Console) -> None:
    if not review.findings and review.plea.dangers:
        console.print("Замечаний нет. Отправляйте только вместе с теми, кто назван выше.", style="yellow")
    elif not review.findings:
        console.print("Замечаний нет: можно отправлять.", style="green")
    for number, same in enumerate(together(review.findings)):
        head = "Сначала исправьте: " if number == 0 else ""
        console.print(Styled.assemble((head, "bold"), *_quoted(same), same[0].why))
        console.print(Styled.assemble(("  → ", "cyan"), same[0].advice), end="\n\n")


def _quoted(same: Sequence[Finding]) -> list[tuple[str, str]]:
    words = ", ".join(f"«{finding.text}»" for finding in same if finding.text)
    return [(f"{words} ", "red underline"), ("— ", "dim")] if words else []


def _show_checklist(review: Review, coach: Coach, console: Console) -> None:
    titles = {criterion.id: criterion.title for criterion in coach.guide.criteria}
    for criterion in review.criteria:
        colour = COLOURS[criterion.verdict]
        console.print(
            Styled.assemble((f"{MARKS[criterion.verdict]} {titles[criterion.id]}: ", colour), (criterion.why, "dim"))
        )
    console.print()
    for part in review.parts:
        console.print(Styled.assemble((f"{part.points:+4.0f}  ".replace("-", "−"), "cyan"), (part.why, "dim")))
    console.print()


def _show_rewrites(review: Review, console: Console) -> None:
    for rewrite in review.rewrites[:1]:
        title = f"вариант, {rewrite.score} из 100"
        console.print(Panel(Styled(rewrite.text), title=title, title_align="left", border_style="green"))
