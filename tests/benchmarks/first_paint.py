"""First paint, idle CPU and memory of the full screen, beside a Textual app with a single Static; first key of a walk.

Run: `python -m tests.benchmarks.first_paint [ROUNDS]`. Each program starts in a pseudo-terminal of 80x24; the first
paint is the moment the first printable text of its first screen arrives, from before the fork. From then on a key is
pressed, and again every tenth of a second until it is seen in the first field of a walk that was begun at a folder of
logs; its whole page is there with the line of keys. On a loaded machine the CPU seconds tell more than the clock.
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

from coach.desk.guide import demo_logs

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
KEY = "§"
AGAIN_S = 0.1
PAGE = b"^p all"
"""Stands in the line of keys, which only a page has."""
KEY_S = 1.0
"""CPU seconds promised until the first field shows a key."""


class Program(NamedTuple):
    """What is started, and the text by which its first screen is known."""

    name: str
    code: str
    arguments: tuple[str, ...]
    shows: bytes


class Moment(NamedTuple):
    """How long after the start something was seen, and the CPU seconds that the program had used."""

    seconds: float
    cpu_s: float


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


def first_key(program: Program, journal: str) -> tuple[Moment, Moment]:
    """Give when the first field of a walk shows a key, and when its whole page is there."""
    begun = time.perf_counter()
    pid, terminal = start(program, journal)
    seen, pressed = b"", 0.0
    moments: dict[bytes, Moment] = {}
    wanted = (KEY.encode(), PAGE)
    try:
        while len(moments) < len(wanted):
            now = time.perf_counter()
            if now - begun > LONGEST_S:
                raise SystemExit(f"{program.name} took no key; it wrote {seen[-500:]!r}")
            shown = SEQUENCES.sub(b"", seen)
            for each in wanted:
                if each in shown:
                    moments.setdefault(each, Moment(now - begun, cpu_seconds(pid)))
            if program.shows in shown and wanted[0] not in moments and now - pressed > AGAIN_S:
                os.write(terminal, KEY.encode())
                pressed = now
            if select.select([terminal], [], [], AGAIN_S)[0]:
                seen += os.read(terminal, 65536)
        return moments[wanted[0]], moments[wanted[1]]
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
    return 0 if first_keys(rounds) and kept else 1


def first_keys(rounds: int) -> bool:
    """Print the medians of both walks; gives whether the first field shows a key as soon as promised."""
    logs, kept = str(demo_logs()), True
    for walk in ("stuck", "premortem"):
        program = Program(f"coach {walk} DIR", COACH, (walk, logs), b"opening the journal")
        with tempfile.TemporaryDirectory() as journal:
            first_key(program, journal)
            rows = [first_key(program, journal) for _ in range(rounds)]
        key, page = (
            Moment(*map(statistics.median, zip(*each, strict=True))) for each in zip(*rows, strict=True)
        )
        kept &= key.cpu_s <= KEY_S
        print(
            f"{program.name:<20} first key shown after {key.seconds:.2f} s ({key.cpu_s:.2f} s CPU), "
            f"whole page after {page.seconds:.2f} s ({page.cpu_s:.2f} s CPU)"
        )
    print(f"promised: the first key within {KEY_S:.0f} s of CPU:", "kept" if kept else "NOT kept")
    return kept


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 9))
