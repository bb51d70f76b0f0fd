"""Forms of log files beside plain tables and JSON lines: console text, nested results, lists, a file a quantity."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

Record = dict[str, float]


def write_lines(
    rows: Iterable[Mapping[str, Any]], templates: Sequence[str], opening: str, path: Path
) -> None:
    """Write console text: of each row every line whose fields the row has.

    Args:
        rows: values by field.
        templates: lines with fields in braces, as `str.format` takes them.
        opening: what the console shows before the first row.
        path: the file.
    """
    lines = [opening] if opening else []
    for row in rows:
        for template in templates:
            try:
                lines.append(template.format_map(row))
            except KeyError:
                continue
    path.write_text("\n".join(lines) + "\n")


def write_nested(records: Iterable[Record], path: Path) -> None:
    """Write one JSON object a line, in which `a/b` stands as an object `a` that holds `b`."""
    with path.open("w") as file:
        for record in records:
            whole: dict[str, Any] = {}
            for name, value in record.items():
                *above, last = name.split("/")
                place = whole
                for part in above:
                    place = place.setdefault(part, {})
                place[last] = value
            file.write(json.dumps(whole) + "\n")


def write_lists(records: Sequence[Record], path: Path) -> None:
    """Write one JSON object of one list a quantity, as a training that keeps its history does."""
    names = dict.fromkeys(name for record in records for name in record)
    kept = {name: [record[name] for record in records if name in record] for name in names}
    path.write_text(json.dumps(kept))


def write_files(records: Iterable[Record], row: str, step: str, folder: Path) -> None:
    """Write one table without a header a quantity: number of the row, step, value."""
    lines: dict[str, list[str]] = {}
    for record in records:
        for name, value in record.items():
            if name not in {row, step}:
                lines.setdefault(name, []).append(f"{int(record[row]) + 1},{int(record[step])},{value}")
    for name, some in lines.items():
        (folder / f"{name}.csv").write_text("\n".join(some) + "\n")
