"""Stable-Baselines3 `monitor.csv`: one row an episode, one file an environment.

The first line is `#` and JSON with the start time; then `r` (return), `l` (length in steps) and `t` (seconds since
the start). The files of one folder are environments of one run; their episodes are put in order of time and
counted in steps of all environments together.
"""

from __future__ import annotations

import json
import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.readers.rows import Row, columns_of
from coach.runs.readers.segments import Part, join_parts
from coach.runs.readers.tables.cells import cells_of, lines_of
from coach.runs.run import Note, NoteKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache

_FIRST_LINE = re.compile(rb"#\s*\{[^\n]*t_start")  # OpenAI baselines writes a blank after the mark
_LONGEST = 1 << 40  # steps; no episode is longer, and their sum stays a number
_FEWEST = 12  # episodes, from which on a usual pace is known (editorial, as are the other numbers here)
_TWICE, _STEADY, _MOST, _FEW = 1.8, 1.2, 0.95, 3


class _Episode(NamedTuple):
    ended: float
    length: int
    reward: float


class Sb3MonitorReader:
    """Reads the monitor files of one folder as one run, tags `monitor/r` and `monitor/l`."""

    format = "monitor"
    names = ("*monitor.csv",)

    def detect(self, path: Path, head: bytes) -> float:
        """Give 1 where the first line is the monitor's own."""
        del path
        return 1.0 if _FIRST_LINE.match(head) else 0.0

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        """Give one run a folder."""
        folders: defaultdict[Path, list[Path]] = defaultdict(list)
        for file in files:
            folders[file.parent].append(file)
        return tuple(RunFiles(folder, tuple(each)) for folder, each in folders.items())

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        """Read all episodes of all environments."""
        del cache
        notes: list[Note] = []
        told: dict[str, str] = {}
        episodes: list[_Episode] = []
        for path in run.files:
            try:
                text = path.read_bytes().decode("utf-8", "backslashreplace")
            except OSError as error:
                notes.append(Note(NoteKind.UNREADABLE, path, error.strerror or str(error)))
                continue
            lines = lines_of(text.replace("\0", ""))
            notes.extend(_text_notes(path, text))
            header = _header(lines[0] if lines else "")
            told |= {name: str(value) for name, value in header.items()}
            whole = lines[1:] if text.endswith(("\n", "\r")) else lines[1:-1]
            found = _episodes(path, whole, _started(header), notes)
            notes.extend(_pause_notes(path, found))
            episodes.extend(found)
        episodes.sort()
        step = np.cumsum([episode.length for episode in episodes])
        rows = [
            Row(int(at), episode.ended, {"monitor/r": episode.reward, "monitor/l": float(episode.length)})
            for at, episode in zip(step, episodes, strict=True)
        ]
        joined = join_parts([Part(run.path, columns_of(rows))])
        if not rows:
            notes.append(Note(NoteKind.NO_SCALARS, run.files[0], "no episode has ended yet"))
        return Reading(
            series=joined.series,
            segment_files=joined.segment_files,
            notes=(*notes, *joined.notes),
            fingerprint=f"{run.files[0].name} {told.get('t_start', '')}",
            metadata=told,
        )


def _header(line: str) -> dict[str, object]:
    try:
        header = json.loads(line.removeprefix("#"))
    except ValueError:
        return {}
    return header if isinstance(header, dict) else {}


def _started(header: dict[str, object]) -> float:
    started = header.get("t_start")
    return float(started) if isinstance(started, int | float) else 0.0


def _episodes(path: Path, lines: list[str], started: float, notes: list[Note]) -> list[_Episode]:
    episodes = []
    bad = 0
    names, *rows = map(cells_of, lines or [""])
    for cells in filter(None, rows):
        row = dict(zip(names, cells, strict=False)) if len(cells) == len(names) else {}
        try:
            episode = _Episode(started + float(row["t"]), int(float(row["l"])), float(row["r"]))
        except (KeyError, TypeError, ValueError, OverflowError):
            bad += 1
            continue
        if 0 <= episode.length <= _LONGEST and math.isfinite(episode.ended):
            episodes.append(episode)
        else:
            bad += 1
    in_time = _without_lone_moments(episodes)
    bad += len(episodes) - len(in_time)
    if bad:
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{bad:,} rows are no episodes; skipped"))
    return in_time


def _without_lone_moments(episodes: list[_Episode]) -> list[_Episode]:
    """Give the episodes but those that ended long after all that follow, between two that are in order.

    Where bytes are lost in the middle of two rows, their remains may read as one with another time.
    """
    ended = np.array([each.ended for each in episodes])
    if len(ended) < _FEWEST:
        return episodes
    spare = float(np.median(ended) - ended.min()) * 2
    lone = (ended[1:-1] > ended[2:] + spare) & (ended[2:] >= ended[:-2]) & (spare > 0)
    return [each for each, is_lone in zip(episodes, [False, *lone, False], strict=True) if not is_lone]


def _text_notes(path: Path, text: str) -> list[Note]:
    """Say what the file's bytes tell of damage."""
    notes = []
    if zeros := text.count("\0"):
        notes.append(Note(NoteKind.CORRUPT_RECORD, path, f"{zeros:,} zero bytes in a text file; skipped"))
    if not text.endswith(("\n", "\r")):
        detail = "no line end follows the last row, which may be cut short; it is left out"
        notes.append(Note(NoteKind.TRUNCATED_TAIL, path, detail))
    return notes


def _pause_notes(path: Path, episodes: list[_Episode]) -> list[Note]:
    """Say where the clock runs on for longer than the episodes before did for their length: rows may be missing.

    Only where episodes otherwise take as long as their lengths say; a pause looks the same.
    """
    if len(episodes) < _FEWEST:
        return []
    pace = np.diff([each.ended for each in episodes]) / np.maximum(1, [each.length for each in episodes[1:]])
    usual = float(np.median(pace))
    odd = np.flatnonzero(pace > _TWICE * usual)
    if usual <= 0 or not 1 <= len(odd) <= _FEW or np.quantile(pace, _MOST) > _STEADY * usual:
        return []
    detail = (
        f"rows may be missing, or the run paused: {len(odd)} times the clock runs on without episodes, "
        f"first after episode {odd[0] + 1:,}"
    )
    return [Note(NoteKind.MISSING_ROWS, path, detail)]
