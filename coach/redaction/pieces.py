"""A text in pieces that patterns get through in a moment, however it was made: endless lines are cut between words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

LONGEST_LINE = 4096
"""Characters of a line that are looked at together, at least half of them (editorial)."""
_BETWEEN_WORDS = (" ", ",", ";", "&", "\t")


def pieces(text: str) -> Iterator[str]:
    """Give a text in pieces that make it up: whole lines together, a line that is too long by itself and in parts."""
    if len(text) <= LONGEST_LINE:
        yield text
        return
    lines: list[str] = []
    for line in text.splitlines(keepends=True):
        if len(line) <= LONGEST_LINE:
            lines.append(line)
            continue
        yield "".join(lines)
        lines = []
        yield from _parts(line)
    yield "".join(lines)


def _parts(line: str) -> Iterator[str]:
    at = 0
    while len(line) - at > LONGEST_LINE:
        half, end = at + LONGEST_LINE // 2, at + LONGEST_LINE
        cut = max(line.rfind(each, half, end) for each in _BETWEEN_WORDS) + 1 or end
        yield line[at:cut]
        at = cut
    yield line[at:]
