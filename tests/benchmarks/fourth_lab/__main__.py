"""`python -m tests.benchmarks.fourth_lab [--half a|b] [--into FOLDER]`: what is seen of faults nobody tuned on.

Trains about 90 kinds of fault, two seeds each, and 30 healthy set-ups; writes the logs to a folder outside the
project; asks `coach symptoms` and `coach triage`. Details are printed of half A alone, on which detectors were tuned
first; half B was opened afterwards, when 36 of 77 of its faults were named, so that its figures of today say less.
"""

from __future__ import annotations

import argparse
import os
import pickle
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.benchmarks.fourth_lab.asking import Sight, asked, look, loud
from tests.benchmarks.fourth_lab.making import make
from tests.benchmarks.fourth_lab.telling import detail, figures, healthy_lines


def _look(job: tuple[dict[str, Any], str]) -> Sight:
    return look(job[0], Path(job[1]))


def _healthy(job: tuple[dict[str, Any], str]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    return job[0], loud(asked(Path(job[1]), "symptoms", job[0]["folder"]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--half", choices=("a", "b"), help="only this half of the faults")
    parser.add_argument("--into", type=Path, default=Path(tempfile.gettempdir()) / "coach-fourth-lab")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="a file to keep what was seen in")
    chosen = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    made = make(chosen.into, chosen.processes)
    journal = str(chosen.into / "journal")
    runs = [run for run in made["faults"] if run["harmful"] and chosen.half in (None, run["half"])]
    works = [one for one in made["healthy"] if one["works"]]
    with ProcessPoolExecutor(chosen.processes) as pool:
        healthy = list(pool.map(_healthy, [(one, journal) for one in works], chunksize=4))
        sights = list(pool.map(_look, [(run, journal) for run in runs], chunksize=4))
    for half in ("a", "b"):
        part = [sight for sight in sights if sight.run["half"] == half]
        if part:
            print(f"half {half.upper()}: {figures(part)}")
    print(f"all: {figures(sights)}")
    print("\n".join(healthy_lines(healthy)))
    for sight in sights:
        if sight.run["half"] == "a":
            print(detail(sight))
    if chosen.keep:
        chosen.keep.write_bytes(pickle.dumps((sights, healthy)))


if __name__ == "__main__":
    main()
