"""The lines of a console text as they come in, sorted into tables by their shapes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.text.bars import Bars
from coach.runs.readers.text.boxes import Box
from coach.runs.readers.text.clock import stamped
from coach.runs.readers.text.headed import Heading
from coach.runs.readers.text.launchers import (
    NO_RANK,
    Labelled,
    is_of_srun,
    may_be_labelled,
    without_label,
    without_label_of_srun,
)
from coach.runs.readers.text.line_tables import Part, Table, part_of
from coach.runs.readers.text.names import Counter, counter_in
from coach.runs.readers.text.remarks import repeats_next
from coach.runs.readers.text.shape import Column, Shape, shape_of
from coach.runs.readers.text.spelt_durations import in_seconds
from coach.runs.readers.text.tokens import cut, lines_of, may_hold_nan, without_process
from coach.runs.reading.cache import Entry

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WIDE = (b"\xff\xfe", b"\xfe\xff")
"""What a text of two bytes a character begins with."""
_EDGES = ("|", "\u2502")  # of a box
_MOST_SHAPES = 4000
_MOST_SINGLE = 500  # lines of a piece whose words stand there once: more of them are prose, and take long
_MOST_TABLES = 1000
_TOO_RARE = 3  # rows; tables with fewer are given up where there are too many


@dataclass(slots=True)
class _Pending:
    """Lines with the same words that are not read as numbers yet; their shape is found out when they are."""

    shape: Shape | None = None
    lines: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    numbers: list[list[str]] = field(default_factory=list)


@dataclass(slots=True)
class ConsoleLines:
    """What the lines of a text hold.

    Attributes:
        lines: how many lines, each drawing of a progress bar one of them.
        zeros: zero bytes that were left out.
        first: the first line that has numbers.
        is_wide: characters take two bytes, as where PowerShell has written a text; every other byte is zero then.
        is_said_again: the next line with numbers repeats an earlier one.
        is_of_srun: every line begins with the number of the process that printed it.
        tables: by the rank that printed them and the signature of their shapes.
        bars: what progress bars say of the time.
    """

    lines: int = 0
    zeros: int = 0
    first: str = ""
    is_wide: bool = False
    is_said_again: bool = False
    is_of_srun: bool = False
    tables: dict[Any, Table] = field(default_factory=dict)
    bars: Bars = field(default_factory=Bars)
    _box: Box = field(default_factory=Box)
    _heading: Heading = field(default_factory=Heading)
    _pending: dict[tuple[int, tuple[str, ...]], _Pending] = field(default_factory=dict)

    def take(self, data: bytes) -> None:
        """Take whole lines of the file."""
        text = in_seconds(self._text(data))
        has_nan = may_hold_nan(text)
        unlabelled = self._unlabelled(text)
        pending = self._pending
        for line in lines_of(text) if text else ():
            self.lines += 1
            if line.endswith(_EDGES) and line.lstrip()[:1] in _EDGES and self._box.take(line):
                continue
            if self._box.names:
                self._close_box()
            bare, rank = (line, NO_RANK) if unlabelled is None else unlabelled(line)
            rest, seconds = stamped(bare)
            if "<" in rest:
                self.bars.take(self.lines, rest)
            if self._heading.names and self._is_a_row(rest, seconds, rank):
                continue
            words, numbers = cut(rest, has_nan=has_nan)
            known = pending.get((rank, words)) if numbers else None
            if known is None and self._heading.take(rest):
                continue
            if not numbers or self.is_said_again:
                self.is_said_again = not numbers and repeats_next(rest)
                continue
            if known is None:
                known = pending[rank, words] = _Pending()
                self.first = self.first or line.strip()[:200]
            known.lines.append(self.lines)
            known.seconds.append(seconds)
            known.numbers.append(numbers)
        self._settle()

    def end(self) -> None:
        """Take what the end of the text leaves open."""
        if self._box.names:
            self._close_box()
            self._settle()

    def _text(self, data: bytes) -> str:
        """Give bytes as text, without zeros, which are counted."""
        self.is_wide = self.is_wide or (not self.lines and data.startswith(WIDE))
        text = data.decode("utf-8", "replace")
        if "\0" in text:
            self.zeros += 0 if self.is_wide else text.count("\0")
            text = text.replace("\0", "")
        return text

    def _is_a_row(self, line: str, seconds: float, rank: int) -> bool:
        """Take a row under a line of names; give whether the line is one."""
        row = self._heading.row(line)
        if row is None:
            return False
        key = (rank, ("", *(each.tag for each in row.columns), ""))
        pending = self._pending.setdefault(key, _Pending(Shape(row.columns)))
        if row.is_redrawn and pending.numbers and pending.numbers[-1][0] == row.numbers[0]:
            for each in (pending.lines, pending.seconds, pending.numbers):
                each.pop()
        pending.lines.append(self.lines)
        pending.seconds.append(seconds)
        pending.numbers.append(row.numbers)
        return True

    def _unlabelled(self, text: str) -> Callable[[str], Labelled] | None:
        """Give what takes the labels of processes off the lines of a text; None where it has none."""
        self.is_of_srun = self.is_of_srun or (not self.lines and is_of_srun(text))
        if self.is_of_srun:
            return without_label_of_srun
        is_of_ray, is_labelled = "pid=" in text, may_be_labelled(text)
        if not is_of_ray and not is_labelled:
            return None
        return lambda line: without_label(without_process(line) if is_of_ray else line)

    def _settle(self) -> None:
        """Read the new lines as numbers; forget shapes where a text has too many."""
        single = 0
        for (rank, words), each in list(self._pending.items()):
            if each.shape is None:
                single += len(each.lines) == 1
                if len(each.lines) == 1 and single > _MOST_SINGLE:
                    del self._pending[rank, words]
                    continue
                each.shape = shape_of(words)
            if each.lines and each.shape.columns:
                part = part_of(each.shape, each.lines, each.seconds, each.numbers)
                self._table(each.shape, rank).parts.append(part)
            each.lines, each.seconds, each.numbers = [], [], []
        if len(self._pending) > _MOST_SHAPES:
            self._pending.clear()
        if len(self.tables) > _MOST_TABLES:
            self.tables = {key: table for key, table in self.tables.items() if table.rows >= _TOO_RARE}

    def _table(self, shape: Shape, rank: int) -> Table:
        return self.tables.setdefault((rank, *shape.signature), Table(shape.columns, rank))

    def _close_box(self) -> None:
        names, numbers = list(self._box.names), list(self._box.numbers)
        self._box.close()
        columns = tuple(
            Column(name, at, counter=_counted(name), is_joined=True)
            for at, name in enumerate(names)
            if name not in names[:at]
        )
        if len(columns) > 1:
            pending = self._pending.setdefault((NO_RANK, ("", *names)), _Pending(Shape(columns)))
            pending.lines.append(self.lines)
            pending.seconds.append(np.nan)
            pending.numbers.append(numbers)

    @classmethod
    def kept(cls, entry: Entry) -> ConsoleLines:
        """Give the lines as they were kept."""
        state = entry.state["console"]
        flags = (state["is_wide"], state["is_said_again"], state["is_of_srun"])
        bars = Bars.kept(entry.arrays[-1])
        given = cls(
            state["lines"], state["zeros"], state["first"], *flags, bars=bars, _box=Box(*state["box"])
        )
        width = len(Part._fields)
        for at, (rank, columns) in enumerate(state["tables"]):
            shape = Shape(tuple(_column(each) for each in columns))
            line, seconds, flat = entry.arrays[width * at : width * (at + 1)]
            given._table(shape, rank).parts.append(Part(line, seconds, flat.reshape(len(line), -1)))
        return given

    def to_keep(self) -> Entry:
        """Give what `kept` makes these lines of again."""
        arrays: list[NDArray[Any]] = []
        for table in self.tables.values():
            line, seconds, number = table.joined()
            arrays += [line, seconds, np.ascontiguousarray(number).reshape(-1)]
        state = {
            "lines": self.lines,
            "zeros": self.zeros,
            "first": self.first,
            "is_wide": self.is_wide,
            "is_said_again": self.is_said_again,
            "is_of_srun": self.is_of_srun,
            "heading": [self._heading.names, self._heading.misfits, self._heading.is_number],
            "box": [self._box.names, self._box.numbers, self._box.section],
            "tables": [
                [table.rank, [list(column) for column in table.columns]] for table in self.tables.values()
            ],
        }
        return Entry({"console": state}, [*arrays, self.bars.to_keep()])


def _column(kept: list[Any]) -> Column:
    tag, at, total, counter, *rest = kept
    return Column(tag, at, total, Counter(counter) if counter else None, *rest)


def _counted(name: str) -> Counter | None:
    return counter_in(name.rsplit("/", 1)[-1])
