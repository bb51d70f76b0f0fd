"""A symptom: something in a log that a careful reader would point at. Evidence, never a verdict."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Severity(StrEnum):
    """How much a symptom should disturb, from worth knowing to stop and look."""

    INFO = "info"
    WARN = "warn"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """What a detector saw.

    Attributes:
        id: the same for the same detector and tag in every reading of a run.
        detector: name of the detector.
        tag: the series it was seen in, as the log spells it.
        severity: how much it should disturb.
        says: one plain sentence with the numbers.
        source: where definition and threshold come from.
        onset_step: first step at which it held; None where it has no beginning.
        onset_wall_h: hours of logged time before the onset; None without wall times.
        onset_range: the steps between which it began, with 95 % confidence; None where it has no beginning.
        value: the measured number that crossed the threshold.
        threshold: the number it crossed.
        innocent: explanations under which nothing is wrong.
        raises: ids of the failure modes it speaks for.
        before_segment: the segment whose restart rolled back the stretch it lies in; None where that still counts.
    """

    id: str
    detector: str
    tag: str
    severity: Severity
    says: str
    source: str
    onset_step: int | None = None
    onset_wall_h: float | None = None
    onset_range: tuple[int, int] | None = None
    value: float | None = None
    threshold: float | None = None
    innocent: tuple[str, ...] = ()
    raises: tuple[str, ...] = ()
    before_segment: int | None = None

    def named(self, symptom_id: str) -> Symptom:
        """Give the symptom under another id, where tag and detector do not tell two of them apart."""
        return replace(self, id=symptom_id)
