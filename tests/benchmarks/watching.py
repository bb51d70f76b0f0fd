"""What watching a run costs while its log grows a hundred times as fast as it would.

`python -m tests.benchmarks.watching [MINUTES]` (5 by default): a training that logs ten tags every ten seconds is
written a hundred times as fast, and `coach watch` watches it all that time. Exit status 1 when it keeps the processor
busy for more than one part in a hundred after its start, or its memory grows by more than a tenth in the second half.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.runs.readers.event_files.event_file import Scalar, file_version_event, record, scalar_event
from coach.session.event.common import Opened, RunLengthGiven
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import PredictionMade
from coach.session.fold import fold
from coach.session.seal import seal

SPEED, EVERY_S = 100.0, 10.0
TAGS = [f"train/quantity_{number}" for number in range(10)]
SETTLED_S = 30.0
"""The start, with its imports, is over by then."""
MOST_BUSY, MOST_GROWTH = 0.01, 1.1
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Sample(NamedTuple):
    """What the watcher has taken by a moment: wall seconds, processor seconds, megabytes held."""

    wall: float
    busy: float
    megabytes: float


def session(root: Path, folder: Path, name: str = "260314-watch0") -> None:
    """Write a sealed session over the log of a run."""
    stamp = Stamp(by="bench", now=lambda: datetime.now(UTC) - timedelta(minutes=1))
    bodies = (
        Opened(method="premortem", title="growing", playbook=""),
        RunLengthGiven(hours=200),
        RunsLinked(role="launched", path=str(folder)),
        PredictionMade(prediction="w", text=f"max({TAGS[0]}) < 5", probability=0.8, role="tripwire"),
    )
    events = stamp.events(bodies, after=())
    journal = Journal.at(root)
    journal.create(name, events)
    journal.append(name, stamp.events((seal(fold(events), "premortem"),), after=events))


def sample(pid: int, begun: float) -> Sample:
    """Give what a process has taken so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    held = int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return Sample(time.monotonic() - begun, (int(fields[11]) + int(fields[12])) / _TICKS, held / 1e6)


def grow(log: Path, step: int) -> None:
    """Write one step, at the moment it has now."""
    rows = (Scalar(tag, step, time.time(), 1 + (step * 37 % 100) / 1000) for tag in TAGS)
    with log.open("ab") as file:
        file.write(b"".join(record(scalar_event(row)) for row in rows))


def main(minutes: float) -> int:
    """Print what watching took; 1 when it was too much."""
    with tempfile.TemporaryDirectory() as place:
        root, folder = Path(place) / "journal", Path(place) / "run"
        folder.mkdir()
        log = folder / "events.out.tfevents.1.host"
        log.write_bytes(record(file_version_event(time.time())))
        grow(log, 1)
        session(root, folder)
        called = [sys.executable, "-m", "coach", "watch", "--every", "30", "--journal", str(root)]
        program = subprocess.Popen(called)
        begun, step, samples = time.monotonic(), 1, list[Sample]()
        while time.monotonic() - begun < 60 * minutes:
            step += 1
            grow(log, step)
            if step % 50 == 0:
                samples.append(sample(program.pid, begun))
            time.sleep(EVERY_S / SPEED)
        program.terminate()
        program.wait()
    settled = [each for each in samples if each.wall > SETTLED_S]
    first, middle, last = settled[0], settled[len(settled) // 2], settled[-1]
    share = (last.busy - first.busy) / (last.wall - first.wall)
    most = [max(each.megabytes for each in part) for part in _halves(settled)]
    print(
        f"{minutes:g} min, {step:,} steps of {len(TAGS)} tags: {100 * share:.2f} % of one processor after the start "
        f"({first.busy:.1f} s); {most[0]:.0f} MB at most by {middle.wall / 60:.0f} min, {most[1]:.0f} MB after"
    )
    return int(share > MOST_BUSY or most[1] > MOST_GROWTH * most[0])


def _halves(samples: list[Sample]) -> tuple[list[Sample], list[Sample]]:
    middle = len(samples) // 2
    return samples[: middle + 1], samples[middle:]


if __name__ == "__main__":
    sys.exit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 5.0))
