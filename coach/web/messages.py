"""What a browser says to its screen, read with suspicion: whatever is not exactly one of these is dropped."""

from __future__ import annotations

import json
import re
from typing import Literal, NamedTuple

from coach.web.screen_process import Size

LARGEST = 64_000
"""Bytes of one message."""
_LONGEST_TYPED, _LONGEST_PING = 20_000, 20
_WIDEST, _HIGHEST = 400, 200
_LOOKING = re.compile(
    r"\x1b\[[ABCDHF]|\x1bO[ABCDHF]"  # arrows, home, end
    r"|\x1b\[[56]~"  # page up and down
    r"|\x1b\[<6[45];\d{1,4};\d{1,4}[Mm]"  # the wheel
    r"|\x1b\[\?2026;[0-4]\$y"  # what the terminal says of itself
)
"""Keys that only move about."""


class Said(NamedTuple):
    """One message.

    Attributes:
        kind: what it is about.
        text: what was typed, or is to be echoed; empty otherwise.
        size: of the screen, where it is about that.
    """

    kind: Literal["typed", "size", "focus", "blur", "ping"]
    text: str = ""
    size: Size | None = None


def read_message(content: str) -> Said | None:
    """Give what a browser says; None for anything else than its own screen says."""
    try:
        said = json.loads(content) if len(content) <= LARGEST else None
    except (ValueError, RecursionError):
        return None
    found: Said | None = None
    match said:
        case ["stdin", str(text)] if len(text) <= _LONGEST_TYPED:
            found = Said("typed", text)
        case ["resize", {"width": int(width), "height": int(height)}]:
            found = Said("size", size=size_of(width, height))
        case ["ping", str(text)] if len(text) <= _LONGEST_PING:
            found = Said("ping", text)
        case ["focus" | "blur" as kind, *_]:
            found = Said("focus" if kind == "focus" else "blur")
    return found


def size_of(width: int, height: int) -> Size:
    """Give a size within reason."""
    return Size(max(20, min(_WIDEST, width)), max(6, min(_HIGHEST, height)))


def looking(text: str) -> str:
    """Give what of the keys only moves about: all that somebody may press who only looks."""
    return "".join(_LOOKING.findall(text))
