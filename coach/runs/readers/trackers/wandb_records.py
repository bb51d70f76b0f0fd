"""A `.wandb` file cut into records: LevelDB's log format after a seven-byte header.

The file is a sequence of blocks of 32 KiB, each a sequence of chunks: CRC-32 of type and data, length, type (whole,
first, middle or last part of a record), data. Source: LevelDB's log format document; W&B's `datastore`.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b":W&B"
_FILE_HEADER_BYTES = 7
_BLOCK_BYTES = 32768
_CHUNK = struct.Struct("<IHB")
_WHOLE, _FIRST, _MIDDLE, _LAST = range(1, 5)


@dataclass(slots=True)
class WandbRecords:
    """The records of a file's bytes, and what was wrong on the way.

    Attributes:
        data: the file from byte `start` on.
        start: where a record begins, 0 for the whole file.
        position: byte up to which the file is understood; where the next reading starts.
        damages: byte offsets of chunks that could not be used.
        is_cut: the file ends in the middle of a record.
    """

    data: bytes
    start: int = 0
    position: int = 0
    damages: list[int] = field(default_factory=list)
    is_cut: bool = False

    def __iter__(self) -> Iterator[bytes]:
        """Yield the payload of each intact record."""
        at = self.position = self.start or _FILE_HEADER_BYTES
        size = self.start + len(self.data)
        written = self.start + len(self.data.rstrip(b"\0"))
        parts: list[bytes] = []
        is_lost = False  # a part of the current record, which was said
        while at + _CHUNK.size <= size:
            end_of_block = at - at % _BLOCK_BYTES + _BLOCK_BYTES
            if end_of_block - at < _CHUNK.size:
                at = end_of_block
                continue
            crc, length, kind = _CHUNK.unpack_from(self.data, at - self.start)
            chunk = self._chunk(at, length)
            if at >= written:
                break  # zeros up to the end are records that were never written
            if at + _CHUNK.size + length > end_of_block or not _WHOLE <= kind <= _LAST:
                self.damages.append(at)
                parts, at, is_lost = [], end_of_block, True
                continue
            if len(chunk) < length:
                break
            begins, is_sound = kind in (_WHOLE, _FIRST), zlib.crc32(bytes([kind]) + chunk) == crc
            if not is_sound or (begins and parts) or not (begins or parts or is_lost):
                self.damages.append(
                    at
                )  # this chunk, the end of the record before, or the beginning of this one
            if not is_sound or not (begins or parts):
                parts, is_lost = [], True
            else:
                parts, is_lost = [chunk] if begins else [*parts, chunk], False
            at += _CHUNK.size + length
            if kind in (_WHOLE, _LAST) and parts:
                self.position = at
                yield b"".join(parts)
                parts = []
        self.is_cut = bool(parts) or size > at

    def _chunk(self, at: int, length: int) -> bytes:
        begin = at - self.start + _CHUNK.size
        return self.data[begin : begin + length]
