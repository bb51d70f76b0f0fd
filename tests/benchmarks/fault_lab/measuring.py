"""Each log judged: was it warned of, was the mechanism named, was the onset right, where does the cause stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from tests.benchmarks.fault_lab.front_door import Ranks, Said, Warned, ranks_of, symptoms_of
from tests.benchmarks.fault_lab.lab import did_harm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.benchmarks.fault_lab.fault import Fault
    from tests.benchmarks.fault_lab.lab import Trained

CLOSE = 3
"""Points by which an onset may be off."""
GENERAL = frozenset(
    {
        "plateau-from-start",
        "worse-from-start",
        "return-decline",
        "return-crash",
        "best-lost",
        "broke-at-the-end",
        "shared-change",
    }
)
"""Detectors that say that something is wrong, not what: the strict figure leaves them out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A training beside what the program says of its log.

    Attributes:
        trained: the training.
        is_harmful: whether the fault did harm.
        said: what the program says.
        naming: the warnings that name the mechanism.
        onsets_off: by how many points of its tag each of the naming warnings with an onset is off; empty where
            the fault has no onset.
        any_onset_off: the same for all warnings.
        ranks: where the true failure mode stands; None in a healthy training.
    """

    trained: Trained
    is_harmful: bool
    said: Said
    naming: tuple[Warned, ...]
    onsets_off: tuple[int, ...]
    any_onset_off: tuple[int, ...]
    ranks: Ranks | None

    @property
    def is_named(self) -> bool:
        """Whether a warning names the mechanism."""
        return bool(self.naming)

    @property
    def is_named_strictly(self) -> bool:
        """Whether a warning names the mechanism that says more than that nothing is learned, or much is lost."""
        return any(each.detector not in GENERAL for each in self.naming)

    @property
    def is_raised(self) -> bool:
        """Whether a warning says of itself that it speaks for the true failure mode."""
        fault = self.trained.job.fault
        return fault is not None and any({*each.raises} & {*fault.modes} for each in self.said.warnings)

    @property
    def has_onset(self) -> bool:
        """Whether the fault began on the way."""
        return self.trained.ended.onset_step is not None


def judge_all(wanted: Sequence[Trained], everything: Sequence[Trained]) -> tuple[Judged, ...]:
    """Ask the program about the logs that are wanted; harm is measured against the healthy ones among everything."""
    begun = datetime(2026, 3, 1, tzinfo=UTC)
    ticks = count()
    with TemporaryDirectory() as place:
        stamp = Stamp(by="lab", now=lambda: begun + timedelta(seconds=next(ticks)))
        coach = Coach(Journal.at(Path(place)), stamp)
        return tuple(_judged(each, everything, coach) for each in wanted)


def _judged(trained: Trained, everything: Sequence[Trained], coach: Coach) -> Judged:
    said = symptoms_of(trained.folder)
    fault = trained.job.fault
    naming = () if fault is None else tuple(each for each in said.warnings if names(fault, each))
    ranks = None
    if fault is not None:
        playbook = said.playbook or "deep-learning"
        ranks = ranks_of(coach, trained.folder, playbook, fault.shows, fault.modes)
    return Judged(
        trained=trained,
        is_harmful=did_harm(trained, everything),
        said=said,
        naming=naming,
        onsets_off=_off(trained, naming),
        any_onset_off=_off(trained, said.warnings),
        ranks=ranks,
    )


def names(fault: Fault, warned: Warned) -> bool:
    """Whether a warning names the mechanism of a fault: by its detector, or by its words."""
    if warned.detector in fault.detectors:
        return True
    return (
        bool(fault.words) and re.search(fault.words, f"{warned.tag} {warned.says}", re.IGNORECASE) is not None
    )


def _off(trained: Trained, warnings: Sequence[Warned]) -> tuple[int, ...]:
    truth = trained.ended.onset_step
    if truth is None:
        return ()
    found = []
    for each in warnings:
        if each.onset_step is not None:
            steps = _steps(trained, each.tag)
            true_point, told_point = np.searchsorted(steps, (truth, each.onset_step))
            found.append(int(told_point - true_point))
    return tuple(found)


def _steps(trained: Trained, tag: str) -> list[int]:
    """Give the steps at which a tag was logged; those of all rows for a tag that is no single column."""
    rows = trained.ended.log.rows
    own = [row.step for row in rows if any(name == tag for name, _ in trained.dialect.named(row.values))]
    return sorted(set(own or [row.step for row in rows]))
