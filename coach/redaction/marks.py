"""What stands where a secret stood."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re

MARK = "[redacted]"
"""The same whatever stood there: neither its length nor its kind is told."""


def mark(match: re.Match[str]) -> str:
    """Give a match with its group `secret` replaced, or the whole of it where it has none."""
    if "secret" not in match.re.groupindex or match.start("secret") < 0:
        return MARK
    whole, at = match[0], match.start()
    return f"{whole[: match.start('secret') - at]}{MARK}{whole[match.end('secret') - at :]}"
