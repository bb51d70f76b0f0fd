"""Text from people and logs, made safe to print on a terminal."""

from __future__ import annotations

import re
import unicodedata

_ESCAPES = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # CSI: colours, cursor, screen
    r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c)?"  # OSC, DCS, others
    r"|\x1b[ -/]*[0-~]?"
)
_LINE_BREAKS = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_INVISIBLE = re.compile(
    "[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # turn the reading direction
    "\u00ad\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"  # hide words in words
)
_UNPRINTABLE = frozenset({"Cc", "Cs"})


def harmless(text: str) -> str:
    r"""Give a text without escape sequences, control characters, and marks that hide or turn what is read.

    Line breaks and tabs stay, every other kind of line break becomes one; letters of every script stay.

    >>> harmless("loss \x1b[31mred\x1b[0m")
    'loss red'
    """
    if text.isascii() and text.isprintable():
        return text
    plain = _INVISIBLE.sub("", _LINE_BREAKS.sub("\n", _ESCAPES.sub("", text)))
    return "".join(c for c in plain if c in "\n\t" or unicodedata.category(c) not in _UNPRINTABLE)


def one_line(text: str) -> str:
    """Give a text made harmless, on one line, its runs of white space single blanks."""
    return " ".join(harmless(text).split())


def storable(text: str) -> str:
    """Give a text from the command line without the half characters that no file can hold."""
    return text.encode("utf-8", "replace").decode("utf-8")
