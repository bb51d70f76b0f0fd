"""Starts a command with a relay and a recorder beside it, and says how it ended."""

from __future__ import annotations

import os
import select
import signal
import stat
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.archive.frames import ToRecorder
from coach.archive.outputs import Output, outputs
from coach.archive.relay import Relay, relay
from coach.archive.signals import PASSED_ON, Passing, heeded, hold, release

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Record = Callable[[int, Sequence[int], int], None]
    Mask = set[signal.Signals | int]

_SAID_S = 0.5
"""How long after the start we wait for the recorder's word."""
_LAST_WORD = 0.02
"""Which part of a run we wait, at its end, for the recorder's last word: whether all of the output is kept."""
_WORDS = 2
"""So often does the recorder say where a run is kept: when it begins, and when its output has ended."""
_BECOME_PARENT = 36
"""PR_SET_CHILD_SUBREAPER of prctl(2)."""


class Outcome(NamedTuple):
    """How a command ended.

    Attributes:
        status: as `os.wait` gives it; None where the command could not be started, or nobody saw how it ended.
        failed: why it could not be started, an error number; 0 when it was.
        kept: what the recorder said of itself, one line; empty where it said nothing.
    """

    status: int | None
    failed: int = 0
    kept: str = ""


def launch(command: Sequence[str], record: Record, *, patience_s: float = 0.0) -> Outcome:
    """Run a command to its end; where no process can be made beside it, become the command.

    Args:
        command: its words; the first is looked up on the path.
        record: keeps the run. Called in a process of its own with the pipe it reads frames from, descriptors of the
            files that the command writes to directly, and a pipe to say in a line where the run is kept or why not:
            once when that is known, and once more at the end.
        patience_s: how long to wait until the recorder is done, where it would be ended with us; otherwise only its
            word is waited for, and not for long.

    Raises:
        OSError: neither a process beside it nor the command could be started.
    """
    begun = time.monotonic()
    heard, before = heeded(), hold()
    through: tuple[Output, ...] = ()
    frames = said = -1
    with suppress(OSError):
        frames, said = _recorder(record, before)
    with suppress(OSError):
        through = outputs()
    try:
        reported, report = os.pipe()
        witnessed, witness = os.pipe()
        pid = os.fork()
    except OSError:
        release(before)
        os.execvp(command[0], list(command))  # noqa: S606 - the command is what was asked for
    if pid == 0:
        relay(command, through, heard=heard, before=before, report=report, witness=witness, recorder=frames)
    for each in (report, witness, *(each.given for each in through if each.kept >= 0)):
        os.close(each)
    front = _Front(through, frames, reported)
    Passing(heard, witnessed, lambda: front.command)
    signal.signal(signal.SIGCHLD, lambda *_: front.reap())
    release(before)
    status, failed = front.follow()
    return Outcome(status, failed, _last_word(said, begun, patience_s))


class _Front:
    """Waits for what the relay reports, and takes its place if it is killed."""

    def __init__(self, through: Sequence[Output], frames: int, reported: int) -> None:
        self.command: tuple[int, ...] = ()
        self._open = {each.kept: each for each in through if each.kept >= 0}
        self._frames = frames
        self._reported = reported
        self._reaped: dict[int, int] = {}

    def reap(self) -> None:
        """Take note of children that ended."""
        with suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                self._reaped[found[0]] = found[1]

    def follow(self) -> tuple[int | None, int]:
        """Give the status the command ended with, and why it could not be started."""
        said = b""
        while data := os.read(self._reported, 4096):
            *lines, said = (said + data).split(b"\n")
            for line in lines:
                word, number = line.split()
                match word:
                    case b"pid":
                        self.command = (int(number),)
                        _adopt_orphans()
                    case b"failed":
                        return None, int(number)
                    case b"closed":
                        os.close(self._open.pop(int(number)).kept)
                    case _:
                        self.command = ()
                        return int(number), 0
        return self._in_place_of_the_relay(), 0

    def _in_place_of_the_relay(self) -> int | None:
        if not self.command:
            return None
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        found = Relay(
            self.command[0],
            tuple(self._open.values()),
            ToRecorder(self._frames),
            status=self._reaped.get(self.command[0]),
        ).serve()
        self.command = ()
        return found


def _adopt_orphans() -> None:
    """Become the parent of the command if the relay is killed, where the system can do that."""
    try:
        import ctypes  # noqa: PLC0415 - the command runs by now

        ctypes.CDLL(None).prctl(_BECOME_PARENT, 1, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        return


def _last_word(said: int, begun: float, patience_s: float) -> str:
    """Give what the recorder said last, waiting no longer than anybody would notice."""
    if said < 0:
        return ""
    now = time.monotonic()
    soon = max(begun + _SAID_S, now + min(_SAID_S, _LAST_WORD * (now - begun)))
    found = b""
    while patience_s or found.count(b"\n") < _WORDS:
        until = now + patience_s if patience_s else soon if found else now + _SAID_S
        ready, _, _ = select.select([said], [], [], max(0.0, until - time.monotonic()))
        data = os.read(said, 4096) if ready else b""
        if not data:
            break
        found += data
    return found.decode("utf-8", "replace").strip().rpartition("\n")[2]


def _recorder(record: Record, before: Mask) -> tuple[int, int]:
    """Start the recorder; give the pipe to tell it, and the pipe where it tells."""
    taken, frames = os.pipe()
    said, say = os.pipe()
    pid = os.fork()
    if pid:
        os.close(taken)
        os.close(say)
        return frames, said
    try:
        os.setsid()
        for each in PASSED_ON:
            signal.signal(each, signal.SIG_IGN)
        files = _files()
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.close(frames)
        os.close(said)
        release(before)
        record(taken, files, say)
    finally:
        os._exit(0)


def _files() -> tuple[int, ...]:
    """Give descriptors of the regular files that the command writes to directly, each once."""
    found: dict[tuple[int, int], int] = {}
    for stream in (1, 2):
        with suppress(OSError):
            about = os.fstat(stream)
            if stat.S_ISREG(about.st_mode) and (about.st_dev, about.st_ino) not in found:
                found[about.st_dev, about.st_ino] = os.dup(stream)
    return tuple(found.values())
