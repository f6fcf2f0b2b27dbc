"""A review as the plain dictionary that others rely on: the command line prints it, the history keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.coach.model import Review, Signal, Taps, Verdict

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
                "aside": finding.aside,
            }
            for finding in review.findings
        ],
        "rewrites": [
            {"style": str(rewrite.style), "text": rewrite.text, "slots": list(rewrite.slots), "score": rewrite.score}
            for rewrite in review.rewrites
        ],
        "plea": {
            "asks": [str(ask) for ask in review.plea.asks],
            "feeling": review.plea.feeling and str(review.plea.feeling),
            "dangers": [str(danger) for danger in review.plea.dangers],
        },
        "parts": [{"id": part.id, "why": part.why, "points": part.points} for part in review.parts],
    }


def taps_as_json(taps: Taps) -> dict[str, Any]:
    """What the agent said by taps, so that the history can judge the draft again under the same."""
    return {
        "no_complaint": taps.no_complaint,
        "contradicted": taps.contradicted,
        "irreparable": taps.irreparable,
        "insulting": taps.insulting,
        "verdicts": {name: str(verdict) for name, verdict in taps.verdicts.items()},
        "dismissed": sorted(taps.dismissed),
    }


def taps_of(stored: Mapping[str, Any]) -> Taps:
    """The taps that `taps_as_json` wrote; what is not there was not said."""
    return Taps(
        no_complaint=stored.get("no_complaint"),
        contradicted=stored.get("contradicted", False),
        irreparable=stored.get("irreparable", False),
        insulting=stored.get("insulting"),
        verdicts={name: Verdict(verdict) for name, verdict in stored.get("verdicts", {}).items()},
        dismissed=frozenset(stored.get("dismissed", ())),
    )


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
