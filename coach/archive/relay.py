"""The process that starts the command, passes its output on and waits for it. It opens no file.

It is a process of its own so that the command outlives a `coach run` that is killed, and so that no disk the archive
lies on can hold the command up.
"""

from __future__ import annotations

import os
import select
import signal
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from coach.archive.frames import ENDED, STARTED, ToRecorder
from coach.archive.outputs import MirroredModes, Output, copy_size
from coach.archive.signals import as_at_first, be_witness, release

if TYPE_CHECKING:
    from collections.abc import Sequence

_AT_ONCE = 1 << 20
_DRAIN_S = 1.0
_LAST_WORDS_S = 30.0
_TICK_MS = 500


def relay(
    command: Sequence[str],
    through: Sequence[Output],
    *,
    heard: tuple[signal.Signals, ...],
    before: set[signal.Signals | int],
    report: int,
    witness: int,
    recorder: int,
) -> NoReturn:
    """Start the command and serve it until nobody writes any more.

    Args:
        command: the words of the command.
        through: its outputs.
        heard: signals that are not ignored.
        before: signals that were held back when we began.
        report: where `pid N`, `failed ERRNO` and `ended STATUS` are told, a line each.
        witness: where signals are told that came here.
        recorder: the recorder's pipe; -1 where there is none.
    """
    to_recorder = ToRecorder(recorder)
    started = time.clock_gettime_ns(time.CLOCK_REALTIME)
    woken, wake = os.pipe()
    os.set_blocking(woken, False)
    os.set_blocking(wake, False)
    pid, failed = _started(command, through, heard, before)
    for each in through:
        if each.kept >= 0:
            os.close(each.given)
    if failed:
        _tell(report, f"failed {failed}\n")
        os._exit(0)
    to_recorder.say(STARTED, f"{pid} {started}".encode())
    be_witness(heard, witness)
    signal.set_wakeup_fd(wake, warn_on_full_buffer=False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.signal(signal.SIGWINCH, lambda *_: _resized(through, pid))
    _tell(report, f"pid {pid}\n")
    release(before)
    served = Relay(pid, through, to_recorder, woken=woken, report=report)
    served.serve()
    _let_go(through)
    served.say_last_words()
    os._exit(0)


def _started(
    command: Sequence[str],
    through: Sequence[Output],
    heard: tuple[signal.Signals, ...],
    before: set[signal.Signals | int],
) -> tuple[int, int]:
    """Start the command; give its process, and why it could not be started, 0 when it was."""
    told, tell = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            for each in through:
                if each.kept >= 0:
                    for stream in each.streams:
                        os.dup2(each.given, stream)
            as_at_first(heard)
            release(before)
            os.execvp(command[0], list(command))  # noqa: S606 - the command is what was asked for
        except OSError as error:
            os.write(tell, str(error.errno or 1).encode())
        finally:
            os._exit(127)
    os.close(tell)
    said = os.read(told, 16)
    os.close(told)
    if said:
        os.waitpid(pid, 0)
    return pid, int(said or 0)


def _resized(through: Sequence[Output], pid: int) -> None:
    for each in through:
        if each.kind == "terminal":
            copy_size(each.to, each.kept)
    with suppress(OSError):
        os.kill(pid, signal.SIGWINCH)  # it may have asked for the size before we changed it


def _let_go(through: Sequence[Output]) -> None:
    """Close the outputs that were led through us: who reads them need not wait until the recorder has its part."""
    for each in through:
        if each.kept >= 0:
            for stream in each.streams:
                with suppress(OSError):
                    os.close(stream)


def _tell(report: int, line: str) -> None:
    if report < 0:
        return
    with suppress(OSError):
        os.write(report, line.encode())


class Relay:
    """Passes output on until its last writer has gone.

    Args:
        pid: the command's process, a child of ours.
        through: its outputs.
        to_recorder: told of output and of the end.
        woken: readable when a child ended; -1 to look from time to time.
        report: told of the end; -1 for nobody.
        status: how the command ended, where that is known already.
    """

    def __init__(
        self,
        pid: int,
        through: Sequence[Output],
        to_recorder: ToRecorder,
        *,
        woken: int = -1,
        report: int = -1,
        status: int | None = None,
    ) -> None:
        self._pid = pid
        self._open = {each.kept: each for each in through if each.kept >= 0}
        self._modes = [MirroredModes(each) for each in through if each.kind == "terminal"]
        self._to_recorder = to_recorder
        self._woken = woken
        self._report = report
        self._status = status

    def serve(self) -> int | None:
        """Serve the command, and then those of its children that still write; give its status, None if not seen.

        Without anybody to report to, the end of the command is the end.
        """
        while self._status is None or (self._open and self._report >= 0):
            self._once(_TICK_MS if self._to_recorder.holds or self._woken < 0 else None)
            if self._status is None and not self._look_for_the_end():
                return None
        return self._status

    def say_last_words(self) -> None:
        """Hand over what the recorder has not taken yet, if it does so in time."""
        until = time.monotonic() + _LAST_WORDS_S
        self._to_recorder.tick(0.0, at_once=True)
        while self._to_recorder.waits and (left := until - time.monotonic()) > 0:
            select.select([], [self._to_recorder.pipe], [], left)
            self._to_recorder.push()

    def _once(self, timeout_ms: int | None) -> bool:
        """Wait for something to do, and do it; gives whether there was output."""
        poll = select.poll()
        for each in (*self._open, *([self._woken] if self._woken >= 0 else ())):
            poll.register(each, select.POLLIN)
        if self._to_recorder.waits:
            poll.register(self._to_recorder.pipe, select.POLLOUT)
        moved = False
        for descriptor, _ in poll.poll(timeout_ms):
            if descriptor == self._woken:
                with suppress(OSError):
                    os.read(self._woken, 4096)
            elif descriptor == self._to_recorder.pipe:
                self._to_recorder.push()
            else:
                self._pass_on(self._open[descriptor])
                moved = True
        self._to_recorder.tick(time.monotonic())
        return moved

    def _pass_on(self, output: Output) -> None:
        try:
            data = os.read(output.kept, _AT_ONCE)
        except OSError:  # a terminal says so when its last writer has gone
            data = b""
        for each in self._modes:
            each.follow()
        if not data or not _written(output.to, data, or_lost=output.kind == "terminal"):
            del self._open[output.kept]
            os.close(output.kept)
            _tell(self._report, f"closed {output.kept}\n")
        if data:
            self._to_recorder.wrote(data, time.monotonic())

    def _look_for_the_end(self) -> bool:
        """Look whether the command has ended; False where it is not ours to wait for."""
        try:
            pid, status, used = os.wait4(self._pid, os.WNOHANG)
        except ChildProcessError:
            return False
        if pid == 0:
            return True
        ended = time.clock_gettime_ns(time.CLOCK_REALTIME)
        until = time.monotonic() + _DRAIN_S
        while self._open and self._once(0) and time.monotonic() < until:
            pass
        for each in self._modes:
            each.restore()
        self._to_recorder.tick(0.0, at_once=True)
        said = f"{status} {ended} {used.ru_maxrss} {used.ru_utime:.3f} {used.ru_stime:.3f}"
        self._to_recorder.say(ENDED, said.encode())
        _tell(self._report, f"ended {status}\n")
        self._status = status
        return True


def _written(to: int, data: bytes, *, or_lost: bool) -> bool:
    """Write all of it; False when its reader has gone, but a terminal that has gone takes everything."""
    rest = memoryview(data)
    while rest:
        try:
            rest = rest[os.write(to, rest) :]
        except BlockingIOError:
            select.select([], [to], [])
        except OSError:
            return or_lost
    return True
