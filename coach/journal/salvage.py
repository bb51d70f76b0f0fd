"""A file that cannot be read is set aside under another name, and what it still tells is put back."""

from __future__ import annotations

import json
import re
from itertools import count
from typing import TYPE_CHECKING, Any, NamedTuple

from coach.errors import JournalError
from coach.journal.durable import name_again, sync_folder, write_durably
from coach.journal.record import EVENTS, Record, is_record, merged_records
from coach.journal.refusal import refused
from coach.journal.session_file import whole_file
from coach.journal.storage import last_copy_of
from coach.session.event import NewerSchemaError, events_from_data

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RECORD = re.compile(rb'\s*"[0-9]+":\s*(\{.*\})\s*,?\s*')
_LOOKS_LIKE_A_RECORD = b'"event"'


class Salvaged(NamedTuple):
    """What could be read of a damaged file.

    Attributes:
        records: every event that could be read, in order.
        broken: how many entries there are besides that could not.
    """

    records: tuple[Record, ...]
    broken: int


def salvaged(content: bytes, *, where: str) -> Salvaged:
    """Give what can still be read of a file, line by line.

    A conflict that git left in the file counts as damage: the entries of both sides are readable.

    Raises:
        NewerSchemaError: a newer coach wrote some of it.
    """
    records: list[Record] = []
    broken = 0
    for candidate in _candidates(content):
        record = _record(candidate, where)
        if record is None:
            broken += 1
        else:
            records.append(record)
    return Salvaged(merged_records(records), broken)


def set_aside(path: Path, session_id: str) -> JournalError:
    """Give a damaged file another name, put back what can be read of it and of its last good copy.

    The caller holds the session's lock. Nothing is overwritten: the damaged file keeps all it held.

    Returns:
        The error that says what happened and what to do; with it nothing more is wrong with the session.

    Raises:
        JournalError: the file system refused, or a newer coach wrote the file; nothing was changed.
    """
    try:
        own = salvaged(path.read_bytes(), where=str(path))
        copy = _salvaged_copy(last_copy_of(path))
        aside = _named_aside(path)
        records = merged_records(own.records, copy.records)
        if records:
            write_durably(path, whole_file(session_id, records))
        else:
            path.unlink()
            sync_folder(path.parent)
    except OSError as error:
        raise refused(error, path) from error
    return _account(path, aside, records, own)


def _account(path: Path, aside: Path, records: tuple[Record, ...], own: Salvaged) -> JournalError:
    message = f"the file could not be read; it is kept as {aside.name}, and nothing in it was changed"
    if not records:
        return JournalError(
            message,
            hint="There was no good copy to put in its place. Put one there from git or a backup; "
            "the other sessions are not affected.",
            where=str(path),
        )
    rescued = len(records) - len(own.records)
    sources = [f"{len(own.records)} read from the damaged file"] if own.records else []
    sources += [f"{rescued} from the last good copy, {last_copy_of(path).name}"] if rescued else []
    lost = f" {own.broken} damaged entries may be missing." if own.broken > rescued else ""
    return JournalError(
        message,
        hint=f"{len(records)} entries are back in place ({', '.join(sources)}), the newest of "
        f"{records[-1].event.at:%Y-%m-%d %H:%M:%S} UTC.{lost} Say it again to go on from there.",
        where=str(path),
    )


def _named_aside(path: Path) -> Path:
    for number in count(1):
        aside = path.with_name(f"{path.name}.unreadable-{number}")
        try:
            name_again(path, aside)
        except FileExistsError:
            continue
        return aside
    raise AssertionError


def _salvaged_copy(copy: Path) -> Salvaged:
    try:
        return salvaged(copy.read_bytes(), where=str(copy))
    except FileNotFoundError:
        return Salvaged((), 0)


def _candidates(content: bytes) -> Iterator[Any]:
    try:
        tables = json.loads(content)
    except (ValueError, RecursionError):
        yield from _candidate_lines(content)
        return
    events = tables.get(EVENTS) if isinstance(tables, dict) else None
    yield from events.values() if isinstance(events, dict) else _candidate_lines(content)


def _candidate_lines(content: bytes) -> Iterator[Any]:
    for line in content.splitlines():
        if _LOOKS_LIKE_A_RECORD in line:
            found = _RECORD.fullmatch(line)
            try:
                yield json.loads(found[1]) if found else None
            except (ValueError, RecursionError):
                yield None


def _record(candidate: Any, where: str) -> Record | None:
    if not is_record(candidate):
        return None
    try:
        (event,) = events_from_data([candidate["event"]], where=where)
    except NewerSchemaError:
        raise
    except JournalError:
        return None
    return Record(candidate, event)
