"""Lines of one shape as the rows of a table: what was on each line, and which tables a training printed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.quantities.chinese import in_english
from coach.runs.readers.text.names import Counter, word_set
from coach.runs.readers.text.splits import is_of_a_split
from coach.runs.readers.text.tokens import as_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from coach.runs.readers.text.shape import Column, Shape

_FEWEST_ROWS = 3
_FEWEST_UNCOUNTED = 5  # editorial, as is the least number with a counter: three epochs are a training
_MOSTLY = 0.5
_MANY_QUANTITIES = 3  # on one line: three such lines are a training's as well (editorial)
_OTHER_RHYTHM = 2.0  # times as many or few rows as a training's table has were not printed along (editorial)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = re.compile(r"[a-z]+\d*|\d+")
_QUANTITIES = word_set(
    "loss losses acc accuracy acc1 acc5 top1 top5 reward rewards rew lr ppl perplexity bleu wer cer rouge f1 auc auroc "
    "miou iou dice psnr ssim fid entropy gnorm mse mae rmse nll elbo bpc bpb precision recall ret kl "
    "map50 ap50 l1 l2 logloss mlogloss ndcg"
)
_QUANTITIES_WHEN_COUNTED = word_set("return returns score map success norm err error grad win rate fitness")

_SPEEDS = word_set("fps sps")
_OF_A_LOOP = frozenset({Counter.STEP, Counter.EPISODE, Counter.EPOCH})
_TIMES = word_set("took time elapsed duration seconds secs ms latency")


class Part(NamedTuple):
    """Rows that came in together: int64[row] lines, float64[row] time stamps, float64[row, number]."""

    line: NDArray[np.int64]
    seconds: NDArray[np.float64]
    number: NDArray[np.float64]


@dataclass(slots=True)
class Table:
    """The lines with the same columns.

    Attributes:
        columns: what the numbers are; the totals of those that have one follow behind, in the same order.
        rank: of the process that printed them; negative where nothing says.
        parts: rows in no particular order.
    """

    columns: tuple[Column, ...]
    rank: int = -1
    parts: list[Part] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """How many lines there are."""
        return sum(len(part.line) for part in self.parts)

    @property
    def names(self) -> frozenset[str]:
        """What the numbers are called that are no counters."""
        return frozenset(each.tag for each in self.columns if each.counter is None)

    def joined(self) -> Part:
        """Give all rows, by line."""
        part = (
            self.parts[0]
            if len(self.parts) == 1
            else Part(*map(np.concatenate, zip(*self.parts, strict=True)))
        )
        if (part.line[1:] < part.line[:-1]).any():
            order = np.argsort(part.line, kind="stable")
            part = Part(part.line[order], part.seconds[order], part.number[order])
        self.parts = [part]
        return part

    def numbers(self, column: int) -> NDArray[np.float64]:
        """Give float64[row], the numbers of a column, by line."""
        return self.joined().number[:, column]

    def totals(self, column: int) -> NDArray[np.float64] | None:
        """Give float64[row], what a column's numbers are a part of; None where nothing is said of it."""
        if self.columns[column].total < 0:
            return None
        before = sum(each.total >= 0 for each in self.columns[:column])
        return self.joined().number[:, len(self.columns) + before]


def part_of(
    shape: Shape, lines: Sequence[int], seconds: Sequence[float], numbers: Iterable[list[str]]
) -> Part:
    """Give lines of one shape as rows; what is no number becomes NaN."""
    cells = list(zip(*numbers, strict=True))
    wanted = [(each.at, each.scale) for each in shape.columns]
    wanted += [(each.total, each.scale_of_total) for each in shape.columns if each.total >= 0]
    number = np.stack([_values(cells[at]) * scale for at, scale in wanted], axis=1)
    return Part(np.array(lines, dtype=np.int64), np.array(seconds, dtype=np.float64), number)


def _values(cells: Sequence[str]) -> NDArray[np.float64]:
    try:
        return np.array(cells, dtype=np.float64)
    except ValueError:
        return np.fromiter(map(_value, cells), dtype=np.float64, count=len(cells))


def _value(cell: str) -> float:
    try:
        return as_value(cell)
    except ValueError:
        return np.nan


def of_a_training(tables: Iterable[Table]) -> list[Table]:
    """Give the tables that a training printed: they repeat, their numbers vary, and they name a quantity or count.

    Where there is one, others count too: those printed as often as it with numbers of any name, those that repeat its
    names, and results that came more than once.
    """
    tables = list(tables)
    sure = [table for table in tables if table.rows >= _FEWEST_ROWS and _is_of_a_training(table)]
    if not sure:
        return []
    chosen = {id(table) for table in sure}
    names = {name for table in sure for name in table.names}
    rows = [table.rows for table in sure]
    for table in tables:
        is_along = table.rows >= _FEWEST_UNCOUNTED and _measures(table)
        if (
            (is_along and any(n / _OTHER_RHYTHM <= table.rows <= n * _OTHER_RHYTHM for n in rows))
            or (table.names and table.names <= names)
            or (table.rows > 1 and _is_result(table))
            or (table.rows >= _FEWEST_UNCOUNTED and _is_speed(table))
        ):
            chosen.add(id(table))
    return [table for table in tables if id(table) in chosen]


def _is_speed(table: Table) -> bool:
    return any(set(_words(name)) & _SPEEDS for name in table.names)


def _is_result(table: Table) -> bool:
    is_told = any(each.counter is not None for each in table.columns) or is_of_a_split(" ".join(table.names))
    return (
        is_told
        and names_a_quantity(" ".join(table.names))
        and any(_varies(table.numbers(at)) for at, each in enumerate(table.columns) if each.counter is None)
    )


def names_a_quantity(name: str) -> bool:
    """Give whether a name says what trainings measure."""
    return bool(set(_words(name)) & (_QUANTITIES | _QUANTITIES_WHEN_COUNTED))


def _is_of_a_training(table: Table) -> bool:
    values = [at for at, each in enumerate(table.columns) if each.counter is None]
    words = {word for at in values for word in _words(table.columns[at].tag)}
    is_counted = any(_counts(table, at) for at in range(len(table.columns)))
    if is_counted and words & (_QUANTITIES | _QUANTITIES_WHEN_COUNTED):
        return True
    if table.rows < _FEWEST_UNCOUNTED and not (
        len(words & _QUANTITIES) >= _MANY_QUANTITIES and _measures(table)
    ):
        return False
    is_of_a_loop = is_counted and any(each.counter in _OF_A_LOOP for each in table.columns)
    if is_of_a_loop and (_measures(table) or words & _SPEEDS):
        return True
    if {"learning", "rate"} <= words or {"over", "episodes"} <= words:
        return _measures(table)
    return bool(words & _QUANTITIES) and any(
        _varies(table.numbers(at)) and _is_real(table.numbers(at)) for at in values
    )


def _words(tag: str) -> list[str]:
    tag = in_english(tag)
    return _WORDS.findall(f"{tag} {_CAMEL.sub(' ', tag)}".lower())


def _counts(table: Table, at: int) -> bool:
    numbers = table.numbers(at)
    return (
        table.columns[at].counter is not None
        and _varies(numbers)
        and bool((numbers % 1 == 0).mean() > _MOSTLY)
    )


def _measures(table: Table) -> bool:
    """Give whether a number behind a colon or an equals sign varies and is more than a count."""
    return any(
        _varies(numbers) and _is_real(numbers)
        for at, each in enumerate(table.columns)
        if each.counter is None and each.is_joined and not set(_words(each.tag)) & _TIMES
        for numbers in (table.numbers(at),)
    )


def _varies(numbers: NDArray[np.float64]) -> bool:
    return bool((numbers[1:] != numbers[:-1]).any())


def _is_real(numbers: NDArray[np.float64]) -> bool:
    finite = numbers[np.isfinite(numbers)]
    return len(finite) < len(numbers) or bool((finite % 1 != 0).any())
