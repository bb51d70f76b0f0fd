"""What a look shows, as text: a small table, or a curve in a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_POINTS = 8


def figure(value: float) -> str:
    """Give a number as a person would print it."""
    return f"{value:.4g}"


def table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table in columns."""
    cells = [[str(each) for each in header]]
    cells += [[figure(each) if isinstance(each, float) else str(each) for each in row] for row in rows]
    widths = [max(len(row[at]) for row in cells) for at in range(len(header))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )


def curve(name: str, values: Sequence[float]) -> str:
    """Give a few points of a curve from its first to its last, in a line."""
    at = np.unique(np.linspace(0, len(values) - 1, _POINTS).round().astype(int))
    return f"{name}: " + "  ".join(figure(float(values[each])) for each in at)


def beside(name: str, before: float, changed: str, after: float) -> str:
    """Give one figure of the run and the same of the run with something changed."""
    return table(("", name), (("as it was", before), (changed, after)))
