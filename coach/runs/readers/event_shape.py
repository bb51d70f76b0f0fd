"""One event taken apart: where its wall time, step, tags and values lie in the payload's bytes.

Records of one log repeat a handful of shapes, so a shape found once tells numpy where to look in thousands.
The message is walked by protobuf's wire rules; field numbers are those of TensorFlow's `event.proto`,
`summary.proto` and `tensor.proto`.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs import event_file as wire

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARINT_BYTES = 10
_SIGN = 1 << 63

# Fields of Event, Summary.Value, SummaryMetadata and TensorProto that only this module reads.
_OTHER_EVENTS = {
    4: "graphs",
    6: "log messages",
    7: "session marks",
    8: "run metadata",
    9: "meta graphs",
}
_OTHER_VALUES = {3: "histograms", 4: "images", 5: "histograms", 6: "audio"}
_PLUGIN_DATA, _PLUGIN_NAME = 1, 1
_DTYPE, _SHAPE, _CONTENT = 1, 2, 4
_DIMENSION = 2
_NUMBERS = {1: "<f4", 2: "<f8", 3: "<i4", 4: "u1", 9: "<i8", 10: "?", 14: "bf16", 19: "<f2"}
_FLOAT_VALUES = {5: "<f4", 6: "<f8"}
_VARINT_VALUES = frozenset({7, 10, 11, 13})
_HALF_VALUES = 13


class NotAnEventError(ValueError):
    """The payload is not an event, though its checksum holds."""


class Slot(NamedTuple):
    """One scalar of an event: bytes [tag_start, tag_end) and where its value lies.

    `format` is the numpy format of the value at `at`, or empty where `value` had to be decoded one by one.
    """

    tag_start: int
    tag_end: int
    format: str
    at: int
    value: float


class EventShape(NamedTuple):
    """What an event holds and where; offsets are bytes into its payload, -1 where the field is absent."""

    wall_time: int
    step_start: int
    step_end: int
    slots: tuple[Slot, ...]
    others: tuple[str, ...]


class _Field(NamedTuple):
    number: int
    wire_type: int
    start: int
    end: int


def shape_of(payload: bytes) -> EventShape:
    """Give the shape of one event.

    Raises:
        NotAnEventError: when the bytes break protobuf's wire rules.
    """
    wall_time = step_start = step_end = -1
    slots: list[Slot] = []
    others: list[str] = []
    for field in _fields(payload, 0, len(payload)):
        match field.number, field.wire_type:
            case wire.WALL_TIME, wire.FIXED64:
                wall_time = field.start
            case wire.STEP, wire.VARINT:
                step_start, step_end = field.start, field.end
            case wire.SUMMARY, wire.BYTES:
                for value in _fields(payload, field.start, field.end):
                    if value.number == wire.VALUE and value.wire_type == wire.BYTES:
                        _add_value(payload, value, slots, others)
            case number, _ if number in _OTHER_EVENTS:
                others.append(_OTHER_EVENTS[number])
            case _:
                pass
    return EventShape(wall_time, step_start, step_end, tuple(slots), tuple(others))


def varint_at(payload: bytes, at: int) -> int:
    """Give the signed 64-bit number that starts at `at`."""
    number, _ = _varint(payload, at, len(payload))
    return number - (1 << 64) if number & _SIGN else number


def _add_value(payload: bytes, value: _Field, slots: list[Slot], others: list[str]) -> None:
    tag_start = tag_end = value.start
    found: tuple[str, int, float] | None = None
    kind = ""
    for field in _fields(payload, value.start, value.end):
        match field.number, field.wire_type:
            case wire.TAG, wire.BYTES:
                tag_start, tag_end = field.start, field.end
            case wire.SIMPLE_VALUE, wire.FIXED32:
                found = ("<f4", field.start, 0.0)
            case wire.TENSOR, wire.BYTES:
                found = _tensor(payload, field)
                kind = kind or "tensors"
            case wire.METADATA, wire.BYTES:
                kind = _plugin(payload, field) or kind
            case number, _ if number in _OTHER_VALUES:
                kind = _OTHER_VALUES[number]
            case _:
                pass
    if found is None:
        others.append(kind or "empty values")
    else:
        slots.append(Slot(tag_start, tag_end, *found))


def _tensor(payload: bytes, tensor: _Field) -> tuple[str, int, float] | None:
    """Give (format, offset, value) of a tensor with no axes that holds a number, else None."""
    number_format = ""
    content: _Field | None = None
    for field in _fields(payload, tensor.start, tensor.end):
        if field.number == _DTYPE and field.wire_type == wire.VARINT:
            number_format = _NUMBERS.get(varint_at(payload, field.start), "")
        elif field.number == _SHAPE and field.wire_type == wire.BYTES:
            if any(each.number == _DIMENSION for each in _fields(payload, field.start, field.end)):
                return None
        elif field.number == _CONTENT or field.number in _FLOAT_VALUES or field.number in _VARINT_VALUES:
            content = field
    if not number_format:
        return None
    # Protobuf leaves out what equals the default: a number without content is zero.
    if content is None or content.start == content.end:
        return "", -1, 0.0
    return _number(payload, content, number_format)


def _number(payload: bytes, content: _Field, number_format: str) -> tuple[str, int, float] | None:
    if content.number in _VARINT_VALUES:
        number = varint_at(payload, content.start)
        if content.number != _HALF_VALUES:
            return "", -1, float(number)
        raw = (number & 0xFFFF).to_bytes(2, "little")
        return "", -1, _half(raw, number_format)
    number_format = _FLOAT_VALUES.get(content.number, number_format)
    width = 2 if number_format == "bf16" else np.dtype(number_format).itemsize
    if content.end - content.start != width:
        return None
    if number_format in _FLOAT_VALUES.values():
        return number_format, content.start, 0.0
    raw = payload[content.start : content.end]
    if width == 2:  # noqa: PLR2004 - the two half-width formats
        return "", -1, _half(raw, number_format)
    return "", -1, float(np.frombuffer(raw, dtype=number_format)[0])


def _half(raw: bytes, number_format: str) -> float:
    if number_format == "bf16":
        return float(struct.unpack("<f", b"\0\0" + raw)[0])
    return float(struct.unpack("<e", raw)[0])


def _plugin(payload: bytes, metadata: _Field) -> str:
    for field in _fields(payload, metadata.start, metadata.end):
        if field.number == _PLUGIN_DATA and field.wire_type == wire.BYTES:
            for name in _fields(payload, field.start, field.end):
                if name.number == _PLUGIN_NAME and name.wire_type == wire.BYTES:
                    return payload[name.start : name.end].decode("utf-8", "replace")
    return ""


def _fields(payload: bytes, at: int, end: int) -> Iterator[_Field]:
    """Yield the fields of the message in payload[at:end]; `start` and `end` bound a field's content."""
    while at < end:
        key, at = _varint(payload, at, end)
        wire_type = key & 7
        start = at
        match wire_type:
            case wire.VARINT:
                _, at = _varint(payload, at, end)
            case wire.FIXED64:
                at += 8
            case wire.FIXED32:
                at += 4
            case wire.BYTES:
                length, start = _varint(payload, at, end)
                at = start + length
            case _:
                raise NotAnEventError(f"unknown wire type {wire_type}")
        if at > end or key >> 3 == 0:
            raise NotAnEventError("a field runs over the end of its message")
        yield _Field(key >> 3, wire_type, start, at)


def _varint(payload: bytes, at: int, end: int) -> tuple[int, int]:
    number = 0
    for shift in range(_VARINT_BYTES):
        if at >= end:
            break
        byte = payload[at]
        at += 1
        number |= (byte & 0x7F) << (7 * shift)
        if byte < 0x80:  # noqa: PLR2004 - the top bit says that more bytes follow
            return number & 0xFFFFFFFFFFFFFFFF, at
    raise NotAnEventError("a number does not end")
