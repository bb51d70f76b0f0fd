"""Compiled catalogues kept in the user's cache folder, so that neither a quick answer nor a walk need read YAML.

What is kept counts only while every playbook's content, coach's version and the code that compiles are what they were;
whatever is damaged, foreign or older is passed over and made anew. Nothing depends on it: where it cannot be read or
written, playbooks are compiled as ever. It is plain JSON, so that reading it runs nothing.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import fields, is_dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from coach import __version__
from coach.errors import PlaybookError
from coach.playbook.kept_file import read_kept, write_kept
from coach.session.catalogue import Catalogue, Metric, Prompt
from coach.session.failure_mode import Check, FailureMode, KnownCase, Prevention, Price, Repair, Symptom
from coach.session.suggested import SuggestedExperiment

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from coach.playbook.shelf import PlaybookFile

NAME = "catalogues-{}.json"
"""Name of the file of one shelf, with the beginning of its key."""
SHELVES = 4
"""Shelves that are kept, those made last: a journal with playbooks of its own is one beside the built-in ones."""
_TYPES: dict[str, type[Any]] = {
    each.__name__: each
    for each in (
        Catalogue,
        FailureMode,
        Check,
        Price,
        Repair,
        Prevention,
        KnownCase,
        Symptom,
        SuggestedExperiment,
        Prompt,
        Metric,
    )
}
_NAMES = {name: tuple(each.name for each in fields(of)) for name, of in _TYPES.items()}
_TUPLE, _VALUE = "(", "@"
_PLAIN = frozenset({str, float, int, bool, type(None)})
_DAMAGED = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError)


def catalogue_for(playbook_id: str, shelf: Sequence[PlaybookFile]) -> Catalogue:
    """Give the catalogue of a playbook with everything it builds on, as `compile.catalogue_for` does.

    Raises:
        PlaybookError: when there is no such playbook, or it or one it builds on has a fault.
    """
    with suppress(*_DAMAGED):
        kept = _kept(_key(shelf), tuple(shelf))
        if playbook_id in kept:
            return kept[playbook_id]
    from coach.playbook import compile as compiling  # noqa: PLC0415 - loads the YAML reader

    return compiling.catalogue_for(playbook_id, shelf)


def _key(shelf: Sequence[PlaybookFile]) -> str:
    """Give what a kept catalogue depends on, in one word: the playbooks, coach's version, the code that compiles."""
    whole = sha256(__version__.encode())
    package = Path(__file__).resolve().parent
    for folder in (package, package.parent / "session"):
        for each in sorted(os.scandir(folder), key=lambda entry: entry.name):
            if each.name.endswith(".py"):
                about = each.stat()
                whole.update(f"{each.name} {about.st_size} {about.st_mtime_ns}\n".encode())
    for file in shelf:
        whole.update(f"{file.id} {sha256(file.path.read_bytes()).hexdigest()}\n".encode("utf-8", "replace"))
    return whole.hexdigest()


@lru_cache(maxsize=4)
def _kept(key: str, shelf: tuple[PlaybookFile, ...]) -> Mapping[str, Catalogue]:
    """Give the catalogues of the playbooks without a fault, by id."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - help is printed without it

    place = user_cache_path("coach", appauthor=False) / NAME.format(key[:16])
    found = _read(place, key)
    if found is None:
        found = _compiled(shelf)
        with suppress(OSError):
            _write(place, key, found)
    return found


def _compiled(shelf: tuple[PlaybookFile, ...]) -> dict[str, Catalogue]:
    from coach.playbook import compile as compiling  # noqa: PLC0415 - loads the YAML reader

    made = {}
    for each in dict.fromkeys(file.id for file in shelf):
        with suppress(PlaybookError):
            made[each] = compiling.catalogue_for(each, shelf)
    return made


def _read(place: Path, key: str) -> Mapping[str, Catalogue] | None:
    """Give what is kept; None where that is nothing, something else, or damaged."""
    try:
        body = read_kept(place, key)
        return None if body is None else Decoded(json.loads(body))
    except _DAMAGED:
        return None


def _write(place: Path, key: str, catalogues: Mapping[str, Catalogue]) -> None:
    body = json.dumps(encoded(catalogues), separators=(",", ":")).encode()
    write_kept(place, key, body, alike=NAME.format("*"), most=SHELVES)


def encoded(catalogues: Mapping[str, Catalogue]) -> list[object]:
    """Give catalogues as JSON: every value once, in an order in which they can be made again, the whole last.

    Playbooks that build on one another share most of their values; equal ones are one.
    """
    made: list[object] = []
    places: dict[int, int] = {}
    equal: dict[str, int] = {}

    def code(value: object) -> object:
        if isinstance(value, tuple):
            return [_TUPLE, *map(code, value)]
        if isinstance(value, Mapping):
            return {key: code(of) for key, of in value.items()}
        if not is_dataclass(value):
            return value
        if id(value) not in places:
            name = type(value).__name__
            coded = [name, *(code(getattr(value, each)) for each in _NAMES[name])]
            if isinstance(value, Catalogue):
                coded.append(value.base_rates)
            places[id(value)] = equal.setdefault(json.dumps(coded), len(made))
            if places[id(value)] == len(made):
                made.append(coded)
        return [_VALUE, places[id(value)]]

    made.append(code(dict(catalogues)))
    return made


class _Lazy(Catalogue):
    """A catalogue whose parts are made when they are first asked for; of most playbooks only the words are."""

    _coded: Mapping[str, Any]
    _value: Callable[[Any], Any]

    def __getattr__(self, name: str) -> Any:
        """Make a part; raises AttributeError where there is none of that name."""
        coded = self.__dict__.get("_coded", {})
        if name not in coded:
            raise AttributeError(name)
        made = self.__dict__[name] = self._value(coded[name])
        return made

    def __eq__(self, other: object) -> bool:
        """Compare the parts, also with those of a catalogue that was compiled."""
        return isinstance(other, Catalogue) and all(
            getattr(self, each) == getattr(other, each) for each in _NAMES["Catalogue"]
        )

    __hash__ = None  # type: ignore[assignment]  # as a catalogue's, whose mappings have none


class Decoded(Mapping[str, Catalogue]):
    """The catalogues that `encoded` gave as JSON, each made when it is first asked for, with only what it holds."""

    def __init__(self, data: list[Any]) -> None:
        """Take the JSON.

        Raises:
            TypeError, ValueError: `encoded` did not give that.
        """
        *self._parts, self._places = data
        if not isinstance(self._places, dict):
            raise TypeError
        self._made: dict[int, Any] = {}

    def __getitem__(self, playbook_id: str) -> Catalogue:
        """Give a catalogue; raises KeyError where there is none, and as building a value of wrong parts does."""
        found: Catalogue = self._value(self._places[playbook_id])
        return found

    def __iter__(self) -> Iterator[str]:
        """Give the ids."""
        return iter(self._places)

    def __len__(self) -> int:
        """Give the number of catalogues."""
        return len(self._places)

    def _value(self, coded: Any) -> Any:
        # Most of forty thousand values are plain, and a call for each would take as long as the rest.
        value = self._value
        if type(coded) is list:
            if coded[0] == _VALUE:
                return self._at(coded[1])
            return tuple([each if type(each) in _PLAIN else value(each) for each in coded[1:]])
        if type(coded) is dict:
            return {key: of if type(of) in _PLAIN else value(of) for key, of in coded.items()}
        return coded

    def _at(self, place: int) -> Any:
        if place not in self._made:
            name, *of = self._parts[place]
            if name == "Catalogue":
                return self._made.setdefault(place, self._catalogue(of))
            parts = [each if type(each) in _PLAIN else self._value(each) for each in of]
            self._made[place] = _TYPES[name](**dict(zip(_NAMES[name], parts, strict=True)))
        return self._made[place]

    def _catalogue(self, parts: Sequence[Any]) -> Catalogue:
        *of, rates = parts
        coded = dict(zip(_NAMES["Catalogue"], of, strict=True))
        # A part with a default stands in the class, so that it would never be asked for: it is made now, and small.
        now = {name: self._value(each) for name, each in coded.items() if hasattr(Catalogue, name)}
        made = _Lazy.__new__(_Lazy)
        made.__dict__.update(now, _coded=coded, _value=self._value, base_rates=rates)
        return made
