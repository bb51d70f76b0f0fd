"""Several runs in one folder: healthy seeds of one setup, and a run with its bit-identical copy."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tests.benchmarks.fault_lab.front_door import symptoms_between

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.benchmarks.fault_lab.front_door import Warned
    from tests.benchmarks.fault_lab.lab import Trained


def between_runs(everything: Sequence[Trained]) -> Iterator[str]:
    """Give what is said between healthy seeds, and whether copies that pass for seeds are told, as lines to print."""
    by_setup: dict[str, list[Trained]] = {}
    for each in everything:
        if each.job.fault is None:
            by_setup.setdefault(each.job.setup, []).append(each)
    warned = {setup: _warnings([each.folder for each in some]) for setup, some in by_setup.items()}
    told = {setup: found for setup, found in warned.items() if found}
    yield f"healthy seeds side by side with a warning between them: {len(told)} of {len(warned)}"
    yield from (
        f"    {setup}: {each.detector}: {each.says}" for setup, found in told.items() for each in found
    )
    copied = [
        setup
        for setup, (first, *others) in by_setup.items()
        if "identical-runs"
        in {
            each.detector
            for each in _warnings([first.folder, first.folder, *(other.folder for other in others)])
        }
    ]
    yield f"bit-identical copies among the seeds that are told: {len(copied)} of {len(by_setup)}"


def _warnings(folders: Sequence[Path]) -> list[Warned]:
    with tempfile.TemporaryDirectory() as place:
        for number, folder in enumerate(folders, start=1):
            shutil.copytree(folder, Path(place) / f"seed_{number}")
        return [each for each in symptoms_between(Path(place)) if each.severity != "info"]
