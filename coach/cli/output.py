"""What was asked for, on standard output and nothing beside it: a JSON document with its schema, or a text."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import click

from coach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def print_json(schema: str, data: Mapping[str, object], *, indent: bool = True) -> None:
    """Print a JSON document; numbers that JSON lacks become null.

    Args:
        schema: the document's schema and version, such as `coach.symptoms/1`.
        data: everything else the document says.
        indent: whether each value stands on its own line; where there are very many, blanks would be most of it.
    """
    click.echo(json.dumps(finite({"schema": schema, **data}), indent=2 if indent else None, allow_nan=False))


def write_out(text: str, output: Path | None) -> None:
    """Print a document, or write it to a file and say so; `-` is standard output.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None or str(output) == "-":
        click.echo(text, nl=False)
        return
    try:
        output.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"this file cannot be written: {error.strerror}", where=str(output)) from error
    click.echo(f"Wrote {output}.", err=True)


def print_schema(schema: Mapping[str, object]) -> None:
    """Print a JSON Schema as it is: its keys are its own."""
    click.echo(json.dumps(schema, indent=2, allow_nan=False))


def finite(data: object) -> object:
    """Give data in which every NaN and infinity is None.

    >>> finite({"value": float("nan"), "steps": [1, 2]})
    {'value': None, 'steps': [1, 2]}
    """
    match data:
        case float():
            return data if math.isfinite(data) else None
        case dict():
            return {name: finite(value) for name, value in data.items()}
        case list() | tuple():
            return [finite(value) for value in data]
        case _:
            return data
