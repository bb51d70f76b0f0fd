"""Hours as people say them."""

from __future__ import annotations

from typing import Final

DOLLARS_PER_HOUR: Final = 40.0
"""What an hour of a person's time is worth where nobody says otherwise (editorial)."""
MINUTES_BELOW_H: Final = 1.0
TENTHS_BELOW_H: Final = 99.95
DIGITS_BELOW_H: Final = 1e7


def format_hours(hours: float) -> str:
    """Give a duration in minutes under an hour, else in hours; a decimal only where it says something.

    >>> format_hours(0.4), format_hours(42.79), format_hours(10), format_hours(250.2)
    ('24 min', '42.8 h', '10 h', '250 h')
    """
    if hours < MINUTES_BELOW_H:
        minutes = 60 * hours
        return f"{minutes:.0f} min" if minutes >= MINUTES_BELOW_H or minutes == 0 else "under a minute"
    if hours >= DIGITS_BELOW_H:
        return f"{hours:.3g} h"
    tenths = f"{hours:.1f}".removesuffix(".0")
    return f"{tenths} h" if hours < TENTHS_BELOW_H else f"{hours:,.0f} h"
