"""Protobuf messages walked by their wire rules, without a schema.

Source: the encoding page of the Protocol Buffers documentation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
_VARINT_BYTES = 10
_SIGN = 1 << 63


class NotAMessageError(ValueError):
    """The bytes break protobuf's wire rules."""


class Field(NamedTuple):
    """One field of a message; `start` and `end` bound its content in the bytes walked."""

    number: int
    wire_type: int
    start: int
    end: int


def fields(message: bytes | memoryview, at: int, end: int) -> Iterator[Field]:
    """Yield the fields of the message in message[at:end].

    Raises:
        NotAMessageError: when the bytes break the wire rules.
    """
    while at < end:
        key, at = varint(message, at, end)
        wire_type = key & 7
        start = at
        match wire_type:
            case 0:
                _, at = varint(message, at, end)
            case 1:
                at += 8
            case 5:
                at += 4
            case 2:
                length, start = varint(message, at, end)
                at = start + length
            case _:
                raise NotAMessageError(f"unknown wire type {wire_type}")
        if at > end or key >> 3 == 0:
            raise NotAMessageError("a field runs over the end of its message")
        yield Field(key >> 3, wire_type, start, at)


def varint(message: bytes | memoryview, at: int, end: int) -> tuple[int, int]:
    """Give the unsigned 64-bit number at an offset, and the offset after it.

    Raises:
        NotAMessageError: when the number does not end before `end`.
    """
    number = 0
    for shift in range(_VARINT_BYTES):
        if at >= end:
            break
        byte = message[at]
        at += 1
        number |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more bytes follow
            return number & 0xFFFFFFFFFFFFFFFF, at
    raise NotAMessageError("a number does not end")


def signed(number: int) -> int:
    """Give the signed reading of an unsigned 64-bit number."""
    return number - (1 << 64) if number & _SIGN else number
