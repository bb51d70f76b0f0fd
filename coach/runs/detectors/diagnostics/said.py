"""What a diagnostic did, in words with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.runs.detectors.diagnostics.shapes import Found

_LEVELS = frozenset({"above", "below"})


def said(subject: str, shape: str, found: Found, step: int, points: int, number: str) -> str:
    """Give the clause that says what was seen.

    Args:
        subject: the tag, or the relation of two.
        shape: which of `SHAPES` was found.
        found: what was found.
        step: the step since which it is so.
        points: how many there are.
        number: "share" is told in percent.
    """
    now = _told(found.now, number)
    before = "" if found.before is None else _told(found.before, number)
    if shape in _LEVELS:
        since = f"since step {step:,}, after {before}" if before else f"over the run from step {step:,} on"
        return f"{subject} is {now} in the median {since}"
    if shape == "zero":
        return f"{subject} is exactly 0 {f'since step {step:,}' if before else f'at all points from step {step:,} on'}"
    if shape == "constant":
        return f"{subject} is {now} at all {points:,} points"
    if shape == "counts":
        return f"{subject} comes to {now} in all and goes on at half of the later points or more"
    if shape == "falls":
        return f"{subject} has sunk from {before} at its highest to {now} at the end"
    if shape == "grows":
        return f"{subject} goes up from {before} at first to {now} at the end"
    return f"{subject} goes from {before} to {now} at step {step:,} and stays there"


def _told(value: float, number: str) -> str:
    return f"{100 * value:.3g} %" if number == "share" else f"{value:,.4g}"
