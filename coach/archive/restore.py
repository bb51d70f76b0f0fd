"""Code put back as a run had it, in a folder of its own: the commit, then the files that differed from it."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.archive.code import sha256_of
from coach.archive.git import GitError, git
from coach.archive.kept_sources import NO_SOURCE
from coach.errors import RunReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.archive.record import ArchivedRun


_MOST_NAMED = 5


class Restored(NamedTuple):
    """What was put back.

    Attributes:
        files: how many files were kept with the run and put back.
        says: what is not as it was, one sentence each; nothing where every byte is.
    """

    files: int
    says: tuple[str, ...]


def restore(run: ArchivedRun, to: Path) -> Restored:
    """Put the code of a run into a folder that does not exist or is empty.

    The repository's own tree and index are left alone. Of several repositories each gets a folder by its name.

    Raises:
        UsageError: the folder holds something, or cannot be made.
        RunReadError: no code was kept, or a commit is no longer in its repository.
    """
    repositories = run.code
    if not repositories:
        why = run.code_problem or "it ended before its code could be taken down"
        raise RunReadError(f"no code was kept of {run.id}: {why}", where=str(run.folder))
    try:
        to.mkdir(parents=True, exist_ok=True)
        is_empty = next(to.iterdir(), None) is None
    except OSError as error:
        raise UsageError(f"cannot be made: {error.strerror}", where=str(to)) from error
    if not is_empty:
        raise UsageError("this folder is not empty", hint="Name one that does not exist yet.", where=str(to))
    files = 0
    says: list[str] = []
    for place, about in _places(repositories, to):
        files += _put_back(run, about, place)
        says += _not_as_it_was(about, place)
    return Restored(files, tuple(says))


def _places(repositories: list[dict[str, Any]], to: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    tops = [about for about in repositories if not about["within"]]
    here = to
    for about in repositories:
        if not about["within"]:
            here = to if len(tops) == 1 else to / Path(about["top"]).name
        yield here / about["within"], about


def _put_back(run: ArchivedRun, about: dict[str, Any], place: Path) -> int:
    place.mkdir(parents=True, exist_ok=True)
    if about["commit"]:
        _check_out(Path(about["top"]), about["commit"], place)
    for path in about.get("deleted", ()):
        _inside(place, path).unlink(missing_ok=True)
    for kept in about["files"]:
        here = _inside(place, kept["path"])
        here.parent.mkdir(parents=True, exist_ok=True)
        here.unlink(missing_ok=True)
        source = run.source(about["place"], kept["path"])
        if kept["mode"] == "120000":
            here.symlink_to(source.read_text())
        else:
            shutil.copyfile(source, here)
            here.chmod(0o755 if kept["mode"] == "100755" else 0o644)
    return len(about["files"])


def _inside(place: Path, path: str) -> Path:
    """Give where a file of the archive goes; an archive that somebody changed gets no further than the folder."""
    root, there = place.resolve(), (place / path).parent.resolve() / Path(path).name
    if root not in there.parents:
        raise RunReadError("the archive names a file outside of the folder", where=path)
    return there


def _check_out(top: Path, commit: str, place: Path) -> None:
    """Write the files of a commit, by an index of our own that is thrown away."""
    with tempfile.TemporaryDirectory(prefix="coach-restore-") as scratch:
        own = {"GIT_INDEX_FILE": str(Path(scratch, "index"))}
        try:
            git_folder = git(top, "rev-parse", "--absolute-git-dir").decode().rstrip("\n")
            apart = ("--git-dir", git_folder, "--work-tree", str(place.absolute()))
            git(place, *apart, "read-tree", commit, variables=own)
            git(place, *apart, "checkout-index", "--all", "--force", "--quiet", variables=own)
        except GitError as error:
            raise RunReadError(
                f"commit {commit[:12]} cannot be taken from its repository: {error}",
                hint="The archive holds what differed from the commit; the commit itself stays in the repository.",
                where=str(top),
            ) from error


def _not_as_it_was(about: dict[str, Any], place: Path) -> Iterator[str]:
    for kept in about["files"]:
        if kept["redacted"]:
            places = "a place" if kept["redacted"] == 1 else f"{kept['redacted']} places"
            yield f"{kept['path']}: {places} that looked like secrets not kept"
        elif sha256_of(place / kept["path"]) != kept["sha256"]:
            yield f"{kept['path']}: is not what was taken down; the archive was changed"
    changed = about.get("changed_since_start", ())
    if changed:
        yield f"changed while the run started, so perhaps not as it began: {_named(changed)}"
    missing = [f"{each['path']} ({each['why']})" for each in about["left_out"] if each["why"] != NO_SOURCE]
    if missing:
        yield f"not kept: {_named(missing)}"
    if about.get("problem"):
        yield f"{about['top']}: {about['problem']}"


def _named(paths: Sequence[str]) -> str:
    more = f" and {len(paths) - _MOST_NAMED} more" if len(paths) > _MOST_NAMED else ""
    return ", ".join(paths[:_MOST_NAMED]) + more
