"""A run with the hyperparameters its event files hold: read by tbparse, which takes a second to load."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from coach.runs.finding.configuration import PREFIX, settings_in_text
from coach.runs.finding.find import find_runs
from coach.runs.finding.walk import Stamp
from coach.runs.reading.read import one_of, read_runs

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.run import Run

_MOST_BYTES = 20_000_000  # tbparse reads a few million a second
_FORMAT = "tensorboard"
_SHEET = re.compile(r"\d{9,}(\.\d+)?")  # the moment of the call: `add_hparams` of torch and tensorboardX
_TEXT = "hyperparameters"  # CleanRL and ML-Agents log their settings as a text of this name
_TABLE_ROW = re.compile(r"\|([^|]+)\|(.*)\|\s*")
_TABLE_HEAD = frozenset({"param", "-"})


def read_with_hyperparameters(path: Path) -> Run:
    """Give the one run at a path, hyperparameters of its event files among its settings.

    A run that lies in this very folder is meant by its name, whatever lies in folders below: `add_scalars` and
    `add_hparams` write folders of their own there.

    Raises:
        RunReadError: when the path cannot be read, or holds several runs.
    """
    runs = read_runs([path])
    here = [run for run in runs if run.path == path]
    run = one_of(here or runs, path)
    sheets = [each for each in runs if each.path.parent == run.path and _SHEET.fullmatch(each.path.name)]
    places = {run.path, *(each.path for each in sheets)}
    files = [
        file
        for found in find_runs(path)
        if found.format == _FORMAT and found.files.path in places
        for file in found.files.files
    ]
    results = {tag: series for sheet in sheets for tag, series in sheet.series.items()}
    run = replace(run, series={**results, **run.series})
    if not files or sum(Stamp.of(str(file)).size for file in files) > _MOST_BYTES:
        return run
    return _with_settings(run, files)


def _with_settings(run: Run, files: Sequence[Path]) -> Run:
    from coach.runs.readers.event_files.tbparse_rest import read_rest  # noqa: PLC0415 - a second and 100 MB

    rest = read_rest(files)
    told = {f"{PREFIX}{name}": str(value) for name, value in rest.hyperparameters.items()}
    for text in rest.texts:
        if text.tag.split("/", 1)[0].lower() == _TEXT:
            told |= settings_in(text.text)
    return replace(run, metadata={**told, **run.metadata}, notes=(*run.notes, *rest.notes))


def settings_in(text: str) -> dict[str, str]:
    """Give the settings a logged text holds: CleanRL's table of Markdown, or ML-Agents' indented list."""
    rows = [found for line in text.splitlines() if (found := _TABLE_ROW.fullmatch(line.strip()))]
    if rows:
        return {f"{PREFIX}{row[1].strip()}": row[2] for row in rows if row[1].strip() not in _TABLE_HEAD}
    return settings_in_text(
        "\n".join(line.removeprefix("\t").replace("\t", " ") for line in text.splitlines())
    )
