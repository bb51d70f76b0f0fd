"""What `coach review` costs over 10,000 resolved claims, cold and with the records of its sessions kept, in every form.

`python -m tests.benchmarks.reviewing [SESSIONS] [CLAIMS A SESSION]` (1,000 and 10 by default). Wall and processor
seconds of whole processes, median of five. Exit status 1 when a promise is broken.
"""

from __future__ import annotations

import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import Opened
from coach.session.event.evidence import RunsLinked
from coach.session.event.premortem import DoubtRated, PredictionMade, PredictionResolved, RunJudged
from coach.session.fold import fold
from coach.session.seal import seal

SESSIONS, CLAIMS = 1000, 10
WITHIN_S = 1.0
"""Promised: so many seconds over 10,000 claims."""
REPEATS = 5
FORMS = ("text", "md", "html", "json")
TAGS = ("eval/return", "train/approx_kl", "train/entropy", "eval/loss", "train/grad_norm")
BEGAN = datetime(2024, 1, 1, tzinfo=UTC)


class Took(NamedTuple):
    """What a process took, in seconds."""

    wall: float
    processor: float


def fill(root: Path, sessions: int, claims: int) -> None:
    """Write so many sessions, each with claims that were sealed before its run and resolved after it."""
    chance, journal = random.Random(0), Journal.at(root)  # noqa: S311 - made-up forecasts
    for number in range(sessions):
        began = BEGAN + timedelta(hours=17 * number)
        stamp = Stamp(by=("mira", "tom")[number % 4 == 3], now=lambda began=began: began)  # type: ignore[misc]
        stated = [chance.choice((0.6, 0.7, 0.8, 0.9, 0.95)) for _ in range(claims)]
        made = [
            PredictionMade(
                prediction=f"p{at}",
                text=f"final({TAGS[at % len(TAGS)]}) {'>' if at % 2 else '<'} {at + number % 7}",
                probability=probability,
                role="tripwire" if at % 3 == 2 else "success",
            )
            for at, probability in enumerate(stated)
        ]
        opened = Opened(method="premortem", title=f"run {number}", playbook="")
        doubt = DoubtRated(round=1, level="a bit", probability=0.3)
        events = stamp.events(
            (opened, RunsLinked(role="launched", path=f"runs/{number}"), doubt, *made), after=()
        )
        name = f"{began:%y%m%d}-rv{number:05d}"
        journal.create(name, events)
        sealed = stamp.events((seal(fold(events), "premortem"),), after=events)
        journal.append(name, sealed)
        told = [
            PredictionResolved(
                prediction=f"p{at}", held=chance.random() < probability - 0.05, says="as logged", known="log"
            )
            for at, probability in enumerate(stated)
        ]
        judged = RunJudged(failed=chance.random() < 0.3, cause="")
        journal.append(name, stamp.events((*told, judged), after=(*events, *sealed)))


def took(*command: str) -> Took:
    """Run a whole process and give what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.perf_counter()
    kept = os.environ | {"PYTHONDONTWRITEBYTECODE": ""}  # installed programs keep their compiled modules
    subprocess.run([sys.executable, *command], stdout=subprocess.DEVNULL, env=kept, check=True)
    wall = time.perf_counter() - begun
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main(sessions: int, claims: int) -> int:
    """Print what each form takes; 1 when a promise is broken."""
    broken = False
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "journal")
        fill(root, sessions, claims)
        review = ("-m", "coach", "review", "--journal", str(root), "--format")
        cold = took(*review, "text")
        print(f"{sessions:,} sessions, {sessions * claims:,} claims: first review {cold.wall:.2f} s")
        for form in FORMS:
            runs = [took(*review, form) for _ in range(REPEATS)]
            wall, processor = (median(each) for each in zip(*runs, strict=True))
            broken |= wall > WITHIN_S
            print(f"  {form}: {wall:.2f} s, of processor {processor:.2f} s (promised {WITHIN_S:g} s)")
        bare = median(
            took("-m", "coach", "review", "--journal", f"{folder}/none").wall for _ in range(REPEATS)
        )
        print(f"  of an empty journal: {bare:.2f} s; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return int(broken)


if __name__ == "__main__":
    given = [int(each) for each in sys.argv[1:]]
    sys.exit(main(*(given + [SESSIONS, CLAIMS][len(given) :])))
