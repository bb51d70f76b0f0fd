"""One YAML text as plain data with the place of each part; what `strict_yaml` refuses is refused here."""

from __future__ import annotations

import math
import re
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, NoReturn

import yaml

if TYPE_CHECKING:
    from coach.errors import CoachError

DEEPEST = 60
"""Levels of nesting above which a text is refused."""

_LONGEST_NUMBER = 300
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_CONSTANTS: dict[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}
_PRINTABLE = re.compile(r"[\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]*")
_LOADER: type = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a text stands: line and column from 1, and the places of its parts by key or index."""

    line: int
    column: int
    inside: dict[str | int, Place] = field(default_factory=dict)


class Placed(NamedTuple):
    """A text's data, and the place of its whole."""

    data: object
    root: Place


def read_placed(text: str, name: str, error: type[CoachError]) -> Placed:
    """Give the data a YAML text spells, with places.

    Args:
        text: the YAML text.
        name: the file's name, for messages.
        error: the class of error to raise.

    Raises:
        CoachError: of the class `error`; `where` is file:line:column.
    """
    builder = _Builder(name, error)
    try:
        for event in yaml.parse(text, Loader=_LOADER):
            builder.take(event)
    except yaml.MarkedYAMLError as fault:
        if "nesting" in (fault.problem or ""):
            _refuse_depth(text, name, error)
        _raise_syntax(fault, text, name, error)
    except (yaml.YAMLError, UnicodeEncodeError) as fault:
        matched = _PRINTABLE.match(text)
        at = matched.end() if matched else 0
        where = f"{name}:{text.count(chr(10), 0, at) + 1}:{at - text.rfind(chr(10), 0, at)}"
        raise error("this character is not allowed in YAML", hint="Remove it.", where=where) from fault
    if "\t" in text:
        _refuse_tabs(text, builder.spans, name, error)
    return Placed(builder.data, builder.root)


def _refuse_depth(text: str, name: str, error: type[CoachError]) -> None:
    """Refuse nesting by our own limit where the C scanner refused before it gave an event (PyYAML 6.0.4 on)."""
    builder = _Builder(name, error)
    with suppress(yaml.YAMLError):
        for event in yaml.parse(text, Loader=yaml.SafeLoader):
            builder.take(event)


def _raise_syntax(fault: yaml.MarkedYAMLError, text: str, name: str, error: type[CoachError]) -> NoReturn:
    mark = fault.problem_mark or fault.context_mark
    line, column = (mark.line, mark.column) if mark is not None else (0, 0)
    lines = text.split("\n")
    before = lines[line][: column + 1] if line < len(lines) else ""
    if "\t" in before:
        _refuse_tab(name, line, before.index("\t"), error)
    opened = fault.context_mark
    context = f"{fault.context} from line {opened.line + 1}" if fault.context and opened else fault.context
    said = ", ".join(part for part in (context, fault.problem) if part)
    hint = "Quote text that contains `: ` or ` #`, and indent the parts of one list or mapping alike."
    where = f"{name}:{line + 1}:{column + 1}"
    raise error(f"this is not YAML: {said}", hint=hint, where=where) from fault


def _refuse_tabs(text: str, spans: list[tuple[int, int]], name: str, error: type[CoachError]) -> None:
    """Refuse the first tab outside the values: each editor shows such indentation as it likes."""
    remaining = iter([*spans, (len(text), len(text))])
    start, end = next(remaining)
    for found in re.finditer("\t", text):
        at = found.start()
        while at >= end:
            start, end = next(remaining)
        if at < start:
            _refuse_tab(name, text.count("\n", 0, at), at - text.rfind("\n", 0, at) - 1, error)


def _refuse_tab(name: str, line: int, column: int, error: type[CoachError]) -> NoReturn:
    where = f"{name}:{line + 1}:{column + 1}"
    raise error("there is a tab here", hint="Indent and separate with spaces.", where=where)


class _Open:
    """A mapping or list that is being read, and the key its next value belongs to."""

    __slots__ = ("key", "key_place", "parts", "place")

    def __init__(self, parts: dict[str, object] | list[object], place: Place) -> None:
        self.parts = parts
        self.place = place
        self.key: str | None = None
        self.key_place = place

    @property
    def expects_key(self) -> bool:
        return self.key is None and isinstance(self.parts, dict)


class _Builder:
    """Data and places, built from the parser's events without recursion."""

    def __init__(self, name: str, error: type[CoachError]) -> None:
        self.data: object = None
        self.root = Place(1, 1)
        self.spans: list[tuple[int, int]] = []
        self._name = name
        self._error = error
        self._open: list[_Open] = []
        self._documents = 0

    def take(self, event: yaml.Event) -> None:
        """Take in the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_marks(event)
            self._scalar(event)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._refuse_marks(event)
            self._start(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._open.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._refuse(event, "references to other parts (*) are not read here", "Write the value out.")
        elif isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._refuse(event, "a second document starts here", "Keep one document a file.")

    def _start(self, event: yaml.Event, parts: dict[str, object] | list[object]) -> None:
        if self._open and self._open[-1].expects_key:
            self._refuse(event, "a key must be text", "Put the list or mapping under a key.")
        if len(self._open) >= DEEPEST:
            self._refuse(event, f"this is nested deeper than {DEEPEST} levels", "Flatten it.")
        self._open.append(_Open(parts, self._put(parts, event)))

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        if event.start_mark is not None and event.end_mark is not None:
            self.spans.append((event.start_mark.index, event.end_mark.index))
        value = event.value if event.style else self._plain(event)
        if not (self._open and self._open[-1].expects_key):
            self._put(value, event)
            return
        top = self._open[-1]
        if not isinstance(value, str):
            self._refuse(
                event, f"the key {event.value!r} would be read as {_kind(value)}", "Put it in quotes."
            )
        if value in top.place.inside:
            first = top.place.inside[value].line
            self._refuse(
                event, f"the key {value!r} is given twice, first on line {first}", "Keep one of the two."
            )
        top.key, top.key_place = value, _place(event)

    def _put(self, value: object, event: yaml.Event) -> Place:
        """Add a value where it belongs; give its place, which for a mapping's value is that of the key."""
        if not self._open:
            self.data, self.root = value, _place(event)
            return self.root
        top = self._open[-1]
        if isinstance(top.parts, list):
            top.parts.append(value)
            return top.place.inside.setdefault(len(top.parts) - 1, _place(event))
        key, top.key = top.key or "", None
        top.parts[key] = value
        return top.place.inside.setdefault(key, top.key_place)

    def _plain(self, event: yaml.ScalarEvent) -> object:
        said: str = event.value
        if said in _CONSTANTS:
            return _CONSTANTS[said]
        if said[0] not in "+-.0123456789" or _FLOAT.fullmatch(said) is None:
            return said
        if len(said) > _LONGEST_NUMBER or not math.isfinite(value := float(said)):
            self._refuse(event, "this number is too large", "Put it in quotes if it is text.")
        return int(said) if _INTEGER.fullmatch(said) else value

    def _refuse_marks(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor is not None:
            self._refuse(
                event, "names for parts (&) are not read here", "Write the value out where it is used."
            )
        if event.tag is not None:
            self._refuse(event, f"tags such as {event.tag!r} are not read here", "Remove it.")

    def _refuse(self, event: yaml.Event, said: str, hint: str) -> NoReturn:
        place = _place(event)
        raise self._error(said, hint=hint, where=f"{self._name}:{place.line}:{place.column}")


def _place(event: yaml.Event) -> Place:
    mark = event.start_mark
    return Place(1, 1) if mark is None else Place(mark.line + 1, mark.column + 1)


def _kind(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case bool():
            return "true or false"
        case _:
            return "a number"
