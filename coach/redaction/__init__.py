"""What looks like a password, a key or a token is taken out of whatever is archived or exported.

Two kinds of signs: values that have the form in which somebody issues keys (`formats.py`), and values that stand under
a name which says so (`named_values.py`). A long random word alone is no sign: hashes, checksums and pictures are such.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.redaction.formats import BLOCKS, FORMATS, MAY_HOLD_A_FORMAT
from coach.redaction.like_lines import lines_worth_asking
from coach.redaction.marks import mark
from coach.redaction.named_values import redact_argument, redact_named, without_named_values
from coach.redaction.pieces import pieces

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

__all__ = ["Redacted", "redact", "redact_command", "redact_variables", "redacted"]


class Redacted(NamedTuple):
    """A text without secrets, and how many places were taken out."""

    text: str
    places: int


def redact(text: str) -> Redacted:
    """Give a text in which every place that looks like a secret is replaced by a mark that says so.

    The mark `[redacted]` is the same whatever stood there; what surrounds the secret stays.

    >>> redact("curl -H 'Authorization: Bearer 8f3kQz0aT1' https://example.org").text
    "curl -H 'Authorization: Bearer [redacted]' https://example.org"
    """
    places = 0
    for pattern in BLOCKS:
        text, some = pattern.subn(mark, text)
        places += some
    found: list[str] = []
    for piece in pieces(text):
        for part, may_hold_one in lines_worth_asking(piece):
            kept, some = _without(part) if may_hold_one else (part, 0)
            found.append(kept)
            places += some
    return Redacted("".join(found), places)


def _without(piece: str) -> tuple[str, int]:
    places = 0
    if MAY_HOLD_A_FORMAT.search(piece):
        for pattern in FORMATS:
            piece, found = pattern.subn(mark, piece)
            places += found
    piece, found = without_named_values(piece)
    return piece, places + found


def redacted(text: str) -> str:
    """Give a text without what looks like a secret."""
    return redact(text).text


def redact_command(words: Iterable[str]) -> tuple[tuple[str, ...], int]:
    """Give the words of a command without secrets, and how many were taken out.

    A word after an option that names a secret is one, such as the second of `--api-key x`.
    """
    found: list[str] = []
    places, option = 0, ""
    for word in words:
        value, is_one = redact_argument(option, word)
        if is_one:
            found.append(value)
            places += 1
        else:
            text, some = redact(word)
            found.append(text)
            places += some
        option = word
    return tuple(found), places


def redact_variables(variables: Mapping[str, str]) -> tuple[dict[str, str], int]:
    """Give variables without secrets, by their names and by what they hold; and how many were taken out."""
    found: dict[str, str] = {}
    places = 0
    for name, value in variables.items():
        text, is_one = redact_named(name, value)
        some = int(is_one)
        if not is_one:
            text, some = redact(value)
        found[name] = text
        places += some
    return found, places
