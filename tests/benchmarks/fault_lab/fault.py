"""A fault: what is changed in a healthy training, what it is called, and which warnings would name it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from tests.benchmarks.fault_lab.recipe import Recipe

if TYPE_CHECKING:
    from collections.abc import Mapping

Harm = Literal["score", "training", "report", "time", "memory"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault, with everything about it decided before any warning was looked at.

    Attributes:
        id: its name.
        on: id of the healthy setup it is put into.
        changes: settings that are wrong from the start, by name; some only prepare the ground.
        late: settings that go wrong on the way.
        onset: share of the training at which they do.
        modes: ids of the failure modes in the catalogue that it is.
        shows: id of the symptom class a person would choose.
        detectors: a warning of one of these names the mechanism.
        words: so does a warning whose sentence or tag fits this pattern.
        harm: how one measures whether it did harm.
        dialect: how it is logged, where not as the setup is.
    """

    id: str
    on: str
    changes: Mapping[str, object] = field(default_factory=dict)
    late: Mapping[str, object] = field(default_factory=dict)
    onset: float = 0.5
    modes: tuple[str, ...]
    shows: str
    detectors: tuple[str, ...]
    words: str = ""
    harm: Harm = "score"
    dialect: str = ""

    def recipe_on(self, settings: Any) -> Recipe[Any]:
        """Give the faulty training, from the settings of the healthy one."""
        return Recipe(settings=replace(settings, **self.changes), late=self.late, onset=self.onset)
