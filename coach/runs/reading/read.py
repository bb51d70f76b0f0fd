"""Runs out of folders: found, recalled where nothing has changed, read where something has."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import RunReadError
from coach.runs.finding.find import found_in, look
from coach.runs.reading.cache import Cache
from coach.runs.reading.held_out_beside import with_held_out_told
from coach.runs.reading.read_many import read_many
from coach.runs.reading.return_beside import with_return_told
from coach.runs.reading.run_cache import ReadRun, RunCache, keep
from coach.runs.reading.same_run import without_doubles
from coach.runs.reading.trainings import latest_trainings, trainings_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from coach.runs.finding.found_run import FoundRun, RunKey
    from coach.runs.finding.walk import Walk
    from coach.runs.run import Run

_MOST_NAMED = 5


def read_run(path: Path, *, cache_dir: Path | None = None) -> Run:
    """Give the one run at a path.

    Raises:
        RunReadError: when the path cannot be read, or holds several runs.
    """
    return one_of(read_runs([path], cache_dir=cache_dir), path)


def one_of(runs: Sequence[Run], path: Path) -> Run:
    """Give the one run that was read at a path; of several trainings in one place the last, which says so.

    Raises:
        RunReadError: when there are several.
    """
    latest = latest_trainings(runs)
    if len(latest) > 1:
        names = ", ".join(run.name for run in latest[:_MOST_NAMED])
        raise RunReadError(
            f"{len(latest)} runs here, one was asked for", hint=f"Name one of them: {names}.", where=str(path)
        )
    (run,) = latest
    if run.training is None:
        return run
    detail = f"{run.training.of} trainings were logged here; this is the last one"
    return replace(run, notes=(Note(NoteKind.TRAININGS, run.path, detail), *run.notes))


def read_runs(
    paths: Sequence[Path],
    *,
    cache_dir: Path | None = None,
    progress: Callable[[int, int, str], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
    processes: int = 1,
) -> tuple[Run, ...]:
    """Give every run below these paths; a run reached by two of them is read once.

    Args:
        paths: folders or files.
        cache_dir: where to keep what was read, so that next time only new bytes are.
        progress: told (runs read, runs in all, name of the next one) before each run and once at the end.
        cancelled: asked before each run; when true, the runs read so far are given.
        processes: how many may read at once, where there is enough to read.

    Raises:
        RunReadError: when a path does not exist or cannot be opened.
    """
    cache = None if cache_dir is None else Cache(cache_dir)
    places = [_place(path, cache) for path in paths]
    recalled = {key: run for place in places for key, run in place.recalled.items()}
    wanted = {each.key: each for place in places for each in place.found if each.key not in recalled}
    read = read_many(
        list(wanted.values()), cache, processes=processes, progress=progress, cancelled=cancelled
    )
    runs = recalled | read
    if cache is not None:
        _keep(cache, places, runs, set(read))
    order = dict.fromkeys(key for place in places for key in place.keys)
    trainings = [each for key in order if key in runs for each in trainings_of(runs[key])]
    return tuple(with_return_told(with_held_out_told(_with_distinct_names(without_doubles(trainings)))))


class _Place(NamedTuple):
    """What lies at one of the paths: which runs, and those of them that need not be read."""

    path: Path
    seen: Walk
    keys: tuple[RunKey, ...]
    found: tuple[FoundRun, ...]
    recalled: Mapping[RunKey, Run]


def _place(path: Path, cache: Cache | None) -> _Place:
    seen = look(path)
    run_cache = None if cache is None else RunCache.of(cache, path)
    if run_cache is not None and run_cache.is_of(seen) and (runs := run_cache.all_runs()) is not None:
        return _Place(path, seen, tuple(runs), (), runs)
    found = found_in(path, seen)
    recalled = {} if run_cache is None else run_cache.recall(found, seen)
    return _Place(path, seen, tuple(each.key for each in found), found, recalled)


def _keep(cache: Cache, places: Sequence[_Place], runs: Mapping[RunKey, Run], new: set[RunKey]) -> None:
    """Keep what was read of each place; one that shares runs with another, or was not read to the end, is left."""
    times = Counter(key for place in places for key in place.keys)
    for place in places:
        is_own = all(times[each.key] == 1 and each.key in runs for each in place.found)
        if place.found and is_own:
            reads = [ReadRun(each, runs[each.key], each.key in new) for each in place.found]
            keep(cache, place.path, place.seen, reads)


def _with_distinct_names(runs: list[Run]) -> list[Run]:
    """Give the runs with longer names where several have the same one: tracker's id, or folder."""
    seen = Counter(run.name for run in runs)
    return [run if seen[run.name] == 1 else replace(run, name=_longer_name(run)) for run in runs]


def _longer_name(run: Run) -> str:
    return (
        f"{run.name} ({run.tracker_id})"
        if run.tracker_id
        else f"{run.path.absolute().parent.name}/{run.name}"
    )
