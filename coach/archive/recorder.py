"""The process that keeps a run: it reads what the relay tells and writes it down. Nobody ever waits for it."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from coach.archive.frames import STARTED, Frames

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from coach.archive.named_files import NamedFile

_NICE = 19
_AT_ONCE = 1 << 18
_BOOKS_S = 120.0


class Asked(NamedTuple):
    """What somebody asked to run.

    Attributes:
        command: its words.
        folder: where.
        session: the session it belongs to, as it was typed; empty for none.
        by: who asked.
        seed: what stands for `{seed}`; empty where nothing does.
        batch: what runs that were asked for together have in common; empty for one alone.
        named: the files that the command names, as they were.
    """

    command: tuple[str, ...]
    folder: str
    session: str = ""
    by: str = ""
    seed: str = ""
    batch: str = ""
    named: tuple[NamedFile, ...] = ()


class Recorder:
    """Keeps one run.

    Args:
        asked: what was asked for.
        root: gives the folder of the journal.
        tell: writes into the session what is known of a run by now; given the journal and the folder of the run.
    """

    def __init__(self, asked: Asked, *, root: Callable[[], Path], tell: Callable[[Path, Path], None]) -> None:
        self._asked, self._root, self._tell = asked, root, tell
        self._frames = Frames()
        self._early: list[tuple[bytes, bytes]] = []

    def __call__(self, frames: int, files: Sequence[int], say: int) -> None:
        """Keep the run to its end; what the file system refuses is said and costs the run nothing."""
        with suppress(OSError):
            os.nice(_NICE)
        from coach.archive.copied_file import CopiedFile  # noqa: PLC0415 - the command starts meanwhile

        copied = [CopiedFile(each) for each in files]
        begun = self._begun(frames)
        if begun is None:
            return
        pid, started_ns = begun
        from coach.archive.books import begin  # noqa: PLC0415 - the command runs by now

        try:
            root = self._root()
            folder = begin(self._asked, root, pid=pid, started_ns=started_ns)
        except Exception as error:  # noqa: BLE001 - a run is not kept; that is all that may happen
            why = getattr(error, "strerror", None) or str(error)
            _say(say, f"not kept: {why}")
            return
        _say(say, f"kept {folder.name}")  # at once: whoever ends with the command need not wait for us
        clerk = self._clerk(root, folder, started_ns)
        from coach.archive.under_way import UnderWay  # noqa: PLC0415 - the command runs by now

        output = UnderWay(frames, self._frames, self._early, pid=pid, folder=folder, copied=copied)
        with suppress(OSError):
            output.until_it_ended(started_ns)
        _say(
            say,
            f"kept {folder.name}" if not output.problem else f"kept {folder.name} in part: {output.problem}",
        )
        _wait_for(clerk)
        self._told(root, folder)

    def _begun(self, frames: int) -> tuple[int, int] | None:
        """Wait for the start; give the command's process and when it was started."""
        while data := os.read(frames, _AT_ONCE):
            self._early += self._frames.add(data)
            if self._early:
                kind, said = self._early.pop(0)
                if kind == STARTED:
                    pid, started = said.split()
                    return int(pid), int(started)
        return None

    def _clerk(self, root: Path, folder: Path, started_ns: int) -> int:
        """Start the process that takes down code and surroundings; give its id, 0 where there is none."""
        with suppress(OSError):
            pid = os.fork()
            if pid:
                return pid
            try:
                from coach.archive.books import take_down  # noqa: PLC0415 - the command runs by now

                take_down(self._asked, root, folder, started_ns)
                self._told(root, folder)
            finally:
                os._exit(0)
        return 0

    def _told(self, root: Path, folder: Path) -> None:
        with suppress(Exception):
            self._tell(root, folder)


def _wait_for(clerk: int) -> None:
    until = time.monotonic() + _BOOKS_S
    while clerk and time.monotonic() < until:
        try:
            if os.waitpid(clerk, os.WNOHANG)[0]:
                return
        except OSError:
            return
        time.sleep(0.02)


def _say(say: int, line: str) -> None:
    with suppress(OSError):
        os.write(say, f"{' '.join(line.split())}\n".encode())
