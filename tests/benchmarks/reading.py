"""How fast logs are read beside tbparse, TensorBoard's accumulator and its data server, in the same sitting.

`python tests/benchmarks/reading.py [SHARE]` runs a share (1 is the whole size) of each case and prints ratios:
times, an unchanged second look, all detectors, two processes, and the peak of memory against the arrays that are
read (on Linux). Exit status 1 when a promise is broken.
"""

from __future__ import annotations

import gc
import math
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import grpc  # type: ignore[import-untyped]
import numpy as np
from tbparse import SummaryReader
from tensorboard.backend.event_processing.event_accumulator import EventAccumulator
from tensorboard.context import RequestContext
from tensorboard.data.grpc_provider import GrpcDataProvider, make_stub
from tensorboard_data_server import server_binary  # type: ignore[import-untyped]

from coach.runs import read_runs
from coach.runs.detectors.detect import detect
from coach.runs.readers.event_files.event_file import (
    Scalar,
    file_version_event,
    record,
    scalar_event,
    write_scalars,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PATIENCE = 120.0
PEAK = """
import sys
from pathlib import Path
from coach.runs.reading.read import read_runs
from coach.runs.readers.registry import readers
def peak():
    return int(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")).split()[1])
readers()
before = peak()
runs = read_runs([Path(sys.argv[1])], cache_dir=Path(sys.argv[2]) if len(sys.argv) > 2 else None)
after = peak()
series = [each for run in runs for each in run.series.values()]
size = sum(a.nbytes for each in series for a in (each.step, each.wall_time, each.value, each.segment))
print((after - before) * 1024, size)
"""
TWO = """
import sys, time
from pathlib import Path
from coach.runs.reading.read import read_runs
taken = {1: [], 2: []}
for number in (1, 2) * 5:
    begun = time.perf_counter()
    read_runs([Path(sys.argv[1])], processes=number)
    taken[number].append(time.perf_counter() - begun)
print(sorted(taken[1])[2] / sorted(taken[2])[2])
"""
AGAIN = """
import gc, sys, time
from pathlib import Path
from coach.runs.reading.read import read_runs
def seconds(rounds, **words):
    taken = []
    for _ in range(rounds):
        gc.collect()
        begun = time.perf_counter()
        runs = read_runs([Path(sys.argv[1])], **words)
        taken.append(time.perf_counter() - begun)
        points.add(sum(run.points for run in runs))
    return sorted(taken)[rounds // 2]
points = set()
cold = seconds(3)
seconds(1, cache_dir=Path(sys.argv[2]))
print(seconds(9, cache_dir=Path(sys.argv[2])) / cold, *points)
"""
TAGS = [f"{'train' if index % 2 else 'rollout'}/quantity_{'abcdefg'[: index % 7]}" for index in range(10)]
ROUNDS = 3
UNCHANGED = 0.02  # of the time of the first look
MOST_MEMORY = 2.0  # of the arrays
SMALL = 8_000_000  # bytes of arrays, under which the few blocks that are read at a time outweigh them
SHORT = 0.1  # seconds of a first look, under which a share of it says nothing


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
    return Case(f"1 file, {n:,} scalars", folder, 12)


def many_runs(folder: Path, runs: int) -> Case:
    """Write runs of 2,000 scalars each."""
    for number in range(runs):
        run = folder / f"run_{number}"
        run.mkdir()
        write_scalars(run / "events.out.tfevents.1700000000.host.1.0", rows(2000, number))
    return Case(f"{runs:,} runs of 2,000 scalars", folder, 12)


def many_files(folder: Path, share: float) -> Case:
    """Write the tree of a large study: 705 files in 141 runs, five starts each, 6 million scalars in all."""
    runs, scalars = max(2, int(141 * share)), 8510
    for number in range(runs):
        run = folder / f"study_{number % 7}" / f"seed_{number}"
        run.mkdir(parents=True)
        for start in range(5):
            name = f"events.out.tfevents.{1700000000 + start}.host.1.{start}"
            write_scalars(run / name, rows(scalars, number))
    return Case(f"{5 * runs:,} files of {scalars:,} scalars in {runs:,} runs", folder, 12)


def with_images(folder: Path, images: int) -> Case:
    """Write 50 scalars and one picture of 200 kB in turn."""
    picture = np.random.default_rng(0).bytes(200_000)
    scalars = iter(list(rows(50 * images)))
    with (folder / "events.out.tfevents.1700000000.host.1.0").open("wb") as file:
        file.write(record(file_version_event(1.7e9)))
        for number in range(images):
            file.writelines(record(scalar_event(next(scalars))) for _ in range(50))
            file.write(record(_image_event(number, picture)))
    return Case(f"{50 * images:,} scalars among {images:,} pictures", folder, 90)


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


def data_server(folder: Path) -> float | None:
    """Give the seconds until TensorBoard's data server knows the last step of every tag; None where it cannot run.

    It keeps a sample of the points and checks no checksums; reading every file is what it does first.
    """
    last = {
        (run.path.relative_to(folder).as_posix(), tag): int(series.step[-1])
        for run in read_runs([folder])
        for tag, series in run.series.items()
    }
    with tempfile.TemporaryDirectory() as place:
        port = Path(place) / "port"
        begun = time.perf_counter()
        command = [server_binary(), f"--logdir={folder}", "--port=0", f"--port-file={port}", "--reload=once"]
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as server:
            try:
                while not (port.exists() and port.read_text().strip()):
                    if server.poll() is not None:
                        return None
                    time.sleep(0.002)
                address = f"localhost:{port.read_text().strip()}"
                return known_after(begun, address, last)
            finally:
                server.kill()


def known_after(begun: float, address: str, last: dict[tuple[str, str], int]) -> float | None:
    """Give the seconds from `begun` until a data server lists these last steps; None when it does not in time."""
    with grpc.insecure_channel(address) as channel:
        provider = GrpcDataProvider(address, make_stub(channel))
        while time.perf_counter() - begun < PATIENCE:
            listed = provider.list_scalars(RequestContext(), experiment_id="", plugin_name="scalars")
            known = {(run, tag): each.max_step for run, tags in listed.items() for tag, each in tags.items()}
            if all(known.get(key, -1) >= step for key, step in last.items()):
                return time.perf_counter() - begun
            time.sleep(0.01)
    return None


def again(folder: Path, cache: str, points: int) -> float:
    """Give the share of a first look that a second one at unchanged logs takes, what was read before at hand."""
    share, *found = in_own_process(AGAIN, str(folder), cache).split()
    if found != [str(points)]:
        raise SystemExit("the second look found something else")
    return float(share)


class Peak(NamedTuple):
    """The most memory a reading takes, beside what the program had before, and the arrays it gives; bytes."""

    taken: int
    arrays: int

    @property
    def is_promised(self) -> bool:
        """Whether the promise says anything about it, and it keeps it."""
        return self.arrays < SMALL or self.taken <= MOST_MEMORY * self.arrays

    def __str__(self) -> str:
        if self.arrays < SMALL:
            return f"{self.taken / 1e6:.1f} MB for {self.arrays / 1e6:.1f} MB"
        return f"{self.taken / self.arrays:.2f}x"


def peak(folder: Path, *words: str) -> Peak | None:
    """Give the peak of memory of a process of its own; None off Linux."""
    if not Path("/proc/self/status").exists():
        return None
    taken, arrays = in_own_process(PEAK, str(folder), *words).split()
    return Peak(int(taken), int(arrays))


def in_own_process(code: str, *words: str) -> str:
    """Give what some code prints; its processes need not load this module and all it compares with."""
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True, check=True)
    return done.stdout


def noticing(folder: Path) -> float:
    """Give the seconds all detectors take on what was read."""
    runs = read_runs([folder])
    begun = time.perf_counter()
    for run in runs:
        detect(run)
    return time.perf_counter() - begun


def measure(case: Case) -> bool:
    """Print one case; give whether it keeps its promises."""
    points = ours(case.folder)
    mine = seconds(ours, case.folder, points)
    theirs = seconds(tbparse, case.folder, points, rounds=1)
    board = seconds(accumulator, case.folder, points, rounds=1)
    server = data_server(case.folder)
    two = float(in_own_process(TWO, str(case.folder)))
    with tempfile.TemporaryDirectory() as cache:
        second = again(case.folder, cache, points)
    with tempfile.TemporaryDirectory() as cache:
        peaks = [peak(case.folder), peak(case.folder, cache), peak(case.folder, cache)]
    print(
        f"{case.name}: coach {mine:.2f} s, tbparse {theirs:.2f} s "
        f"({theirs / mine:.1f}x, promised {case.promised:.0f}x), "
        f"EventAccumulator {board:.2f} s ({board / mine:.1f}x), data server "
        + ("did not run" if server is None else f"{server:.2f} s ({server / mine:.1f}x)")
        + f"; two processes {two:.2f}x; unchanged again {100 * second:.2f} % (promised 2 %); "
        f"all detectors {100 * noticing(case.folder) / mine:.0f} %; peak memory over the arrays "
        + ", ".join("?" if each is None else str(each) for each in peaks)
        + " (read, read and kept, recalled; promised 2x)",
        flush=True,
    )
    return (
        theirs / mine >= case.promised
        and (second <= UNCHANGED or mine < SHORT)
        and all(each is None or each.is_promised for each in peaks)
    )


def main(share: float) -> int:
    """Measure every case; 1 when a promise is broken."""
    with tempfile.TemporaryDirectory() as place:
        folders = [Path(place) / name for name in ("one", "many", "tree", "images")]
        for folder in folders:
            folder.mkdir()
        cases = [
            one_file(folders[0], int(1_000_000 * share)),
            many_runs(folders[1], max(2, int(1000 * share))),
            many_files(folders[2], share),
            with_images(folders[3], max(2, int(100 * share))),
        ]
        kept = [measure(case) for case in cases]
    return int(not all(kept))


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0))
