"""How long `coach --help` takes beside a click program that does nothing, each in a process of its own."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 21
PROMISED = 1.6
EMPTY = "import click\n@click.command()\ndef main(): pass\nmain(['--help'])"
COACH = "import sys\nfrom coach.cli.main import run\nsys.exit(run(['--help']))"


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


def main() -> int:
    """Print the medians and their ratio; 1 when the promise is broken."""
    empty, coach = measure()
    ratio = coach / empty
    print(
        f"{Path(__file__).stem}: empty click program {1000 * empty:.0f} ms, coach --help {1000 * coach:.0f} ms, "
        f"{ratio:.2f}x (promised {PROMISED}x; medians of {ROUNDS})"
    )
    return int(ratio > PROMISED)


if __name__ == "__main__":
    sys.exit(main())
