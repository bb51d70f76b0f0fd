"""How soon one terminal shows what another confirms, and what waiting for it costs.

`python -m tests.benchmarks.two_terminals [CHANGES] [TERMINALS] [EVENTS]` (100, 1, 0 by default): so many programs
on pseudo terminals show one session that holds so many notes already; another process adds a line again and again.
Printed are the median and the longest time from its being on disk to its being on each screen, and the share of a core
that a terminal takes while nothing happens. Exit status 1 when a promise is broken: 1 s at the median, 2 s at the
worst, 1 % idle.
"""

from __future__ import annotations

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from threading import Thread

from coach.desk.coach import Coach
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import Noted

ROOT = Path(__file__).resolve().parents[2]
START_S, IDLE_S, PATIENCE_S = 5.0, 20.0, 5.0
MEDIAN_S, WORST_S, IDLE_SHARE = 1.0, 2.0, 0.01


@dataclass
class Terminal:
    """A program on a pseudo terminal whose output is read as it comes.

    Attributes:
        seen: when each marker was first in the output.
        read_count: how often something came.
    """

    pid: int
    master: int
    seen: dict[bytes, float] = field(default_factory=dict)
    tail: bytes = b""
    read_count: int = 0

    def read(self) -> None:
        """Read until the program ends."""
        while True:
            try:
                select.select([self.master], [], [])
                data = os.read(self.master, 65536)
            except OSError:
                return
            now = time.monotonic()
            self.read_count += 1
            text = self.tail + data
            for at in range(len(text)):
                if text.startswith(b"marker-", at):
                    self.seen.setdefault(text[at : at + 12], now)
            self.tail = text[-11:]

    def busy_s(self) -> float:
        """Give the processor seconds that it took so far."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def terminal(journal: Path, by: str) -> Terminal:
    """Open the session in a program of its own."""
    pid, master = pty.fork()
    if pid == 0:
        os.chdir(ROOT)
        environment = {**os.environ, "TERM": "xterm-256color", "COACH_BY": by, "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "coach", "resume", "--journal", str(journal)]
        os.execve(sys.executable, command, environment)  # noqa: S606 - the program itself
    fcntl.ioctl(master, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    opened = Terminal(pid, master)
    Thread(target=opened.read, daemon=True).start()
    return opened


def measured(journal: Path, changes: int, terminals: list[Terminal]) -> list[float]:
    """Give the delays of all changes at all terminals; one that never came counts as the patience."""
    walk = Coach(Journal.at(journal), Stamp(by="ben")).newest_open()
    assert walk is not None
    delays = []
    for change in range(changes):
        marker = f"marker-{change:05}"
        walk.note(marker)
        confirmed = time.monotonic()
        while time.monotonic() < confirmed + PATIENCE_S:
            if all(marker.encode() in each.seen for each in terminals):
                break
            time.sleep(0.005)
        delays += [each.seen.get(marker.encode(), confirmed + PATIENCE_S) - confirmed for each in terminals]
        time.sleep(0.037 * (change % 8))  # at every moment between two looks
    return delays


def main(changes: int = 100, terminals: int = 1, events: int = 0) -> int:
    """Measure and print; gives the exit status."""
    folder = Path(tempfile.mkdtemp(prefix="coach-two-"))
    walk = Coach(Journal.at(folder), Stamp(by="ana")).begin("stuck", playbook="deep-learning")
    walk.take({"frame.working-on": "landing", "frame.run-length": "10h"})
    walk.append([Noted(text=f"note {number}") for number in range(events)])
    opened = [terminal(folder, f"ana{number}") for number in range(terminals)]
    try:
        time.sleep(START_S + 2 * terminals)
        before = [each.busy_s() for each in opened]
        time.sleep(IDLE_S)
        idle = max(each.busy_s() - was for each, was in zip(opened, before, strict=True)) / IDLE_S
        delays = measured(folder, changes, opened)
    finally:
        for each in opened:
            os.kill(each.pid, signal.SIGTERM)
            os.waitpid(each.pid, 0)
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{changes} changes, {terminals} terminals, {events} notes before")
    print(f"shown after {median(delays):.2f} s at the median, {max(delays):.2f} s at the worst")
    print(f"idle: {100 * idle:.2f} % of a core a terminal")
    return int(median(delays) > MEDIAN_S or max(delays) > WORST_S or idle > IDLE_SHARE)


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
