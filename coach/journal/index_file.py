"""The file of the index: a row of text a session, rows in lines of many under one checksum.

    coach.index/2 summary/5
    crc32 row<TAB>row<TAB>...

A row is `last_at session size mtime_ns inode status seals summary`, the summary as JSON, the moment always as wide,
so that rows sort as they are and most need never be taken apart. A line that does not fit its checksum is passed
over, and its sessions are read again: losing or spoiling the file costs time and nothing else.
"""

from __future__ import annotations

import json
import zlib
from typing import TYPE_CHECKING, NamedTuple

from coach.journal.durable import make_folder, write_durably
from coach.journal.summary import SUMMARY_VERSION, Status, Summary, summary_from_row, summary_to_row

if TYPE_CHECKING:
    import os
    from pathlib import Path

_HEADER = f"coach.index/2 summary/{SUMMARY_VERSION}\n"
_MOMENT = len("2026-03-14T09:26:53.000000+00:00 ")
_TOGETHER = 500
_SPARE = 64
_STATUS, _SEALS, _SUMMARY = 5, 6, 7


class Rows(NamedTuple):
    """What the file says: the last row of each session, and how many rows there are."""

    by_session: dict[str, str]
    entries: int


def row_of(summary: Summary, about: os.stat_result) -> str:
    """Give the row of a session whose file looks like this."""
    moment = summary.last_at.isoformat(timespec="microseconds")
    said = json.dumps(summary_to_row(summary), separators=(",", ":"))
    return f"{moment} {_stamp(summary.session, about)}{summary.status} {len(summary.seals)} {said}"


def is_of(row: str, session: str, about: os.stat_result) -> bool:
    """True when a row was made of the file that looks like this; each save changes the inode."""
    said = (
        f"{session} {about.st_size} {about.st_mtime_ns} {about.st_ino} "  # as `_stamp`, without a call a file
    )
    return row.startswith(said, _MOMENT)


def status_of(row: str) -> Status:
    """Give the status of a row's session."""
    status = row.split(" ", _SEALS)[_STATUS]
    return "closed" if status == "closed" else "waiting" if status == "waiting" else "open"


def has_seals(row: str) -> bool:
    """True when something was sealed in a row's session."""
    return row.split(" ", _SUMMARY)[_SEALS] != "0"


def summary_of(row: str) -> Summary:
    """Give the summary that a row holds.

    Raises:
        ValueError: the row is none of this version's.
        TypeError: as ValueError.
    """
    return summary_from_row(json.loads(row.split(" ", _SUMMARY)[_SUMMARY]))


def load_rows(index: Path) -> Rows:
    """Give what the file says; nothing where there is none, or one of another version."""
    rows: dict[str, str] = {}
    entries = 0
    try:
        with index.open(encoding="ascii", errors="replace", newline="\n") as file:
            if file.readline() != _HEADER:
                return Rows({}, 0)
            for line in file:
                if line[:9] == _check(line[9:]):
                    made = line[9:-1].split("\t")
                    entries += len(made)
                    rows.update((row[_MOMENT : row.index(" ", _MOMENT)], row) for row in made)
    except (OSError, ValueError):
        return Rows({}, 0)
    return Rows(rows, entries)


def save_rows(index: Path, before: Rows, known: list[str], fresh: list[str]) -> None:
    """Add what is new to the file; write it anew where that would make it mostly old rows.

    Raises:
        OSError: the file system refused.
    """
    if not fresh:
        return
    make_folder(index.parent)
    if before.entries == 0 or before.entries + len(fresh) > 2 * (len(known) + len(fresh)) + _SPARE:
        write_durably(index, f"{_HEADER}{_lines([*known, *fresh])}".encode("ascii"))
    else:
        with index.open("ab") as file:
            file.write(_lines(fresh).encode("ascii"))


def _stamp(session: str, about: os.stat_result) -> str:
    return f"{session} {about.st_size} {about.st_mtime_ns} {about.st_ino} "


def _lines(rows: list[str]) -> str:
    parts = (rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER))
    texts = ("\t".join(part) + "\n" for part in parts)
    return "".join(f"{_check(text)}{text}" for text in texts)


def _check(text: str) -> str:
    return f"{zlib.crc32(text.encode()):08x} "
