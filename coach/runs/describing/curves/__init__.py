"""The curves of a run in words: where they began and ended, their extremes, and what any eye sees between.

Every sentence tells what was logged, never what it means: judging is for the detectors.
"""

from coach.runs.describing.curves.curve import Curve, Place, curve_of
from coach.runs.describing.curves.held_out import Gap, gaps_of, sibling_gaps
from coach.runs.describing.curves.main_curves import curves_of, main_curves
from coach.runs.describing.curves.value_spread import spread_of_values, value_spread

__all__ = [
    "Curve",
    "Gap",
    "Place",
    "curve_of",
    "curves_of",
    "gaps_of",
    "main_curves",
    "sibling_gaps",
    "spread_of_values",
    "value_spread",
]
