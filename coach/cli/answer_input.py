"""Reads the answers of `coach answer` from the command line and from a JSON document."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, NoReturn

from coach.errors import RunReadError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

LARGEST = 64_000_000
"""Characters of a JSON document that are read; more is no set of answers."""


def answers_by_key(pairs: Sequence[str], file: Path | None) -> dict[str, object]:
    """Give answers by the key of their question; those on the command line replace those of the document.

    Raises:
        UsageError: something is no `KEY=VALUE`, or the document is no object.
        RunReadError: the document cannot be read, or is no JSON.
    """
    return (_from_document(file) if file is not None else {}) | _from_pairs(pairs)


def _from_pairs(pairs: Sequence[str]) -> dict[str, object]:
    given: dict[str, list[object]] = {}
    for pair in pairs:
        key, is_pair, value = pair.partition("=")
        if not (key and is_pair):
            raise UsageError(
                f"{pair!r} is no KEY=VALUE",
                hint="Like frame.run-length=10h; put what holds spaces into quotation marks.",
            )
        given.setdefault(key, []).append(_value(value))
    return {key: values[0] if len(values) == 1 else values for key, values in given.items()}


def _value(text: str) -> object:
    """Give the object or list that a text spells in JSON, else the text."""
    if text[:1] in ("{", "["):
        try:
            return json.loads(text, parse_constant=_no_number)
        except (ValueError, RecursionError):
            return text
    return text


def _from_document(file: Path) -> dict[str, object]:
    name = "standard input" if str(file) == "-" else str(file)
    try:
        text = sys.stdin.read(LARGEST) if str(file) == "-" else _text(file)
        data = json.loads(text, parse_constant=_no_number) if text.strip() else {}
    except json.JSONDecodeError as error:
        raise RunReadError(f"this is no JSON: {error.msg}", where=f"{name}:{error.lineno}") from error
    except OSError as error:
        raise RunReadError(f"cannot be read: {(error.strerror or str(error)).lower()}", where=name) from error
    except (ValueError, RecursionError) as error:
        raise RunReadError(f"this is no JSON: {error}", where=name) from error
    if not isinstance(data, dict):
        raise UsageError(f"{name} holds no object of answers", hint='Like {"frame.run-length": "10h"}.')
    return data


def _text(file: Path) -> str:
    with file.open(encoding="utf-8") as opened:
        return opened.read(LARGEST)


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")
