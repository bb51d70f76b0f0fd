"""YAML and JSON read without surprises: plain data, and the line each part of it stands on.

What is refused, always with file:line:column: a key given twice, keys that are not text, explicit tags,
anchors and aliases (which can make a small file enormous), tabs between values, several documents in one
file, numbers that are not finite. What is not guessed: `no`, `on`, `1:30`, `2024-05-01` and `0x1F` are text;
only `true` and `false` are booleans, only decimal numbers are numbers, only an empty value, `null` or `~` is
nothing.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from coach.errors import CoachError, RunReadError
from coach.playbook.yaml_values import DEEPEST, Place, read_placed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

LARGEST_FILE = 8_000_000
"""Bytes above which a file is no playbook, answers file or problem file."""


@dataclass(frozen=True)
class Document:
    """A file as plain data (dict, list, str, int, float, bool, None) that remembers its lines.

    Attributes:
        data: what the file says.
        name: the file's name, for messages.
        text: the file's text.
    """

    data: object
    name: str
    text: str = field(repr=False)

    @cached_property
    def _root(self) -> Place:
        try:
            return read_placed(self.text, self.name, CoachError).root
        except CoachError:  # JSON may use escapes that YAML lacks; its data then has no lines
            return Place(1, 1)

    def place_of(self, path: Sequence[str | int]) -> Place:
        """Give the place of the part at `path`; of its nearest ancestor where there is no such part."""
        place = self._root
        for step in path:
            if step not in place.inside:
                break
            place = place.inside[step]
        return place

    def line_of(self, path: Sequence[str | int]) -> int:
        """Give the line, from 1, of the part at `path` (see `place_of`)."""
        return self.place_of(path).line

    def where(self, path: Sequence[str | int] = ()) -> str:
        """Give `file:line:column` of the part at `path` (see `place_of`)."""
        place = self.place_of(path)
        return f"{self.name}:{place.line}:{place.column}"


def load_yaml(source: str | Path, *, name: str = "", error: type[CoachError] = RunReadError) -> Document:
    """Give the document that a text, or the file at a path, spells in YAML or JSON.

    Args:
        source: a `str` is the text itself, a `Path` the file to read.
        name: what messages call it; by default the path, or "text".
        error: the class of error to raise.

    Raises:
        CoachError: of the class `error`, when the file cannot be read or says something that is refused;
            `where` is file:line:column.
    """
    called = name or (str(source) if isinstance(source, Path) else "text")
    text = _text_of(source, called, error) if isinstance(source, Path) else source
    if text.lstrip()[:1] in {"{", "["}:
        try:
            return Document(_read_json(text), called, text)
        except (ValueError, RecursionError):  # flow-style YAML, or a fault that the YAML reader can place
            pass
    placed = read_placed(text, called, error)
    document = Document(placed.data, called, text)
    document.__dict__["_root"] = placed.root
    return document


def _text_of(path: Path, name: str, error: type[CoachError]) -> str:
    raw = _bytes_of(path, name, error)
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        line = raw.count(b"\n", 0, fault.start) + 1
        column = fault.start - raw.rfind(b"\n", 0, fault.start)
        where = f"{name}:{line}:{column}"
        raise error("the file is not UTF-8 text", hint="Save it as UTF-8.", where=where) from fault


def _bytes_of(path: Path, name: str, error: type[CoachError]) -> bytes:
    try:
        if path.exists() and not path.is_file():
            raise error("this is not a file", hint="Give the path of a YAML or JSON file.", where=name)
        if path.stat().st_size > LARGEST_FILE:
            raise error(f"the file is larger than {LARGEST_FILE // 10**6} MB", where=name)
        return path.read_bytes()
    except OSError as fault:
        said = f"the file cannot be read: {fault.strerror or 'the system refuses'}"
        raise error(said, hint="Check the path and its permissions.", where=name) from fault
    except ValueError as fault:  # a NUL in the path
        raise error("this is not a path", where=repr(name)) from fault


def _read_json(text: str) -> object:
    """Give the data of a JSON text.

    Raises:
        ValueError: when it is not JSON, gives a key twice or a number that is not finite, or nests too deep.
    """

    def refuse(_: str) -> NoReturn:
        raise ValueError

    def once(pairs: list[tuple[str, object]]) -> dict[str, object]:
        members = dict(pairs)
        if len(members) < len(pairs):
            raise ValueError
        return members

    def finite(digits: str) -> float:
        return value if math.isfinite(value := float(digits)) else refuse(digits)

    data = json.loads(text, object_pairs_hook=once, parse_constant=refuse, parse_float=finite)
    if _is_too_deep(data):
        raise ValueError
    return data


def _is_too_deep(data: object) -> bool:
    level: list[object] = [data]
    for _ in range(DEEPEST):
        level = [inner for part in level for inner in _inside(part)]
    return any(isinstance(part, dict | list) for part in level)


def _inside(part: object) -> Iterable[object]:
    if isinstance(part, dict):
        return part.values()
    return part if isinstance(part, list) else ()
