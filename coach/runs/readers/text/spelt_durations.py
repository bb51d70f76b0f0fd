"""Durations spelt out in a line, put in seconds: `18 minutes and 40.1 seconds`, `1h 2m 3s`, `2m30s`."""

from __future__ import annotations

import re

_HOURS, _MINUTES = r"(?:hours?|hrs?|h)", r"(?:minutes?|mins?|m)"
_GAP = r"(?:,?\s?(?:and\s)?)"
_SPELT = re.compile(
    rf"(?<![\w.:])(?:(?P<h>\d+)\s?{_HOURS}{_GAP})?(?:(?P<m>\d+)\s?{_MINUTES}{_GAP})?"
    r"(?P<s>\d+(?:\.\d+)?)\s?(?:seconds?|secs?|s)(?![\w/])"
)
_WORDS = ("minute", " min ", " mins ", " hours ")
_SHORT = re.compile(r"m(?<=\dm) ?\d")  # begins with one letter, which the engine looks for fastest


def in_seconds(text: str) -> str:
    """Give a text with each duration of hours or minutes and seconds as the number of its seconds."""
    is_spelt = any(word in text for word in _WORDS) or _SHORT.search(text) is not None
    return _SPELT.sub(_seconds, text) if is_spelt else text


def _seconds(found: re.Match[str]) -> str:
    hours, minutes, seconds = found["h"], found["m"], found["s"]
    if hours is None and minutes is None:
        return found[0]
    return f"{3600 * int(hours or 0) + 60 * int(minutes or 0) + float(seconds):.10g}s"
