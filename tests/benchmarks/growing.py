"""What a look at a run that is still going costs, beside a first look at the same log.

`python -m tests.benchmarks.growing [SHARE]` writes a share (1 is the whole size) of a million numbers as an event
file, a table and JSON lines, reads each, lets it grow by a thousandth, and prints how much of the first look's time
the next one takes. Exit status 1 when more than a quarter of it is needed.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from coach.runs import read_run
from coach.runs.readers.event_files.event_file import Scalar, file_version_event, record, scalar_event

if TYPE_CHECKING:
    from collections.abc import Callable

TAGS = [f"train/quantity_{index}" for index in range(10)]
ROUNDS = 5
MOST = 0.25


def events(step: int) -> bytes:
    """Give one step as records of an event file."""
    rows = (Scalar(tag, step, 1.7e9 + step, step * 0.001) for tag in TAGS)
    return b"".join(record(scalar_event(row)) for row in rows)


def row(step: int) -> bytes:
    """Give one step as a row of a table."""
    return f"{step},{','.join(f'{step * 0.001 + at:.5f}' for at in range(len(TAGS)))}\n".encode()


def line(step: int) -> bytes:
    """Give one step as a line of JSON."""
    return json.dumps({"step": step, **dict.fromkeys(TAGS, step * 0.001)}).encode() + b"\n"


FORMATS: dict[str, tuple[bytes, Callable[[int], bytes]]] = {
    "events.out.tfevents.1700000000.host.1.0": (record(file_version_event(1.7e9)), events),
    "progress.csv": (",".join(["step", *TAGS]).encode() + b"\n", row),
    "result.json": (b"", line),
}


def share_of_first_look(folder: Path, name: str, steps: int) -> float:
    """Print what the looks at one log cost; give the share of the first look that a later one takes."""
    head, written = FORMATS[name]
    more = max(1, steps // 1000)
    with (folder / name).open("wb") as file:
        file.write(head)
        file.writelines(map(written, range(steps)))
    first = statistics.median(timed(folder, None) for _ in range(3))
    timed(folder, folder.parent / "cache")
    later = []
    for number in range(ROUNDS):
        with (folder / name).open("ab") as file:
            file.writelines(map(written, range(steps + number * more, steps + (number + 1) * more)))
        later.append(timed(folder, folder.parent / "cache"))
    share = statistics.median(later) / first
    print(
        f"{name}: first look {first:.2f} s, after {more:,} more steps {100 * share:.1f} % of that", flush=True
    )
    return share


def timed(folder: Path, cache: Path | None) -> float:
    """Give the seconds one look takes."""
    begun = time.perf_counter()
    read_run(folder, cache_dir=cache)
    return time.perf_counter() - begun


def main(share: float) -> int:
    """Measure every format; 1 when one is read anew."""
    shares = []
    for name in FORMATS:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place) / "run"
            folder.mkdir()
            shares.append(share_of_first_look(folder, name, int(100_000 * share)))
    return int(max(shares) > MOST)


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
