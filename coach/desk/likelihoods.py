"""What a symptom speaks for: how often it is seen under each failure mode, as a playbook has it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from coach.runs import Symptom
    from coach.session.catalogue import Catalogue

PROVENANCE = "editorial"
"""Where likelihoods come from: nobody has counted how often a detector fires under a failure mode."""


class Likelihood(NamedTuple):
    """P(seen | failure mode), between 0 and 1."""

    failure_mode: str
    name: str
    p: float


class Likelihoods(NamedTuple):
    """What a playbook says about one symptom.

    Attributes:
        playbook: id of the playbook the numbers are from.
        provenance: how anybody knows them.
        anyway: P(seen) under every failure mode that is not named.
        given: the failure modes under which it is seen more often than that, the likeliest first.
    """

    playbook: str
    provenance: str
    anyway: float
    given: tuple[Likelihood, ...]


def likelihoods(symptom: Symptom, catalogue: Catalogue) -> Likelihoods | None:
    """Give what a playbook says about a symptom; None where it does not know it.

    Numbers of that kind are no verdict: which failure mode it is also depends on how common each of them is, and
    on everything else that was seen.
    """
    known = catalogue.symptoms.get(symptom.detector)
    if known is None:
        return None
    given = [
        Likelihood(mode.id, mode.name, mode.symptoms[symptom.detector])
        for mode in catalogue.failure_modes
        if mode.symptoms.get(symptom.detector, 0.0) > known.anyway
    ]
    return Likelihoods(
        catalogue.id,
        PROVENANCE,
        known.anyway,
        tuple(sorted(given, key=lambda each: (-each.p, each.failure_mode))),
    )
