"""Many runs read, by several processes where that pays, and told and stopped from outside.

The other processes are programs of their own, never forked: a front end has threads and a terminal in an odd
state. Where they cannot be had, or are lost, this one reads.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from pickle import PicklingError
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from time import sleep
from typing import TYPE_CHECKING

from coach.runs.finding.walk import Stamp
from coach.runs.reading.read_found import read_found
from coach.runs.reading.shared_work import SharedWork

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from coach.runs.finding.found_run import FoundRun, RunKey
    from coach.runs.reading.cache import Cache
    from coach.runs.run import Run

_WORTH_IT = 20_000_000  # bytes: a third of a second of reading; to start a process takes about half of that
_SHARE = 500_000  # bytes read at a time between two looks at what the others have read
_PAUSE = 0.002  # seconds
_HELPER = "coach.runs.reading.reading_process"


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
        for key, run in _read_with_helpers(shares, cache, processes):
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


def _read_with_helpers(
    shares: Sequence[Sequence[FoundRun]], cache: Cache | None, processes: int
) -> Iterator[tuple[RunKey, Run]]:
    """Yield the runs as they are read; fewer than all where the work cannot be shared or a process is lost."""
    try:
        with TemporaryDirectory(prefix="coach-", ignore_cleanup_errors=True) as folder:
            work = SharedWork(Path(folder))
            work.hand_out(shares, cache)
            helpers: list[Popen[bytes]] = []
            try:
                helpers.extend(_helper(folder) for _ in range(min(processes, len(shares)) - 1))
                yield from _read_along(work, shares, cache, helpers)
            finally:
                for helper in helpers:
                    helper.kill()
                    helper.communicate()
    except (OSError, PicklingError, TypeError, AttributeError):
        # No room to share in, no process to be had, or a reader from another package that cannot be told to one.
        return


def _helper(folder: str) -> Popen[bytes]:
    """Start a process that reads along.

    Raises:
        OSError: when it cannot be started.
    """
    command = [sys.executable, "-P", "-m", _HELPER, folder]
    places = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    # This interpreter, a module of ours, and a folder we have just made.
    return Popen(command, env=places, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL)  # noqa: S603


def _read_along(
    work: SharedWork,
    shares: Sequence[Sequence[FoundRun]],
    cache: Cache | None,
    helpers: Sequence[Popen[bytes]],
) -> Iterator[tuple[RunKey, Run]]:
    """Yield runs read here, from the last share down, so that nobody waits for the helpers, who begin at the first."""
    to_come = range(len(shares))
    for number in reversed(to_come):
        if not work.claim(number):
            break
        to_come = to_come[:-1]
        for each in shares[number]:
            yield each.key, read_found(each, cache)
        while to_come and (runs := work.delivered(to_come[0])) is not None:
            yield from runs
            to_come = to_come[1:]
    for number in to_come:
        yield from _awaited(work, number, helpers)


def _awaited(work: SharedWork, number: int, helpers: Sequence[Popen[bytes]]) -> Iterator[tuple[RunKey, Run]]:
    """Give the runs of a share that a helper has claimed; none when it was lost with the last of them."""
    while True:
        is_read_on = any(helper.poll() is None for helper in helpers)
        if (runs := work.delivered(number)) is not None:
            return runs
        if not is_read_on:
            return iter(())
        sleep(_PAUSE)


def most_processes() -> int:
    """Give how many processes are worth starting on this machine, at most eight."""
    return min(8, os.cpu_count() or 1)


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
