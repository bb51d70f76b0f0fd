"""A run with the hyperparameters its event files hold: read by tbparse, which takes a second to load."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.configuration import PREFIX
from coach.runs.find import find_runs
from coach.runs.read import read_run
from coach.runs.walk import Stamp

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.run import Run

_MOST_BYTES = 20_000_000  # tbparse reads a few million a second
_FORMAT = "tensorboard"


def read_with_hyperparameters(path: Path) -> Run:
    """Give the one run at a path, hyperparameters of its event files among its settings.

    Raises:
        RunReadError: when the path cannot be read, or holds several runs.
    """
    run = read_run(path)
    files = [file for found in find_runs(path) if found.format == _FORMAT for file in found.files.files]
    if run.format != _FORMAT or not files or sum(Stamp.of(str(file)).size for file in files) > _MOST_BYTES:
        return run
    from coach.runs.readers.tbparse_rest import read_rest  # noqa: PLC0415 - a second and 100 MB

    rest = read_rest(files)
    told = {f"{PREFIX}{name}": str(value) for name, value in rest.hyperparameters.items()}
    return replace(run, metadata={**told, **run.metadata}, notes=(*run.notes, *rest.notes))
