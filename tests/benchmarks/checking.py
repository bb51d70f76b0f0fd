"""What `coach check` costs over a hundred sessions, each with a run of 10,000 points, cold and unchanged.

`python -m tests.benchmarks.checking [RUNS]` (100 by default). Beside it: the same logs read by the readers
alone, in one process that keeps nothing. Wall seconds of whole processes, median of three. Exit status 1 when a promise
is broken.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.runs.readers.event_files.event_file import Scalar, file_version_event, record, scalar_event
from coach.session.event.common import Opened
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import PredictionMade
from coach.session.fold import fold
from coach.session.seal import seal

RUNS, POINTS = 100, 10_000
TAGS = ("train/loss", "train/approx_kl", "train/entropy", "rollout/ep_rew_mean", "time/fps")
COLD, UNCHANGED_S = 3.0, 0.5
"""Promised: cold so many times as long as bare reading; unchanged within so many seconds."""
REPEATS = 3
READ = "import pathlib, sys; from coach.runs.reading.read import read_runs; read_runs([pathlib.Path(sys.argv[1])])"


def fill(root: Path, logs: Path, count: int) -> None:
    """Write so many logs, and for each a session that has sealed a claim and a tripwire."""
    began = datetime.now(UTC) - timedelta(hours=2)
    journal, stamp = Journal.at(root), Stamp(by="mira", now=lambda: began - timedelta(minutes=1))
    for number in range(count):
        folder = logs / f"run_{number}"
        folder.mkdir(parents=True)
        write(folder, began.timestamp())
        bodies = (
            Opened(method="premortem", title=f"run {number}", playbook=""),
            RunsLinked(role="launched", path=str(folder)),
            PredictionMade(
                prediction="s", text="final(rollout/ep_rew_mean) > 0.5", probability=0.7, role="success"
            ),
            PredictionMade(
                prediction="w", text="max(train/approx_kl) < 0.1", probability=0.8, role="tripwire"
            ),
        )
        events, name = stamp.events(bodies, after=()), f"260314-ck{number:04d}"
        journal.create(name, events)
        journal.append(name, stamp.events((seal(fold(events), "premortem"),), after=events))


def write(folder: Path, began: float) -> None:
    """Write an event file of so many points."""
    parts = [record(file_version_event(began))]
    for step in range(POINTS // len(TAGS)):
        for at, tag in enumerate(TAGS):
            parts.append(record(scalar_event(Scalar(tag, step, began + step, (step % 97) / 1000 + at / 100))))
    (folder / "events.out.tfevents.1.host").write_bytes(b"".join(parts))


def seconds(*command: str) -> float:
    """Give how long a whole process takes."""
    begun = time.perf_counter()
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # installed programs keep their compiled modules
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, env=kept, check=False)
    return time.perf_counter() - begun


def main(count: int) -> int:
    """Print what reading, a first check and an unchanged one take; 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as folder:
        root, logs, as_filled = Path(folder, "journal"), Path(folder, "logs"), Path(folder, "filled")
        fill(root, logs, count)
        shutil.copytree(root, as_filled)
        check = ("-m", "coach", "check", "--journal", str(root))
        bare = median(seconds("-c", READ, str(logs)) for _ in range(REPEATS))
        cold = []
        for _ in range(REPEATS):
            shutil.rmtree(root)
            shutil.copytree(as_filled, root)
            os.sync()
            cold.append(seconds(*check))
        unchanged = median(seconds(*check) for _ in range(REPEATS))
    first, load = median(cold), os.getloadavg()[0]
    print(
        f"{count} runs of {POINTS:,} points: read alone {bare:.2f} s, first check {first:.2f} s "
        f"({first / bare:.2f}x; promised {COLD:g}x), unchanged {unchanged:.2f} s (promised {UNCHANGED_S:g} s); "
        f"load {load:.1f}"
    )
    return int(first > COLD * bare or unchanged > UNCHANGED_S)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else RUNS))
