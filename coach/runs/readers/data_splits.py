"""Rows that say in a word which part of the data they are about: `mode: val`, a column of `train` and `valid`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.readers.axis import as_step_name

if TYPE_CHECKING:
    from numpy.typing import NDArray

_TRAIN, _HELD_OUT, _TEST = 1.0, 2.0, 3.0
SPLITS = {
    **dict.fromkeys(("train", "training", "trn"), _TRAIN),
    **dict.fromkeys(("val", "valid", "validation", "dev", "eval", "evaluation"), _HELD_OUT),
    **dict.fromkeys(("test", "testing"), _TEST),
}
"""A number for each part of the data, by the words it goes by."""
_PREFIXES = {_TRAIN: "", _HELD_OUT: "val/", _TEST: "test/"}


def by_split(tag: str, split: NDArray[np.float64]) -> list[tuple[str, NDArray[np.bool_]]]:
    """Give the names of a tag's points by the part of the data each is about, and bool[point] for each name.

    A tag that is only logged of one part keeps its name, and so does what counts the steps.

    Args:
        tag: as the log spells it.
        split: float64[point], a number of `SPLITS`; NaN for a point that says nothing.
    """
    if as_step_name(tag) is not None:
        split = np.full(len(split), np.nan)
    known = np.unique(split[np.isfinite(split)])
    if len(known) < 2:  # noqa: PLR2004 - one part beside another
        return [(tag, np.ones(len(split), dtype=np.bool_))]
    parts = [(f"{_PREFIXES[float(each)]}{tag}", split == each) for each in known]
    unsaid = ~np.isfinite(split)
    if unsaid.any():
        parts[0] = (parts[0][0], parts[0][1] | unsaid)
    return parts
