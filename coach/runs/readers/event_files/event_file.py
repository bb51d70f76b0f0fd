"""The event-file format: how records are framed, and how a scalar is written in either encoding.

A file is a sequence of records, little-endian:

    uint64 length | uint32 masked CRC-32C of the length | payload | uint32 masked CRC-32C of the payload

A payload is a TensorFlow `Event` protobuf message. Source: TensorFlow's `record_writer.cc` and `event.proto`.
The reader shares these constants; the writer serves the demo's logs and the tests.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Literal, NamedTuple

import google_crc32c

from coach.runs.readers.protobuf import BYTES, FIXED32, FIXED64, VARINT

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

HEADER_BYTES = 12
FOOTER_BYTES = 4
FRAME_BYTES = HEADER_BYTES + FOOTER_BYTES
CRC_MASK_DELTA = 0xA282EAD8

LENGTH = struct.Struct("<Q")
CRC = struct.Struct("<I")

WALL_TIME, STEP, FILE_VERSION, SUMMARY = 1, 2, 3, 5  # fields of Event
VALUE = 1  # field of Summary
TAG, SIMPLE_VALUE, TENSOR, METADATA = 1, 2, 8, 9  # fields of Summary.Value

_FLOAT32 = 1  # DataType.DT_FLOAT
_SCALARS_METADATA = b"\x0a\x09" + b"\x0a\x07scalars"  # SummaryMetadata(plugin_data(plugin_name="scalars"))

Encoding = Literal["simple", "tensor"]


class Scalar(NamedTuple):
    """One logged value: tag, step, wall time in Unix seconds, value (written as float32)."""

    tag: str
    step: int
    wall_time: float
    value: float


def masked_crc(data: bytes) -> int:
    """Give the masked CRC-32C that guards `data` in an event file."""
    crc = int(google_crc32c.value(data))
    return ((crc >> 15 | crc << 17) + CRC_MASK_DELTA) & 0xFFFFFFFF


def record(payload: bytes) -> bytes:
    """Give one framed record."""
    length = LENGTH.pack(len(payload))
    return b"".join((length, CRC.pack(masked_crc(length)), payload, CRC.pack(masked_crc(payload))))


def file_version_event(wall_time: float) -> bytes:
    """Give the payload every event file begins with."""
    return _fixed64(WALL_TIME, wall_time) + _bytes(FILE_VERSION, b"brain.Event:2")


def scalar_event(scalar: Scalar, encoding: Encoding = "simple") -> bytes:
    """Give the payload of one scalar, as TF1 `simple_value` or as TF2 tensor with no axes."""
    value = _bytes(TAG, scalar.tag.encode())
    if encoding == "simple":
        value += _key(SIMPLE_VALUE, FIXED32) + struct.pack("<f", scalar.value)
    else:
        number = struct.pack("<f", scalar.value)
        tensor = _key(1, VARINT) + _varint(_FLOAT32) + _bytes(2, b"") + _bytes(4, number)
        value += _bytes(TENSOR, tensor) + _bytes(METADATA, _SCALARS_METADATA)
    step = _key(STEP, VARINT) + _varint(scalar.step) if scalar.step else b""
    return _fixed64(WALL_TIME, scalar.wall_time) + step + _bytes(SUMMARY, _bytes(VALUE, value))


def write_scalars(path: Path, scalars: Iterable[Scalar], encoding: Encoding = "simple") -> None:
    """Write an event file with these scalars in this order."""
    rows = list(scalars)
    started = rows[0].wall_time if rows else 0.0
    with path.open("wb") as file:
        file.write(record(file_version_event(started)))
        file.writelines(record(scalar_event(row, encoding)) for row in rows)


def _key(field: int, wire_type: int) -> bytes:
    return _varint(field << 3 | wire_type)


def _varint(number: int) -> bytes:
    number &= 0xFFFFFFFFFFFFFFFF
    out = bytearray()
    while number >= 0x80:  # noqa: PLR2004 - seven bits a byte
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def _bytes(field: int, payload: bytes) -> bytes:
    return _key(field, BYTES) + _varint(len(payload)) + payload


def _fixed64(field: int, number: float) -> bytes:
    return _key(field, FIXED64) + struct.pack("<d", number)
