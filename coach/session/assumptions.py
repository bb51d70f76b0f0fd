"""What the arithmetic of an investigation takes for granted, as it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.problem import CostWeights
from coach.session.event.assumption import AssumptionsGiven, EvidenceGrouped, RepairShared

if TYPE_CHECKING:
    from coach.session.fold import Session

_FEWEST = 2


def cost_weights(session: Session) -> CostWeights:
    """Give what hours of waiting and money are worth in hours of one's own time."""
    given = session.last(AssumptionsGiven)
    return CostWeights(given.wall_weight, given.dollars_per_hour) if given else CostWeights()


def may_be_several(session: Session) -> bool:
    """True when a person said that more than one fault may be there at once."""
    given = session.last(AssumptionsGiven)
    return given is not None and given.several_faults


def shared_repair(session: Session) -> tuple[str, ...]:
    """Give the ids of the explanations that one and the same change repairs; empty, or two and more."""
    given = session.last(RepairShared)
    return given.hypotheses if given and len(given.hypotheses) >= _FEWEST else ()


def grouped_evidence(session: Session) -> frozenset[str]:
    """Give the ids of the evidence that counts as one observation; empty, or two and more."""
    given = session.last(EvidenceGrouped)
    return frozenset(given.evidence) if given and len(given.evidence) >= _FEWEST else frozenset()
