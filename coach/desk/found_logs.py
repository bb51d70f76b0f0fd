"""Where a launched run logged: by the files it held open, by its command line, by what is new."""

from __future__ import annotations

import os
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from coach.archive.named_files import logging_folders
from coach.archive.places import LINK, read_json, run_folders
from coach.errors import RunReadError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.archive.record import ArchivedRun

_SLACK_NS = 50_000_000
"""The kernel stamps files by a clock that moves every few milliseconds."""
_BEST = ("tfevents", ".wandb", ".jsonl", ".csv")
_NO_LOGS = (".py", ".yaml", ".yml", ".toml", ".md")


class FoundLogs(NamedTuple):
    """A folder or file of logs, and how it is known to be this run's: one of three ways, surest first."""

    path: str
    by: str


def found_logs(run: ArchivedRun, root: Path) -> FoundLogs | None:
    """Give where a run logged; None where nothing tells.

    Args:
        run: one that has ended.
        root: the journal's folder, in which nothing is a log.
    """
    folder = Path(run.start["folder"])
    held = [Path(path) for path in run.end.get("written", ())]
    fresh = _fresh(_readable(each.parent for each in held), run)
    mine = _logs(path for path in fresh if path in held)
    if mine:
        return FoundLogs(_place(mine, folder), "files that it held open")
    for word in logging_folders(run.start["command"]):
        place = folder / word
        if (
            place.is_dir()
            and place not in {folder, *folder.parents}
            and (new := _logs(_fresh(_readable([place]), run)))
        ):
            return FoundLogs(_place(new, folder), "its command line")
    new = [
        path
        for path in _fresh(_readable([folder]), run)
        if not _is_others(path, run, root) and root not in path.parents
    ]
    new = _logs(new)
    return FoundLogs(_place(new, folder), "files that are new") if new else None


def _readable(places: Iterable[Path]) -> tuple[tuple[Path, int], ...]:
    """Give the files that may be logs below some places, with when they were last changed."""
    from coach.runs.finding.find import look  # noqa: PLC0415 - loads the readers

    found: dict[Path, int] = {}
    for place in dict.fromkeys(places):
        try:
            found |= {Path(stamp.path): stamp.changed for stamp in look(place).stamps}
        except RunReadError:
            continue
    return tuple(found.items())


def _logs(files: Iterable[Path]) -> list[Path]:
    """Give those of the files that a reader takes for a log; a file with the one number of a result is none."""
    from coach.runs.finding.find import found_in  # noqa: PLC0415 - loads the readers
    from coach.runs.finding.walk import Stamp, Walk  # noqa: PLC0415

    stamps = tuple(Stamp.of(str(file)) for file in files)
    if not stamps:
        return []
    folder = Path(os.path.commonpath([Path(stamp.path).parent for stamp in stamps]))
    found = found_in(folder, Walk(stamps, ()))
    return [file for run in found if run.reader is not None for file in run.files.files]


def _fresh(files: Iterable[tuple[Path, int]], run: ArchivedRun) -> list[Path]:
    since = int(run.start["started_ns"]) - _SLACK_NS
    code = {Path(named["path"]) for named in run.start.get("named", ())}
    return [
        path
        for path, changed in files
        if changed >= since and path not in code and path.suffix not in _NO_LOGS
    ]


def _place(mine: Sequence[Path], folder: Path) -> str:
    """Give the folder that holds what a run logged: of several trees the one with the best logs, then the most."""
    trees: defaultdict[Path, list[Path]] = defaultdict(list)
    for path in mine:
        inside = path.relative_to(folder).parts if folder in path.parents else path.parts
        trees[Path(*inside[: 1 if folder in path.parents else 2])].append(path)
    best = min(trees.values(), key=lambda files: (min(map(_rank, files)), -len(files), str(files[0])))
    common = Path(os.path.commonpath([path.parent for path in best]))
    if common != folder and folder not in common.parents and common in folder.parents:
        return str(best[0])
    if common == folder:  # it logs beside its code: the file alone is the run's
        return str(min(best, key=_rank))
    return str(common)


def _rank(path: Path) -> int:
    name = path.name.lower()
    return next((place for place, sign in enumerate(_BEST) if sign in name), len(_BEST))


def _is_others(path: Path, run: ArchivedRun, root: Path) -> bool:
    """Give whether another archived run is known to log there."""
    for other in run_folders(root):
        said = read_json(other / LINK).get("logs") if other.name != run.id else None
        if said and (Path(said) == path or Path(said) in path.parents):
            return True
    return False
