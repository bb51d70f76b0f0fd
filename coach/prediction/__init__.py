"""Claims about a run that its log can decide: what they are, and the grammar in which they are written."""

from coach.prediction.claim import Comparison, Prediction, Reference, Seeds, Statistic
from coach.prediction.extent import Point, Unit, Window, last_share, seconds_in, share_of, steps
from coach.prediction.parse import begins_with_statistic, looks_like_prediction, parse_prediction

__all__ = [
    "Comparison",
    "Point",
    "Prediction",
    "Reference",
    "Seeds",
    "Statistic",
    "Unit",
    "Window",
    "begins_with_statistic",
    "last_share",
    "looks_like_prediction",
    "parse_prediction",
    "seconds_in",
    "share_of",
    "steps",
]
