"""What keeping sessions costs, beside plain TinyDB and beside itself with few other sessions.

`python tests/benchmarks/journal.py [SESSIONS]` (10,000 by default); exit status 1 when a promise is broken.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tinydb import TinyDB

from coach.journal.index import listing
from coach.journal.journal import Journal
from coach.journal.record import record_of
from tests.journal.sessions import START, noted, opened, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from coach.session.event import Event

SESSIONS = 10_000
EVENTS = 500
APPENDS = 60
ROUNDS = 7
APPEND_S, WARM_S, COLD_S = 0.010, 0.3, 3.0
INDEPENDENT = 2.0
SUBJECT = "990101-00000"


class Figure(NamedTuple):
    """One measurement, in seconds, and what was promised of it."""

    name: str
    seconds: float
    promised: float | None = None

    def __str__(self) -> str:
        promise = "" if self.promised is None else f"  (promised {1000 * self.promised:.0f} ms)"
        return f"{self.name:58} {1000 * self.seconds:9.2f} ms{promise}"


def seconds(call: Callable[[], object]) -> float:
    """Give how long one call takes."""
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun


def subject() -> list[Event]:
    """Give the events of the session that is appended to: some long, some short."""
    return [opened(), *(noted(place, "x" * (20 if place % 2 else 400)) for place in range(1, EVENTS))]


class Appending(NamedTuple):
    """Median seconds of appending one event: by a program that knows the session, and by one that does not."""

    known: float
    fresh: float


def appending(roots: tuple[Path, ...]) -> list[Appending]:
    """Give what appending costs in each journal, measured in turn so that all have the same weather."""
    journals = [Journal.at(root) for root in roots]
    for journal in journals:
        journal.create(SUBJECT, subject())
        journal.append(SUBJECT, [noted(EVENTS)])
    known: list[list[float]] = [[] for _ in roots]
    fresh: list[list[float]] = [[] for _ in roots]
    for place in range(EVENTS + 1, EVENTS + APPENDS):
        for each, journal in enumerate(journals):
            known[each].append(seconds(partial(journal.append, SUBJECT, [noted(place)])))
    for place in range(EVENTS + APPENDS, EVENTS + 2 * APPENDS):
        for each, root in enumerate(roots):
            fresh[each].append(seconds(partial(Journal.at(root).append, SUBJECT, [noted(place)])))
    return [Appending(*map(statistics.median, pair)) for pair in zip(known, fresh, strict=True)]


def plain_tinydb(folder: Path) -> float:
    """Give the median seconds of inserting one event with TinyDB's own storage: no sync, no lock, no copy."""
    database = TinyDB(folder / "plain.json")
    database.insert_multiple(record_of(event).document for event in subject())
    documents = [record_of(noted(place)).document for place in range(EVENTS, EVENTS + APPENDS)]
    taken = [seconds(partial(database.insert, each)) for each in documents]
    database.close()
    return statistics.median(taken)


def fill(root: Path, count: int) -> None:
    """Write so many sessions, each in its own words; written as files at once, since saving is not measured."""
    journal = Journal.at(root)
    journal.create("250101-00000", session(40))
    model = journal.path_of("250101-00000").read_bytes()
    folder = journal.path_of("250101-00000").parent
    for number in range(count):
        name = f"25{number // 1000 % 12 + 1:02d}01-{number:05d}"
        if name != "250101-00000":
            (folder / f"{name}.json").write_bytes(renamed(model, name))


def renamed(model: bytes, name: str) -> bytes:
    """Give a session's file under another name, its summary with the checksum that goes with it."""
    import json  # noqa: PLC0415

    from coach.journal.checksum import checksum_of  # noqa: PLC0415

    start, end = model.rsplit(b'"summary":{\n"1":', 1)
    document = json.loads(end[: -len(b"\n}}\n")])
    document["summary"]["session"] = name
    del document["sha256"]
    document["sha256"] = checksum_of(document)
    text = json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
    return start + b'"summary":{\n"1":' + text + b"\n}}\n"


def listing_figures(root: Path, count: int) -> list[Figure]:
    """Give how long listing takes with no index, with a fresh one, and after one session changed."""
    cold = []
    for _ in range(3):
        shutil.rmtree(root / "cache", ignore_errors=True)
        cold.append(seconds(lambda: listing(root)))
    warm = statistics.median(seconds(lambda: listing(root)) for _ in range(ROUNDS))
    changed = []
    for place in range(100, 100 + ROUNDS):
        Journal.at(root).append("250101-00000", [noted(place)])
        changed.append(seconds(lambda: listing(root)))
    command = [sys.executable, "-m", "coach", "list", "--journal", str(root)]
    whole = statistics.median(
        seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)) for _ in range(ROUNDS)
    )
    assert len(listing(root).summaries) >= count
    return [
        Figure(f"list {count:,} sessions, no index", statistics.median(cold), COLD_S),
        Figure(f"list {count:,} sessions, index as it was", warm, WARM_S),
        Figure(f"list {count:,} sessions, one of them changed", statistics.median(changed), WARM_S),
        Figure(f"`coach list`, the whole program, {count:,} sessions", whole),
    ]


def main() -> int:
    """Print the figures and their ratios; 1 when a promise is broken."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else SESSIONS
    with tempfile.TemporaryDirectory() as folder:
        few, many = Path(folder) / "few", Path(folder) / "many"
        plain = plain_tinydb(Path(folder))
        fill(many, count)
        os.sync()  # what follows is not to wait for the filling
        figures = listing_figures(many, count)
        alone, among = appending((few, many))
    figures[:0] = [
        Figure(f"plain TinyDB, insert into {EVENTS} (no sync, lock or copy)", plain),
        Figure(f"append to {EVENTS} events, the only session", alone.known, APPEND_S),
        Figure(f"append to {EVENTS} events, among {count:,} sessions", among.known, APPEND_S),
        Figure("append by a program that has not read the session yet", alone.fresh),
        Figure(f"the same, among {count:,} sessions", among.fresh),
    ]
    print(f"{Path(__file__).stem}: medians, {START:%Y}-shaped sessions of {EVENTS} and 40 events")
    print("\n".join(map(str, figures)))
    ratio = among.known / alone.known
    print(
        f"append beside plain TinyDB: {alone.known / plain:.2f}x; among {count:,} beside alone: {ratio:.2f}x"
    )
    broken = [each for each in figures if each.promised is not None and each.seconds > each.promised]
    return int(bool(broken) or ratio > INDEPENDENT)


if __name__ == "__main__":
    sys.exit(main())
