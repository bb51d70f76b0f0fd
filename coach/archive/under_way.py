"""A run that is under way: its output as it comes, the files it holds open, and how it ends."""

from __future__ import annotations

import os
import select
import signal
import sys
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from coach.archive.frames import ENDED, LEFT_OUT, WROTE, Frames
from coach.archive.open_files import written_by
from coach.archive.output_file import OutputFile
from coach.archive.places import END, write_json

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.archive.copied_file import CopiedFile

_AT_ONCE = 1 << 18
_TICK_S = 1.0
_LOOKS_S = (0.3, 1.0, 3.0, 10.0, 30.0)
"""When is looked which files it holds open, seconds after the start; then every minute."""
_LOOK_S = 60.0


class UnderWay:
    """Keeps the output of a run as it comes, looks which files it writes, and writes down how it ended.

    Args:
        frames: where the relay tells.
        parts: takes apart what it tells.
        early: frames that came with the start.
        pid: the command's process.
        folder: the folder of the run.
        copied: files that the output goes to directly.
    """

    def __init__(
        self,
        frames: int,
        parts: Frames,
        early: list[tuple[bytes, bytes]],
        *,
        pid: int,
        folder: Path,
        copied: Sequence[CopiedFile],
    ) -> None:
        self._frames, self._parts, self._early = frames, parts, early
        self._pid, self._folder, self._copied = pid, folder, copied
        self._output: OutputFile = OutputFile(folder)
        self._written: set[str] = set()
        self._end: dict[str, Any] = {}
        self.problem = ""

    def until_it_ended(self, started_ns: int) -> None:
        """Keep output until the command has ended; then write down how."""
        looks, begun = list(_LOOKS_S), time.monotonic()
        look = begun + looks.pop(0)
        self._take(self._early)
        while not self._end:
            ready, _, _ = select.select(
                [self._frames], [], [], min(_TICK_S, max(0.01, look - time.monotonic()))
            )
            if ready:
                data = os.read(self._frames, _AT_ONCE)
                if not data:
                    self._nobody_saw_the_end()
                self._take(self._parts.add(data))
            for each in self._copied:
                each.copy(self._output)
            if time.monotonic() >= look:
                self._look_at_files()
                look = time.monotonic() + (looks.pop(0) if looks else _LOOK_S)
        for each in self._copied:
            each.copy(self._output, to_the_end=True)
        self._write_down(started_ns)

    def _take(self, frames: Sequence[tuple[bytes, bytes]]) -> None:
        for kind, said in frames:
            if kind == WROTE:
                self._output.add(said)
            elif kind == LEFT_OUT:
                self._output.skip(int(said))
            elif kind == ENDED:
                status, ended, memory, user, system = said.split()
                unit = 1 if sys.platform == "darwin" else 1024
                self._end = {
                    **_said_of(int(status)),
                    "ended_ns": int(ended),
                    "peak_memory_bytes": int(memory) * unit,
                    "processor_s": round(float(user) + float(system), 3),
                }

    def _nobody_saw_the_end(self) -> None:
        """Wait until the command is gone, since those who waited for it are."""
        while True:
            try:
                os.kill(self._pid, 0)
            except OSError:
                break
            self._look_at_files()
            for each in self._copied:
                each.copy(self._output)
            time.sleep(_TICK_S)
        self._end = {
            "exit_status": None,
            "signal": None,
            "ended_ns": time.time_ns(),
            "peak_memory_bytes": None,
        }

    def _look_at_files(self) -> None:
        outside = f"{self._folder}{os.sep}"
        self._written |= {path for path in written_by(self._pid) if not path.startswith(outside)}

    def _write_down(self, started_ns: int) -> None:
        self._output.close()
        ended_ns = self._end.pop("ended_ns")
        self.problem = self._output.problem
        facts = {
            "ended_at": datetime.fromtimestamp(ended_ns / 1e9, UTC).isoformat(),
            "hours": max(0.0, (ended_ns - started_ns) / 3.6e12),
            **self._end,
            "output": {
                "bytes": self._output.bytes_seen,
                "left_out": self._output.left_out,
                "redacted": self._output.redacted,
                "problem": self._output.problem,
            },
            "written": sorted(self._written)[:200],
        }
        try:
            write_json(self._folder / END, facts)
        except OSError as error:
            self.problem = error.strerror or str(error)


def _said_of(status: int) -> dict[str, Any]:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        with suppress(ValueError):
            return {"exit_status": None, "signal": signal.Signals(number).name}
        return {"exit_status": None, "signal": str(number)}
    return {"exit_status": os.WEXITSTATUS(status), "signal": None}
