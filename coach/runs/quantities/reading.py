"""What one tag stands for by its name alone."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from coach.runs.quantities.by_parts import read_by_parts
from coach.runs.quantities.tag_table import listed

if TYPE_CHECKING:
    from coach.runs.quantities.quantity import Meaning, Reading


@cache
def reading_of(tag: str, log_format: str = "") -> Reading:
    """Give what a name says it is: as listed, or else by the words it is made of.

    Args:
        tag: as the log spells it.
        log_format: name of the reader, for the few tags that mean something else in one format.
    """
    return listed(tag, log_format) or read_by_parts(tag)


def meaning_of(tag: str, log_format: str = "") -> Meaning | None:
    """Give what a name stands for, whatever else is logged beside it; None where it is none of the quantities."""
    return reading_of(tag, log_format).meaning
