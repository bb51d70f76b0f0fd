"""What the relay tells the recorder: short frames through a pipe, never waited for."""

from __future__ import annotations

import os
import struct
from collections import deque
from contextlib import suppress

HEAD = 2 << 20
"""Bytes of output that are handed over at once (editorial)."""
TAIL = 1 << 20
"""Bytes of output that are handed over at a time beyond the beginning, the newest (editorial)."""
EVERY_S = 5.0
"""Beyond the beginning, how often output is handed over (editorial): looking for secrets costs more than printing."""

_FORM = struct.Struct("=cI")
STARTED, WROTE, LEFT_OUT, ENDED = b"s", b"o", b"k", b"e"
_SOME = 1 << 20


class ToRecorder:
    """Hands frames to the recorder without ever waiting for it; what it cannot take in time is left out and counted.

    Args:
        pipe: the end to write to; -1 where nobody records.
    """

    def __init__(self, pipe: int) -> None:
        self.pipe = pipe
        self._out = bytearray()
        self._later: deque[bytes] = deque()
        self._later_bytes = self._left_out = 0
        self._head = HEAD
        self._next = 0.0
        if pipe >= 0:
            os.set_blocking(pipe, False)

    @property
    def waits(self) -> bool:
        """True while a frame is not handed over yet."""
        return bool(self._out) and self.pipe >= 0

    @property
    def holds(self) -> bool:
        """True while output is held back for the next time."""
        return bool(self._later)

    def say(self, kind: bytes, said: bytes) -> None:
        """Hand over a frame."""
        if self.pipe >= 0:
            self._out += _FORM.pack(kind, len(said)) + said
            self.push()

    def wrote(self, data: bytes, now: float) -> None:
        """Hand over output: its beginning at once, the rest from time to time."""
        if self.pipe < 0:
            return
        if self._head > 0 and not self._later:
            self._head -= len(data)
            self.say(WROTE, data)
            return
        self._later.append(data)
        self._later_bytes += len(data)
        while self._later_bytes - len(self._later[0]) >= TAIL:
            gone = len(self._later.popleft())
            self._later_bytes -= gone
            self._left_out += gone
        self.tick(now)

    def tick(self, now: float, *, at_once: bool = False) -> None:
        """Hand over what was held back, when its time has come."""
        if not self._later or ((now < self._next or self._out) and not at_once):
            return
        self._next = now + EVERY_S
        if self._left_out:
            self.say(LEFT_OUT, str(self._left_out).encode())
        self.say(WROTE, b"".join(self._later))
        self._later.clear()
        self._later_bytes = self._left_out = 0

    def push(self) -> None:
        """Write as much as the pipe takes."""
        try:
            while self._out:
                done = os.write(self.pipe, self._out[:_SOME])
                del self._out[:done]
        except BlockingIOError:
            return
        except OSError:  # the recorder has gone; the command has not
            with suppress(OSError):
                os.close(self.pipe)
            self.pipe = -1
            self._out.clear()
            self._later.clear()


class Frames:
    """Takes frames apart as they come."""

    def __init__(self) -> None:
        self._in = bytearray()

    def add(self, data: bytes) -> list[tuple[bytes, bytes]]:
        """Give the frames that are whole by now: kind and content."""
        self._in += data
        found: list[tuple[bytes, bytes]] = []
        while len(self._in) >= _FORM.size:
            kind, length = _FORM.unpack_from(self._in)
            end = _FORM.size + length
            if len(self._in) < end:
                break
            found.append((kind, bytes(self._in[_FORM.size : end])))
            del self._in[:end]
        return found
