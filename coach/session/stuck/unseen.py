"""What the logs would show and do not: evidence that nobody is asked about, with the catalogue's numbers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.reasoning.scale import elicited_likelihood
from coach.session.event.hypothesis import LikelihoodsGiven
from coach.session.hypotheses import hypotheses
from coach.session.observations import EVEN, NOT_SEEN, symptom_evidence
from coach.session.symptom_evidence import SymptomEvidence, log_likelihood_ratio

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.step import Place


def unseen(place: Place) -> tuple[Body, ...]:
    """Give what it says of the explanations that symptoms were looked for in the logs and not found.

    The catalogue's numbers are taken; explanations that it does not know say nothing about it.
    """
    absent = SymptomEvidence(absent=symptom_evidence(place.session).absent)
    rates = place.catalogue.base_rates
    ratio = {
        mode.id: log_likelihood_ratio(absent, mode.symptoms, rates) for mode in place.catalogue.failure_modes
    }
    modes = {each: elicited_likelihood(EVEN * math.exp(value)) for each, value in ratio.items() if value}
    if not modes:
        return ()
    views = hypotheses(place.session)
    given = {view.id: modes[view.failure_mode] for view in views if view.failure_mode in modes}
    return (
        LikelihoodsGiven(
            evidence=NOT_SEEN,
            probability=given,
            editorial=tuple(given),
            silent=tuple(view.id for view in views if view.id not in given),
            base=EVEN,
            modes=modes,
        ),
    )
