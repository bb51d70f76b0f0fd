"""The code a command was started with: for each repository its commit and what differs from it, file by file.

Nothing of the user's is written: neither the index nor the tree nor the objects. What the files of the commit hold
stays in the repository; the archive holds the files that differ.
"""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach.archive.folder_code import files_without_git
from coach.archive.git import GitError, git
from coach.archive.kept_sources import KeptSources, Limits
from coach.archive.places import SOURCES
from coach.redaction import redacted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.archive.as_of_start import AsOfStart

_LINK = "160000"
_MOST_NAMED = 100
_DEEPEST = 4


def code_of(folders: Sequence[str], run: Path, start: AsOfStart, *, apart: Path) -> list[dict[str, Any]]:
    """Keep the code of the repositories that some folders lie in, submodules too, and give what is known of each.

    Args:
        folders: where the command runs, and where its scripts lie.
        run: the folder of the run, where the files go.
        start: when the command started.
        apart: a folder that is no code: the journal.
    """
    tops: dict[str, str] = {}
    for folder in folders:
        try:
            tops.setdefault(git(Path(folder), "rev-parse", "--show-toplevel").decode().rstrip("\n"), "")
        except GitError as error:
            tops.setdefault(folder, str(error))
    found: list[dict[str, Any]] = []
    for top, problem in tops.items():
        if problem and any(_is_below(Path(top), Path(other)) for other in tops if other != top):
            continue
        for each in _repositories(Path(top), "", problem, _DEEPEST):
            kept = KeptSources(run / SOURCES / str(len(found)), start, apart)
            found.append({"place": f"{SOURCES}/{len(found)}", **each.keep(kept)})
    return found


def _is_below(path: Path, folder: Path) -> bool:
    return folder in path.parents


class _Repository:
    """A work tree, or a folder without one."""

    def __init__(self, top: Path, within: str, problem: str) -> None:
        self.top, self.within, self.problem = top, within, problem
        self.entries: list[tuple[str, str]] = []
        if not problem:
            try:
                self.entries = list(_tracked(top))
            except GitError as error:
                self.problem = str(error)

    def keep(self, kept: KeptSources) -> dict[str, Any]:
        """Keep what differs from the commit, and give what is known."""
        about: dict[str, Any] = {
            "top": str(self.top),
            "within": self.within,
            "commit": None,
            "branch": "",
            "remote": "",
        }
        if self.problem:
            about["problem"] = self.problem
            files_without_git(self.top, kept)
            return {**about, **kept.found()}
        about |= _head(self.top)
        deleted: list[str] = []
        try:
            for kind, path in _differing(self.top):
                if kind == "untracked":
                    kept.keep(self.top, path, Limits.UNTRACKED)
                elif not kept.keep(self.top, path, Limits.TRACKED):
                    deleted.append(path)
        except GitError as error:
            about["problem"] = str(error)
        changed = self._changed_since(kept, deleted)
        return {
            **about,
            "deleted": deleted,
            **kept.found(),
            "changed_since_start": changed[:_MOST_NAMED],
            "changed_since_start_count": len(changed),
        }

    def _changed_since(self, kept: KeptSources, deleted: Sequence[str]) -> list[str]:
        """Give the files of which nobody can say that they were so when the command started."""
        found = set(kept.changed)
        for mode, path in self.entries:
            if mode != _LINK and not kept.was_so(os.path.join(self.top, path)):  # noqa: PTH118 - ten thousand files
                found.add(path)
        for path in deleted:
            if not kept.folder_was_so(self.top / path):
                found.add(path)
            else:
                found.discard(path)
        if not kept.head_was_so(self.top):
            found.add("HEAD")
        return sorted(found)


def _repositories(top: Path, within: str, problem: str, depth: int) -> Iterator[_Repository]:
    here = _Repository(top, within, problem)
    yield here
    for mode, path in here.entries if depth else ():
        if mode == _LINK and (top / path / ".git").exists():
            yield from _repositories(top / path, f"{within}/{path}".lstrip("/"), "", depth - 1)


def _tracked(top: Path) -> Iterator[tuple[str, str]]:
    for entry in git(top, "ls-files", "-s", "-z").split(b"\0"):
        if entry:
            about, _, path = entry.partition(b"\t")
            yield about[:6].decode(), os.fsdecode(path)


def _head(top: Path) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, words in {
        "commit": ("rev-parse", "--verify", "HEAD"),
        "branch": ("symbolic-ref", "--short", "-q", "HEAD"),
        "remote": ("config", "--get", "remote.origin.url"),
    }.items():
        try:
            found[name] = redacted(git(top, *words).decode("utf-8", "replace").strip())
        except GitError:  # no commit yet, no branch, no remote
            found[name] = None if name == "commit" else ""
    return found


def _differing(top: Path) -> Iterator[tuple[str, str]]:
    """Give the paths that differ from the commit, submodules left out: `tracked` or `untracked`, and the path."""
    words = ("status", "--porcelain=v2", "-z", "--no-renames", "--ignore-submodules=all")
    try:
        said = git(top, *words, "--untracked-files=all")
    except GitError:
        said = git(top, *words, "--untracked-files=no")
    for entry in said.split(b"\0"):
        kind = entry[:1]
        if kind == b"?":
            yield "untracked", os.fsdecode(entry[2:])
        elif kind in {b"1", b"u"}:
            fields = entry.split(b" ", 8 if kind == b"1" else 10)
            yield "tracked", os.fsdecode(fields[-1])


def sha256_of(path: Path) -> str:
    """Give the sha256 of a file, or of where a link points, hex; empty where there is none."""
    try:
        about = path.lstat()
        content = os.fsencode(path.readlink()) if stat.S_ISLNK(about.st_mode) else path.read_bytes()
    except OSError:
        return ""
    return hashlib.sha256(content).hexdigest()
