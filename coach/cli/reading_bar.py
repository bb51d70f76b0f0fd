"""Reading many logs at the terminal: a bar says how far it is, and Ctrl-C stops it and keeps what was read."""

from __future__ import annotations

import signal
import sys
from threading import current_thread, main_thread
from time import monotonic
from typing import TYPE_CHECKING, Self

from coach.cli.console import Console
from coach.cli.terminal_safe import one_line

if TYPE_CHECKING:
    from types import FrameType, TracebackType

_PATIENCE_S = 0.5
"""Seconds of reading before anything is drawn."""
_PAUSE_S = 0.1
_CELLS = 24


class ReadingBar:
    """Tells how far a reading is and whether it was stopped; used as a context.

    Attributes:
        read: runs that were read so far.
        count: runs there are.
        is_stopped: Ctrl-C was pressed once; pressed again it interrupts the program.
    """

    def __init__(self) -> None:
        self.read = self.count = 0
        self.is_stopped = False
        self._begun = self._drawn = monotonic()
        self._has_drawn = False
        self._before: signal.Handlers | object = None
        self._is_watching = current_thread() is main_thread()

    def __enter__(self) -> Self:
        if self._is_watching:
            self._before = signal.signal(signal.SIGINT, self._stop)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._is_watching:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]
        if self._has_drawn:
            self._write("\r\x1b[K")

    def progress(self, read: int, count: int, name: str) -> None:
        """Take in how far the reading is."""
        self.read, self.count = read, count
        now = monotonic()
        if (
            count > 1
            and sys.stderr.isatty()
            and now - self._begun > _PATIENCE_S
            and now - self._drawn > _PAUSE_S
        ):
            self._drawn, self._has_drawn = now, True
            full = _CELLS * read // count
            bar = "█" * full + "░" * (_CELLS - full)
            line = f"{bar} {read:,} of {count:,} runs (Ctrl-C stops) {one_line(name)}"
            self._write(f"\r\x1b[K{line[: Console().width - 1]}")

    def cancelled(self) -> bool:
        """Give whether the reading should stop."""
        return self.is_stopped

    def _stop(self, number: int, frame: FrameType | None) -> None:
        del number, frame
        if self.is_stopped:
            raise KeyboardInterrupt
        self.is_stopped = True

    @staticmethod
    def _write(text: str) -> None:
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            return
