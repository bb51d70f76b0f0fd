"""What every command over the whole journal costs as the journal grows: time and peak memory, side by side.

`python -m tests.benchmarks.journal_growth [SESSIONS]...` (1,000 and 10,000 by default). Of a hundred sessions 98 are
closed, one is open, and one is open and sealed, which is what `coach check` reads. Exit status 1 when a command grows
worse than linearly, needs more memory than was promised, or a warm list or home takes longer than a second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from coach.journal.journal import Journal
from coach.session.event.common import Closed
from tests.benchmarks.journal import renamed
from tests.journal.sessions import event, sealed_session, session

SIZES = (1_000, 10_000)
COMMANDS = (
    ("list",),
    ("list", "--limit", "0"),
    ("list", "--json"),
    ("list", "--lines"),
    ("--plain",),
    ("check",),
    ("log", "--search", "zebra"),
    ("verify",),
)
WARM = (("list",), ("--plain",))
"""Commands that people wait for, which are held to `WARM_S`; home is `coach --plain` where there is no screen."""
WARM_S, MOST_MB, LINEAR = 1.0, 300.0, 1.5
EVENTS = 40
_KINDS = 100


class Cost(NamedTuple):
    """What one command took: wall seconds, and the most memory it held, in MB."""

    seconds: float
    megabytes: float


def fill(root: Path, count: int) -> None:
    """Write so many sessions as files, since saving is not what is measured here."""
    journal = Journal.at(root)
    kinds = {
        "250101-0000a": (*session(EVENTS), event(EVENTS, Closed(ending="solved"))),
        "250101-0000b": session(EVENTS),
        "250101-0000c": sealed_session(),
    }
    for name, events in kinds.items():
        journal.create(name, events)
    closed, going_on, sealed = (journal.path_of(name).read_bytes() for name in kinds)
    folder = journal.path_of("250101-0000a").parent
    for number in range(count - len(kinds)):
        model = {0: going_on, 1: sealed}.get(number % _KINDS, closed)
        name = f"25{number // 1000 % 12 + 1:02d}02-{number:06d}"
        (folder / f"{name}.json").write_bytes(renamed(model, name))


def cost(command: tuple[str, ...], root: Path) -> Cost:
    """Give what one call of the whole program takes."""
    called = [sys.executable, "-m", "coach", *command, "--journal", str(root)]
    begun = time.perf_counter()
    program = subprocess.Popen(called, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(program.pid, 0)
    return Cost(time.perf_counter() - begun, used.ru_maxrss / 1024)


def costs(root: Path) -> dict[tuple[str, ...], Cost]:
    """Give what each command takes, with an index that is as it should be; the quick ones best of three."""
    cost(("list",), root)
    return {
        command: min(cost(command, root) for _ in range(3 if command in WARM else 1)) for command in COMMANDS
    }


def broken(by_size: dict[int, dict[tuple[str, ...], Cost]]) -> list[str]:
    """Give every promise that does not hold, one sentence each."""
    found = []
    for size, measured in by_size.items():
        for command, each in measured.items():
            if each.megabytes > MOST_MB:
                found.append(f"{' '.join(command)} held {each.megabytes:.0f} MB at {size:,} sessions")
            if command in WARM and each.seconds > WARM_S:
                found.append(f"{' '.join(command)} took {each.seconds:.2f} s at {size:,} sessions")
    for few, many in zip(by_size, list(by_size)[1:], strict=False):
        for command in COMMANDS:
            ratio = by_size[many][command].seconds / by_size[few][command].seconds
            if ratio > LINEAR * many / few:
                found.append(
                    f"{' '.join(command)} took {ratio:.0f} times as long for {many / few:.0f} times as many"
                )
    return found


def main(sizes: tuple[int, ...]) -> int:
    """Print what each command takes at each size; 1 when a promise is broken."""
    by_size: dict[int, dict[tuple[str, ...], Cost]] = {}
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            fill(root, size)
            os.sync()  # what follows is not to wait for the filling
            first = cost(("list",), root)
            print(f"{size:,} sessions; first list, no index: {first.seconds:.1f} s, {first.megabytes:.0f} MB")
            by_size[size] = costs(root)
            for command, each in by_size[size].items():
                print(
                    f"  coach {' '.join(command):20} {each.seconds:9.2f} s {each.megabytes:7.0f} MB",
                    flush=True,
                )
    wrong = broken(by_size)
    print("\n".join(wrong) or "Nothing grows worse than linearly, and every promise holds.")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main(tuple(map(int, sys.argv[1:])) or SIZES))
