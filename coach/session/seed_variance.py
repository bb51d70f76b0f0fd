"""The luck of the seed: an explanation that is always on offer, whatever the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.failure_mode import Check, FailureMode, Prevention, Repair

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue

LUCK = FailureMode(
    id="seed-variance",
    name="Luck of the seed",
    says="Nothing is wrong: runs of one setting end far apart, and this one was unlucky.",
    weight=3.0,
    provenance="editorial",
    source="",
    mine="outside",
    symptoms={},
    classes={},
    tripwire="",
    prevention=Prevention(text="Plan three seeds from the start.", minutes=5.0, effectiveness=0.5),
    repair=Repair(text="Run it again with other seeds.", human_h=0.1, runs=3.0),
    check=Check(says="Run the same thing again with three other seeds."),
)
"""For catalogues without an entry of this id; ours have one, with symptoms and a source."""


def luck_of(catalogue: Catalogue) -> FailureMode:
    """Give the catalogue's own entry, or `LUCK` where it has none."""
    return catalogue.failure_mode(LUCK.id) or LUCK
