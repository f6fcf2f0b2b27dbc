"""What lies on an agent's desk: open complaints and drafts under review. It is the conversation's state.

Raw texts live here and nowhere else, for a day at most; the history gets masked ones.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import asdict, dataclass, field
from typing import Any

from bot.coach.model import Case, Channel, Facts, Fault, Taps, Verdict
from bot.drills.play import Play
from handlers.open_drill import OpenDrill

# The storage drops a whole conversation a day after its oldest text came, so texts leave the desk before that.
SHIFT = 20 * 60 * 60
# Where a draft stands: two questions, the list to be corrected, the verdict.
FACTS, FAULT, ITEMS, VERDICT = "facts", "fault", "items", "verdict"
# A busy shift has three or four customers at once; older ones leave the desk first.
MOST_COMPLAINTS = 8
MOST_DRAFTS = 8


@dataclass(slots=True)
class OpenComplaint:
    """`message_ids` are the customer's messages, `note_id` is the bot's «жалоба у меня», `at` (epoch seconds) is when
    the last piece came; `typed` means that it was guessed to be a complaint; `facts` and `fault` were said with it."""

    number: int
    text: str
    at: float
    sender: str = ""
    message_ids: list[int] = field(default_factory=list)
    note_id: int | None = None
    album: str | None = None
    pieces: int = 1
    typed: bool = False
    facts: str | None = None
    fault: str | None = None


@dataclass(slots=True)
class OpenDraft:
    """A draft with the agent's taps. `board_id` is the message with the checklist, then the verdict."""

    number: int
    text: str
    at: float
    message_id: int
    complaint: int | None = None
    facts: str | None = None
    fault: str | None = None
    channel: str | None = None
    no_complaint: bool | None = None
    contradicted: bool = False
    irreparable: bool = False
    insulting: bool | None = None
    verdicts: dict[str, str] = field(default_factory=dict)
    dismissed: list[str] = field(default_factory=list)
    board_id: int | None = None
    rewrite_id: int | None = None
    shown_style: int = 0
    stage: str = FACTS
    slots: dict[str, str] = field(default_factory=dict)
    score: int | None = None
    good: list[str] = field(default_factory=list)
    review_id: int | None = None
    reminded: bool = False

    def case(self, complaint: str | None) -> Case:
        """What the coach judges."""
        return Case(
            draft=self.text,
            complaint=complaint,
            facts=Facts(self.facts) if self.facts else None,
            fault=Fault(self.fault) if self.fault else None,
            channel=Channel(self.channel) if self.channel else None,
            taps=Taps(
                no_complaint=self.no_complaint,
                contradicted=self.contradicted,
                irreparable=self.irreparable,
                insulting=self.insulting,
                verdicts={name: Verdict(verdict) for name, verdict in self.verdicts.items()},
                dismissed=frozenset(self.dismissed),
            ),
        )

    def succeeds(self, earlier: OpenDraft) -> None:
        """Takes over what the agent already said of an earlier version of this draft."""
        for name in ("facts", "fault", "channel", "no_complaint", "contradicted", "irreparable", "insulting"):
            setattr(self, name, getattr(earlier, name))
        self.dismissed, self.slots = list(earlier.dismissed), dict(earlier.slots)
        self.score, self.good, self.review_id = earlier.score, list(earlier.good), earlier.review_id


@dataclass(slots=True)
class Desk:
    complaints: list[OpenComplaint] = field(default_factory=list)
    drafts: list[OpenDraft] = field(default_factory=list)
    last_number: int = 0
    # The album whose pictures came without a word: it is asked about once.
    wordless_album: str | None = None
    # The draft and the slot that the agent was asked to fill in their own words.
    asked_slot: tuple[int, str] | None = None
    drill: OpenDrill | None = None

    @classmethod
    def load(cls, data: dict[str, Any], now: float) -> Desk:
        """The desk as it was left, without what is older than a long shift. Shares nothing with `data`."""
        data = deepcopy(data)
        return cls(
            complaints=[OpenComplaint(**row) for row in data.get("complaints", ()) if row["at"] > now - SHIFT],
            drafts=[OpenDraft(**row) for row in data.get("drafts", ()) if row["at"] > now - SHIFT],
            last_number=data.get("last_number", 0),
            wordless_album=data.get("wordless_album"),
            asked_slot=data.get("asked_slot"),
            drill=_drill(data.get("drill"), now),
        )

    def dump(self) -> dict[str, Any]:
        return asdict(self)

    def add_complaint(self, text: str, at: float, message_id: int, sender: str = "") -> OpenComplaint:
        self.pause_drill()
        complaint = OpenComplaint(self._next(), text, at, sender, [message_id])
        self.complaints = [*self.complaints, complaint][-MOST_COMPLAINTS:]
        return complaint

    def add_draft(self, text: str, at: float, message_id: int, complaint: OpenComplaint | None) -> OpenDraft:
        self.pause_drill()
        draft = OpenDraft(self._next(), text, at, message_id, complaint.number if complaint else None)
        if complaint:
            draft.facts, draft.fault = complaint.facts, complaint.fault
        self.drafts = [*self.drafts, draft][-MOST_DRAFTS:]
        return draft

    def complaint(self, number: int | None) -> OpenComplaint | None:
        return next((complaint for complaint in self.complaints if complaint.number == number), None)

    def complaint_of(self, draft: OpenDraft) -> str | None:
        complaint = self.complaint(draft.complaint)
        return complaint.text if complaint else None

    def draft(self, number: int) -> OpenDraft | None:
        return next((draft for draft in self.drafts if draft.number == number), None)

    def complaint_by_message(self, message_id: int) -> OpenComplaint | None:
        """The complaint to which a message belongs, the bot's note about it included."""
        return next(
            (c for c in reversed(self.complaints) if message_id in c.message_ids or message_id == c.note_id), None
        )

    def draft_by_message(self, message_id: int) -> OpenDraft | None:
        """The draft to which a message belongs, the bot's answers to it included."""
        return next((d for d in reversed(self.drafts) if message_id in {d.message_id, d.board_id, d.rewrite_id}), None)

    def newest(self) -> list[OpenDraft | OpenComplaint]:
        """The last draft and the last complaint."""
        return [*self.drafts[-1:], *self.complaints[-1:]]

    def waiting(self) -> OpenComplaint | None:
        """The newest complaint that has no draft yet."""
        answered = {draft.complaint for draft in self.drafts}
        return next((c for c in reversed(self.complaints) if c.number not in answered), None)

    def versions(self, draft: OpenDraft) -> Iterator[OpenDraft]:
        """Earlier drafts to the same complaint, the newest first."""
        same = draft.complaint is not None
        return (d for d in reversed(self.drafts) if same and d is not draft and d.complaint == draft.complaint)

    def remove_draft(self, draft: OpenDraft) -> None:
        self.drafts = [other for other in self.drafts if other is not draft]

    def remove_complaint(self, complaint: OpenComplaint) -> None:
        self.complaints = [other for other in self.complaints if other is not complaint]

    def clear(self) -> bool:
        """Empties the desk; whether there was anything on it."""
        busy = bool(self.complaints or self.drafts or self.drill)
        self.complaints, self.drafts, self.drill = [], [], None
        return busy

    def add_drill(self, case: str, at: float) -> OpenDrill:
        number = self._next()
        self.drill = OpenDrill(number, at, Play(case, seed=number))
        return self.drill

    def pause_drill(self) -> None:
        """A real customer comes first."""
        if self.drill is not None:
            self.drill.paused = True

    def _next(self) -> int:
        self.last_number += 1
        return self.last_number


def _drill(data: dict[str, Any] | None, now: float) -> OpenDrill | None:
    return OpenDrill.load(data) if data and data["at"] > now - SHIFT else None
