"""Damaged logs of every kind: nothing raised, nothing endless, nothing silent, nothing invented."""

from __future__ import annotations

import json
import random
import signal
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_runs
from coach.runs.detectors.detect import detect
from coach.runs.readers.event_files.event_file import HEADER_BYTES, LENGTH, record
from coach.runs.readers.registry import BUILT_IN
from tests.runs.builders import EVENTS, write_log
from tests.runs.test_wandb import START, chunks, history

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

VARIANTS = 340
FEWER_VARIANTS = 30
SECONDS_FOR_ONE = 5
DAMAGE = {
    NoteKind.CORRUPT_RECORD,
    NoteKind.TRUNCATED_TAIL,
    NoteKind.EMPTY,
    NoteKind.NO_SCALARS,
    NoteKind.NOT_A_LOG,
    NoteKind.RESTART_OVERLAP,
    NoteKind.NON_FINITE,
    NoteKind.STEP_DISORDER,
    NoteKind.OTHER_RECORDS,
}


def flip(data: bytearray, dice: random.Random) -> None:
    data[dice.randrange(len(data))] ^= 1 << dice.randrange(8)


def cut(data: bytearray, dice: random.Random) -> None:
    del data[dice.randrange(len(data)) :]


def remove(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    del data[start : start + dice.randrange(1, 400)]


def duplicate(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    data[start:start] = data[start : start + dice.randrange(1, 400)]


def zero(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.randrange(1, 4096))
    data[start:end] = bytes(end - start)


def scramble(data: bytearray, dice: random.Random) -> None:
    start = dice.randrange(len(data))
    end = min(len(data), start + dice.randrange(1, 400))
    data[start:end] = dice.randbytes(end - start)


MUTATIONS: tuple[Callable[[bytearray, random.Random], None], ...] = (
    flip,
    cut,
    remove,
    duplicate,
    zero,
    scramble,
)


def is_sound(data: bytes) -> bool:
    """Give whether the bytes are whole records from end to end: damage between records leaves no trace."""
    at = 0
    while at + HEADER_BYTES <= len(data):
        payload = data[at + HEADER_BYTES : at + HEADER_BYTES + LENGTH.unpack_from(data, at)[0]]
        framed = record(payload)
        if data[at : at + len(framed)] != framed:
            return False
        at += len(framed)
    return at == len(data)


@pytest.fixture
def _no_hang() -> Iterator[None]:
    """Fail a variant that takes longer than five seconds."""

    def give_up(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, give_up)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def read(folder: Path) -> tuple[Run, ...]:
    signal.alarm(SECONDS_FOR_ONE)
    runs = read_runs([folder])
    for run in runs:
        detect(run)
    signal.alarm(0)
    return runs


@pytest.mark.usefixtures("_no_hang")
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda each: each.__name__)
def test_a_damaged_event_file_loses_only_what_is_damaged_and_says_so(
    tmp_path: Path, mutate: Callable[[bytearray, random.Random], None]
) -> None:
    dice = random.Random(mutate.__name__)  # noqa: S311 - damage, not secrets
    log = write_log(tmp_path / "run", {"train/loss": np.linspace(9, 1, 60).tolist(), "b": list(range(100))})
    whole = log.read_bytes()
    (clean,) = read_runs([log.parent])
    possible = {
        tag: set(zip(s.step.tolist(), s.value.tolist(), strict=True)) for tag, s in clean.series.items()
    }
    for _ in range(VARIANTS):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 1, 1, 3])):
            if data:
                mutate(data, dice)
        if bytes(data) == whole:
            continue
        log.write_bytes(bytes(data))
        (run,) = read(log.parent)
        for tag, series in run.series.items():
            assert set(zip(series.step.tolist(), series.value.tolist(), strict=True)) <= possible[tag]
        assert DAMAGE & {note.kind for note in run.notes} or is_sound(bytes(data))


@pytest.mark.usefixtures("_no_hang")
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda each: each.__name__)
def test_a_damaged_table_is_read_as_far_as_it_goes(
    tmp_path: Path, mutate: Callable[[bytearray, random.Random], None]
) -> None:
    dice = random.Random(mutate.__name__)  # noqa: S311 - damage, not secrets
    rows = "".join(f"{step},{9 - step / 30:.4f},{step * 3}\n" for step in range(200))
    whole = f"step,train/loss,other\n{rows}".encode()
    (tmp_path / "run").mkdir()
    for _ in range(VARIANTS):
        data = bytearray(whole)
        mutate(data, dice)
        (tmp_path / "run" / "progress.csv").write_bytes(bytes(data))
        runs = read(tmp_path / "run")
        assert any(run.series or run.notes for run in runs)


def table(rows: list[tuple[int, float]]) -> bytes:
    return b"step,loss\n" + "".join(f"{step},{value}\n" for step, value in rows).encode()


def monitor(rows: list[tuple[int, float]]) -> bytes:
    episodes = "".join(f"{value},10,{step / 10:.1f}\n" for step, value in rows)
    return f'#{{"t_start": 1700000000.0, "env_id": "x"}}\nr,l,t\n{episodes}'.encode()


def objects(rows: list[tuple[int, float]]) -> bytes:
    return "".join(json.dumps({"step": step, "loss": value}) + "\n" for step, value in rows).encode()


def metric(rows: list[tuple[int, float]]) -> bytes:
    return "".join(f"{1_700_000_000_000 + step} {value} {step}\n" for step, value in rows).encode()


def console(rows: list[tuple[int, float]]) -> bytes:
    return "".join(f"[INFO] step: {step}, loss: {value}\n" for step, value in rows).encode()


def tracked(rows: list[tuple[int, float]]) -> bytes:
    return chunks([*START, *(history(step, loss=value) for step, value in rows)])


ROW_FORMATS: dict[str, Callable[[list[tuple[int, float]]], bytes]] = {
    "progress.csv": table,
    "log.tsv": lambda rows: table(rows).replace(b",", b"\t"),
    "monitor.csv": monitor,
    "result.json": objects,
    "history.jsonl": objects,
    "metrics/loss": metric,
    "train.log": console,
    "run-abcd1234.wandb": tracked,
}


def write_rows(folder: Path, name: str, data: bytes) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(data)
    if name.startswith("metrics/"):
        (folder / "meta.yaml").write_text("run_id: abc\n")


def told(run: Run) -> bool:
    """Give whether a note speaks of damage; that a text was read as console text, and how, does not."""
    return any(note.kind in TOLD and "lines of console text" not in note.detail for note in run.notes)


TOLD = DAMAGE - {NoteKind.NON_FINITE} | {NoteKind.MISSING_ROWS, NoteKind.UNREADABLE}


def values_of(run: Run) -> list[float]:
    """Give the losses, or the returns, in the order of their steps."""
    return next((s.value.tolist() for tag, s in run.series.items() if tag in {"loss", "monitor/r"}), [])


@pytest.mark.usefixtures("_no_hang")
@pytest.mark.parametrize("mutate", [cut, remove, zero], ids=lambda each: each.__name__)
@pytest.mark.parametrize("name", ROW_FORMATS)
def test_rows_that_damage_costs_are_told_or_were_the_last_or_the_first(
    tmp_path: Path, name: str, mutate: Callable[[bytearray, random.Random], None]
) -> None:
    """One row in the middle may have another value: a digit less is still a number."""
    dice = random.Random(f"{name} {mutate.__name__}")  # noqa: S311 - damage, not secrets
    rows = [(step, round(9 - step / 70 + dice.random() / 9, 4)) for step in range(1, 301)]
    clean = [value for _, value in rows]
    whole = ROW_FORMATS[name](rows)
    for _ in range(FEWER_VARIANTS):
        data = bytearray(whole)
        mutate(data, dice)
        write_rows(tmp_path, name, bytes(data))
        (run,) = read(tmp_path)
        found = values_of(run)
        n = len(found)
        changed = sum(one != other for one, other in zip(found, clean, strict=False))
        is_end = found in (clean[:n], clean[len(clean) - n :])
        assert told(run) or is_end or (n == len(clean) and changed <= 1), (data[:300], run.notes)


@pytest.mark.usefixtures("_no_hang")
@pytest.mark.parametrize("mutate", MUTATIONS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("name", ROW_FORMATS)
def test_no_damage_ends_a_reader(
    tmp_path: Path, name: str, mutate: Callable[[bytearray, random.Random], None]
) -> None:
    dice = random.Random(f"{mutate.__name__} {name}")  # noqa: S311 - damage, not secrets
    whole = ROW_FORMATS[name]([(step, 1 / step) for step in range(1, 101)])
    for _ in range(FEWER_VARIANTS):
        data = bytearray(whole)
        for _ in range(dice.choice([1, 3, 9])):
            if data:
                mutate(data, dice)
        write_rows(tmp_path, name, bytes(data))
        runs = read(tmp_path)
        run = runs[0]
        assert run.series or run.notes
        assert len(runs) == 1 or NoteKind.TRAININGS in {note.kind for note in run.notes}
        assert not [note.detail for note in run.notes if "reader failed" in note.detail]


@pytest.mark.parametrize("number", ["9" * 30, "1e30", "-5", "nan", "inf"])
def test_a_number_that_is_no_length_of_an_episode_costs_its_row(tmp_path: Path, number: str) -> None:
    rows = monitor([(step, 1.0) for step in range(20)]).replace(
        b"1.0,10,0.5\n", f"1.0,{number},0.5\n".encode()
    )
    (tmp_path / "monitor.csv").write_bytes(rows)
    (run,) = read_runs([tmp_path])
    assert len(values_of(run)) == 19
    assert any("1 rows are no episodes" in note.detail for note in run.notes)


def test_an_event_without_content_costs_nothing_but_itself(tmp_path: Path) -> None:
    log = write_log(tmp_path, {"loss": range(30)})
    log.write_bytes(log.read_bytes() + record(b"") + record(b""))
    (run,) = read_runs([tmp_path])
    assert run.points == 30
    assert any("2 records are no TensorBoard events" in note.detail for note in run.notes)


@pytest.mark.usefixtures("_no_hang")
@pytest.mark.parametrize("pattern", sorted({pattern for reader in BUILT_IN for pattern in reader.names}))
def test_binary_rubbish_under_any_log_name_is_noted(tmp_path: Path, pattern: str) -> None:
    dice = random.Random(pattern)  # noqa: S311 - rubbish, not secrets
    name = pattern.replace("*", "x")
    for size in (1, 11, 12, 300, 5000, 20_000):
        for content in (
            dice.randbytes(size),
            b"\0" * size,
            b"\xff" * size,
            b"{" * size,
            b"[" * size,
            b"1,2\n" * size,
        ):
            (tmp_path / name).write_bytes(content)
            (run,) = read(tmp_path)
            assert not run.series
            assert run.notes


@pytest.mark.usefixtures("_no_hang")
def test_a_log_under_the_name_of_another_format_is_noted_or_read(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log", {"a": range(50)})
    for index, name in enumerate(sorted({pattern for reader in BUILT_IN for pattern in reader.names})):
        folder = tmp_path / str(index)
        folder.mkdir()
        (folder / name.replace("*", "x")).write_bytes(log.read_bytes())
        (run,) = read(folder)
        assert run.points == 50 or run.notes
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / EVENTS).write_text("step,loss\n1,2\n")
    (run,) = read(tmp_path / "text")
    assert run.points == 1 or run.notes
