"""Signals reach a command once: those sent to the whole group do so by themselves, those sent to us are passed on."""

from __future__ import annotations

import os
import select
import signal
import struct
import time
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

PASSED_ON = (
    signal.SIGHUP,
    signal.SIGINT,
    signal.SIGQUIT,
    signal.SIGTERM,
    signal.SIGUSR1,
    signal.SIGUSR2,
)
_FORM = struct.Struct("=Bd")
_SAME_S = 1.0
_PATIENCE_S = 0.15
"""How long the witness may take to say that it got a signal too."""


def heeded() -> tuple[signal.Signals, ...]:
    """Give the signals to pass on: not those that were to be ignored when we began, as under nohup."""
    return tuple(each for each in PASSED_ON if signal.getsignal(each) is not signal.SIG_IGN)


def hold() -> set[signal.Signals | int]:
    """Hold signals back while processes are made; gives what was held back before."""
    return set(signal.pthread_sigmask(signal.SIG_BLOCK, [*PASSED_ON, signal.SIGCHLD, signal.SIGWINCH]))


def release(before: set[signal.Signals | int]) -> None:
    """Let signals come again."""
    signal.pthread_sigmask(signal.SIG_SETMASK, before)


def as_at_first(heard: tuple[signal.Signals, ...]) -> None:
    """Make signals in a new process what they were before Python and we changed them."""
    for each in (*heard, signal.SIGPIPE, signal.SIGCHLD, signal.SIGWINCH):
        signal.signal(each, signal.SIG_DFL)
    with suppress(AttributeError):
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)


def be_witness(heard: tuple[signal.Signals, ...], told: int) -> None:
    """Write each signal that comes into a pipe: what came here too was sent to the whole group.

    Args:
        heard: the signals.
        told: the pipe's end to write to; never waited for.
    """
    os.set_blocking(told, False)

    def tell(number: int, frame: FrameType | None) -> None:  # noqa: ARG001 - Python's signature
        with suppress(OSError):
            os.write(told, _FORM.pack(number, time.monotonic()))

    for each in heard:
        signal.signal(each, tell)
    for each in (signal.SIGTSTP, signal.SIGTTOU, signal.SIGTTIN):
        signal.signal(each, signal.SIG_IGN)


class Passing:
    """Passes signals on that a witness in the same group did not get.

    Args:
        heard: the signals.
        witnessed: the pipe's end where the witness tells.
        to: gives the process they are for; None while there is none.
    """

    def __init__(
        self, heard: tuple[signal.Signals, ...], witnessed: int, to: Callable[[], tuple[int, ...]]
    ) -> None:
        self._witnessed = witnessed
        self._to = to
        self.last = 0
        os.set_blocking(witnessed, False)
        for each in heard:
            signal.signal(each, self._came)

    def _came(self, number: int, frame: FrameType | None) -> None:  # noqa: ARG002 - Python's signature
        self.last = number
        if self._was_for_all(number):
            return
        for each in self._to():
            with suppress(OSError):
                os.kill(each, number)

    def _was_for_all(self, number: int) -> bool:
        until = time.monotonic() + _PATIENCE_S
        while (left := until - time.monotonic()) > 0:
            ready, _, _ = select.select([self._witnessed], [], [], left)
            if not ready:
                return False
            try:
                told = os.read(self._witnessed, _FORM.size)
            except OSError:
                return False
            if len(told) < _FORM.size:  # the witness has gone
                return False
            which, when = _FORM.unpack(told)
            if which == number and time.monotonic() - when < _SAME_S:
                return True
        return False
