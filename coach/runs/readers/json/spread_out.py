"""Lists of one place with unequal lengths and no steps: a loss of every batch beside one of every epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.columns import Columns

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.readers.json.document_tables import DocumentTable
    from coach.runs.readers.json.number_columns import Points

_FEW = 2.0  # times as long: lists nearer to one another were cut off, or began with one look more (editorial)
_MOST_NAMED = 3


def spread_out(tables: Sequence[tuple[DocumentTable, Points]]) -> list[tuple[DocumentTable, Points]]:
    """Give the tables, those whose rows are counted spread evenly over the longest such table of their place.

    Both were logged over one training, so that their ends are one moment; that is said, since it is not logged.
    """
    longest: dict[str, int] = {}
    for table, points in tables:
        if not points.step_tag:
            longest[table.prefix] = max(longest.get(table.prefix, 0), table.rows)
    given = []
    for table, points in tables:
        rows = longest.get(table.prefix, 0)
        if points.step_tag or rows < _FEW * table.rows:
            given.append((table, points))
            continue
        step = np.round((np.arange(table.rows) + 1) * rows / table.rows).astype(np.int64) - 1
        columns = {
            tag: Columns(step[points.rows[tag]], each.wall_time, each.value)
            for tag, each in points.columns.items()
        }
        names = ", ".join(f"`{tag}`" for tag in [*columns][:_MOST_NAMED])
        says = (f"{names}: {table.rows:,} numbers, spread evenly over the {rows:,} rows of the longest list",)
        given.append((table, points._replace(columns=columns, says=says)))
    return given
