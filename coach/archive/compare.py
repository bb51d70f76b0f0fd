"""What differs between two archived runs: code, command, surroundings, configuration."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.archive.git import GitError, git
from coach.runs.finding.configuration import settings_in_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.archive.record import ArchivedRun

_CONFIGURATION = (".yaml", ".yml", ".json")


class Changed(NamedTuple):
    """One thing that differs; None where a run does not have it."""

    name: str
    first: str | None
    second: str | None


class ChangedFile(NamedTuple):
    """A source file that differs: lines that came, lines that went, and how."""

    path: str
    added: int
    removed: int
    patch: str


class ArchiveDifference(NamedTuple):
    """What differs between two archived runs.

    Attributes:
        command: the words of either, where they differ.
        commits: the commits, where they differ.
        code: source files that differ.
        code_problem: why nobody can say what differs in the code; empty otherwise.
        environment: what they ran in, packages and variables among it.
        configuration: settings of the files that the command lines name.
    """

    command: tuple[Changed, ...]
    commits: tuple[Changed, ...]
    code: tuple[ChangedFile, ...]
    code_problem: str
    environment: tuple[Changed, ...]
    configuration: tuple[Changed, ...]


def archive_difference(first: ArchivedRun, second: ArchivedRun) -> ArchiveDifference:
    """Give what differs between two archived runs; secrets were never kept, so they are not compared."""
    code, problem = _code(first, second)
    commits = _changed(_commits(first), _commits(second))
    return ArchiveDifference(
        command=_changed(_words(first), _words(second)),
        commits=commits,
        code=code,
        code_problem=problem,
        environment=_changed(_flat(first.environment), _flat(second.environment)),
        configuration=_changed(_settings(first), _settings(second)),
    )


def _changed(first: Mapping[str, str], second: Mapping[str, str]) -> tuple[Changed, ...]:
    names = dict.fromkeys((*first, *second))
    return tuple(
        Changed(name, first.get(name), second.get(name))
        for name in names
        if first.get(name) != second.get(name)
    )


def _words(run: ArchivedRun) -> dict[str, str]:
    """Give the words of a command by the option they belong to, or by their place."""
    found: dict[str, str] = {"folder": str(run.start.get("folder", ""))}
    words = list(run.start.get("command", ()))
    place = 0
    while words:
        word = words.pop(0)
        name, equals, value = word.partition("=")
        if equals:
            found[name] = value
        elif word.startswith("-") and words and not words[0].startswith("-"):
            found[word] = words.pop(0)
        elif word.startswith("-"):
            found[word] = "given"
        else:
            place += 1
            found[f"word {place}"] = word
    return found


def _commits(run: ArchivedRun) -> dict[str, str]:
    return {f"commit of {_name(about)}": str(about["commit"]) for about in run.code if about["commit"]}


def _name(about: Mapping[str, Any]) -> str:
    return f"{Path(about['top']).name}" if not about["within"] else str(about["within"])


def _flat(environment: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in environment.items():
        if isinstance(value, dict):
            found |= _flat(value, f"{before}{name}/")
        elif name != "redacted":
            found[f"{before}{name}"] = ", ".join(value) if isinstance(value, list) else str(value)
    return found


def _settings(run: ArchivedRun) -> dict[str, str]:
    found: dict[str, str] = {}
    for named in run.start.get("named", ()):
        path = named["path"]
        if not path.endswith(_CONFIGURATION) or "kept" not in named:
            continue
        try:
            text = (run.folder / named["kept"]).read_text(encoding="utf-8", errors="replace")
        except OSError:
            continue
        settings = settings_in_text(text)
        found |= {name.removeprefix("config/"): value for name, value in settings.items()}
    return found


def _code(first: ArchivedRun, second: ArchivedRun) -> tuple[tuple[ChangedFile, ...], str]:
    mine = {(_name(about), about["within"]): about for about in first.code}
    others = {(_name(about), about["within"]): about for about in second.code}
    found: list[ChangedFile] = []
    problem = "" if mine and others else "of one of them no code was kept"
    for key in (each for each in mine if each in others):
        try:
            for path in sorted(_may_differ(mine[key], others[key])):
                before, after = (
                    _content(run, about, path) for run, about in ((first, mine[key]), (second, others[key]))
                )
                if before != after:
                    found.append(_difference(f"{key[1]}/{path}".lstrip("/"), before, after))
        except GitError as error:
            problem = str(error)
    return tuple(found), problem


def _may_differ(first: Mapping[str, Any], second: Mapping[str, Any]) -> Iterator[str]:
    paths = {each["path"] for about in (first, second) for each in about["files"]}
    paths |= {path for about in (first, second) for path in about.get("deleted", ())}
    if first["commit"] and second["commit"] and first["commit"] != second["commit"]:
        said = git(
            Path(first["top"]), "diff", "--name-only", "-z", "--no-renames", first["commit"], second["commit"]
        )
        paths |= {each.decode("utf-8", "surrogateescape") for each in said.split(b"\0") if each}
    yield from paths


def _content(run: ArchivedRun, about: Mapping[str, Any], path: str) -> bytes | None:
    """Give what a file held in a run; None where it was not there."""
    if path in about.get("deleted", ()):
        return None
    if any(each["path"] == path for each in about["files"]):
        return run.source(about["place"], path).read_bytes()
    if not about["commit"]:
        return None
    try:
        return git(Path(about["top"]), "cat-file", "blob", f"{about['commit']}:{path}")
    except GitError:
        return None


def _difference(path: str, before: bytes | None, after: bytes | None) -> ChangedFile:
    if b"\0" in (before or b"") + (after or b""):
        return ChangedFile(path, 0, 0, "binary files differ\n")
    one, other = (
        (content or b"").decode("utf-8", "replace").splitlines(keepends=True) for content in (before, after)
    )
    lines = list(difflib.unified_diff(one, other, fromfile=f"first/{path}", tofile=f"second/{path}"))
    added = sum(line.startswith("+") for line in lines[2:])
    removed = sum(line.startswith("-") for line in lines[2:])
    return ChangedFile(
        path, added, removed, "".join(line if line.endswith("\n") else f"{line}\n" for line in lines)
    )
