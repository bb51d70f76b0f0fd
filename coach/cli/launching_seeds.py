"""Launches one command for each of several seeds, some at a time."""

from __future__ import annotations

import os
import secrets
import signal
from typing import TYPE_CHECKING

from coach.archive.signals import Passing, be_witness, heeded
from coach.cli.launching import launched_one

if TYPE_CHECKING:
    from coach.cli.launch_words import LaunchWords

_LETTERS = "23456789abcdefghjkmnpqrstvwxyz"
_LENGTH = 8


def launched_seeds(asked: LaunchWords) -> int:
    """Launch all seeds and give the exit status of the first seed, in the order given, that did not end with 0.

    A run that fails stops no other; a signal that asks us to end does, once those under way have ended.
    """
    batch = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
    heard = heeded()
    running: dict[int, int] = {}
    ended: dict[int, int] = {}
    witness = _Witness(heard)
    passing = Passing(heard, witness.told, lambda: tuple(running))
    waiting = list(enumerate(asked.seeds))
    while running or (waiting and not passing.last):
        while waiting and len(running) < asked.parallel and not passing.last:
            place, seed = waiting.pop(0)
            running[_started(asked, seed, batch, heard)] = place
        pid, status = os.wait()
        if pid in running:
            ended[running.pop(pid)] = os.waitstatus_to_exitcode(status)
    witness.end()
    status = next((ended[place] for place in sorted(ended) if ended[place]), 0)
    if passing.last and not status:
        return 128 + passing.last
    return 128 - status if status < 0 else status


def _started(asked: LaunchWords, seed: str, batch: str, heard: tuple[signal.Signals, ...]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        for each in heard:
            signal.signal(each, signal.SIG_DFL)
        if asked.parallel > 1:
            nothing = os.open(os.devnull, os.O_RDONLY)
            os.dup2(nothing, 0)
        status = launched_one(asked, seed=seed, batch=batch)
    finally:
        os._exit(status)


class _Witness:
    """A process in our group that tells which signals came to all of it."""

    def __init__(self, heard: tuple[signal.Signals, ...]) -> None:
        self.told, tell = os.pipe()
        alive, self._alive = os.pipe()
        self._pid = os.fork()
        if self._pid == 0:
            be_witness(heard, tell)
            os.close(self._alive)
            os.read(alive, 1)  # until we have gone, however that was
            os._exit(0)
        os.close(tell)
        os.close(alive)

    def end(self) -> None:
        """Send it home."""
        os.close(self._alive)
        os.waitpid(self._pid, 0)
