"""One event taken apart: where its wall time, step, tags and values lie in the payload's bytes.

Records of one log repeat a handful of shapes, so a shape found once tells numpy where to look in thousands.
The message is walked by protobuf's wire rules; field numbers are those of TensorFlow's `event.proto`,
`summary.proto` and `tensor.proto`.
"""

from __future__ import annotations

import struct
from typing import NamedTuple

import numpy as np

from coach.runs.readers import protobuf
from coach.runs.readers.event_files import event_file as wire
from coach.runs.readers.protobuf import Field, fields, signed, varint

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


def shape_of(payload: bytes | memoryview) -> EventShape:
    """Give the shape of one event.

    Raises:
        NotAMessageError: when the bytes break protobuf's wire rules.
    """
    wall_time = step_start = step_end = -1
    slots: list[Slot] = []
    others: list[str] = []
    for field in fields(payload, 0, len(payload)):
        match field.number, field.wire_type:
            case wire.WALL_TIME, protobuf.FIXED64:
                wall_time = field.start
            case wire.STEP, protobuf.VARINT:
                step_start, step_end = field.start, field.end
            case wire.SUMMARY, protobuf.BYTES:
                for value in fields(payload, field.start, field.end):
                    if value.number == wire.VALUE and value.wire_type == protobuf.BYTES:
                        _add_value(payload, value, slots, others)
            case number, _ if number in _OTHER_EVENTS:
                others.append(_OTHER_EVENTS[number])
            case _:
                pass
    return EventShape(wall_time, step_start, step_end, tuple(slots), tuple(others))


def varint_at(payload: bytes | memoryview, at: int) -> int:
    """Give the signed 64-bit number that starts at `at`."""
    number, _ = varint(payload, at, len(payload))
    return signed(number)


def _add_value(payload: bytes | memoryview, value: Field, slots: list[Slot], others: list[str]) -> None:
    tag_start = tag_end = value.start
    found: tuple[str, int, float] | None = None
    kind = ""
    for field in fields(payload, value.start, value.end):
        match field.number, field.wire_type:
            case wire.TAG, protobuf.BYTES:
                tag_start, tag_end = field.start, field.end
            case wire.SIMPLE_VALUE, protobuf.FIXED32:
                found = ("<f4", field.start, 0.0)
            case wire.TENSOR, protobuf.BYTES:
                found = _tensor(payload, field)
                kind = kind or "tensors"
            case wire.METADATA, protobuf.BYTES:
                kind = _plugin(payload, field) or kind
            case number, _ if number in _OTHER_VALUES:
                kind = _OTHER_VALUES[number]
            case _:
                pass
    if found is None:
        others.append(kind or "empty values")
    else:
        slots.append(Slot(tag_start, tag_end, *found))


def _tensor(payload: bytes | memoryview, tensor: Field) -> tuple[str, int, float] | None:
    """Give (format, offset, value) of a tensor with no axes that holds a number, else None."""
    number_format = ""
    content: Field | None = None
    for field in fields(payload, tensor.start, tensor.end):
        if field.number == _DTYPE and field.wire_type == protobuf.VARINT:
            number_format = _NUMBERS.get(varint_at(payload, field.start), "")
        elif field.number == _SHAPE and field.wire_type == protobuf.BYTES:
            if any(each.number == _DIMENSION for each in fields(payload, field.start, field.end)):
                return None
        elif field.number == _CONTENT or field.number in _FLOAT_VALUES or field.number in _VARINT_VALUES:
            content = field
    if not number_format:
        return None
    # Protobuf leaves out what equals the default: a number without content is zero.
    if content is None or content.start == content.end:
        return "", -1, 0.0
    return _number(payload, content, number_format)


def _number(payload: bytes | memoryview, content: Field, number_format: str) -> tuple[str, int, float] | None:
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
    raw = bytes(payload[content.start : content.end])
    if width == 2:  # noqa: PLR2004 - the two half-width formats
        return "", -1, _half(raw, number_format)
    return "", -1, float(np.frombuffer(raw, dtype=number_format)[0])


def _half(raw: bytes, number_format: str) -> float:
    if number_format == "bf16":
        return float(struct.unpack("<f", b"\0\0" + raw)[0])
    return float(struct.unpack("<e", raw)[0])


def _plugin(payload: bytes | memoryview, metadata: Field) -> str:
    for field in fields(payload, metadata.start, metadata.end):
        if field.number == _PLUGIN_DATA and field.wire_type == protobuf.BYTES:
            for name in fields(payload, field.start, field.end):
                if name.number == _PLUGIN_NAME and name.wire_type == protobuf.BYTES:
                    return str(payload[name.start : name.end], "utf-8", "replace")
    return ""
