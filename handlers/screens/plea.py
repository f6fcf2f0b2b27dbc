"""What the customer asks for and feels, in one line; and whom to call in where nobody should answer alone."""

from __future__ import annotations

from bot.coach.attention import AttentionGuide
from bot.coach.model import Plea
from bot.content.voice import Html, Voice

# Two dangers are told, a third changes nothing about whom to call.
MOST_DANGERS = 2


def heard(plea: Plea, guide: AttentionGuide, say: Voice) -> Html:
    """The dangers, then «Просит: … Похоже, …»; «» where nothing of the kind is sure."""
    return Html("\n\n".join(filter(None, (dangers(plea, guide, say), _wishes(plea, guide, say)))))


def dangers(plea: Plea, guide: AttentionGuide, say: Voice) -> Html:
    """Why not to answer alone, and whom to call in; «» where there is no danger."""
    told = (guide.dangers[danger] for danger in plea.dangers[:MOST_DANGERS])
    return Html("\n".join(say("plea.danger", title=said.why, advice=said.advice) for said in told))


def _wishes(plea: Plea, guide: AttentionGuide, say: Voice) -> Html:
    asks = say("plea.asks", asks=", ".join(guide.asks[ask] for ask in plea.asks)) if plea.asks else ""
    feels = say("plea.feels", feeling=guide.feelings[plea.feeling]) if plea.feeling else ""
    return Html(" ".join(filter(None, (asks, feels))))
