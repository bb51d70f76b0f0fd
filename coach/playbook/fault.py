"""A fault in a playbook: where it is, what is wrong, and what was probably meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import PlaybookError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from coach.playbook.strict_yaml import Document

Path = tuple[str | int, ...]
"""Keys and list positions that lead from the top of a file to a part of it."""

_MOST_NAMED = 12


class Fault(NamedTuple):
    """One thing wrong with one part of a file."""

    path: Path
    message: str
    hint: str


def as_errors(faults: Iterable[Fault], document: Document) -> tuple[PlaybookError, ...]:
    """Give faults as errors with file:line:column, in the order of the lines."""
    placed = sorted(faults, key=lambda fault: document.line_of(fault.path))
    return tuple(
        PlaybookError(_at(fault.path) + fault.message, hint=fault.hint, where=document.where(fault.path))
        for fault in placed
    )


def meant(word: str, known: Iterable[str]) -> str:
    """Give a hint for a word that is not among the known ones."""
    words = sorted(known)
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"Did you mean {near[0]!r}?"
    if not words:
        return "Nothing of the kind is defined here."
    more = f" and {len(words) - _MOST_NAMED} more" if len(words) > _MOST_NAMED else ""
    return f"Known here: {', '.join(words[:_MOST_NAMED])}{more}."


def faults_of_shape(error: ValidationError) -> Iterator[Fault]:
    """Give what pydantic found wrong with a file's shape, phrased for the person who wrote it."""
    return map(_phrased, error.errors(include_url=False))


def _phrased(found: ErrorDetails) -> Fault:
    path: Path = found["loc"]
    given = found.get("ctx", {})
    match found["type"]:
        case "unknown_key":
            key = given["key"]
            return Fault((*path, key), "this key is not known here", meant(str(key), given["known"]))
        case "missing":
            return Fault(path[:-1], f"{path[-1]!r} is missing", f"Add the key {path[-1]!r}.")
        case "string_pattern_mismatch":
            hint = "Use lower-case words and numbers joined by hyphens, such as `lr-too-high`."
            return Fault(_without_key_mark(path), "this is not an id", hint)
        case "literal_error":
            return Fault(path, f"{_shown(found['input'])} is not possible here", f"Use {given['expected']}.")
        case _:
            said = found["msg"].replace("Input should", "this should")
            return Fault(_without_key_mark(path), f"{said}, not {_shown(found['input'])}", "")


def _without_key_mark(path: Path) -> Path:
    """Drop pydantic's mark for `the key itself`."""
    return path[:-1] if path and path[-1] == "[key]" else path


def _shown(value: object) -> str:
    match value:
        case dict():
            return "a mapping"
        case list() | tuple():
            return "a list"
        case None:
            return "nothing"
        case _:
            said = repr(value)
            return said if len(said) <= 40 else f"{said[:37]}..."  # noqa: PLR2004 - what fits in a message


def _at(path: Path) -> str:
    """Give the part a path leads to, as words before a message."""
    said = "".join(f"[{step + 1}]" if isinstance(step, int) else f".{step}" for step in path).lstrip(".")
    return f"{said}: " if said else ""
