"""The shape in which nearly every writer puts a scalar, decoded for all records of a block at once.

    09 <wall time: 8 bytes> [10 <step: varint>] 2a <n> 0a <n> 0a <n> <tag> 15 <value: 4 bytes>

Whatever looks otherwise (tensors, several values in one event, histograms) is left to `event_scalars`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.protobuf import BYTES, FIXED32, FIXED64, VARINT

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from coach.runs.readers.event_files.event_records import Block

_WALL_TIME, _STEP, _SUMMARY = 1 << 3 | FIXED64, 2 << 3 | VARINT, 5 << 3 | BYTES
_VALUE = _TAG = 1 << 3 | BYTES
_SIMPLE_VALUE = 2 << 3 | FIXED32
_AT_STEP = 9  # bytes of the wall time's field
_BEFORE_TAG = 6  # key and length of summary, value and tag
_VALUE_FIELD = 5  # key and four bytes
_SHORTEST = _AT_STEP + _BEFORE_TAG + _VALUE_FIELD
_VARINT_BYTES = 10
_ONE_BYTE = 0x80  # lengths from here on take two bytes


class PlainScalars(NamedTuple):
    """Scalars by record, each array of one length: numbers of the records, and what they hold.

    `tag_start` (bytes into the block) and `tag_length` say where the tag's bytes lie.
    """

    record: NDArray[np.int64]
    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    value: NDArray[np.float64]
    tag_start: NDArray[np.int64]
    tag_length: NDArray[np.int64]


def plain_scalars(block: Block) -> PlainScalars:
    """Give the scalars of the records of a block that have the plain shape."""
    raw = np.frombuffer(block.data, dtype=np.uint8)
    record = np.flatnonzero(block.length >= _SHORTEST)
    record = record[raw[block.start[record]] == _WALL_TIME]
    start, end = block.start[record], block.start[record] + block.length[record]
    step, at = _steps(raw, start + _AT_STEP)
    tag_length = raw[at + 5].astype(np.int64)
    value_at = at + _BEFORE_TAG + tag_length
    is_plain = value_at + _VALUE_FIELD == end
    for offset, byte in ((0, _SUMMARY), (2, _VALUE), (4, _TAG)):
        is_plain &= raw[at + offset] == byte
    for offset in (1, 3):
        is_plain &= raw[at + offset] == end - at - offset - 1
    is_plain &= (end - at <= _ONE_BYTE) & (raw[np.minimum(value_at, len(raw) - 1)] == _SIMPLE_VALUE)
    start, value_at = start[is_plain], value_at[is_plain]
    return PlainScalars(
        record[is_plain],
        step[is_plain],
        _numbers(block.data, start + 1, "<f8"),
        _numbers(block.data, value_at + 1, "<f4"),
        at[is_plain] + _BEFORE_TAG,
        tag_length[is_plain],
    )


def _steps(raw: NDArray[np.uint8], at: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Give the step of each record (0 where the field is absent), and the offset after it."""
    step = np.zeros(len(at), dtype=np.int64)
    goes_on = raw[at] == _STEP
    at = at + goes_on
    for index in range(_VARINT_BYTES):
        if not goes_on.any():
            break
        byte = raw[at]
        step |= np.where(goes_on, (byte & 0x7F).astype(np.int64) << (7 * index), 0)
        at = at + goes_on
        goes_on = goes_on & (byte >= _ONE_BYTE)
    return step, at


def _numbers(data: bytes, at: NDArray[np.int64], number_format: str) -> NDArray[np.float64]:
    window = np.ndarray(
        (len(data) - int(number_format[-1]) + 1,), dtype=f"V{number_format[-1]}", buffer=data, strides=(1,)
    )
    return window[at].view(number_format).astype(np.float64)
