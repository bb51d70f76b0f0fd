"""`.wandb` files, written here chunk by chunk as W&B writes them."""

from __future__ import annotations

import json
import struct
import zlib
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run, read_runs

if TYPE_CHECKING:
    from pathlib import Path

BLOCK = 32768
HEADER = b":W&B\xe1\xbe\x00"


def varint(number: int) -> bytes:
    out = b""
    while number > 0x7F:
        out, number = out + bytes([number & 0x7F | 0x80]), number >> 7
    return out + bytes([number])


def message(field: int, content: bytes) -> bytes:
    return varint(field << 3 | 2) + varint(len(content)) + content


def item(name: str, value: Any) -> bytes:
    parts = name.split("/")
    keys = (
        message(1, parts[0].encode()) if len(parts) == 1 else b"".join(message(2, p.encode()) for p in parts)
    )
    return keys + message(16, json.dumps(value).encode())


def history(step: int, **values: Any) -> bytes:
    logged = {"_timestamp": 1.7e9 + step} | values
    items = b"".join(message(1, item(name, value)) for name, value in logged.items())
    return message(2, items + message(2, b"\x08" + varint(step)))


def run_record(run_id: str, name: str, **config: Any) -> bytes:
    updates = b"".join(message(1, item(key, value)) for key, value in config.items())
    return message(17, message(1, run_id.encode()) + message(8, name.encode()) + message(4, updates))


def chunks(records: list[bytes]) -> bytes:
    data = bytearray(HEADER)

    def put(kind: int, part: bytes) -> None:
        data.extend(struct.pack("<IHB", zlib.crc32(bytes([kind]) + part), len(part), kind) + part)

    for record in records:
        left, is_first = record, True
        while True:
            room = BLOCK - len(data) % BLOCK
            if room < 7:
                data.extend(bytes(room))
                continue
            part, left = left[: room - 7], left[room - 7 :]
            put(
                {(True, True): 1, (True, False): 2, (False, False): 3, (False, True): 4}[is_first, not left],
                part,
            )
            is_first = False
            if not left:
                break
    return bytes(data)


ROWS = [history(step, loss=1 / (step + 1), **{"train/acc": step, "note": "text"}) for step in range(3000)]
START = [run_record("abcd1234", "wise-owl-7", lr=0.01, layers=[1, 2])]


def read(folder: Path, data: bytes) -> Run:
    (folder / "run-abcd1234.wandb").write_bytes(data)
    return read_run(folder)


def test_history_name_id_and_configuration_are_read_over_many_blocks(tmp_path: Path) -> None:
    run = read(tmp_path, chunks([*START, *ROWS]))
    assert (run.name, run.tracker_id, run.notes) == ("wise-owl-7", "abcd1234", ())
    assert list(run.series) == ["loss", "train/acc"]
    np.testing.assert_array_equal(run.series["train/acc"].value, np.arange(3000))
    np.testing.assert_array_equal(run.series["loss"].step, np.arange(3000))
    assert run.metadata["config/lr"] == "0.01"
    assert run.wall_hours == pytest.approx(2999 / 3600)


def test_nan_is_read_in_both_spellings(tmp_path: Path) -> None:
    run = read(tmp_path, chunks([history(0, loss=float("nan")), history(1, loss="NaN"), history(2, loss=1)]))
    np.testing.assert_array_equal(run.series["loss"].value, [np.nan, np.nan, 1])


def test_a_damaged_chunk_costs_its_record_and_is_noted(tmp_path: Path) -> None:
    data = bytearray(chunks([*START, *ROWS]))
    data[BLOCK // 2] ^= 1
    run = read(tmp_path, bytes(data))
    assert len(run.series["loss"]) == 2999
    assert [note.kind for note in run.notes] == [NoteKind.CORRUPT_RECORD]


def test_a_damaged_length_costs_no_more_than_its_block(tmp_path: Path) -> None:
    data = bytearray(chunks([*START, *ROWS]))
    data[7 + 4 : 7 + 6] = b"\xff\xff"
    run = read(tmp_path, bytes(data))
    assert len(run.series["loss"]) > 2000
    assert NoteKind.CORRUPT_RECORD in [note.kind for note in run.notes]


@pytest.mark.parametrize("cut", [3, 200])
def test_a_file_that_is_still_written_is_read_to_its_last_record(tmp_path: Path, cut: int) -> None:
    run = read(tmp_path, chunks([*START, *ROWS])[:-cut])
    assert 2990 < len(run.series["loss"]) < 3000
    assert [note.kind for note in run.notes] == [NoteKind.TRUNCATED_TAIL]


def test_a_header_alone_and_a_record_that_is_no_message_say_so(tmp_path: Path) -> None:
    assert [note.kind for note in read(tmp_path, HEADER).notes] == [NoteKind.NO_SCALARS]
    kinds = [note.kind for note in read(tmp_path, chunks([b"\xff\xff", *ROWS[:3]])).notes]
    assert kinds == [NoteKind.CORRUPT_RECORD]


def test_two_runs_of_one_name_are_told_apart_by_their_ids(tmp_path: Path) -> None:
    for run_id in ("aaaa", "bbbb"):
        (tmp_path / run_id).mkdir()
        (tmp_path / run_id / "run.wandb").write_bytes(chunks([run_record(run_id, "base"), *ROWS[:3]]))
    assert [run.name for run in read_runs([tmp_path])] == ["base (aaaa)", "base (bbbb)"]


def test_command_commit_and_exit_status_are_read_for_the_comparison_of_runs(tmp_path: Path) -> None:
    git = message(1, b"https://host/lab.git") + message(2, b"4aefc11d")
    environment = message(5, b"--lr") + message(5, b"3e-4") + message(8, b"train.py") + message(9, git)
    hardware = message(18, b"a GPU")
    data = chunks(
        [*START, message(26, environment), message(26, hardware), *ROWS[:9], message(18, b"\x08\x01")]
    )
    run = read(tmp_path, data)
    assert run.metadata["command"] == "train.py --lr 3e-4"
    assert run.metadata["git.commit"] == "4aefc11d"
    assert run.metadata["exit_code"] == "1"
    assert read(tmp_path, chunks([*START, *ROWS[:9], message(18, b"")])).metadata["exit_code"] == "0"
