"""What tags stand for, as people said it: checked, kept in the journal, and told to the runs that are read."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from typing import TYPE_CHECKING

from coach.errors import UsageError
from coach.journal.stated_tags import stated_tags
from coach.runs.quantities import NONE, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from coach.runs.run import Run

_NEAR = 3


def quantity_called(text: str) -> str:
    """Give the name of the quantity that a person wrote: blanks and hyphens do as well, and `none` is one.

    Raises:
        UsageError: there is no such quantity; the hint names those that are spelt like it, or all of them.
    """
    name = "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())
    names = [NONE, *(each.value for each in Quantity)]
    if name in names:
        return name
    near = get_close_matches(name, names, n=_NEAR, cutoff=0.5) or [
        each for each in names if name and name in each
    ]
    hint = f"Did you mean {' or '.join(near)}?" if near else f"It is one of {', '.join(names)}."
    raise UsageError(f"there is no quantity {text!r}", hint=hint)


def as_stated(runs: Iterable[Run], root: Path) -> tuple[Run, ...]:
    """Give runs with what was said of their tags in the journal at `root`.

    Raises:
        JournalError: the journal's file of tags cannot be read.
    """
    said = stated_tags(root)
    return tuple(replace(run, stated=said) for run in runs) if said else tuple(runs)
