"""One JSON document for a whole training: Keras' history, lists of rows, and what people dump at the end of it."""

from __future__ import annotations

import json
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from coach.runs.readers.axis import STEP_COLUMN, words_of
from coach.runs.readers.json.document_tables import SETTINGS, tables_in
from coach.runs.readers.json.json_lines import evidence_of
from coach.runs.readers.json.json_objects import parsed, without_mark
from coach.runs.readers.json.number_columns import points_of
from coach.runs.readers.json.spread_out import spread_out
from coach.runs.readers.log_evidence import NOT_AT_ALL, PERHAPS, SURE, is_named_as_a_log, measures
from coach.runs.readers.reader import HEAD_BYTES, Reading, RunFiles
from coach.runs.readers.segments import Part, join_parts
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coach.runs.readers.columns import Columns
    from coach.runs.reading.cache import Cache

_LARGEST = 1 << 26  # bytes; more than a document of numbers takes
_LONGER_HEAD = 1 << 17  # bytes, read of a file that is called like a log
_NUMBER = r"(?:-?\d[\d.eE+-]*|NaN|-?Infinity|null)"
_LIST = re.compile(rf'"([^"\\]{{1,80}})"\s*:\s*\[\s*({_NUMBER}(?:\s*,\s*{_NUMBER})+)')
_NUMBERS = re.compile(rf"\[\s*{_NUMBER}(?:\s*,\s*{_NUMBER})+")
_BY_INDEX = re.compile(rf'"([^"\\]{{1,80}})"\s*:\s*\{{\s*"0"\s*:\s*{_NUMBER}\s*,\s*"1"\s*:')
_PAIRS = re.compile(rf'"([^"\\]{{1,80}})"\s*:\s*\[\s*\[\s*{_NUMBER}\s*,\s*{_NUMBER}\s*[\],]')
_ROWS = re.compile(r"\[\s*\{")
_OF_ONE = re.compile(r'"([^"\\]{1,80})"\s*:\s*\{\s*"(?:steps?|values?|timestamps?)"\s*:\s*\[')
_BY_STEP = re.compile(r'"\d+"\s*:\s*(?=\{)')
_MOST_ROWS = 20  # that are looked at
_SET_AS_WELL = frozenset({"lr", "epsilon", "entropy"})
_ENOUGH_NUMBERS = 5  # in a list whose name says that it may be one of a training; settings have fewer


class JsonDocumentReader:
    """Reads one document as one run."""

    format = "json"
    names = ("history.json", "*_history.json")

    def detect(self, path: Path, head: bytes) -> float:
        """Give how surely the lists or rows at the beginning of the document are those of a training."""
        head = without_mark(head).lstrip()
        if not head.startswith((b"{", b"[")) or _is_lines(head):
            return NOT_AT_ALL
        if len(head) >= HEAD_BYTES - 2 and is_named_as_a_log(path):
            head = _longer(path) or head
        text = head.decode("utf-8", "replace")
        if (numbers := _NUMBERS.match(text)) and numbers[0].count(",") >= _ENOUGH_NUMBERS:
            return SURE if is_named_as_a_log(path) else PERHAPS
        rows = [evidence_of(path, records) for records in (*_rows(text), _by_step(text)) if len(records) > 1]
        return max([_of_lists(path, text), *rows])

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give each file as a run, named by its folder where it is alone there."""
        folders = [file.parent for file in files]
        return tuple(RunFiles(f.parent if folders.count(f.parent) == 1 else f, (f,)) for f in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all tables of numbers in the document, each against its own steps."""
        del cache  # such a document is written anew each time, and none of it stays what it was
        (path,) = run.files
        document, notes = _document(path)
        columns: dict[str, Columns] = {}
        counted = ""
        tables = [(table, points_of(table.numbers, table.rows)) for table in tables_in(document, path.stem)]
        for table, points in spread_out([each for each in tables if each[1].columns]):
            columns |= {f"{table.prefix}{tag}": each for tag, each in points.columns.items()}
            notes += [note for note in points.notes(path, "rows") if note not in notes]
            counted = counted or points.step_tag
        joined = join_parts([Part(path, columns)])
        if not joined.series and not notes:
            notes.append(Note(NoteKind.NO_SCALARS, path, "no list of numbers and no row of them"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=f"{path.name} {sorted(columns)}"[:200],
            metadata={STEP_COLUMN: counted} if counted else {},
        )


def _document(path: Path) -> tuple[Any, list[Note]]:
    try:
        if path.stat().st_size > _LARGEST:
            detail = f"larger than {_LARGEST >> 20} MB, which is too much for one JSON document of numbers; not read"
            return None, [Note(NoteKind.UNREADABLE, path, detail)]
        return json.loads(without_mark(path.read_bytes())), []
    except OSError as error:
        return None, [Note(NoteKind.UNREADABLE, path, error.strerror or str(error))]
    except (ValueError, RecursionError) as error:
        detail = f"no valid JSON, cut off or being written: {str(error)[:200]}"
        return None, [Note(NoteKind.CORRUPT_RECORD, path, detail)]


def _is_lines(head: bytes) -> bool:
    """Give whether the beginning is that of JSON lines."""
    first, _, more = head.partition(b"\n")
    return bool(more.strip()) and parsed(first) is not None


def _longer(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return without_mark(file.read(_LONGER_HEAD)).lstrip()
    except OSError:
        return b""


def _of_lists(path: Path, text: str) -> float:
    """Give how surely the lists of numbers are those of a training."""
    lists = {name: numbers.count(",") + 1 for name, numbers in _LIST.findall(text)}
    lists |= dict.fromkeys(
        (*_BY_INDEX.findall(text), *_PAIRS.findall(text), *_OF_ONE.findall(text)), _ENOUGH_NUMBERS
    )
    lists = {name: n for name, n in lists.items() if not SETTINGS & {*words_of(name)}}
    measured = [n for name, n in lists.items() if measures([name]) - _SET_AS_WELL]
    if measured and (max(measured) >= _ENOUGH_NUMBERS or is_named_as_a_log(path)):
        return SURE
    return PERHAPS if lists else NOT_AT_ALL


def _rows(text: str) -> Iterator[list[dict[str, Any]]]:
    """Yield the whole objects of each list of objects that begins in the text."""
    decoder = json.JSONDecoder()
    end = 0
    while (begin := _ROWS.search(text, end)) is not None:
        at, records = begin.end() - 1, []
        while text[at : at + 1] == "{":
            try:
                record, at = decoder.raw_decode(text, at)
            except (ValueError, RecursionError):
                break
            records.append(record)
            at += len(text[at:]) - len(text[at:].lstrip(", \n\r\t"))
        end = max(at, begin.end())
        yield records


def _by_step(text: str) -> list[dict[str, Any]]:
    """Give the first whole objects that are called by a number."""
    decoder = json.JSONDecoder()
    records = []
    for found in islice(_BY_STEP.finditer(text), _MOST_ROWS):
        try:
            records.append(decoder.raw_decode(text, found.end())[0])
        except (ValueError, RecursionError):
            break
    return records
