"""A lab's own reader comes in through an entry point."""

from __future__ import annotations

from importlib.metadata import EntryPoint
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.errors import RunReadError
from coach.runs import NoteKind, read_run, read_runs
from coach.runs.readers import registry
from coach.runs.readers.reader import Reading, RunFiles
from coach.runs.series import Series

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from coach.runs.reading.cache import Cache


class FakeReader:
    """Reads a file that holds one number."""

    format = "lab"
    names = ("*.lab",)

    def detect(self, path: Path, head: bytes) -> float:
        return float(path.suffix == ".lab" and head[:1].isdigit())

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        return tuple(RunFiles(file, (file,)) for file in files)

    def read(self, run: RunFiles, cache: Cache | None) -> Reading:
        del cache
        value = np.array([float(run.path.read_text())])
        zero = np.zeros(1, dtype=np.int64)
        return Reading(series={"x": Series("x", zero, np.full(1, np.nan), value, zero.astype(np.int32))})


@pytest.fixture
def _fresh() -> Iterator[None]:
    registry.readers.cache_clear()
    yield
    registry.readers.cache_clear()


def offer(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    point = EntryPoint(name="lab", value=value, group="coach.readers")
    monkeypatch.setattr(registry, "entry_points", lambda **_: [point])


@pytest.mark.usefixtures("_fresh")
def test_a_reader_from_another_package_reads_its_own_format(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, f"{__name__}:FakeReader")
    (tmp_path / "today.lab").write_text("42")
    run = read_run(tmp_path)
    assert (run.format, run.name) == ("lab", "today.lab")
    np.testing.assert_array_equal(run.series["x"].value, [42])


@pytest.mark.usefixtures("_fresh")
def test_a_reader_that_stumbles_over_one_run_does_not_cost_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offer(monkeypatch, f"{__name__}:FakeReader")
    (tmp_path / "a.lab").write_text("42")
    (tmp_path / "b.lab").write_text("4 or so")
    good, bad = read_runs([tmp_path])
    assert good.points == 1
    assert [note.kind for note in bad.notes] == [NoteKind.UNREADABLE]
    assert "ValueError" in bad.notes[0].detail


@pytest.mark.usefixtures("_fresh")
def test_a_reader_that_cannot_be_loaded_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    offer(monkeypatch, "no.such.package:Reader")
    with pytest.raises(RunReadError, match="'lab' cannot be loaded"):
        read_run(tmp_path)


class StumblingReader(FakeReader):
    """Fails before it has read anything; where, its subclasses say."""

    names = ("*",)


class StumblesOverAFile(StumblingReader):
    """Fails where it is asked whether it knows a file."""

    def detect(self, path: Path, head: bytes) -> float:
        raise KeyError(path.name, head)


class StumblesOverAFolder(StumblingReader):
    """Fails where it is asked which runs there are."""

    def runs(self, files: Sequence[Path]) -> tuple[RunFiles, ...]:
        raise IndexError(len(files))


@pytest.mark.usefixtures("_fresh")
@pytest.mark.parametrize("reader", ["StumblesOverAFile", "StumblesOverAFolder"])
def test_a_reader_that_stumbles_over_files_does_not_cost_what_others_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    offer(monkeypatch, f"{__name__}:{reader}")
    (tmp_path / "a.lab").write_text("42")
    (tmp_path / "progress.csv").write_text("step,loss\n1,2\n")
    runs = read_runs([tmp_path])
    assert sum(run.points for run in runs) == 1
    notes = [note for run in runs for note in run.notes if note.kind is NoteKind.UNREADABLE]
    assert "the lab reader failed" in notes[0].detail
