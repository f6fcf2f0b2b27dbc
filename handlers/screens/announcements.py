"""How an announcement goes, for its author."""

from __future__ import annotations

from bot.content.voice import Html, Voice
from bot.storage.announcements import Progress
from handlers.screens.verdict import bar


def progress(counts: Progress, say: Voice, *, final: bool) -> Html:
    """A bar while it goes; at the end how many got it, and what became of the others."""
    done = counts.total - counts.waiting
    if not final:
        return say(
            "announce.progress", bar=bar(round(100 * done / max(counts.total, 1))), done=done, total=counts.total
        )
    lines = [say("announce.report", sent=counts.sent, total=counts.total)]
    others = {"blocked": counts.blocked, "failed": counts.failed, "unknown": counts.claimed}
    lines += [say(f"announce.{name}", count=count) for name, count in others.items() if count]
    return Html("\n".join(lines))
