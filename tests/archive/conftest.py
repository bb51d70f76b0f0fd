"""A journal and a project of one's own, and `coach run` started as people start it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from coach.archive.places import END, LINK, read_json, run_folders
from coach.archive.record import ArchivedRun

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 60.0


class Ran(NamedTuple):
    """How a command ended, and what it printed."""

    status: int
    out: bytes
    err: bytes


class Project(NamedTuple):
    """A folder with a journal, and ways to work in it."""

    folder: Path
    journal: Path

    @property
    def environment(self) -> dict[str, str]:
        """The variables that its commands get."""
        kept = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith(("GIT_", "COACH_", "SLURM_"))
        }
        return kept | {
            "COACH_HOME": str(self.journal),
            "COACH_BY": "mira",
            "PYTHONPATH": str(ROOT),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
        }

    def start(self, *words: str | Path, **more: object) -> subprocess.Popen[bytes]:
        """Start `coach` in the project."""
        given: dict[str, object] = {
            "stdin": subprocess.DEVNULL,
            "stdout": subprocess.PIPE,
            "stderr": subprocess.PIPE,
            "cwd": self.folder,
            "env": self.environment,
        }
        return subprocess.Popen([sys.executable, "-m", "coach", *map(str, words)], **(given | more))  # type: ignore[call-overload,no-any-return]

    def coach(self, *words: str | Path, keys: bytes | None = None, **more: object) -> Ran:
        """Run `coach` in the project to its end."""
        given = {"stdin": subprocess.PIPE} if keys is not None else {}
        process = self.start(*words, **(given | more))
        out, err = process.communicate(keys, timeout=PATIENCE_S)
        return Ran(process.returncode, out or b"", err or b"")

    def git(self, *words: str) -> str:
        """Ask git something about the project."""
        who = ("-c", "user.name=mira", "-c", "user.email=mira@example.org", "-c", "commit.gpgSign=false")
        done = subprocess.run(
            ["git", *who, *words], cwd=self.folder, capture_output=True, check=True, env=self.environment
        )
        return done.stdout.decode()

    def commit(self) -> str:
        """Commit everything, and give the commit."""
        self.git("add", "-A")
        self.git("commit", "-qm", "as it is")
        return self.git("rev-parse", "HEAD").strip()

    def write(self, **files: str) -> None:
        """Write files; `__` in a name stands for a dot."""
        for name, text in files.items():
            (self.folder / name.replace("__", ".")).write_text(text)

    def runs(self) -> tuple[ArchivedRun, ...]:
        """The archived runs, oldest first; of one that has just begun nothing is written yet."""
        found = map(ArchivedRun.read, reversed(run_folders(self.journal)))
        return tuple(sorted(found, key=lambda run: int(run.start.get("started_ns", time.time_ns()))))

    def kept(self, number: int = 0) -> ArchivedRun:
        """Give a run when everything about it is written down."""
        until(lambda: len(self.runs()) > number and (self.runs()[number].folder / LINK).exists())
        until(lambda: read_json(self.runs()[number].folder / LINK).get("told") == "end")
        return self.runs()[number]

    def ended(self, number: int = 0) -> ArchivedRun:
        """Give a run when its end is written down."""
        until(lambda: len(self.runs()) > number and (self.runs()[number].folder / END).exists())
        return self.runs()[number]


def until(holds: Callable[[], object]) -> None:
    """Wait until something holds."""
    last = time.monotonic() + PATIENCE_S
    while not holds():
        assert time.monotonic() < last, "it did not come to hold"
        time.sleep(0.02)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project without git, and an empty journal beside it."""
    folder = tmp_path / "project"
    folder.mkdir()
    return Project(folder, tmp_path / "journal")


@pytest.fixture
def repository(project: Project) -> Project:
    """A project that is a git repository."""
    project.git("init", "-q", "-b", "main")
    return project
