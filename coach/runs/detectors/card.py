"""What all symptoms of one detector have in common."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from coach.runs.symptom import Severity, Symptom

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import Onset
    from coach.runs.quantities import Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A detector's name, where it comes from, what could innocently explain it, what it speaks for.

    Attributes:
        looks_at: any one of these quantities, logged at enough points, shows whether the symptom is there; empty where
            that takes more than points.
    """

    name: str
    source: str
    innocent: tuple[str, ...]
    raises: tuple[str, ...]
    looks_at: tuple[Quantity, ...] = ()

    def symptom(
        self,
        tag: str,
        severity: Severity,
        says: str,
        *,
        onset: Onset | None = None,
        value: float | None = None,
        threshold: float | None = None,
        raises: tuple[str, ...] | None = None,
    ) -> Symptom:
        """Give a symptom of this detector; `raises` narrows the failure modes where the case is clearer."""
        return Symptom(
            id=f"{self.name}:{tag}",
            detector=self.name,
            tag=tag,
            severity=severity,
            says=says,
            source=self.source,
            onset_step=None if onset is None else onset.step,
            onset_wall_h=None if onset is None else onset.wall_h,
            onset_range=None if onset is None else (onset.earliest, onset.latest),
            value=value,
            threshold=threshold,
            innocent=self.innocent,
            raises=self.raises if raises is None else raises,
        )
