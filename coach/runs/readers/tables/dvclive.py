"""DVCLive: `dvclive/plots/metrics/<name>.tsv`, a file a metric, with the columns `step` and the metric's own name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_step, columns_of
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import cells_of, lines_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_PLACE = ("plots", "metrics")
_STEP, _TIME = "step", "timestamp"


class DvcLiveReader:
    """Reads the metrics of one DVCLive folder as one run."""

    format = "dvclive"
    names = ("*.tsv",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 for a table with a step, below `plots/metrics`."""
        header = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip().split("\t")
        return 1.0 if _folder(path) is not None and _STEP in header and len(header) > 1 else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run a DVCLive folder."""
        folders: dict[Path, list[Path]] = {}
        for file in files:
            folders.setdefault(_folder(file) or file.parent, []).append(file)
        return tuple(RunFiles(folder, tuple(each)) for folder, each in folders.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read every metric; its tag is its path below the folder of metrics."""
        del cache
        notes: list[Note] = []
        rows: list[Row] = []
        for path in run.files:
            tag = path.relative_to(run.path.joinpath(*_PLACE)).with_suffix("").as_posix()
            rows += _rows(path, tag, notes)
        joined = join_parts([Part(run.path, columns_of(rows))])
        if not rows:
            notes.append(Note(NoteKind.NO_SCALARS, run.path, "the metrics hold no rows yet"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=run.files[0].name,
        )


def _folder(path: Path) -> Path | None:
    """Give the DVCLive folder that a metric's file lies in; None for other tables."""
    parts = path.parts
    places = [at for at in range(len(parts) - 2) if parts[at : at + 2] == _PLACE]
    return path.parents[len(parts) - 1 - places[-1]] if places else None


def _rows(path: Path, tag: str, notes: list[Note]) -> list[Row]:
    try:
        lines = lines_of(path.read_bytes().decode("utf-8-sig", "backslashreplace").replace("\0", ""))
    except OSError as error:
        notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
        return []
    rows = []
    names, *table = (cells_of(line, "\t") for line in lines or [""])
    value_name = next((name for name in names if name not in (_STEP, _TIME)), _STEP)
    for cells in table:
        row = dict(zip(names, cells, strict=False))
        try:
            step, value = as_step(float(row[_STEP])), float(row[value_name])
            seconds = float(row.get(_TIME) or np.nan) / 1000
        except (KeyError, TypeError, ValueError):
            continue
        if step is not None:
            rows.append(Row(step, seconds, {tag: value}))
    if len(rows) < len(lines) - 1:
        lost = (
            f"{len(lines) - 1 - len(rows):,} of {len(lines) - 1:,} rows are not a step and a number; skipped"
        )
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, lost))
    return rows
