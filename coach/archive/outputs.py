"""How each output of a command is kept: a terminal gets a terminal, a pipe a pipe, a file is left alone.

Standard input is always the command's own, and so are its controlling terminal, session and process group: what is
typed, Ctrl-C, Ctrl-Z and job control reach it as if nobody were there.
"""

from __future__ import annotations

import fcntl
import os
import stat
import termios
from contextlib import suppress
from typing import Literal, NamedTuple

_STANDARD = (1, 2)
_PIPE_BYTES = 1 << 20
_OFLAG = 1


class Output(NamedTuple):
    """One place that the command writes to.

    Attributes:
        streams: the command's descriptors that lead there: 1, 2, or both.
        kind: `terminal` and `pipe` are passed on by the relay; of a `file` what was added is copied.
        to: a descriptor of the place itself.
        given: what the command gets instead; `to` where it gets the place itself.
        kept: where the relay reads; -1 where nothing is passed on.
    """

    streams: tuple[int, ...]
    kind: Literal["terminal", "pipe", "file"]
    to: int
    given: int
    kept: int


def outputs() -> tuple[Output, ...]:
    """Give the outputs of this process, each opened for a command; one that is closed is left out.

    Raises:
        OSError: there are no more descriptors or terminals.
    """
    places: dict[tuple[int, int, int], list[int]] = {}
    for stream in _STANDARD:
        with suppress(OSError):
            about = os.fstat(stream)
            places.setdefault((about.st_dev, about.st_ino, about.st_rdev), []).append(stream)
    return tuple(_opened(tuple(streams)) for streams in places.values())


def _opened(streams: tuple[int, ...]) -> Output:
    to = streams[0]
    if os.isatty(to):
        kept, given = os.openpty()
        with suppress(termios.error, OSError):
            _make_alike(given, to)
        return Output(streams, "terminal", to, given, kept)
    if stat.S_ISREG(os.fstat(to).st_mode):
        return Output(streams, "file", to, to, -1)
    kept, given = os.pipe()
    with suppress(OSError, AttributeError):
        fcntl.fcntl(given, fcntl.F_SETPIPE_SZ, _PIPE_BYTES)
    return Output(streams, "pipe", to, given, kept)


def _make_alike(given: int, to: int) -> None:
    modes = termios.tcgetattr(to)
    modes[_OFLAG] &= ~termios.OPOST  # the real terminal turns line ends; twice would be once too often
    termios.tcsetattr(given, termios.TCSANOW, modes)
    copy_size(to, given)


def copy_size(from_terminal: int, to_terminal: int) -> None:
    """Give one terminal the size of another; where one of them has gone, nothing happens."""
    with suppress(OSError):
        size = fcntl.ioctl(from_terminal, termios.TIOCGWINSZ, bytes(8))
        fcntl.ioctl(to_terminal, termios.TIOCSWINSZ, size)


class MirroredModes:
    """A command that changes how its terminal reads keys (curses does, by its output) changes the real one's.

    Args:
        output: a terminal of the command.
    """

    def __init__(self, output: Output) -> None:
        self._output = output
        self._seen = _modes(output.kept)
        self._original: list[object] | None = None

    def follow(self) -> None:
        """Take over what was changed since the last look."""
        now = _modes(self._output.kept)
        if now is None or now == self._seen:
            return
        self._seen = now
        with suppress(termios.error, OSError):
            real = termios.tcgetattr(self._output.to)
            if self._original is None:
                self._original = list(real)
            changed = list(now)
            changed[_OFLAG] = int(changed[_OFLAG]) | termios.OPOST  # type: ignore[call-overload]
            termios.tcsetattr(self._output.to, termios.TCSADRAIN, changed)  # type: ignore[arg-type]

    def restore(self) -> None:
        """Give the real terminal back as it was, if it was changed."""
        if self._original is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(self._output.to, termios.TCSADRAIN, self._original)  # type: ignore[arg-type]


def _modes(terminal: int) -> list[object] | None:
    try:
        return list(termios.tcgetattr(terminal))
    except (termios.error, OSError):
        return None
