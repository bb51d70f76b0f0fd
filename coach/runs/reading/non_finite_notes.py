"""The values of a run that are no finite numbers, named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from coach.runs.series import Series

_MOST_NAMED = 5


def non_finite_notes(path: Path, series: Mapping[str, Series]) -> list[Note]:
    """Give one note naming the tags with values that are no finite numbers."""
    said = []
    for tag, each in series.items():
        bad = ~np.isfinite(each.value)
        if bad.any():
            first = int(each.step[int(np.argmax(bad))])
            said.append(f"{tag} ({int(bad.sum()):,} of {len(each):,} values, the first at step {first:,})")
    if not said:
        return []
    more = f" and {len(said) - _MOST_NAMED} more" if len(said) > _MOST_NAMED else ""
    return [Note(NoteKind.NON_FINITE, path, "NaN or infinite: " + ", ".join(said[:_MOST_NAMED]) + more)]
