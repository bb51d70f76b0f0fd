"""The scalars of one event file as arrays by tag, decoded many records at a time."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np

from coach.runs.readers.columns import Columns
from coach.runs.readers.event_files.event_plain import PlainScalars, plain_scalars
from coach.runs.readers.event_files.event_shape import EventShape, shape_of, varint_at
from coach.runs.readers.protobuf import NotAMessageError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from coach.runs.readers.event_files.event_records import Block

_Number = TypeVar("_Number", bound=np.generic)
_WORD = 8
_SHAPES_A_LENGTH = 32  # more shapes than this among records of one length are decoded one by one
_LONGEST_BATCHED = 4096  # bytes; longer records hold images and the like


class _Rows(NamedTuple):
    """Decoded scalars of some records; `code` numbers the tags, `record` the records of the block."""

    code: NDArray[np.int64]
    record: NDArray[np.int64]
    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    value: NDArray[np.float64]


@dataclass(slots=True)
class ScalarDecoder:
    """Collects scalars block by block.

    Attributes:
        others: how many records of each other kind there were (histograms, images, text, ...).
        undecodable: records whose checksum holds though they are no events.
    """

    others: Counter[str] = field(default_factory=Counter)
    undecodable: int = 0
    _codes: defaultdict[bytes, int] = field(default_factory=lambda: defaultdict(count().__next__))
    _steps: dict[int, list[NDArray[np.int64]]] = field(default_factory=lambda: defaultdict(list))
    _wall_times: dict[int, list[NDArray[np.float64]]] = field(default_factory=lambda: defaultdict(list))
    _values: dict[int, list[NDArray[np.float64]]] = field(default_factory=lambda: defaultdict(list))
    _first: dict[int, tuple[int, int]] = field(default_factory=dict)
    _blocks: int = 0

    def add(self, block: Block) -> None:
        """Decode one block."""
        plain = plain_scalars(block)
        is_left = np.ones(len(block.start), dtype=np.bool_)
        is_left[plain.record] = False
        left = np.flatnonzero(is_left)
        rows = [part for group in _by_length(block, left) for part in self._decode(block, group)]
        if len(plain.record):
            codes = self._plain_codes(block.data, plain)
            rows.append(_Rows(codes, plain.record, plain.step, plain.wall_time, plain.value))
        if not rows:
            return
        together = _Rows(*(np.concatenate(column) for column in zip(*rows, strict=True)))
        order = np.lexsort((together.record, together.code))
        code = together.code[order]
        starts = np.flatnonzero(np.diff(code, prepend=-1))
        step = np.split(together.step[order], starts[1:])
        wall_time = np.split(together.wall_time[order], starts[1:])
        value = np.split(together.value[order], starts[1:])
        record = together.record[order][starts].tolist()
        for index, each in enumerate(code[starts].tolist()):
            self._steps[each].append(step[index])
            self._wall_times[each].append(wall_time[index])
            self._values[each].append(value[index])
            self._first.setdefault(each, (self._blocks, record[index]))
        self._blocks += 1

    def columns(self) -> dict[bytes, Columns]:
        """Give all points by tag (undecoded), tags in order of first appearance; what was collected is given up."""
        # The tags of a block share its memory, which is free again when a whole column has been joined.
        step = _end_to_end(self._steps)
        wall_time = _end_to_end(self._wall_times)
        value = _end_to_end(self._values)
        return {
            tag: Columns(step[code], wall_time[code], value[code])
            for tag, code in sorted(self._codes.items(), key=lambda item: self._first[item[1]])
        }

    def _decode(self, block: Block, group: NDArray[np.int64]) -> Iterable[_Rows]:
        """Yield the scalars of records of one length: shape by shape, and what is left one by one."""
        length = int(block.length[group[0]])
        if not length:
            self.undecodable += len(group)
            return
        if length > _LONGEST_BATCHED:
            yield from (self._one(block, record) for record in group)
            return
        rows = _payload_rows(block.data, block.start[group], length)
        shapes = 0
        while len(group):
            payload = rows[0].tobytes()[:length]
            shape = self._shape(payload)
            if shape is None or shapes >= _SHAPES_A_LENGTH or not _can_batch(shape):
                if shape is not None:
                    yield self._from_shape(payload, shape, int(group[0]))
                group, rows = group[1:], rows[1:]
                continue
            shapes += 1
            matches = _matches(rows, shape, length)
            yield from self._batch(rows[matches], group[matches], shape)
            group, rows = group[~matches], rows[~matches]

    def _one(self, block: Block, record: np.int64) -> _Rows:
        start, length = int(block.start[record]), int(block.length[record])
        # A view: such a record may hold megabytes of pictures around one number.
        payload = memoryview(block.data)[start : start + length]
        shape = self._shape(payload) or EventShape(-1, -1, -1, (), ())
        return self._from_shape(payload, shape, int(record))

    def _shape(self, payload: bytes | memoryview) -> EventShape | None:
        try:
            shape = shape_of(payload)
        except NotAMessageError:
            self.undecodable += 1
            return None
        self.others.update(shape.others)
        return shape

    def _from_shape(self, payload: bytes | memoryview, shape: EventShape, record: int) -> _Rows:
        n = len(shape.slots)
        step = varint_at(payload, shape.step_start) if shape.step_start >= 0 else 0
        wall = shape.wall_time
        seconds = np.frombuffer(payload, "<f8", 1, wall)[0] if wall >= 0 else np.nan
        return _Rows(
            np.array(
                [self._codes[bytes(payload[slot.tag_start : slot.tag_end])] for slot in shape.slots],
                dtype=np.int64,
            ),
            np.full(n, record, dtype=np.int64),
            np.full(n, step, dtype=np.int64),
            np.full(n, seconds, dtype=np.float64),
            np.array(
                [
                    np.frombuffer(payload, slot.format, 1, slot.at)[0] if slot.format else slot.value
                    for slot in shape.slots
                ],
                dtype=np.float64,
            ),
        )

    def _batch(self, rows: NDArray[np.uint8], group: NDArray[np.int64], shape: EventShape) -> Iterable[_Rows]:
        step = np.zeros(len(rows), dtype=np.int64)
        for index, byte in enumerate(range(shape.step_start, shape.step_end)):
            step |= (rows[:, byte].astype(np.int64) & 0x7F) << (7 * index)
        wall = shape.wall_time
        seconds = _numbers(rows, wall, "<f8") if wall >= 0 else np.full(len(rows), np.nan)
        for slot in shape.slots:
            tags = np.ascontiguousarray(rows[:, slot.tag_start : slot.tag_end])
            yield _Rows(self._tag_codes(tags), group, step, seconds, _numbers(rows, slot.at, slot.format))

    def _plain_codes(self, data: bytes, plain: PlainScalars) -> NDArray[np.int64]:
        codes = np.empty(len(plain.record), dtype=np.int64)
        for length in np.flatnonzero(np.bincount(plain.tag_length)).tolist():
            chosen = np.flatnonzero(plain.tag_length == length)
            window = np.ndarray((len(data) - length + 1,), dtype=f"V{length}", buffer=data, strides=(1,))
            tags = window[plain.tag_start[chosen]].view(np.uint8).reshape(len(chosen), length)
            codes[chosen] = self._tag_codes(tags)
        return codes

    def _tag_codes(self, tags: NDArray[np.uint8]) -> NDArray[np.int64]:
        n, width = tags.shape
        if width == 0:
            return np.full(n, self._codes[b""], dtype=np.int64)
        each = tags.view(f"V{width}")[:, 0].tolist()
        return np.fromiter(map(self._codes.__getitem__, each), dtype=np.int64, count=n)


def _end_to_end(parts: dict[int, list[NDArray[_Number]]]) -> dict[int, NDArray[_Number]]:
    """Give one array a tag; what was collected is given up."""
    return {code: _joined(parts.pop(code)) for code in list(parts)}


def _joined(parts: list[NDArray[_Number]]) -> NDArray[_Number]:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _by_length(block: Block, records: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Give those record numbers by payload length, in file order."""
    if not len(records):
        return []
    order = records[np.argsort(block.length[records], kind="stable")]
    return np.split(order, np.flatnonzero(np.diff(block.length[order])) + 1)


def _payload_rows(data: bytes, start: NDArray[np.int64], length: int) -> NDArray[np.uint8]:
    """Give uint8[record, byte]: the payloads, widened to whole words by the bytes after them."""
    width = -(-length // _WORD) * _WORD
    window = np.ndarray((len(data) - width + 1,), dtype=f"V{width}", buffer=data, strides=(1,))
    return window[start].view(np.uint8).reshape(-1, width)


def _can_batch(shape: EventShape) -> bool:
    return not shape.others and bool(shape.slots) and all(slot.format for slot in shape.slots)


def _matches(rows: NDArray[np.uint8], shape: EventShape, length: int) -> NDArray[np.bool_]:
    """Give bool[record]: which records differ from the first only in wall time, step, tag text and value."""
    literal = np.full(rows.shape[1], 0xFF, dtype=np.uint8)
    literal[length:] = 0
    if shape.wall_time >= 0:
        literal[shape.wall_time : shape.wall_time + 8] = 0
    if shape.step_start >= 0:
        literal[shape.step_start : shape.step_end] = 0x80
    for slot in shape.slots:
        literal[slot.tag_start : slot.tag_end] = 0
        literal[slot.at : slot.at + np.dtype(slot.format).itemsize] = 0
    words = rows.view("<u8")
    different = (words ^ words[0]) & literal.view("<u8")
    return np.asarray(~different.any(axis=1), dtype=np.bool_)


def _numbers(rows: NDArray[np.uint8], at: int, number_format: str) -> NDArray[np.float64]:
    width = np.dtype(number_format).itemsize
    column = np.ascontiguousarray(rows[:, at : at + width]).view(number_format)[:, 0]
    return column.astype(np.float64)
