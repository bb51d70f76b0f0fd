"""What Weights & Biases' page saves of a chart: a column for each run, called `<run> - <metric>`.

Beside each lie two more, `__MIN` and `__MAX`, which tell how points were thinned out; the first column is the step.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import cells_of
from coach.runs.readers.tables.csv_table import points_of
from coach.runs.readers.tables.table import Table, read_table, text_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.readers.columns import Columns
    from coach.runs.reading.cache import Cache

_BETWEEN = " - "
_LONGEST_HEADER = 1 << 20  # bytes
_LEAST, _BOUNDS = "__MIN", ("__MIN", "__MAX")


class WandbExportReader:
    """Reads each run of the charts that were saved into a folder as one run."""

    format = "wandb-export"
    names = ("wandb_export*.csv",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 where a column of a run has its bounds beside it."""
        del path
        first = text_of(head).split("\n", 1)[0]
        return 1.0 if _BETWEEN in first and _LEAST in first else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give the runs by the names of the columns, each with all charts that show it."""
        charts: defaultdict[tuple[Path, str], list[Path]] = defaultdict(list)
        for file in files:
            for run in dict.fromkeys(column.run for column in map(_column, _header(file)) if column.run):
                charts[file.parent, run].append(file)
        return tuple(
            RunFiles(folder / run, tuple(each), inside=run) for (folder, run), each in charts.items()
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the columns of one run against the steps of each chart."""
        notes: list[Note] = []
        columns: dict[str, Columns] = {}
        counted = ""
        for path in run.files:
            try:
                table = read_table(path, cache)
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
                continue
            points = points_of(path, _of_run(table, run.inside))
            notes += [*table.notes, *points.notes]
            columns |= points.columns
            counted = counted or points.step_column
        joined = join_parts([Part(run.files[0], columns)])
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=run.inside,
            name=run.inside,
            metadata={STEP_COLUMN: counted} if counted else {},
        )


class _Column(NamedTuple):
    """The run and the tag a column's name is made of; without a run it counts steps or time, or is a bound."""

    run: str
    tag: str


def _column(name: str) -> _Column:
    run, between, tag = name.rpartition(_BETWEEN)
    return _Column(run if between and not name.endswith(_BOUNDS) else "", tag)


def _header(path: Path) -> list[str]:
    try:
        with path.open("rb") as file:
            return cells_of(text_of(file.readline(_LONGEST_HEADER)).strip("\r\n"))
    except OSError:
        return []


def _of_run(table: Table, run: str) -> Table:
    """Give the columns of one run beside those that all runs share, and the rows in which it has a number."""
    shared = [at for at, name in enumerate(table.header) if _BETWEEN not in name]
    mine = [at for at, name in enumerate(table.header) if _column(name).run == run]
    chosen = np.zeros(table.rows, dtype=np.bool_)
    for at in mine:
        chosen |= table.columns[at].is_number
    header = [table.header[at] for at in shared] + [_column(table.header[at]).tag for at in mine]
    columns = [table.columns[at].where(chosen) for at in (*shared, *mine)]
    return Table(header, columns, table.first, [])
