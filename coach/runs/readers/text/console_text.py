"""What a training printed: `train.log`, `nohup.out`, `output.log`, `slurm-123.out` and their like.

Lines that repeat in one shape with other numbers are the rows of a table; the words before a number are its name.
The step is what the lines count, over the epochs where they count within one, else the lines themselves. Quantities
of lines that are about another part of the data than the training's are put under `eval/` or `test/`.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.axis import STEP_COLUMN
from coach.runs.readers.columns import Columns
from coach.runs.readers.grown_text import grown
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.text.clock import one_clock
from coach.runs.readers.text.console_lines import WIDE, ConsoleLines
from coach.runs.readers.text.elapsed import elapsed
from coach.runs.readers.text.last_error import error_in
from coach.runs.readers.text.last_line import is_whole, measures
from coach.runs.readers.text.line_tables import Table, names_a_quantity, of_a_training
from coach.runs.readers.text.planned import planned_length
from coach.runs.readers.text.ranks import of_one_rank
from coach.runs.readers.text.said_twice import said_once, without_redrawn
from coach.runs.readers.text.shape import AVERAGE
from coach.runs.readers.text.steps import LINES, Steps, steps_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.readers.text.bars import Bars
    from coach.runs.readers.text.shape import Column
    from coach.runs.reading.cache import Cache

NAMES = (
    "*.log", "*.log.[0-9]*", "*.info", "*.log.info.*", "*.out", "*.err", "*.o[0-9]*", "*.e[0-9]*",
    "*stdout*", "*stderr*", "nohup*", "*log*.txt", "*train*.txt", "*out*.txt", "*console*.txt", "*result*.txt",
    "*print*.txt", "*hist*.txt", "*metric*.txt", "*loss*.txt", "error.txt",
    "*train*.md", "*output*.md", "*console*.md",
)  # fmt: skip
"""Not every text: data sets have hundred thousands of them."""
_KIND = "console-5"
_OF_OTHER_READERS = frozenset({".json", ".jsonl", ".ndjson", ".csv", ".tsv"})
_SURE = 0.4  # less than any format that has a form of its own
_BEGINNING, _ELSEWHERE = 1 << 16, 1 << 18  # bytes that are looked at before a text is claimed
_BINARY = bytes({*range(8), *range(14, 27)})
_MOST_BINARY = 0.02  # of the bytes; terminals leave some
_W_AND_B = "files"  # where W&B keeps the console's output, below the run's own folder


class ConsoleTextReader:
    """Reads the lines of numbers in one text as one run."""

    format = "console"
    names = NAMES

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely a training printed this: some lines of one shape with numbers that vary.

        A text begins with all that is said before the first step, so that more than its head is looked at.
        """
        if path.suffix.lower() in _OF_OTHER_READERS:
            return 0.0
        if head.startswith(WIDE):
            head = head.replace(b"\0", b"")
        if len(head) - len(head.translate(None, _BINARY)) > _MOST_BINARY * len(head):
            return 0.0
        for start, size in _looked_at(path):
            try:
                with path.open("rb") as file:
                    file.seek(start)
                    data = file.read(size)
            except OSError:
                return 0.0
            if of_a_training(_lines(data).tables.values()):
                return _SURE
        return 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each text as a run, named by its folder where it is alone there."""
        folders = [_folder(file) for file in files]
        return tuple(
            RunFiles(folder if folders.count(folder) == 1 else file, (file,))
            for file, folder in zip(files, folders, strict=True)
        )

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the numbers of all lines that a training printed."""
        (path,) = run.files
        try:
            with grown(path, cache, _KIND) as text:
                lines = ConsoleLines() if text.known is None else ConsoleLines.kept(text.known)
                for piece in text.lines():
                    lines.take(piece)
                text.keep(path, cache, _KIND, lines.to_keep())
                whole = 1 + max(text.rest.rfind(b"\r"), text.rest.rfind(b"\n"))
                lines.take(text.rest[:whole])
                last = text.rest[whole:].decode("utf-8", "replace")
                is_left_out = measures(last) and not is_whole(last, lines.tables)
                if last and not is_left_out:
                    lines.take(text.rest[whole:])
                lines.end()
                notes = _end_notes(path, error_in(text.file), is_left_out=is_left_out)
        except OSError as failure:
            return Reading(
                notes=(Note(NoteKind.UNREADABLE, path, failure.strerror or str(failure)),),
                fingerprint=path.name,
            )
        return _reading(path, lines, notes)


def too_few_lines(path: Path) -> str:
    """Give what a text holds too few of to be read: its lines that name what trainings measure; empty without any."""
    tables = [table for table in _beginning(path).tables.values() if names_a_quantity(" ".join(table.names))]
    if not tables:
        return ""
    longest = max(tables, key=lambda table: table.rows)
    name = next(name for name in sorted(longest.names) if names_a_quantity(name))
    lines = "one of its lines gives" if longest.rows == 1 else f"{longest.rows} of its lines give"
    return f"only {lines} a number for `{name}`: too few to be read as a training"


def _beginning(path: Path) -> ConsoleLines:
    try:
        with path.open("rb") as file:
            return _lines(file.read(_BEGINNING))
    except OSError:
        return ConsoleLines()


def _looked_at(path: Path) -> list[tuple[int, int]]:
    """Give (byte, bytes) of what is read of a text before it is claimed: its beginning, its middle, its end."""
    try:
        size = path.stat().st_size
    except OSError:
        return []
    places = [(0, _BEGINNING)]
    if size > _BEGINNING:
        places += [(max(0, size - _ELSEWHERE), _ELSEWHERE)]
    if size > _BEGINNING + _ELSEWHERE:
        places += [(size // 2, _ELSEWHERE)]
    return places


def _lines(data: bytes) -> ConsoleLines:
    lines = ConsoleLines()
    lines.take(data)
    lines.end()
    return lines


def _folder(file: Path) -> Path:
    return file.parent.parent if file.parent.name == _W_AND_B and file.name == "output.log" else file.parent


def _end_notes(path: Path, error: str, *, is_left_out: bool) -> list[Note]:
    """Say how the text ends; a line without an end may be half of what it will be."""
    notes = [Note(NoteKind.ERROR_AT_END, path, error)] if error else []
    if is_left_out:
        detail = "no line end follows the last line, so that its numbers may be cut short; it is left out"
        notes.append(Note(NoteKind.OTHER_RECORDS, path, detail))
    return notes


def _reading(path: Path, lines: ConsoleLines, notes: list[Note]) -> Reading:
    one = of_one_rank(list(lines.tables.values()))
    found = of_a_training(one.tables)
    if lines.zeros:
        notes.append(
            Note(NoteKind.CORRUPT_RECORD, path, f"{lines.zeros:,} zero bytes in a text file; skipped")
        )
    fingerprint = f"{path.name} {lines.first}"
    if not found:
        notes.append(Note(NoteKind.NO_SCALARS, path, "no lines of one shape whose numbers vary"))
        return Reading(notes=tuple(notes), fingerprint=fingerprint)
    used = {id(table) for table in found}
    tables = without_redrawn(found)
    others = [table for table in one.tables if id(table) not in used]
    steps = steps_of(tables, others)
    clocks = _clocks(tables, others, steps, lines.bars)
    joined = join_parts([Part(path, _columns(tables, steps, clocks))])
    notes += [Note(NoteKind.OTHER_RECORDS, path, one.says)] if one.says else []
    return Reading(
        series=joined.series,
        notes=(_read_note(path, tables, steps, clocks), *notes, *joined.notes),
        fingerprint=fingerprint,
        metadata=planned_length(one.tables, min(int(each.joined().line[0]) for each in tables))
        | _metadata(steps),
    )


def _metadata(steps: Steps) -> dict[str, str]:
    told = {STEP_COLUMN: str(steps.unit)}
    if steps.planned is not None:
        told[f"max_{steps.unit}s"] = str(steps.planned)
    if steps.epochs is not None:
        told["max_epochs"] = str(steps.epochs)
    return told


def _read_note(path: Path, tables: Sequence[Table], steps: Steps, clocks: _Clocks) -> Note:
    """Say how the text was read, so that a wrong reading can be seen."""
    longest = max(tables, key=lambda table: table.rows)
    names = ", ".join([each.tag for each in longest.columns if each.counter is None][:3])
    counted = (
        "the lines are counted as steps" if steps.unit == LINES else f"steps are counted by {steps.unit}"
    )
    rows = sum(table.rows for table in tables)
    timed = f"; {clocks.says}" if clocks.says else ""
    detail = f"read from {rows:,} lines of console text, as in {names}; {counted}{timed}"
    return Note(NoteKind.OTHER_RECORDS, path, detail)


class _Clocks(NamedTuple):
    """float64[row] for each table, seconds, NaN where nothing tells them; and what was added up, in words."""

    by_table: list[NDArray[np.float64]]
    says: str


class _Points(NamedTuple):
    """Points of one tag from the lines of one shape: int64[point] lines, and whether those count anything."""

    line: NDArray[np.int64]
    columns: Columns
    is_counted: bool


def _columns(tables: Sequence[Table], steps: Steps, clocks: _Clocks) -> dict[str, Columns]:
    """Give the points of each quantity, in the order of the lines they stand on."""
    points: defaultdict[str, list[_Points]] = defaultdict(list)
    for table, step, seconds, counter in zip(
        tables, steps.by_table, clocks.by_table, steps.columns, strict=True
    ):
        for at, column in enumerate(table.columns):
            value, totals = table.numbers(at), table.totals(at)
            if at == counter or not column.tag or _is_label(column, value):
                continue
            if totals is not None and column.counter is None:
                value = value / np.where(totals > 0, totals, np.nan)
            is_counted = any(each.counter is not None for each in table.columns)
            points[column.tag].append(
                _Points(table.joined().line, Columns(step.astype(np.int64), seconds, value), is_counted)
            )
    return {tag: _in_order(parts) for tag, parts in points.items()}


def _in_order(parts: Sequence[_Points]) -> Columns:
    joined = Columns.joined([part.columns for part in parts])
    if len(parts) == 1:
        return joined
    line = np.concatenate([part.line for part in parts])
    order = np.argsort(line, kind="stable")
    is_counted = np.repeat([part.is_counted for part in parts], [len(part.line) for part in parts])[order]
    by_line = Columns(joined.step[order], joined.wall_time[order], joined.value[order])
    kept = said_once(by_line, line[order], is_counted)
    return Columns(by_line.step[kept], by_line.wall_time[kept], by_line.value[kept])


def _clocks(tables: Sequence[Table], others: Sequence[Table], steps: Steps, bars: Bars) -> _Clocks:
    """Give float64[row] for each table: one clock over the stamps of all of them, or what else tells the time."""
    parts = [table.joined() for table in tables]
    if not any(np.isfinite(part.seconds).any() for part in parts):
        return _Clocks(*elapsed(tables, others, steps, bars))
    line = np.concatenate([part.line for part in parts])
    order = np.argsort(line, kind="stable")
    seconds = np.empty(len(line))
    seconds[order] = one_clock(np.concatenate([part.seconds for part in parts])[order])
    return _Clocks(np.split(seconds, np.cumsum([len(part.line) for part in parts])[:-1]), "")


def _is_label(column: Column, value: NDArray[np.float64]) -> bool:
    """Give whether a number is a rank, a device, a size: whole, always the same, and no quantity by its name.

    So is a count in brackets where averages stand, as the step of the best value.
    """
    if column.tag.endswith(AVERAGE) and not (value % 1).any():
        return True
    if column.is_joined or names_a_quantity(column.tag):
        return False
    return bool((value == value[0]).all() and value[0] % 1 == 0)
