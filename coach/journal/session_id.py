"""Names of sessions: short enough to type, sortable by their beginning, safe as file names."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from coach.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

_DIGITS = "0123456789abcdefghjkmnpqrstvwxyz"  # Crockford's base 32: no i, l, o, u to mistype
_LENGTH = 6
_NOISE_BITS = 13
_NOISE = (1 << _NOISE_BITS) - 1
_VALID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_SHOWN = 60
_LISTED = 8
_HINT = "An id looks like 260314-m4k7qd; its beginning is enough. `coach list` shows them all."


def new_session_id(at: datetime, noise: int) -> str:
    """Give the id of a session that begins now: the day, then the second of the day and some chance.

    Sessions of one second may still draw the same id; who begins one draws again then. Ids of earlier versions have a
    character less, and sort among the newer ones as they began.

    Args:
        at: when it begins, with a time zone.
        noise: a random number; its lowest 13 bits keep the sessions of one second apart.

    >>> from datetime import datetime, UTC
    >>> new_session_id(datetime(2026, 3, 14, 9, 26, 53, tzinfo=UTC), 5)
    '260314-89q805'
    """
    moment = at.astimezone(UTC)
    second = moment.hour * 3600 + moment.minute * 60 + moment.second
    number = second << _NOISE_BITS | noise & _NOISE
    places = range(_LENGTH - 1, -1, -1)
    return f"{moment:%y%m%d}-" + "".join(_DIGITS[number >> 5 * place & 31] for place in places)


def is_session_id(text: str) -> bool:
    """True when a text may name a session; such a text is safe as a file name everywhere."""
    return _VALID.fullmatch(text) is not None


def checked_session_id(text: str) -> str:
    """Give a session id back.

    Raises:
        UsageError: the text can be no session's id.
    """
    if not is_session_id(text):
        raise UsageError(f"{_shown(text)} is no session id", hint=_HINT)
    return text


def resolved_session_id(text: str, known: Iterable[str]) -> str:
    """Give the one session that a text means: its id, its beginning, or the beginning of its last part.

    Raises:
        UsageError: the text can be no id, fits no session, or fits several; the message lists them.
    """
    meant = checked_session_id(text.strip().lower().removesuffix("-"))
    ids = sorted(known)
    if meant in ids:
        return meant
    found = [each for each in ids if each.startswith(meant)]
    found = found or [each for each in ids if each.rpartition("-")[2].startswith(meant)]
    if not found:
        raise UsageError(f"there is no session {_shown(text)}", hint=_HINT)
    if len(found) > 1:
        shown = ", ".join(found[:_LISTED]) + (
            f" and {len(found) - _LISTED} more" if len(found) > _LISTED else ""
        )
        raise UsageError(
            f"{_shown(text)} may mean several sessions: {shown}", hint="Type more of the one meant."
        )
    return found[0]


def _shown(text: str) -> str:
    return ascii(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")
