"""What every reader of a log format offers."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache
    from coach.runs.run import Note
    from coach.runs.series import Series

HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True)
class RunFiles:
    """The files that make up one run.

    Attributes:
        path: what people call the run: its folder, or the one file.
        files: in the order in which they are to be read.
        inside: the run's id inside a file that holds several runs; empty otherwise.
        watched: files that are not read by themselves, but tell by a change that the run has changed.
    """

    path: Path
    files: tuple[Path, ...]
    inside: str = ""
    watched: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a reader got out of the files of one run; fields as in `coach.runs.run.Run`."""

    series: Mapping[str, Series] = field(default_factory=dict)
    segment_files: tuple[Path, ...] = ()
    notes: tuple[Note, ...] = ()
    fingerprint: str = ""
    tracker_id: str = ""
    name: str = ""
    metadata: Mapping[str, str] = field(default_factory=dict)


class Reader(Protocol):
    """One log format.

    A reader never raises on bad data and never stays silent about it: what it cannot read becomes a note.
    """

    @property
    def format(self) -> str:
        """Name of the format, as `Run.format` shows it."""

    @property
    def names(self) -> tuple[str, ...]:
        """File name patterns (as in `fnmatch`, lower case) that are worth opening."""

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely this reader should read the file, from 0 (not at all) to 1.

        Under 0 the file belongs to the format and holds no run of its own, so that nothing need be said of it.

        Args:
            path: a regular file whose name fits `names`, or any file the user named.
            head: its first `HEAD_BYTES` bytes.
        """

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Group the files this reader detected, of one folder tree, into runs."""

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read one run."""
