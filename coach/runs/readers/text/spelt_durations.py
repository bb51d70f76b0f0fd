"""Durations spelt out in a line, put in seconds: `18 minutes and 40.1 seconds`, `1h 2m 3s`, `2m30s`."""

from __future__ import annotations

import re

_HOURS, _MINUTES = r"(?:hours?|hrs?|h)", r"(?:minutes?|mins?|m)"
_GAP = r"(?:,?\s?(?:and\s)?)"
_SPELT = re.compile(
    rf"(?<![\w.:])(?:(?P<h>\d+)\s?{_HOURS}{_GAP})?(?:(?P<m>\d+)\s?{_MINUTES}{_GAP})?"
    r"(?P<s>\d+(?:\.\d+)?)\s?(?:seconds?|secs?|s)(?![\w/])"
)
_LONG = re.compile(r"\d\s?(?:hours?|hrs?|h|minutes?|mins?|m)(?:,|\s|\d)")


def in_seconds(text: str) -> str:
    """Give a text with each duration of hours or minutes and seconds as the number of its seconds."""
    return _SPELT.sub(_seconds, text) if _LONG.search(text) else text


def _seconds(found: re.Match[str]) -> str:
    hours, minutes, seconds = found["h"], found["m"], found["s"]
    if hours is None and minutes is None:
        return found[0]
    return f"{3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds):.10g}s"
