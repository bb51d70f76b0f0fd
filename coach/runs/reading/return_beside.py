"""Runs in folders such as `learner` and `actor` of one place: one agent, whose parts log what each of them sees."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from coach.runs.quantities import Quantity, meanings_of
from coach.runs.quantities.run_meanings import RETURN_BESIDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.run import Run

_LEARNER: Final = re.compile(r"(?:.*[-_. ])?(?:learner|trainer|update|updater)s?[-_. ]?\d*")
_ACTOR: Final = re.compile(
    r"(?:.*[-_. ])?(?:actor|evaluator|evaluation|eval|collector|worker|environment_loop|env_loop)s?[-_. ]?\d*"
)
_RETURNS: Final = frozenset({Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING})


def with_return_told(runs: Sequence[Run]) -> list[Run]:
    """Give the runs, those of a learner marked that have an actor or an evaluator beside them which logs a return."""
    learners = [bool(_LEARNER.fullmatch(_name(run))) for run in runs]
    if not any(learners):
        return list(runs)
    beside: dict[Path, str] = {}
    for run in runs:
        if _ACTOR.fullmatch(_name(run)) and _logs_return(run):
            beside.setdefault(_place(run), run.name)
    return [
        replace(run, metadata={**run.metadata, RETURN_BESIDE: beside[_place(run)]})
        if is_learner and _place(run) in beside
        else run
        for run, is_learner in zip(runs, learners, strict=True)
    ]


def _folder(run: Run) -> Path:
    """Give the folder a run is named by: a file such as `logs.csv` says nothing."""
    return run.path.parent if run.path.suffix else run.path


def _name(run: Run) -> str:
    return _folder(run).name.lower()


def _place(run: Run) -> Path:
    return _folder(run).parent


def _logs_return(run: Run) -> bool:
    return any(each.quantity in _RETURNS for each in meanings_of(run).values())
