"""A run that was found and not read yet. It says so little that another process can be told of it cheaply."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.readers.reader import Reader, RunFiles
    from coach.runs.run import Note

_NOTHING = "none"


class RunKey(NamedTuple):
    """What tells runs apart: where they lie, which of several in one file, read by whom."""

    path: Path
    inside: str
    format: str


@dataclass(frozen=True, slots=True)
class FoundRun:
    """A run that was found and not read yet; without a reader where there is nothing to read.

    Attributes:
        name: the path below the folder that was asked for, or that folder's own name.
        files: what makes up the run.
        reader: who reads it.
        notes: about files beside it that are no logs, though they look like one.
        settings: configuration files that speak for it.
    """

    name: str
    files: RunFiles
    reader: Reader | None
    notes: tuple[Note, ...] = ()
    settings: tuple[Path, ...] = ()

    @property
    def format(self) -> str:
        """Name of the reader; `none` without one."""
        return self.reader.format if self.reader else _NOTHING

    @property
    def key(self) -> RunKey:
        """What tells this run from others, whatever folder it was asked for by."""
        return RunKey(self.files.path.absolute(), self.files.inside, self.format)
