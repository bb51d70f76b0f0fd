"""MLflow's file store: `mlruns/<experiment>/<run>/` with a file a metric, read as the plain text it is.

A metric's file has lines of `milliseconds value step`; `params/` and `tags/` have a file a name.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import as_step
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.reading.cache import Cache

_META = "meta.yaml"
_LONGEST = 1 << 16
_STEP_FIELD = 2
_FIELDS = (2, 3)


class MlflowFilesReader:
    """Reads one run folder of a file store."""

    format = "mlflow"
    names = (_META,)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for the meta file of a run; an experiment has one too, without a run's id."""
        if path.name.lower() != _META:
            return 0.0
        if b"run_id:" in head or b"run_uuid:" in head:
            return 1.0
        return -1.0 if b"experiment_id:" in head else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each run folder as a run: its meta file, then its metrics; parameters and tags are watched."""
        return tuple(
            RunFiles(
                file.parent,
                (file, *_files(file.parent / "metrics")),
                watched=(*_files(file.parent / "params"), *_files(file.parent / "tags")),
            )
            for file in files
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read every metric, parameter and tag."""
        del cache
        notes: list[Note] = []
        meta = _meta(run.files[0])
        columns = {}
        for path in run.files[1:]:
            points = _points(path, notes)
            if len(points.step):
                columns[path.relative_to(run.path / "metrics").as_posix()] = points
        joined = join_parts([Part(run.path, columns)])
        if not columns:
            notes.append(Note(NoteKind.NO_SCALARS, run.path, "the run has no metrics"))
        tags = _texts(run.path / "tags")
        parameters = {f"config/{name}": value for name, value in _texts(run.path / "params").items()}
        run_id = meta.get("run_id") or meta.get("run_uuid", "")
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=run_id,
            tracker_id=run_id,
            name=tags.get("mlflow.runName") or meta.get("run_name", ""),
            metadata=parameters | tags | ({"status": meta["status"]} if meta.get("status") else {}),
        )


def _files(folder: Path) -> list[Path]:
    """Give the regular files below a folder (a metric's name may hold slashes), links not followed."""
    found = [
        Path(here) / name
        for here, _, names in os.walk(folder)
        for name in names
        if (Path(here) / name).is_file() and not (Path(here) / name).is_symlink()
    ]
    return sorted(found)


def _meta(path: Path) -> dict[str, str]:
    """Give the flat `name: value` lines of the meta file."""
    pairs = (line.partition(":") for line in _text(path).splitlines())
    return {name.strip(): value.strip().strip("'\"") for name, colon, value in pairs if colon}


def _texts(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): _text(path).strip()[:200] for path in _files(folder)}


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return file.read(_LONGEST).decode("utf-8", "backslashreplace")
    except OSError:
        return ""


def _points(path: Path, notes: list[Note]) -> Columns:
    """Give the points of one metric, in written order."""
    try:
        text = path.read_bytes().decode("utf-8", "backslashreplace")
    except OSError as error:
        notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
        text = "\n"
    lines = text.replace("\0", "").splitlines()
    if "\0" in text:
        zeros = text.count("\0")
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{zeros:,} zero bytes in a text file; skipped"))
    if lines and not text.endswith(("\n", "\r")):
        lines.pop()
        detail = "no line end follows the last line, which may be cut short; it is left out"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    has_steps = any(len(line.split()) > _STEP_FIELD for line in lines)
    points = [
        point for n, line in enumerate(lines) if (point := _point(line, n, has_steps=has_steps)) is not None
    ]
    if len(points) < len(lines):
        detail = (
            f"{len(lines) - len(points):,} of {len(lines):,} lines are not `milliseconds value step`; skipped"
        )
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    return Columns(
        np.array([point[0] for point in points], dtype=np.int64),
        np.array([point[1] for point in points], dtype=np.float64),
        np.array([point[2] for point in points], dtype=np.float64),
    )


def _point(line: str, number: int, *, has_steps: bool) -> tuple[int, float, float] | None:
    """Give step, seconds and value of one line; old stores leave out the step in all lines, which are counted then."""
    cells = line.split()
    if len(cells) not in _FIELDS or (has_steps and len(cells) == _STEP_FIELD):
        return None
    try:
        step = as_step(float(cells[_STEP_FIELD])) if len(cells) > _STEP_FIELD else number
        return None if step is None else (step, float(cells[0]) / 1000, float(cells[1]))
    except ValueError:
        return None
