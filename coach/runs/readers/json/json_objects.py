"""Objects of JSON, one a line, taken apart into columns of numbers."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.data_splits import SPLITS
from coach.runs.readers.grown_text import grown
from coach.runs.readers.json.number_columns import SPLIT, Numbers
from coach.runs.readers.rows import numbers_in
from coach.runs.reading.cache import Entry

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_KIND = "json-lines-4"
_MARK = b"\xef\xbb\xbf"  # the byte order mark some editors put before a text
_LONGEST_SAID = 200


@dataclass(slots=True)
class JsonObjects:
    """What a file of JSON objects holds.

    Attributes:
        rows: how many objects there are.
        lines: how many lines, empty ones among them.
        bad: lines that hold no object: how many, and the number of the first and of the last.
        says: the beginning of the first object as text.
        told: what the first object says of the run.
    """

    rows: int = 0
    lines: int = 0
    bad: tuple[int, int, int] = (0, 0, 0)
    says: str = ""
    told: dict[str, str] = field(default_factory=dict)
    _parts: dict[str, list[Numbers]] = field(default_factory=dict)

    def columns(self) -> dict[str, Numbers]:
        """Give the numbers by name, names of nested objects joined by `/`, in order of first appearance."""
        for name, parts in self._parts.items():
            self._parts[name] = [Numbers.joined(parts)]
        return {name: part for name, (part,) in self._parts.items()}

    def take(self, data: bytes, without: frozenset[str]) -> None:
        """Take whole lines of the file, but for the names in `without`."""
        if not self.lines:
            data = data.removeprefix(_MARK)
        new: defaultdict[str, tuple[list[int], list[float]]] = defaultdict(lambda: ([], []))
        for line in data.removesuffix(b"\n").split(b"\n") if data else ():
            self.lines += 1
            record = parsed(line)
            if record is None:
                if line.strip():
                    count, first, _ = self.bad
                    self.bad = (count + 1, first or self.lines, self.lines)
                continue
            if not self.rows:
                self.says, self.told = str(record)[:_LONGEST_SAID], _told(record)
            split = next(
                (SPLITS[said] for said in record.values() if said.__class__ is str and said in SPLITS), None
            )
            if split is not None:
                new[SPLIT][0].append(self.rows)
                new[SPLIT][1].append(split)
            for name, number in numbers_in(record, without=without).items():
                row, value = new[name]
                row.append(self.rows)
                value.append(number)
            self.rows += 1
        for name, (row, value) in new.items():
            added = Numbers(np.array(row, dtype=np.int64), np.array(value, dtype=np.float64))
            self._parts.setdefault(name, []).append(added)

    @classmethod
    def kept(cls, entry: Entry) -> JsonObjects:
        """Give the objects as they were kept."""
        state = dict(entry.state["objects"])
        names = state.pop("names")
        parts = {name: [Numbers(*entry.arrays[2 * at : 2 * at + 2])] for at, name in enumerate(names)}
        return cls(**{**state, "bad": tuple(state["bad"])}, _parts=parts)

    def to_keep(self) -> Entry:
        """Give what `kept` makes these objects of again."""
        state = {name: getattr(self, name) for name in ("rows", "lines", "bad", "says", "told")}
        columns = self.columns()
        arrays = [array for numbers in columns.values() for array in numbers]
        return Entry({"objects": {**state, "names": list(columns)}}, arrays)

    @property
    def is_cut(self) -> bool:
        """Whether the last line holds no object."""
        return self.bad[0] > 0 and self.bad[2] == self.lines


def read_objects(path: Path, cache: Cache | None, *, without: Collection[str]) -> JsonObjects:
    """Read all numbers of all lines, but for the names in `without`.

    Raises:
        OSError: when the file cannot be read.
    """
    with grown(path, cache, _KIND) as text:
        objects = JsonObjects() if text.known is None else JsonObjects.kept(text.known)
        for lines in text.lines():
            objects.take(lines, frozenset(without))
        text.keep(path, cache, _KIND, objects.to_keep())
        objects.take(text.rest, frozenset(without))
    return objects


def parsed(line: bytes) -> dict[str, Any] | None:
    """Give the object in a line; None where there is none. The standard library reads the bare `NaN` of these files."""
    if not line.lstrip().startswith((b"{", _MARK)):
        return None  # a table of a thousand rows is told from objects without a thousand errors
    try:
        record = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def without_mark(head: bytes) -> bytes:
    """Give the beginning of a file without the mark some editors put there."""
    return head.removeprefix(_MARK)


def _told(record: dict[str, Any]) -> dict[str, str]:
    """Give the trial, the configuration that RLlib repeats in each line, and the host."""
    config = record.get("config")
    settings = config if isinstance(config, dict) else {}
    names = ("hostname", "experiment_tag", "date", "trial_id")
    told = {name: str(record[name]) for name in names if name in record}
    return told | {f"config/{name}": str(value)[:_LONGEST_SAID] for name, value in settings.items()}
