"""The use cases that both front ends call: open a walk, answer, read logs, check predictions.

Names are imported when they are first used, so that `import coach.desk` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.desk.checking import CheckedClaim, CheckReport
    from coach.desk.coach import Coach
    from coach.desk.guide import Suggestion
    from coach.desk.walk import Walk

_HOMES = {
    "CheckReport": "checking",
    "CheckedClaim": "checking",
    "Coach": "coach",
    "Suggestion": "guide",
    "Walk": "walk",
}

__all__ = ["CheckReport", "CheckedClaim", "Coach", "Suggestion", "Walk"]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
