"""What a diagnostic did, in words with its numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from coach.runs.detectors.diagnostics.shapes import Found
    from coach.runs.detectors.diagnostics.told import Told

_LEVEL = "{subject} is {now} in the median {since}"
_LEAP = "{subject} goes from {before} to {now} at step {step:,} and stays there"
_CLAUSES = {
    "above": _LEVEL,
    "below": _LEVEL,
    "zero": "{subject} is exactly 0 {since}",
    "constant": "{subject} is {now} at all {points:,} points",
    "counts": "{subject} comes to {now} in all and goes on at half of the later points or more",
    "falls": "{subject} has sunk from {before} at its highest to {now} at the end",
    "grows": "{subject} goes up from {before} at first to {now} at the end",
    "leaps": _LEAP,
    "leaps-up": _LEAP,
    "leaps-down": _LEAP,
}


def said(told: Told, shape: str, found: Found) -> str:
    """Give the clause that says what was seen of a diagnostic, by which of `SHAPES`."""
    step = int(told.series.step[found.at])
    was = found.before is not None
    return _CLAUSES[shape].format(
        subject=told.subject,
        now=_number(found.now, told.row.number),
        before="" if found.before is None else _number(found.before, told.row.number),
        since=f"since step {step:,}, after {_number(found.before or 0.0, told.row.number)}"
        if was
        else f"over the run from step {step:,} on",
        step=step,
        points=len(told.series),
    )


def _number(value: float, number: str) -> str:
    return f"{100 * value:.3g} %" if number == "share" else f"{value:,.4g}"
