"""A review as the plain dictionary that others rely on: the command line prints it, the history keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.coach.model import Review, Signal

# Only what the labelled sets know goes out as a signal; our helpers (refusal, question, …) stay inside.
DRAFT_SIGNALS = (
    *("empathy", "regret", "apology", "responsibility", "help", "next_step", "explanation", "ask_facts", "prevention"),
    *("specific", "private_channel", "but_after", "if_apology", "doubt", "law", "rules", "blame_customer"),
    *("blame_other", "minimise", "cliche", "rude", "deflect"),
)
COMPLAINT_SIGNALS = ("abuse", "threat", "own_fault", "company_fault")


def as_json(review: Review, case_id: object = None) -> dict[str, Any]:
    """The dictionary of INTERFACE: offsets are in characters of the draft (of the complaint for its own signals)."""
    return {
        "id": case_id,
        "score": review.score,
        "stance": str(review.stance),
        "signals": _signals(review.signals, DRAFT_SIGNALS),
        "complaint_signals": _signals(review.complaint_signals, COMPLAINT_SIGNALS),
        "criteria": [
            {"id": criterion.id, "verdict": str(criterion.verdict), "why": criterion.why}
            for criterion in review.criteria
        ],
        "findings": [
            {
                "rule": finding.rule,
                "signal": finding.signal,
                "start": finding.start,
                "end": finding.end,
                "text": finding.text,
                "why": finding.why,
                "advice": finding.advice,
                "replacements": list(finding.replacements),
                "unsure": finding.unsure,
            }
            for finding in review.findings
        ],
        "rewrites": [
            {"style": str(rewrite.style), "text": rewrite.text, "slots": list(rewrite.slots), "score": rewrite.score}
            for rewrite in review.rewrites
        ],
        "parts": [{"id": part.id, "why": part.why, "points": part.points} for part in review.parts],
    }


def _signals(found: Mapping[str, tuple[Signal, ...]], names: tuple[str, ...]) -> dict[str, list[dict[str, Any]]]:
    return {
        name: [
            {
                "start": signal.start,
                "end": signal.end,
                "text": signal.text,
                "source": signal.source,
                "confidence": round(signal.confidence, 3),
            }
            for signal in found[name]
        ]
        for name in names
        if found.get(name)
    }
