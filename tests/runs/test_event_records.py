"""Damage is located, skipped and reported; what is intact around it is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.runs.readers.event_files import event_records
from coach.runs.readers.event_files.event_file import FRAME_BYTES, record
from coach.runs.readers.event_files.event_records import RecordScanner

if TYPE_CHECKING:
    from pathlib import Path

PAYLOADS = [bytes([index]) * (20 + index % 5) for index in range(1, 201)]
OFFSETS = [sum(len(each) + FRAME_BYTES for each in PAYLOADS[:index]) for index in range(201)]


def scan(path: Path, data: bytes) -> tuple[list[bytes], RecordScanner]:
    path.write_bytes(data)
    with path.open("rb") as file:
        scanner = RecordScanner(file, len(data))
        payloads = [
            block.data[start : start + length]
            for block in scanner.blocks()
            for start, length in zip(block.start, block.length, strict=True)
        ]
    return payloads, scanner


@pytest.fixture(params=[1 << 23, 100, 37], ids=["one block", "many blocks", "blocks smaller than a record"])
def _blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(event_records, "BLOCK_BYTES", request.param)


pytestmark = pytest.mark.usefixtures("_blocks")


@pytest.fixture
def data() -> bytes:
    return b"".join(map(record, PAYLOADS))


def test_every_record_of_an_intact_file_is_given(tmp_path: Path, data: bytes) -> None:
    payloads, scanner = scan(tmp_path / "log", data)
    assert payloads == PAYLOADS
    assert (scanner.records, scanner.position, scanner.unfinished) == (200, len(data), 0)
    assert scanner.damages == []


@pytest.mark.parametrize("cut", [1, 4, 5, 12, 20])
def test_a_truncated_tail_is_reported_not_raised(tmp_path: Path, data: bytes, cut: int) -> None:
    payloads, scanner = scan(tmp_path / "log", data[:-cut])
    assert payloads == PAYLOADS[:-1]
    assert scanner.position == OFFSETS[199]
    assert scanner.unfinished == len(data) - cut - OFFSETS[199]
    assert scanner.damages == []


def test_a_damaged_payload_costs_that_record_alone(tmp_path: Path, data: bytes) -> None:
    broken = bytearray(data)
    broken[OFFSETS[50] + 15] ^= 1
    payloads, scanner = scan(tmp_path / "log", bytes(broken))
    assert payloads == PAYLOADS[:50] + PAYLOADS[51:]
    (damage,) = scanner.damages
    assert (damage.offset, damage.end, damage.record) == (OFFSETS[50], OFFSETS[51], 50)


@pytest.mark.parametrize("byte", [0, 3, 7, 8, 11])
def test_a_damaged_length_costs_that_record_alone(tmp_path: Path, data: bytes, byte: int) -> None:
    broken = bytearray(data)
    broken[OFFSETS[50] + byte] ^= 0x41
    payloads, scanner = scan(tmp_path / "log", bytes(broken))
    assert payloads == PAYLOADS[:50] + PAYLOADS[51:]
    (damage,) = scanner.damages
    assert (damage.offset, damage.end, damage.record) == (OFFSETS[50], OFFSETS[51], 50)


def test_a_hole_of_zeros_is_jumped_over(tmp_path: Path, data: bytes) -> None:
    begin, end = OFFSETS[60] + 5, OFFSETS[90] + 2
    payloads, scanner = scan(tmp_path / "log", data[:begin] + bytes(end - begin) + data[end:])
    assert payloads == PAYLOADS[:60] + PAYLOADS[91:]
    assert scanner.damages[0].offset == OFFSETS[60]
    assert scanner.damages[-1].end == OFFSETS[91]


def test_a_damaged_tail_is_told_from_an_unfinished_one_and_read_again_later(
    tmp_path: Path, data: bytes
) -> None:
    payloads, scanner = scan(tmp_path / "log", data[: OFFSETS[150]] + b"\xff" * 50)
    assert payloads == PAYLOADS[:150]
    assert scanner.tail_is_damaged
    assert scanner.position + scanner.unfinished == OFFSETS[150] + 50


def test_rubbish_gives_no_records_and_one_report(tmp_path: Path) -> None:
    payloads, scanner = scan(tmp_path / "log", b"\x13\x37" * 500)
    assert payloads == []
    assert scanner.tail_is_damaged


def test_missing_bytes_in_the_middle_cost_the_records_they_belonged_to(tmp_path: Path, data: bytes) -> None:
    payloads, scanner = scan(tmp_path / "log", data[: OFFSETS[30] + 17] + data[OFFSETS[33] + 3 :])
    assert payloads == PAYLOADS[:30] + PAYLOADS[34:]
    assert scanner.damages
