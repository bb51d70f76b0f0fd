"""One event file, read from where the last reading ended."""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO

from coach.runs.readers.columns import Columns
from coach.runs.readers.event_files.event_records import Damage, RecordScanner
from coach.runs.readers.event_files.event_scalars import ScalarDecoder
from coach.runs.readers.file_sample import SMALL, sample_of

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_KIND = "events"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventLog:
    """What one event file holds up to the byte it was read to.

    Attributes:
        columns: points by tag, tags in order of first appearance.
        size: bytes the file had.
        position: byte up to which it is understood.
        records: intact records.
        others: how many values of each other kind.
        undecodable: records with a sound checksum that are no events.
        damages: stretches that could not be read.
        tail_is_damaged: what follows `position` is no record, rather than a record that is not finished.
    """

    columns: dict[bytes, Columns]
    size: int
    position: int
    records: int
    others: Counter[str]
    undecodable: int
    damages: tuple[Damage, ...]
    tail_is_damaged: bool


def read_event_log(path: Path, cache: Cache | None) -> EventLog:
    """Give the content of an event file.

    Raises:
        OSError: when the file cannot be opened or read.
    """
    with path.open("rb") as file:
        stat = os.fstat(file.fileno())
        stamp = [stat.st_size, stat.st_mtime_ns]
        cache = cache if stat.st_size >= SMALL else None
        earlier = None if cache is None else _recall(path, cache, file, stamp)
        if earlier is not None and earlier[1]:
            return earlier[0]
        log = _read_on(file, stat.st_size, None if earlier is None else earlier[0])
        if cache is not None:
            _remember(path, cache, file, stamp, log)
        return log


def _read_on(file: BinaryIO, size: int, earlier: EventLog | None) -> EventLog:
    scanner = RecordScanner(file, size)
    decoder = ScalarDecoder()
    if earlier is not None:
        scanner = RecordScanner(file, size, earlier.position, earlier.records, list(earlier.damages))
        decoder = ScalarDecoder(Counter(earlier.others), earlier.undecodable)
    for block in scanner.blocks():
        decoder.add(block)
    new = decoder.columns()
    columns = dict(new) if earlier is None else _joined(earlier.columns, new)
    return EventLog(
        columns=columns,
        size=size,
        position=scanner.position,
        records=scanner.records,
        others=decoder.others,
        undecodable=decoder.undecodable,
        damages=tuple(scanner.damages),
        tail_is_damaged=scanner.tail_is_damaged,
    )


def _joined(old: dict[bytes, Columns], new: dict[bytes, Columns]) -> dict[bytes, Columns]:
    joined = dict(old)
    for tag, columns in new.items():
        joined[tag] = Columns.joined((joined[tag], columns) if tag in joined else (columns,))
    return joined


def _recall(path: Path, cache: Cache, file: BinaryIO, stamp: list[int]) -> tuple[EventLog, bool] | None:
    """Give the log as it was last read, and whether nothing has changed since."""
    entry = cache.load(path, _KIND)
    if entry is None:
        return None
    state = entry.state
    is_same = state["stamp"] == stamp
    if not is_same and (
        stamp[0] < state["position"] or sample_of(file, state["position"]) != state["sample"]
    ):
        return None
    return _revived(state, entry.arrays), is_same


def _revived(state: dict[str, Any], arrays: list[Any]) -> EventLog:
    width = len(Columns._fields)
    columns = {
        bytes.fromhex(tag): Columns(*arrays[width * at : width * (at + 1)])
        for at, tag in enumerate(state["tags"])
    }
    return EventLog(
        columns=columns,
        size=state["stamp"][0],
        position=state["position"],
        records=state["records"],
        others=Counter(state["others"]),
        undecodable=state["undecodable"],
        damages=tuple(Damage(*each) for each in state["damages"]),
        tail_is_damaged=state["tail_is_damaged"],
    )


def _remember(path: Path, cache: Cache, file: BinaryIO, stamp: list[int], log: EventLog) -> None:
    state = {
        "stamp": stamp,
        "position": log.position,
        "sample": sample_of(file, log.position),
        "records": log.records,
        "others": dict(log.others),
        "undecodable": log.undecodable,
        "damages": [list(damage) for damage in log.damages],
        "tail_is_damaged": log.tail_is_damaged,
        "tags": [tag.hex() for tag in log.columns],
    }
    if log.columns:
        cache.store(path, _KIND, state, [array for columns in log.columns.values() for array in columns])
