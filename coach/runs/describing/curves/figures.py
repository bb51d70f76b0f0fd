"""Numbers as a sentence has them."""

from __future__ import annotations

import math

_WRITTEN_OUT = 1e6
_WHOLE = 1e3
_SMALL = 1e-3


def figure(value: float) -> str:
    """Give a number to about four digits: 16,070, 0.8812, 3.1e-07.

    >>> figure(16070.4), figure(0.88124), figure(3.1e-7), figure(7.3e7), figure(500.0)
    ('16,070', '0.8812', '3.1e-07', '7.3e+07', '500')
    """
    size = abs(value)
    if not math.isfinite(value):
        return str(value)
    if size and (size >= _WRITTEN_OUT or size < _SMALL):
        return f"{value:.3g}"
    return f"{value:,.0f}" if size >= _WHOLE else f"{value:.4g}"


def share(part: float) -> str:
    """Give a share as per cent that never rounds to none or to all.

    >>> share(0.5), share(0.0004), share(0.9999)
    ('50 %', 'under 1 %', 'over 99 %')
    """
    if part < 0.01:  # noqa: PLR2004 - a hundredth
        return "under 1 %"
    return "over 99 %" if part > 0.99 else f"{100 * part:.0f} %"  # noqa: PLR2004 - as above
