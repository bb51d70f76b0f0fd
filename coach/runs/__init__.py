"""Run logs: what a run logged, what stands out in it, and whether a prediction came true.

What stands out in runs is found by `coach.runs.detectors.detect`. Names here are imported when they are first used, so
that `import coach.runs` costs neither numpy nor pandas.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from coach.runs.checking.prediction_check import check_prediction
    from coach.runs.checking.verdict import Verdict
    from coach.runs.finding.find import find_runs
    from coach.runs.finding.found_run import FoundRun
    from coach.runs.reading.read import read_run, read_runs
    from coach.runs.run import Note, NoteKind, Run
    from coach.runs.series import Series
    from coach.runs.symptom import Severity, Symptom

_HOMES = {
    "FoundRun": "finding.found_run",
    "Note": "run",
    "NoteKind": "run",
    "Run": "run",
    "Series": "series",
    "Severity": "symptom",
    "Symptom": "symptom",
    "Verdict": "checking.verdict",
    "check_prediction": "checking.prediction_check",
    "find_runs": "finding.find",
    "read_run": "reading.read",
    "read_runs": "reading.read",
}

__all__ = [
    "FoundRun",
    "Note",
    "NoteKind",
    "Run",
    "Series",
    "Severity",
    "Symptom",
    "Verdict",
    "check_prediction",
    "find_runs",
    "read_run",
    "read_runs",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
