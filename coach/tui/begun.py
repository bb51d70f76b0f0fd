"""What was written into the first field of a page before the page was there."""

from __future__ import annotations

from typing import NamedTuple


class Begun(NamedTuple):
    """The beginning of an answer.

    Attributes:
        label: the label of the field; empty where none was shown.
        text: what was written.
        cursor: where the cursor stands in it: row and column, from 0.
    """

    label: str = ""
    text: str = ""
    cursor: tuple[int, int] = (0, 0)


NOT_BEGUN = Begun()
EDITING_KEYS = frozenset(
    {
        "backspace",
        "delete",
        "left",
        "right",
        "ctrl+left",
        "ctrl+right",
        "home",
        "end",
        "ctrl+w",
        "ctrl+u",
        "ctrl+k",
    }
)
"""Keys that change what is written, or where, and never leave the field."""
