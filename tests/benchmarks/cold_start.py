"""How long `coach --help` takes beside a click program that does nothing, and `coach triage` a sentence.

Each runs in a process of its own, after a first time that writes byte code and keeps the compiled playbooks.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 21
PROMISED = 1.6
EMPTY = "import click\n@click.command()\ndef main(): pass\nmain(['--help'])"
COACH = "import sys\nfrom coach.cli.main import run\nsys.exit(run(['--help']))"
TRIAGE = "import sys\nfrom coach.cli.main import run\nsys.exit(run(['triage', 'entropy fell to zero']))"
TRIAGE_S = 0.3
"""Seconds that a triage without logs may take on a machine that does nothing else."""


def seconds(code: str) -> float:
    """Give how long one start takes."""
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-c", code], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begun


def measure() -> tuple[float, float]:
    """Give the median seconds of the empty program and of coach, measured in turn after one warm-up each."""
    seconds(EMPTY), seconds(COACH)
    pairs = [(seconds(EMPTY), seconds(COACH)) for _ in range(ROUNDS)]
    empty, coach = (statistics.median(each) for each in zip(*pairs, strict=True))
    return empty, coach


def triage() -> tuple[float, float]:
    """Give the median seconds of a triage without logs, by the clock and of the processor."""
    seconds(TRIAGE)
    found = []
    for _ in range(ROUNDS):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        took = seconds(TRIAGE)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        found.append((took, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime))
    wall, cpu = (statistics.median(each) for each in zip(*found, strict=True))
    return wall, cpu


def main() -> int:
    """Print the medians; 1 when a promise is broken."""
    empty, coach = measure()
    ratio = coach / empty
    print(
        f"{Path(__file__).stem}: empty click program {1000 * empty:.0f} ms, coach --help {1000 * coach:.0f} ms, "
        f"{ratio:.2f}x (promised {PROMISED}x; medians of {ROUNDS})"
    )
    wall, cpu = triage()
    print(
        f"{Path(__file__).stem}: coach triage {1000 * wall:.0f} ms, {1000 * cpu:.0f} ms of them computing (promised "
        f"{1000 * TRIAGE_S:.0f} ms; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores)"
    )
    return int(ratio > PROMISED or wall > TRIAGE_S)


if __name__ == "__main__":
    sys.exit(main())
