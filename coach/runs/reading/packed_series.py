"""Many short series end to end in four arrays: cheap to keep, cheap to send to another process, cut when wanted."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray


class Columns:
    """The points of many series, one after the other; widened when they are first wanted."""

    def __init__(self, arrays: Sequence[NDArray[Any]]) -> None:
        self._arrays = arrays

    @cached_property
    def _wide(
        self,
    ) -> tuple[NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
        step, wall_time, value, segment = self._arrays
        if not len(segment):
            segment = np.zeros(len(step), dtype=np.int32)
        return step.astype(np.int64, copy=False), wall_time, value.astype(np.float64, copy=False), segment

    def series(self, tag: str, start: int, end: int, *, may_hide_nan: bool) -> Series:
        """Give the points between two places as the series of a tag."""
        step, wall_time, value, segment = self._wide
        return Series(
            tag, step[start:end], wall_time[start:end], value[start:end], segment[start:end], may_hide_nan
        )


class Tags(NamedTuple):
    """The tags of a run, how many points each has, and the places of those whose zeros may hide a NaN."""

    names: Sequence[str]
    points: Sequence[int]
    may_hide_nan: Sequence[int]

    @classmethod
    def of(cls, series: Sequence[Series]) -> Tags:
        """Give the tags of some series."""
        return cls(
            [each.tag for each in series],
            [len(each) for each in series],
            [place for place, each in enumerate(series) if each.may_hide_nan],
        )


class KeptSeries(Mapping[str, Series]):
    """The series of a recalled run, each made when it is first asked for."""

    def __init__(self, columns: Columns, at: int, tags: Tags) -> None:
        self._columns = columns
        self._at = at
        self._tags = tags
        self._made: dict[str, Series] = {}

    @cached_property
    def _places(self) -> dict[str, tuple[int, int, bool]]:
        names, points, may_hide_nan = self._tags
        bounds = pairwise(accumulate(points, initial=self._at))
        return {
            tag: (start, end, place in may_hide_nan)
            for place, (tag, (start, end)) in enumerate(zip(names, bounds, strict=True))
        }

    def __getitem__(self, tag: str) -> Series:
        made = self._made.get(tag)
        if made is None:
            start, end, masked = self._places[tag]
            made = self._made[tag] = self._columns.series(tag, start, end, may_hide_nan=masked)
        return made

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._tags.names)


def end_to_end(series: Sequence[Series]) -> list[NDArray[Any]]:
    """Give the columns of some series end to end as `Columns` reads them, as wide as they are: nothing is looked at."""
    return [
        np.concatenate([np.zeros(0, dtype=np.int64), *(each.step for each in series)]),
        np.concatenate([np.zeros(0), *(each.wall_time for each in series)]),
        np.concatenate([np.zeros(0), *(each.value for each in series)]),
        np.concatenate([np.zeros(0, dtype=np.int32), *(each.segment for each in series)]),
    ]


def narrowed(series: Sequence[Series]) -> list[NDArray[Any]]:
    """Give the columns of some series end to end, as `Columns` reads them."""
    has_segments = any(each.segment.any() for each in series)
    return [
        _joined([each.step for each in series], np.int64, np.int32),
        _joined([each.wall_time for each in series], np.float64, np.float64),
        _joined([each.value for each in series], np.float64, np.float32),
        _joined([each.segment for each in series] if has_segments else [], np.int32, np.int32),
    ]


def _joined(parts: Sequence[NDArray[Any]], wide: type[np.generic], narrow: type[np.generic]) -> NDArray[Any]:
    """Give the parts end to end as the narrow type where that loses nothing; never a wide copy of them all."""
    with np.errstate(over="ignore"):
        fits = all(np.array_equal(each.astype(narrow), each, equal_nan=wide is np.float64) for each in parts)
    kind = narrow if fits else wide
    return np.concatenate([np.zeros(0, dtype=kind), *parts], dtype=kind, casting="unsafe")
