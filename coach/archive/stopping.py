"""Asks a run that is under way to stop, as a terminal or a scheduler would: politely, and nobody else's process."""

from __future__ import annotations

import os
import platform
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from coach.archive.open_files import family

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from coach.archive.record import ArchivedRun

GRACE_S = 10.0
"""So long the command itself has to end before what it started is asked as well (editorial)."""
_TICK_S = 0.05


def stop(run: ArchivedRun, grace_s: float = GRACE_S) -> str:
    """Ask a run to stop with SIGTERM, first its command, then what that started; nothing is killed outright.

    Args:
        run: as it was archived.
        grace_s: seconds that each of the two may take.

    Returns:
        What came of it, in a sentence.
    """
    if run.state != "running":
        return f"{run.id} is not under way any more"
    if run.start.get("host") != platform.node():
        return f"{run.id} runs on {run.start.get('host')}; stop it there"
    command = int(run.start["process"])
    others = {pid: _began(pid) for pid in family(command)[1:]}
    problem = _ask((command,))
    if problem:
        return f"{run.id} could not be asked to stop: {problem}"
    _wait(lambda: run.state == "running", grace_s)
    _ask(_still(others))
    _wait(lambda: run.state == "running" or bool(_still(others)), grace_s)
    ended = run.state != "running" and not _still(others)
    return f"{run.id} was asked to stop (SIGTERM), and {'has ended' if ended else 'is still there'}"


def _ask(pids: Iterable[int]) -> str:
    """Send SIGTERM; gives why the last of them could not be reached."""
    problem = ""
    for pid in pids:
        try:
            os.kill(pid, signal.SIGTERM)
        except ProcessLookupError:
            continue
        except OSError as error:
            problem = os.strerror(error.errno or 0)
    return problem


def _still(others: Mapping[int, int]) -> tuple[int, ...]:
    """Give those that are still the processes they were."""
    return tuple(pid for pid, began in others.items() if began and _began(pid) == began)


def _began(pid: int) -> int:
    """Give the clock tick at which a process began, which tells it from a later one of its number; 0 where unknown."""
    with suppress(OSError, ValueError, IndexError), open(f"/proc/{pid}/stat", "rb") as file:  # noqa: PTH123 - one look
        state, *rest = file.read().rpartition(b")")[2].split()
        return 0 if state == b"Z" else int(rest[18])
    return 0


def _wait(is_there: Callable[[], bool], seconds: float) -> None:
    until = time.monotonic() + seconds
    while is_there() and time.monotonic() < until:
        time.sleep(_TICK_S)
