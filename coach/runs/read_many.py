"""Many runs read, in several processes where that pays, and told and stopped from outside.

Processes are spawned, never forked: a front end has threads and a terminal in an odd state. Each reads a handful
of runs at a time, so that a cancelled reading ends soon. Where processes cannot be had, this one reads.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from multiprocessing import get_context, parent_process
from pickle import PicklingError
from threading import Thread
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.runs.cache import Cache
from coach.runs.many_series import Columns, KeptSeries, end_to_end
from coach.runs.read_found import read_found
from coach.runs.walk import Stamp

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from coach.runs.find import FoundRun, RunKey
    from coach.runs.run import Run

_WORTH_IT = (
    40_000_000  # bytes: most of a second of reading; to start a second process takes about half of one
)
_SHARE = 1_000_000  # bytes given to a process at a time
_AHEAD = 2  # shares a process has at once: the one it reads, and the next


def read_many(
    wanted: Sequence[FoundRun],
    cache: Cache | None,
    *,
    processes: int,
    progress: Callable[[int, int, str], None] | None,
    cancelled: Callable[[], bool] | None,
) -> dict[RunKey, Run]:
    """Give the runs by their keys; those read so far when it was cancelled.

    Args:
        wanted: the runs to read.
        cache: where to keep what was read of growing files.
        processes: how many may read at once.
        progress: told (runs read, runs in all, name of the next one) before each run and once at the end.
        cancelled: asked before each run.
    """
    read: dict[RunKey, Run] = {}
    sizes = [_size(each) for each in wanted] if processes > 1 else []
    if len(wanted) > 1 and sum(sizes) >= _WORTH_IT:
        shares = list(_shares(wanted, sizes))
        for key, run in _read_in_processes(shares, cache, processes):
            if progress is not None:
                progress(len(read), len(wanted), run.name)
            read[key] = run
            if cancelled is not None and cancelled():
                return read
    for each in wanted:
        if each.key in read:
            continue
        if cancelled is not None and cancelled():
            break
        if progress is not None:
            progress(len(read), len(wanted), each.name)
        read[each.key] = read_found(each, cache)
    if progress is not None:
        progress(len(read), len(wanted), "")
    return read


def _read_in_processes(
    shares: Sequence[Sequence[FoundRun]], cache: Cache | None, processes: int
) -> Iterator[tuple[RunKey, Run]]:
    """Yield the runs as they are read; fewer than all where a process cannot be started or is lost.

    This process reads too, from the other end, so that nobody waits for the others to start. What is handed out is
    never called back: a pool that loses a process stumbles over cancelled work, and would leave us waiting.
    """
    folder = None if cache is None else cache.folder
    helpers = min(processes - 1, len(shares) - 1)
    try:
        pool = ProcessPoolExecutor(helpers, mp_context=get_context("spawn"), initializer=_begin)
    except (OSError, ImportError, ValueError):
        return
    try:
        waiting, away = deque(shares), set[Future[Parcel]]()
        while waiting:
            while waiting and len(away) < _AHEAD * helpers:
                away.add(pool.submit(read_share, waiting.popleft(), folder))
            for each in waiting.pop() if waiting else ():
                yield each.key, read_found(each, cache)
            for future in [each for each in away if each.done()]:
                away.remove(future)
                yield from future.result().runs()
        for future in as_completed(away):
            yield from future.result().runs()
    except (BrokenProcessPool, OSError, PicklingError, TypeError, AttributeError):
        # A process was killed, or a reader from another package cannot be sent to one: the rest is read here.
        return
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


class Parcel(NamedTuple):
    """Runs on their way between processes: without their points, and the points of all of them end to end."""

    shells: list[tuple[RunKey, Run]]
    tags: list[list[tuple[str, int, bool]]]
    arrays: list[NDArray[Any]]

    @classmethod
    def of(cls, runs: Sequence[tuple[RunKey, Run]]) -> Parcel:
        """Pack some runs."""
        series = [list(run.series.values()) for _, run in runs]
        return cls(
            [(key, replace(run, series={})) for key, run in runs],
            [[(each.tag, len(each), each.may_hide_nan) for each in part] for part in series],
            end_to_end([each for part in series for each in part]),
        )

    def runs(self) -> Iterator[tuple[RunKey, Run]]:
        """Yield the runs with their series again."""
        columns, at = Columns(self.arrays), 0
        for (key, run), tags in zip(self.shells, self.tags, strict=True):
            yield key, replace(run, series=KeptSeries(columns, at, tags))
            at += sum(points for _, points, _ in tags)


def read_share(share: Sequence[FoundRun], cache_dir: Path | None) -> Parcel:
    """Read some runs, in a process of their own."""
    cache = None if cache_dir is None else Cache(cache_dir)
    return Parcel.of([(each.key, read_found(each, cache)) for each in share])


def most_processes() -> int:
    """Give how many processes are worth starting on this machine, at most eight."""
    return min(8, os.cpu_count() or 1)


def _begin() -> None:
    """Leave an interruption to the process that asked, and do not outlive it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _shares(wanted: Sequence[FoundRun], sizes: Sequence[int]) -> Iterator[list[FoundRun]]:
    share: list[FoundRun] = []
    room = _SHARE
    for each, size in zip(wanted, sizes, strict=True):
        share.append(each)
        room -= size
        if room <= 0:
            yield share
            share, room = [], _SHARE
    if share:
        yield share


def _size(found: FoundRun) -> int:
    return sum(max(0, Stamp.of(str(file)).size) for file in found.files.files)
