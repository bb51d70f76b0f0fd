"""What is shown beside a question, as values: each front end draws them in its own way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ASKED, OPEN = "this one", "open"
"""What stands in a table at what a question is about, and at what nobody has answered yet."""

Tone = Literal["plain", "good", "warn", "quiet"]


@dataclass(frozen=True, slots=True)
class Say:
    """A paragraph."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a bar chart: `value` and the optional `tick` are in [0, 1]; `tick_is` is what lines call the tick."""

    label: str
    value: float
    tick: float | None = None
    note: str = ""
    tick_is: str = "was"


@dataclass(frozen=True, slots=True)
class Bars:
    """A titled bar chart."""

    title: str
    rows: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A titled table of short texts: one header, rows of equal length."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def laid_open(exhibits: Iterable[Exhibit]) -> Iterator[Exhibit]:
    """Give exhibits with what is folded among them in place of its fold."""
    for each in exhibits:
        if isinstance(each, Folded):
            yield from laid_open(each.exhibits)
        else:
            yield each


def unmarked(grid: Grid) -> Grid:
    """Give a table without the mark at what one question is about."""
    rows = tuple(tuple(OPEN if cell == ASKED else cell for cell in row) for row in grid.rows)
    return replace(grid, rows=rows)


@dataclass(frozen=True, slots=True)
class Branch:
    """A node of a plan: what is done, and what follows."""

    text: str
    then: tuple[Branch, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A titled tree."""

    title: str
    roots: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """A titled row of numbers in [0, 1] over rounds."""

    title: str
    labels: tuple[str, ...]
    values: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How something is done.

    Attributes:
        title: what it is about, a word or two.
        how: a sentence or two; read where there are no steps.
        steps: the same step by step; may be empty.
        code: what to type, shown and copied as it is written; may be empty.
    """

    title: str
    how: str
    steps: tuple[str, ...] = ()
    code: str = ""


@dataclass(frozen=True, slots=True)
class Folded:
    """More to read under a title, shown when it is asked for."""

    title: str
    exhibits: tuple[Exhibit, ...]


Exhibit = Say | Bars | Grid | Outline | Trend | Recipe | Folded
