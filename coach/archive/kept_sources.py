"""Files of the code that are kept with a run: within limits, without secrets, with proof that they are as they were."""

from __future__ import annotations

import hashlib
import os
import stat
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.archive.git import GitError, git
from coach.redaction import redact
from coach.redaction.secret_files import is_secret_file

if TYPE_CHECKING:
    from pathlib import Path

    from coach.archive.as_of_start import AsOfStart

ALL_BYTES = 50 << 20
"""Bytes kept of one repository, at most (editorial)."""
NO_SOURCE = "no source file"
"""Why most files that nobody added are not kept: data, pictures, logs."""
_MOST_NAMED = 100
_SOURCES = (
    *(
        ".py",
        ".pyi",
        ".pyx",
        ".pxd",
        ".ipynb",
        ".c",
        ".cc",
        ".cpp",
        ".cxx",
        ".h",
        ".hpp",
        ".cu",
        ".cuh",
        ".rs",
        ".go",
        ".jl",
        ".r",
    ),
    *(
        ".m",
        ".lua",
        ".java",
        ".scala",
        ".js",
        ".ts",
        ".sh",
        ".bash",
        ".zsh",
        ".fish",
        ".sbatch",
        ".slurm",
        ".pbs",
        ".sql",
        ".proto",
    ),
    *(
        ".yaml",
        ".yml",
        ".json",
        ".toml",
        ".ini",
        ".cfg",
        ".conf",
        ".gin",
        ".jsonnet",
        ".libsonnet",
        ".xml",
        ".md",
        ".rst",
        ".lock",
    ),
    *(
        ".def",
        ".cmake",
        ".bzl",
        ".patch",
        ".diff",
        ".j2",
        ".jinja",
        ".tmpl",
        ".glsl",
        ".mjcf",
        ".urdf",
        ".sdf",
        ".sv",
        ".v",
    ),
)
_NAMES = (
    "makefile",
    "dockerfile",
    "containerfile",
    "justfile",
    "snakefile",
    "requirements",
    "environment",
    "constraints",
    "readme",
)


class _Limit(NamedTuple):
    bytes: int
    only_sources: bool


class Limits(Enum):
    """What is kept of a file: one of the repository's that differs, or one that nobody added yet."""

    TRACKED = _Limit(10 << 20, only_sources=False)
    UNTRACKED = _Limit(1 << 20, only_sources=True)


class KeptSources:
    """Copies files into a folder of the run.

    Args:
        to: that folder.
        start: when the command started.
        apart: a folder that is no code: the journal.
    """

    def __init__(self, to: Path, start: AsOfStart, apart: Path) -> None:
        self._to, self._start, self._apart = to, start, apart
        self._files: list[dict[str, Any]] = []
        self._left_out: list[dict[str, str]] = []
        self._bytes = self._left_out_count = 0
        self.changed: list[str] = []

    def keep(self, top: Path, path: str, limits: Limits) -> bool:
        """Keep a file if its name and size allow it; False where there is no such file."""
        whole = top / path
        try:
            about = whole.lstat()
        except (OSError, ValueError):
            return False
        why = self._why_not(whole, path, about, limits.value)
        if why is None:
            try:
                self._copy(whole, path)
            except OSError as error:
                why = error.strerror or "cannot be read"
        if why:
            self._left_out_count += 1
            if len(self._left_out) < _MOST_NAMED:
                self._left_out.append({"path": path, "why": why})
        return True

    def _why_not(self, whole: Path, path: str, about: os.stat_result, limit: _Limit) -> str | None:
        """Give why a file is not kept; None where it is, and nothing where it is not even worth naming."""
        is_file = stat.S_ISREG(about.st_mode) or stat.S_ISLNK(about.st_mode)
        reasons = (
            ("", self._apart in whole.parents or self._apart == whole),
            ("a repository of its own", path.endswith("/")),
            ("a file of secrets", is_secret_file(whole.name)),
            ("", stat.S_ISDIR(about.st_mode)),
            ("no regular file", not is_file),
            (NO_SOURCE, limit.only_sources and not is_source(whole.name)),
            ("written since the command started", limit.only_sources and not self._start.holds(about)),
            (f"larger than {limit.bytes >> 20} MB", about.st_size > limit.bytes),
            (f"more than {ALL_BYTES >> 20} MB in all", self._bytes + about.st_size > ALL_BYTES),
        )
        return next((why for why, holds in reasons if holds), None)

    def _copy(self, whole: Path, path: str) -> None:
        about = whole.lstat()
        is_link = stat.S_ISLNK(about.st_mode)
        content = os.fsencode(os.readlink(whole)) if is_link else whole.read_bytes()  # noqa: PTH115 - bytes
        text, places = _without_secrets(content)
        to = self._to / path
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(text)
        self._bytes += len(text)
        kind = "120000" if is_link else "100755" if about.st_mode & stat.S_IXUSR else "100644"
        self._files.append(
            {
                "path": path,
                "mode": kind,
                "bytes": len(content),
                "sha256": hashlib.sha256(content).hexdigest(),
                "redacted": places,
            }
        )
        if not self._start.holds(whole.lstat()):
            self.changed.append(path)

    def was_so(self, path: str) -> bool:
        """Give whether a file, if there is one, is as it was when the command started."""
        try:
            return self._start.holds(os.lstat(path))
        except (OSError, ValueError):
            return True  # it is gone; its folder tells since when

    def folder_was_so(self, path: Path) -> bool:
        """Give whether the nearest folder of a path that is gone is as it was when the command started."""
        for folder in path.parents:
            try:
                about = folder.lstat()
            except OSError:
                continue
            return self._start.holds(about, changed_ns=about.st_mtime_ns)
        return False

    def head_was_so(self, top: Path) -> bool:
        """Give whether a repository's HEAD has not moved since the command started."""
        try:
            places = git(top, "rev-parse", "--git-path", "HEAD", "--git-path", "logs/HEAD").decode().split()
        except GitError:
            return False
        return all(self.was_so(str(top / each)) for each in places)

    def found(self) -> dict[str, Any]:
        """Give what was kept, what was not and why."""
        return {"files": self._files, "left_out": self._left_out, "left_out_count": self._left_out_count}


def is_source(name: str) -> bool:
    """Give whether a file that nobody added to the repository is likely to be code or its configuration."""
    lower = name.lower()
    return lower.endswith(_SOURCES) or lower.startswith(_NAMES)


def _without_secrets(content: bytes) -> tuple[bytes, int]:
    if b"\0" in content[:8192]:
        return content, 0
    found = redact(content.decode("latin-1"))
    return (found.text.encode("latin-1"), found.places) if found.places else (content, 0)
