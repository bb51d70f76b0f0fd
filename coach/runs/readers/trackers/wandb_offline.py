"""Weights & Biases `.wandb` files, read without the client: history, configuration, name.

Messages are walked by field number as in W&B's `wandb_internal.proto`; everything but history, configuration and
the run's own record is counted.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.file_sample import SMALL, sample_of
from coach.runs.readers.grown_text import recalled
from coach.runs.readers.json.json_objects import parsed
from coach.runs.readers.protobuf import BYTES, NotAMessageError, fields, varint
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, as_number, as_step, columns_of, numbers_in
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.trackers.wandb_records import MAGIC, WandbRecords
from coach.runs.reading.cache import Entry
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.readers.protobuf import Field
    from coach.runs.reading.cache import Cache

_HISTORY, _CONFIG, _RUN, _EXIT, _ENVIRONMENT = 2, 5, 17, 18, 26  # fields of Record
_OTHERS = {3: "summaries", 4: "console lines", 7: "system measurements", 13: "console lines"}
_ITEM, _STEP = 1, 2  # fields of HistoryRecord
_STEP_NUMBER = 1
_KEY, _NESTED_KEY, _VALUE_JSON = 1, 2, 16  # fields of HistoryItem and ConfigItem
_UPDATE = 1  # field of ConfigRecord
_EXIT_CODE = 1  # field of RunExitRecord; left out where it is 0
_RUN_CONFIG = 4  # field of RunRecord
_TEXTS = {1: "run_id", 3: "project", 8: "name", 13: "host"}  # fields of RunRecord
_GIT = 21  # field of RunRecord
_COMMIT = 2  # field of GitRepoRecord
_ARGUMENT, _PROGRAM, _GIT_BESIDE = 5, 8, 9  # fields of EnvironmentRecord
_KIND = "wandb"
_SUMMARY = "files/wandb-summary.json"
_LONGEST_SUMMARY = 1 << 20  # bytes
_OWN = ("_step", "_timestamp", "_runtime", "_wandb")


@dataclass(slots=True)
class _Content:
    columns: dict[str, Columns] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)
    has_history: bool = False
    metadata: dict[str, str] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    run_id: str = ""
    name: str = ""
    undecodable: int = 0

    def settle(self) -> None:
        """Take the rows that have come in into the columns."""
        self.has_history = self.has_history or bool(self.rows)
        for tag, new in columns_of(self.rows).items():
            self.columns[tag] = Columns.joined((self.columns[tag], new)) if tag in self.columns else new
        self.rows = []

    @classmethod
    def kept(cls, entry: Entry) -> _Content:
        """Give the content as it was kept."""
        state = dict(entry.state["content"])
        width = len(Columns._fields)
        columns = {
            tag: Columns(*entry.arrays[width * at : width * (at + 1)])
            for at, tag in enumerate(state.pop("tags"))
        }
        return cls(columns, **{**state, "others": Counter(state["others"])})

    def to_keep(self) -> Entry:
        """Give what `kept` makes this content of again."""
        names = ("has_history", "metadata", "others", "run_id", "name", "undecodable")
        state = {name: getattr(self, name) for name in names} | {"tags": list(self.columns)}
        return Entry({"content": state}, [array for columns in self.columns.values() for array in columns])


class WandbReader:
    """Reads one `.wandb` file as one run."""

    format = "wandb"
    names = ("*.wandb",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 where the file begins as W&B's files do."""
        del path
        return 1.0 if head.startswith(MAGIC) else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each file as the run of its folder; the summary beside it tells whether the run came to an end."""
        return tuple(RunFiles(file.parent, (file,), watched=(file.parent / _SUMMARY,)) for file in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read the whole history."""
        (path,) = run.files
        try:
            records, content = _read_on(path, cache)
        except OSError as error:
            note = Note(NoteKind.UNREADABLE, path, error.strerror or str(error))
            return Reading(notes=(note,), fingerprint=path.name)
        joined = join_parts([Part(path, content.columns)])
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*_notes(path, records, content), *joined.notes),
            fingerprint=content.run_id or path.name,
            tracker_id=content.run_id,
            name=content.name,
            metadata={**_finish(run.watched), **content.metadata},
        )


def _finish(watched: Sequence[Path]) -> dict[str, str]:
    """Give the seconds after which the client wrote its last summary: it does so when a run ends, however it ends."""
    for path in watched:
        try:
            summary = parsed(path.read_bytes()[:_LONGEST_SUMMARY])
        except OSError:
            continue
        own = (summary or {}).get("_wandb")
        seconds = as_number(own.get("runtime")) if isinstance(own, dict) else None
        if seconds is not None:
            return {"finished_after": f"{seconds:.0f}"}
    return {}


def _read_on(path: Path, cache: Cache | None) -> tuple[WandbRecords, _Content]:
    """Read a file from where it was kept to; what was read of the last record, if that is cut, is not kept.

    Raises:
        OSError: when the file cannot be opened or read.
    """
    with path.open("rb") as file:
        known = recalled(file, path, cache, _KIND)
        start = 0 if known is None else int(known.state["position"])
        file.seek(start)
        records = WandbRecords(file.read(), start, damages=[] if known is None else known.state["damages"])
        content = _Content() if known is None else _Content.kept(known)
        _take_all(records, content)
        if cache is not None and max(SMALL, start + 1) <= records.position:
            mark = {
                "position": records.position,
                "sample": sample_of(file, records.position),
                "damages": [each for each in records.damages if each < records.position],
            }
            made = content.to_keep()
            cache.store(path, _KIND, {**made.state, **mark}, made.arrays)
    return records, content


def _take_all(records: WandbRecords, content: _Content) -> None:
    for record in records:
        try:
            for part in fields(record, 0, len(record)):
                _take(record, part, content)
        except NotAMessageError:
            content.undecodable += 1
    content.settle()


def _take(record: bytes, part: Field, content: _Content) -> None:
    if part.wire_type != BYTES:
        return
    if part.number == _HISTORY:
        _take_history(record, part, content)
    elif part.number == _CONFIG:
        content.metadata |= _items(record, part, _UPDATE)[1]
    elif part.number == _RUN:
        _take_run(record, part, content)
    elif part.number == _EXIT:
        codes = [each for each in fields(record, part.start, part.end) if each.number == _EXIT_CODE]
        content.metadata["exit_code"] = str(varint(record, codes[0].start, part.end)[0] if codes else 0)
    elif part.number == _ENVIRONMENT:
        _take_environment(record, part, content)
    elif part.number in _OTHERS:
        content.others[_OTHERS[part.number]] += 1


def _take_history(record: bytes, history: Field, content: _Content) -> None:
    values, _ = _items(record, history, _ITEM)
    numbers = numbers_in(values)
    step = as_step(numbers.get("_step"))
    for part in fields(record, history.start, history.end):
        if part.number == _STEP and part.wire_type == BYTES:
            inner = [each for each in fields(record, part.start, part.end) if each.number == _STEP_NUMBER]
            step = varint(record, inner[0].start, part.end)[0] if inner else 0
    if step is not None and step < 1 << 62:
        wall = numbers.get("_timestamp", np.nan)
        logged = {tag: value for tag, value in numbers.items() if tag.split("/", 1)[0] not in _OWN}
        content.rows.append(Row(step, wall, logged))


def _take_run(record: bytes, run: Field, content: _Content) -> None:
    told: dict[str, str] = {}
    for part in fields(record, run.start, run.end):
        if part.number == _RUN_CONFIG and part.wire_type == BYTES:
            content.metadata |= _items(record, part, _UPDATE)[1]
        elif part.number in _TEXTS and part.wire_type == BYTES:
            told[_TEXTS[part.number]] = _text(record, part)
        elif part.number == _GIT and part.wire_type == BYTES:
            told |= _commit(record, part)
    content.run_id, content.name = told.pop("run_id", ""), told.pop("name", "")
    content.metadata |= told


def _take_environment(record: bytes, environment: Field, content: _Content) -> None:
    """Take the command and the commit; a second record of the kind tells of the hardware alone."""
    inside = [part for part in fields(record, environment.start, environment.end) if part.wire_type == BYTES]
    words = [_text(record, part) for part in inside if part.number == _PROGRAM][:1]
    words += [_text(record, part) for part in inside if part.number == _ARGUMENT]
    if words:
        content.metadata["command"] = " ".join(words)[:200]
    for part in inside:
        if part.number == _GIT_BESIDE:
            content.metadata |= _commit(record, part)


def _commit(record: bytes, git: Field) -> dict[str, str]:
    found = [_text(record, each) for each in fields(record, git.start, git.end) if each.number == _COMMIT]
    return {"git.commit": found[0]} if found else {}


def _text(record: bytes, part: Field) -> str:
    return record[part.start : part.end].decode("utf-8", "backslashreplace")


def _items(record: bytes, outer: Field, number: int) -> tuple[dict[str, Any], dict[str, str]]:
    """Give the items of a history or a configuration: parsed values by name, and configuration as text."""
    values: dict[str, Any] = {}
    for item in fields(record, outer.start, outer.end):
        if item.number != number or item.wire_type != BYTES:
            continue
        keys: list[str] = []
        text = "null"
        for part in fields(record, item.start, item.end):
            content = _text(record, part)
            if part.number in (_KEY, _NESTED_KEY):
                keys.append(content)
            elif part.number == _VALUE_JSON:
                text = content
        try:
            values["/".join(keys)] = json.loads(text)
        except (ValueError, RecursionError):
            values["/".join(keys)] = text
    return values, {f"config/{k}": str(v)[:200] for k, v in values.items() if not k.startswith("_")}


def _notes(path: Path, records: WandbRecords, content: _Content) -> list[Note]:
    notes = []
    if records.damages:
        detail = (
            f"{len(records.damages):,} chunks are damaged, the first at byte {records.damages[0]:,}; skipped"
        )
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    if content.undecodable:
        detail = f"{content.undecodable:,} records cannot be decoded; skipped"
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, detail))
    if records.is_cut:
        detail = "the last record is not finished; the run is still writing, or was cut off"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    holds = ", ".join(f"{n:,} {kind}" for kind, n in content.others.most_common())
    if not content.has_history:
        notes.append(
            Note(NoteKind.NO_SCALARS, path, f"no history was logged: {holds or 'nothing but a header'}")
        )
    elif holds:
        notes.append(Note(NoteKind.OTHER_RECORDS, path, f"besides the history: {holds}"))
    return notes
