"""An archived run as it was written down."""

from __future__ import annotations

import os
import platform
import shlex
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from coach.archive.places import CODE, END, ENVIRONMENT, LINK, SOURCES, START, read_json, run_folders

if TYPE_CHECKING:
    from pathlib import Path

State = Literal["running", "ended", "lost"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedRun:
    """What is known of a run.

    Attributes:
        folder: where it is kept; its name is the run's id.
        start: what was known as it started; empty where nothing was written.
        end: how it ended; empty while it has not, or where nobody saw it.
        link: the session it belongs to, where it logs.
    """

    folder: Path
    start: dict[str, Any]
    end: dict[str, Any]
    link: dict[str, Any]

    @classmethod
    def read(cls, folder: Path) -> ArchivedRun:
        """Give the run that a folder holds."""
        return cls(
            folder=folder,
            start=read_json(folder / START),
            end=read_json(folder / END),
            link=read_json(folder / LINK),
        )

    @property
    def id(self) -> str:
        """The run's id."""
        return self.folder.name

    @property
    def session(self) -> str:
        """Id of the session it belongs to; empty for none."""
        return str(self.link.get("session") or "")

    @property
    def command(self) -> str:
        """The command as one would type it."""
        return shlex.join(self.start.get("command", ()))

    @property
    def code(self) -> list[dict[str, Any]]:
        """What is known of each repository."""
        return list(read_json(self.folder / CODE).get("repositories", ()))

    @property
    def code_problem(self) -> str:
        """Why the code could not be kept; empty where it was."""
        return str(read_json(self.folder / CODE).get("problem", ""))

    @property
    def environment(self) -> dict[str, Any]:
        """What it ran in."""
        return read_json(self.folder / ENVIRONMENT)

    @property
    def state(self) -> State:
        """Whether it runs, ended, or was lost: it is gone and nobody wrote down how."""
        if self.end:
            return "ended"
        return "running" if self._is_alive() else "lost"

    def _is_alive(self) -> bool:
        """Give whether its process is there; on another machine nobody can tell, and it counts as running."""
        if self.start.get("host") != platform.node():
            return bool(self.start)
        with suppress(OSError, KeyError, ValueError):
            os.kill(int(self.start["process"]), 0)
            return self._began_then()
        return False

    def _began_then(self) -> bool:
        """Give whether the process of that number is no later one."""
        try:
            began = os.stat(f"/proc/{self.start['process']}").st_mtime_ns  # noqa: PTH116 - one look
        except OSError:
            return True
        return began < int(self.start["started_ns"]) + 10_000_000_000

    def says_how_it_ended(self) -> str:
        """Give how it stands in a few words."""
        if self.state != "ended":
            return self.state
        if self.end.get("signal"):
            return str(self.end["signal"])
        status = self.end.get("exit_status")
        return "end not seen" if status is None else f"exit {status}"

    def bytes_kept(self) -> int:
        """Give how much of the disk it takes."""
        return sum(
            path.lstat().st_size for path in self.folder.rglob("*") if not path.is_dir() or path.is_symlink()
        )

    def source(self, place: str, path: str) -> Path:
        """Give where a file that differed from the commit is kept."""
        return self.folder / (place or SOURCES) / path


def archived_runs(root: Path) -> tuple[ArchivedRun, ...]:
    """Give the archived runs of a journal, newest first, also of those that started in one second."""
    return tuple(sorted(map(ArchivedRun.read, run_folders(root)), key=_started, reverse=True))


def _started(run: ArchivedRun) -> tuple[str, int]:
    second, _, _ = run.id.rpartition("-")
    return (second, int(run.start.get("started_ns", 0)))
