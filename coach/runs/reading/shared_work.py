"""Reading shared out among processes by a folder: who makes a share's file first reads it, and leaves the runs there.

Nothing else goes between them, so that none waits for another: a pipe is as slow as the one who is too busy to
read it. The folder belongs to one user and lives as long as one reading; what lies in it is
pickled by ourselves, which is why it may be unpickled.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.runs.reading.packed_series import Columns, KeptSeries, Tags, end_to_end

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.finding.found_run import FoundRun, RunKey
    from coach.runs.reading.cache import Cache
    from coach.runs.run import Run

_ALL = "all"
_NEWEST = pickle.HIGHEST_PROTOCOL


class Parcel(NamedTuple):
    """Runs on their way between processes: without their points, and the points of all of them end to end."""

    shells: list[tuple[RunKey, Run]]
    tags: list[Tags]
    arrays: list[NDArray[Any]]

    @classmethod
    def of(cls, runs: Sequence[tuple[RunKey, Run]]) -> Parcel:
        """Pack some runs."""
        series = [list(run.series.values()) for _, run in runs]
        return cls(
            [(key, replace(run, series={})) for key, run in runs],
            [Tags.of(part) for part in series],
            end_to_end([each for part in series for each in part]),
        )

    def runs(self) -> Iterator[tuple[RunKey, Run]]:
        """Yield the runs with their series again."""
        columns, at = Columns(self.arrays), 0
        for (key, run), tags in zip(self.shells, self.tags, strict=True):
            yield key, replace(run, series=KeptSeries(columns, at, tags))
            at += sum(tags.points)


@dataclass(frozen=True, slots=True)
class SharedWork:
    """Shares of runs to read, known by their numbers.

    Attributes:
        folder: a folder of this work's own.
    """

    folder: Path

    def hand_out(self, shares: Sequence[Sequence[FoundRun]], cache: Cache | None) -> None:
        """Write down what there is to read.

        Raises:
            OSError: when the folder cannot be written.
            PicklingError, TypeError, AttributeError: when a reader cannot be told to another process.
        """
        (self.folder / _ALL).write_bytes(pickle.dumps((shares, cache), protocol=_NEWEST))

    def handed_out(self) -> tuple[Sequence[Sequence[FoundRun]], Cache | None]:
        """Give the shares, and where to keep what was read of growing files."""
        shares, cache = pickle.loads((self.folder / _ALL).read_bytes())  # noqa: S301
        return shares, cache

    def claim(self, number: int) -> bool:
        """Give whether this share is from now on ours to read; only one process is ever told so."""
        try:
            (self.folder / f"{number}.claimed").open("xb").close()
        except FileExistsError:
            return False
        return True

    def deliver(self, number: int, runs: Sequence[tuple[RunKey, Run]]) -> None:
        """Leave what was read of a share for the process that asked."""
        part = self.folder / f"{number}.part"
        with part.open("wb") as file:
            pickle.dump(Parcel.of(runs), file, protocol=_NEWEST)
        part.rename(self.folder / f"{number}.read")

    def delivered(self, number: int) -> Iterator[tuple[RunKey, Run]] | None:
        """Give what another process read of a share, once; None while it has not."""
        path = self.folder / f"{number}.read"
        try:
            with path.open("rb") as file:
                parcel: Parcel = pickle.load(file)  # noqa: S301
        except FileNotFoundError:
            return None
        path.unlink()
        return parcel.runs()
