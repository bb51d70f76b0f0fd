"""Five marks for how expected something seen is under a cause: must, would, says nothing, hardly, cannot.

A mark is read against how often the thing is seen whatever the cause: what is seen in every tenth run and in every
third under this cause speaks for it, though a third is not likely. So `would` always speaks for a cause, `hardly`
always against it, and what says nothing moves no belief.
"""

from __future__ import annotations

from typing import NamedTuple

from coach.reasoning.scale import LIKELIHOOD_FLOOR

MUST_FROM, CANNOT_TO = 0.9, 0.05
"""P(seen | cause) from which a cause must show it, and up to which it cannot (editorial)."""
RARER = 0.35
"""How many times as often as anyway a cause that cannot show it may show it (editorial)."""
HALF, QUARTER = 0.5, 0.25
SAME = 0.005
"""Chances that lie closer are the same: half of the percent in which tables are written."""
RAREST, COMMONEST = 0.02, 0.85
"""How often a thing is seen anyway, at least and at most, for five marks to stand for five numbers."""


class Mark(NamedTuple):
    """One of the five: what stands in a cell, and what it means."""

    sign: str
    says: str


CANNOT = Mark("✕", "cannot")
HARDLY = Mark("○", "hardly")
NOTHING = Mark("·", "says nothing")
WOULD = Mark("◐", "would")
MUST = Mark("●", "must")
MARKS = (CANNOT, HARDLY, NOTHING, WOULD, MUST)
"""From what speaks most against a cause to what speaks most for it."""


def mark_of(probability: float | None, anyway: float) -> Mark:
    """Give the mark of P(seen | cause), None where nothing is said, against P(seen) whatever the cause."""
    if probability is None or abs(probability - anyway) < SAME:
        return NOTHING
    if probability > anyway:
        return MUST if probability >= MUST_FROM else WOULD
    return CANNOT if probability <= min(CANNOT_TO, RARER * anyway) else HARDLY


def probability_of(mark: Mark, anyway: float) -> float | None:
    """Give P(seen | cause) that a mark stands for; None for what says nothing.

    It is the midpoint of a word of the scale (almost certain, likely, very unlikely, almost no chance; editorial),
    unless that would not speak the way the mark does: then `would` is half-way from `anyway` to `must`, and `hardly`
    and `cannot` are a half and a quarter of it. Of what is hardly ever seen, `cannot` says no more than `hardly`, and
    of what is nearly always seen, `would` says little less than `must`.
    """
    base = max(anyway, RAREST)
    if mark is MUST:
        return 0.97
    if mark is WOULD:
        return 0.675 if base <= HALF else (base + (MUST_FROM if base < COMMONEST else 0.97)) / 2
    if mark is HARDLY:
        return min(0.125, HALF * base)
    return max(LIKELIHOOD_FLOOR, min(0.03, QUARTER * base)) if mark is CANNOT else None


def stepped(probability: float | None, anyway: float, *, up: bool) -> float | None:
    """Give what the next mark stands for, more or less expected; the same at the ends."""
    at = MARKS.index(mark_of(probability, anyway))
    beside = at + (1 if up else -1)
    return probability_of(MARKS[beside], anyway) if 0 <= beside < len(MARKS) else probability
