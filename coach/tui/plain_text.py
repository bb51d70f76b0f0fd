"""The one place where text from people and logs becomes something a widget may show.

Textual reads `[...]` in a plain string as markup: an unbalanced bracket ends the program, a link runs an action.
`Content` takes text as it is. Escape sequences, control characters and marks that turn the reading direction
are taken out before, since a terminal obeys them wherever they stand.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from textual.content import Content

if TYPE_CHECKING:
    from textual.style import Style

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, cursor, screen
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # titles, links, device
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_HIDDEN = re.compile(
    "[\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_UNPRINTABLE = frozenset({"Cc", "Cs"})
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
LONGEST_SHOWN = 20_000
"""Characters of one text that are ever drawn; the text itself is kept whole."""


def harmless(text: str) -> str:
    r"""Give a text without escape sequences, control characters and direction marks; tabs become blanks.

    >>> harmless("loss \x1b[31mred\x1b[0m\tup")
    'loss red up'
    """
    if text.isascii() and text.isprintable():
        return text
    said = _HIDDEN.sub("", _LINE_BREAKS.sub("\n", _ESCAPES.sub("", text))).replace("\t", " ")
    return "".join(c for c in said if c == "\n" or unicodedata.category(c) not in _UNPRINTABLE)


def one_line(text: str) -> str:
    """Give a text made harmless, on one line, its runs of white space single blanks."""
    return " ".join(harmless(text).split())


def plain(text: str, style: str | Style = "") -> Content:
    """Give what a widget may show of a text: the text itself, brackets and all, never markup."""
    said = Content(harmless(text))
    return said.stylize(style) if style else said


def clipped(text: str, width: int, style: str | Style = "") -> Content:
    """Give a text on one line of at most `width` cells, an ellipsis where it was cut."""
    said = Content(one_line(text[:LONGEST_SHOWN]))
    if said.cell_length > width:
        said = said.truncate(max(0, width - 1)).rstrip() + ELLIPSIS if width > 0 else Content("")
    return said.stylize(style) if style else said


def wrapped(text: str, width: int, style: str | Style = "") -> list[Content]:
    """Give the lines of a text, none wider than `width` cells; an empty text has none."""
    said = plain(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + ELLIPSIS, style)
    return list(said.wrap(width)) if said.plain and width > 0 else []


def shortened(text: str, width: int, most: int, style: str | Style = "") -> list[Content]:
    """Give at most `most` lines of a text, an ellipsis where something is left out."""
    lines = wrapped(text, width, style)
    if len(lines) <= most:
        return lines
    last = lines[most - 1].rstrip()
    if last.cell_length >= width:
        last = last.truncate(max(0, width - 1)).rstrip()
    return [*lines[: most - 1], last + Content.styled(ELLIPSIS, style)]
