"""Moments and durations that are spelt out: `0:01:30`, `1 day, 2:03:04`, `2024-01-31 10:00:00`."""

from __future__ import annotations

import re
from datetime import UTC, datetime

_DURATION = re.compile(r"(?:(\d+) days?,? )?(\d+):(\d\d)(?::(\d\d(?:\.\d+)?))?")
_MOMENT = re.compile(
    r"\d{4}[-/]\d\d[-/]\d\d[ T_]\d\d[:-]\d\d[:-]\d\d(?:[.,]\d{1,6}\d*)?(?:Z|[+-]\d\d:?\d\d)?"
)
_LONGEST = 40


def seconds_in(text: str) -> float | None:
    """Give the seconds a text spells out, since 1970 for a moment; None where it spells out something else.

    A moment without a time zone is taken for one of UTC: what counts is how far apart two of them are. Of two
    numbers with a colon between them the first are the minutes.
    """
    text = text.strip()
    if len(text) > _LONGEST or not text[:1].isdigit():
        return None
    if (found := _DURATION.fullmatch(text)) is not None:
        days, first, second, third = found.groups()
        if third is None:
            return int(first) * 60.0 + int(second)
        return int(days or 0) * 86400.0 + int(first) * 3600.0 + int(second) * 60.0 + float(third)
    if _MOMENT.fullmatch(text) is None:
        return None
    day, clock = text[:10].replace("/", "-"), text[11:].replace(",", ".")
    try:
        moment = datetime.fromisoformat(f"{day}T{clock[:8].replace('-', ':')}{clock[8:]}")
    except ValueError:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
