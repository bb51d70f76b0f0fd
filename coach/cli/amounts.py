"""Numbers of things and bytes as people say them."""

from __future__ import annotations

_UNITS = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"))


def counted(count: int, thing: str) -> str:
    """Give a number of things.

    >>> counted(1, "file"), counted(1200, "file")
    ('1 file', '1,200 files')
    """
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def size(count: float) -> str:
    """Give a number of bytes in the unit that suits it.

    >>> size(77), size(2_300_000)
    ('77 bytes', '2.3 MB')
    """
    for unit, name in _UNITS:
        if count >= unit:
            return f"{count / unit:.1f} {name}"
    return counted(int(count), "byte")
