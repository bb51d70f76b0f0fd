"""How fast logs are read beside tbparse and TensorBoard's accumulator, in the same process and sitting.

`python tests/benchmarks/reading.py [SHARE]` runs a share (1 is the whole size) of each case and prints ratios; exit
status 1 when a promise is broken.
"""

from __future__ import annotations

import gc
import math
import statistics
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tbparse import SummaryReader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

from coach.runs import read_runs
from coach.runs.detect import detect
from coach.runs.event_file import Scalar, file_version_event, record, scalar_event, write_scalars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

TAGS = [f"{'train' if index % 2 else 'rollout'}/quantity_{'abcdefg'[: index % 7]}" for index in range(10)]
ROUNDS = 3


class Case(NamedTuple):
    """One folder of logs and how many times faster than tbparse it must be read."""

    name: str
    folder: Path
    promised: float


def rows(n: int, seed: int = 0) -> Iterator[Scalar]:
    """Yield n scalars: ten tags a step."""
    for index in range(n):
        step, tag = divmod(index, len(TAGS))
        yield Scalar(TAGS[tag], step * 64, 1.7e9 + seed + index * 0.001, math.sin(step * 0.001 + tag))


def one_file(folder: Path, n: int) -> Case:
    """Write one file of n scalars."""
    write_scalars(folder / "events.out.tfevents.1700000000.host.1.0", rows(n))
    return Case(f"1 file, {n:,} scalars", folder, 8)


def many_runs(folder: Path, runs: int) -> Case:
    """Write runs of 2,000 scalars each."""
    for number in range(runs):
        run = folder / f"run_{number}"
        run.mkdir()
        write_scalars(run / "events.out.tfevents.1700000000.host.1.0", rows(2000, number))
    return Case(f"{runs:,} runs of 2,000 scalars", folder, 8)


def with_images(folder: Path, images: int) -> Case:
    """Write 50 scalars and one picture of 200 kB in turn."""
    picture = np.random.default_rng(0).bytes(200_000)
    scalars = iter(list(rows(50 * images)))
    with (folder / "events.out.tfevents.1700000000.host.1.0").open("wb") as file:
        file.write(record(file_version_event(1.7e9)))
        for number in range(images):
            file.writelines(record(scalar_event(next(scalars))) for _ in range(50))
            file.write(record(_image_event(number, picture)))
    return Case(f"{50 * images:,} scalars among {images:,} pictures", folder, 40)


def _image_event(step: int, picture: bytes) -> bytes:
    """Give the payload of a picture: Event.summary.value.image.encoded_image_string, with the tag `p`."""

    def field(key: int, content: bytes) -> bytes:
        length, size = b"", len(content)
        while size > 0x7F:
            length, size = length + bytes([size & 0x7F | 0x80]), size >> 7
        return bytes([key]) + length + bytes([size]) + content

    value = field(0x0A, b"p") + field(0x22, field(0x22, picture))
    return b"\x10" + bytes([step % 128]) + field(0x2A, field(0x0A, value))


def ours(folder: Path) -> int:
    """Read everything below a folder; give the number of points."""
    return sum(run.points for run in read_runs([folder]))


def tbparse(folder: Path) -> int:
    """Read everything below a folder the way tbparse's own documentation says."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return len(SummaryReader(str(folder), event_types={"scalars"}).scalars)


def accumulator(folder: Path) -> int:
    """Read the scalars of each run folder with TensorBoard's own accumulator, unsampled."""
    points = 0
    for run in sorted({path.parent for path in folder.rglob("events*")}):
        each = EventAccumulator(str(run), size_guidance={"scalars": 0})
        each.Reload()
        points += sum(len(each.Scalars(tag)) for tag in each.Tags()["scalars"])
    return points


def seconds(read: Callable[[Path], int], folder: Path, points: int, rounds: int = ROUNDS) -> float:
    """Give the median time of some readings, each of which must find all points."""
    taken = []
    for _ in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        found = read(folder)
        taken.append(time.perf_counter() - begun)
        if found != points:
            raise SystemExit(f"{found:,} points in place of {points:,}")
    return statistics.median(taken)


def again(folder: Path) -> float:
    """Give the seconds a second look at unchanged logs takes, with what was read before at hand."""
    with tempfile.TemporaryDirectory() as cache:
        read_runs([folder], cache_dir=Path(cache))
        return seconds(
            lambda path: sum(r.points for r in read_runs([path], cache_dir=Path(cache))), folder, ours(folder)
        )


def noticing(folder: Path) -> float:
    """Give the seconds all detectors take on what was read."""
    runs = read_runs([folder])
    begun = time.perf_counter()
    for run in runs:
        detect(run)
    return time.perf_counter() - begun


def measure(case: Case) -> bool:
    """Print one case; give whether it keeps its promise."""
    points = ours(case.folder)
    mine = seconds(ours, case.folder, points)
    theirs = seconds(tbparse, case.folder, points, rounds=1)
    board = seconds(accumulator, case.folder, points, rounds=1)
    ratio = theirs / mine
    print(
        f"{case.name}: coach {mine:.2f} s, tbparse {theirs:.2f} s, EventAccumulator {board:.2f} s; "
        f"{ratio:.1f}x tbparse (promised {case.promised:.0f}x), {board / mine:.1f}x EventAccumulator; "
        f"unchanged again {100 * again(case.folder) / mine:.1f} %, "
        f"all detectors {100 * noticing(case.folder) / mine:.0f} %",
        flush=True,
    )
    return ratio >= case.promised


def main(share: float) -> int:
    """Measure every case; 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("one", "many", "images")]
        for folder in folders:
            folder.mkdir()
        cases = [
            one_file(folders[0], int(1_000_000 * share)),
            many_runs(folders[1], max(2, int(200 * share))),
            with_images(folders[2], max(2, int(100 * share))),
        ]
        kept = [measure(case) for case in cases]
    return int(not all(kept))


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
