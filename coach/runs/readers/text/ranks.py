"""What several processes of one training printed, each its own copy of the same lines: one process's is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.readers.text.launchers import NO_RANK

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.readers.text.line_tables import Table


class OneRank(NamedTuple):
    """The tables without the copies of other processes, and what was left out, in words; empty for nothing."""

    tables: list[Table]
    says: str


def of_one_rank(tables: Sequence[Table]) -> OneRank:
    """Give each table as the process with the lowest rank printed it, and those that come from one process alone."""
    lowest: dict[object, int] = {}
    for table in tables:
        key = _names(table)
        lowest[key] = min(lowest.get(key, table.rank), table.rank)
    kept = [table for table in tables if table.rank == lowest[_names(table)]]
    ids = {id(table) for table in kept}
    copies = [table for table in tables if id(table) not in ids and table.rank != NO_RANK]
    if not copies:
        return OneRank(kept, "")
    ranks = {table.rank for table in copies}
    rows = sum(table.rows for table in copies)
    shown = min(lowest[_names(table)] for table in copies)
    others = f"process {ranks.pop()}" if len(ranks) == 1 else f"{len(ranks)} other processes"
    return OneRank(
        kept, f"{rows:,} lines of {others} are left out, since process {shown} prints the same ones"
    )


def _names(table: Table) -> object:
    return tuple((each.tag, each.counter) for each in table.columns)
