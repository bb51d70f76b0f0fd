"""What a console text ends with, where that is an error."""

from __future__ import annotations

import math
import os
import re
from typing import TYPE_CHECKING, BinaryIO

from coach.runs.readers.text.clock import stamped
from coach.runs.readers.text.console_lines import ConsoleLines
from coach.runs.readers.text.line_tables import of_a_training
from coach.runs.readers.text.tokens import lines_of

if TYPE_CHECKING:
    from coach.runs.readers.text.line_tables import Table

_TAIL = 1 << 16  # bytes
_LAST = 40  # lines; what was said earlier than that was survived
_LONGEST = 200
_A_SENTENCE = 20  # characters: shorter lines come again by chance
_SAID_ANEW = 2  # lines of before the error that come again after it: the program was started anew (editorial)
_RANK = r"(?:\[?rank\s?\d+\]?:\s*|\[\w+\]:?\s*|\(\w[^()]*pid=\d+[^()]*\)\s*|\d+:\s+)?"
_TRACEBACK = "Traceback (most recent call last)"
_EXCEPTION = re.compile(
    rf"^{_RANK}(?P<said>[A-Za-z_][\w.]*(?:Error|Exception|Interrupt|Exit|Warning|Failure|Killed)\b(?::.*)?)$"
)
_DEATH = re.compile(
    r"""CUDA\ out\ of\ memory|OutOfMemoryError|^Killed$|^Killed:|\bKilled\s{2,}|oom-kill|Out\ Of\ Memory
    |slurmstepd:\ error|DUE\ TO\ TIME\ LIMIT|\bCANCELLED\ AT\b|Segmentation\ fault|core\ dumped
    |^Bus\ error|^Aborted|^Terminated$
    |[Ww]atchdog\ caught\ collective\ operation\ timeout|NCCL.*(?:timeout|timed\ out)
    |exit(?:ed)?\ with\ (?:exit\ )?code\ [1-9]""",
    re.VERBOSE,
)


def error_in(file: BinaryIO) -> str:
    """Give the words for the error a text ends with; empty where it ends otherwise, or a training went on after it.

    Raises:
        OSError: when the file cannot be read.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(max(0, size - _TAIL))
    lines = [
        line for line in lines_of(file.read().decode("utf-8", "replace").replace("\0", "")) if line.strip()
    ]
    first = max(0, len(lines) - _LAST)
    said = [at for at in range(first, len(lines)) if _is_death(lines[at]) or _exception(lines, at)]
    if not said or _goes_on(lines[: said[-1]], lines[said[-1] + 1 :]):
        return ""
    at = next((at for at in reversed(said) if _exception(lines, at)), said[0])
    return f'it ends with an error: "{_quoted(_exception(lines, at) or lines[at])}"'


def _is_death(line: str) -> bool:
    return _DEATH.search(line) is not None


def _exception(lines: list[str], at: int) -> str:
    """Give the exception a line names, where a traceback stands above it."""
    found = _EXCEPTION.match(lines[at].strip())
    return (
        found["said"]
        if found and any(_TRACEBACK in line for line in lines[max(0, at - _LAST * 3) : at])
        else ""
    )


def _goes_on(before: list[str], after: list[str]) -> bool:
    """Give whether a training's lines come after the error: of a shape from before it, repeated, or of a new start."""
    tables = _tables(after)
    is_measured = bool(tables.keys() & _tables(before).keys()) or bool(of_a_training(tables.values()))
    return is_measured or len(_said(before) & _said(after)) >= _SAID_ANEW


def _said(lines: list[str]) -> set[str]:
    """Give what lines with a time stamp say."""
    said = (stamped(line) for line in lines)
    return {rest for rest, seconds in said if math.isfinite(seconds) and len(rest) >= _A_SENTENCE}


def _tables(lines: list[str]) -> dict[object, Table]:
    taken = ConsoleLines()
    taken.take("\n".join(lines).encode())
    return {key: table for key, table in taken.tables.items() if table.names}


def _quoted(line: str) -> str:
    text = " ".join(line.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
