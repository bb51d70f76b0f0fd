"""First paint, idle CPU and memory of the full screen, beside a Textual app with a single Static.

Run: `python tests/benchmarks/first_paint.py [ROUNDS]`. Each program starts in a pseudo-terminal of 80x24; the first
paint is the moment the first printable text of its first screen arrives, from before the fork.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from pathlib import Path
from typing import NamedTuple

BARE = """
from textual.app import App
from textual.widgets import Static

class Bare(App[None]):
    def compose(self):
        yield Static("first-paint")

Bare().run()
"""
COACH = "import sys\nfrom coach.cli.main import run\nsys.exit(run(sys.argv[1:]))"
SEQUENCES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[PX^_][^\x1b]*\x1b\\|[ -/]*[0-~])")
IDLE_S = 10.0
SETTLE_S = 4.0
LONGEST_S = 20.0


class Program(NamedTuple):
    """What is started, and the text by which its first screen is known."""

    name: str
    code: str
    arguments: tuple[str, ...]
    shows: bytes


class Idle(NamedTuple):
    """What a program takes while nothing happens."""

    cpu_percent: float
    resident_mb: float


def start(program: Program, journal: str) -> tuple[int, int]:
    """Give the process id and the terminal of a started program."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", COACH_HOME=journal)
        os.execv(sys.executable, [sys.executable, "-c", program.code, *program.arguments])  # noqa: S606 - no shell wanted
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    return pid, terminal


def stop(pid: int, terminal: int) -> None:
    """End a program."""
    os.kill(pid, signal.SIGKILL)
    os.close(terminal)
    os.waitpid(pid, 0)


def first_paint(program: Program, journal: str) -> float:
    """Give the seconds until a program's first screen is on the terminal."""
    begun = time.perf_counter()
    pid, terminal = start(program, journal)
    seen = b""
    try:
        while program.shows not in SEQUENCES.sub(b"", seen):
            ready, _, _ = select.select([terminal], [], [], LONGEST_S)
            if not ready:
                raise SystemExit(f"{program.name} painted nothing; it wrote {seen[-500:]!r}")
            seen += os.read(terminal, 65536)
        return time.perf_counter() - begun
    finally:
        stop(pid, terminal)


def drain(terminal: int, seconds: float) -> None:
    """Read what a program writes for so long, so that it never waits for the terminal."""
    until = time.perf_counter() + seconds
    while (left := until - time.perf_counter()) > 0:
        if select.select([terminal], [], [], left)[0]:
            os.read(terminal, 65536)


def idle(program: Program, journal: str) -> Idle:
    """Give a program's CPU and memory while nobody touches it."""
    pid, terminal = start(program, journal)
    try:
        drain(terminal, SETTLE_S)
        before = cpu_seconds(pid)
        drain(terminal, IDLE_S)
        used = cpu_seconds(pid) - before
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
        (resident_kb,) = map(int, re.findall(r"VmRSS:\s+(\d+)", status))
        return Idle(100 * used / IDLE_S, resident_kb / 1024)
    finally:
        stop(pid, terminal)


def cpu_seconds(pid: int) -> float:
    """Give the CPU seconds a process has used."""
    fields = (
        Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace").rpartition(")")[2].split()
    )
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def main(rounds: int) -> int:
    """Print both medians, their ratio and what each program takes while idle; fails over the promised numbers."""
    bare = Program("a single Static", BARE, (), b"first-paint")
    programs = (
        bare,
        Program("coach", COACH, (), b"pre-mortem"),
        Program("coach stuck", COACH, ("stuck",), b"opening the journal"),
    )
    with tempfile.TemporaryDirectory() as journal:
        for program in programs:
            first_paint(program, journal)
        times: dict[str, list[float]] = {program.name: [] for program in programs}
        for _ in range(rounds):
            for program in programs:
                times[program.name].append(first_paint(program, journal))
        medians = {name: statistics.median(each) for name, each in times.items()}
        kept = True
        for program in programs:
            ratio = medians[program.name] / medians[bare.name]
            rest = idle(program, journal)
            kept &= ratio <= 1.35 and rest.cpu_percent <= 0.5 and rest.resident_mb <= 60
            print(
                f"{program.name:<16} first paint {1000 * medians[program.name]:4.0f} ms, {ratio:.2f}x   "
                f"idle {rest.cpu_percent:.2f} % CPU, {rest.resident_mb:.0f} MB"
            )
    print("promised: 1.35x, 0.5 % CPU, 60 MB:", "kept" if kept else "NOT kept")
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
