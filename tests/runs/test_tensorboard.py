"""Event files as runs: both encodings, several files, restarts, files that are no logs, files that grow."""

from __future__ import annotations

import math
import os
from typing import TYPE_CHECKING

import numpy as np
import pytest
from tensorboardX import SummaryWriter

from coach.runs import NoteKind, read_run, read_runs
from coach.runs.readers.event_files import event_log
from coach.runs.readers.event_files.event_file import (
    Scalar,
    file_version_event,
    record,
    scalar_event,
    write_scalars,
)
from coach.runs.readers.event_files.event_records import RecordScanner
from tests.runs.builders import EVENTS, STARTED, write_log

if TYPE_CHECKING:
    from pathlib import Path

    from coach.runs import Run


def kinds(run: Run) -> list[NoteKind]:
    return [note.kind for note in run.notes]


@pytest.mark.parametrize("encoding", ["simple", "tensor"])
def test_scalars_are_read_in_either_encoding(tmp_path: Path, encoding: str) -> None:
    values = [0.1, -2.5, math.nan, math.inf, 0.0, 1e-30]
    rows = [Scalar("a/b", 10**index, STARTED + index, value) for index, value in enumerate(values)]
    write_scalars(tmp_path / EVENTS, rows, "tensor" if encoding == "tensor" else "simple")
    read = read_run(tmp_path).series["a/b"]
    np.testing.assert_array_equal(read.value, np.array(values, dtype=np.float32).astype(np.float64))
    np.testing.assert_array_equal(read.step, [10**index for index in range(6)])
    np.testing.assert_array_equal(read.wall_time, STARTED + np.arange(6))


def test_a_foreign_writer_with_every_kind_of_record_is_read(tmp_path: Path) -> None:
    with SummaryWriter(str(tmp_path)) as writer:
        for step in range(300):
            writer.add_scalar("loss", 1 / (step + 1), step, walltime=STARTED + step)
            writer.add_scalars("pair", {"a": step, "b": -step}, step, walltime=STARTED + step)
            if step % 100 == 0:
                writer.add_histogram("weights", np.arange(10.0), step)
                writer.add_text("words", "some text", step)
                writer.add_image("picture", np.zeros((3, 2, 2), dtype=np.uint8), step)
    runs = {run.name: run for run in read_runs([tmp_path])}
    main = runs[tmp_path.name]
    np.testing.assert_array_equal(main.series["loss"].value, (1 / np.arange(1, 301)).astype(np.float32))
    np.testing.assert_array_equal(runs["pair/a"].series["pair"].value, np.arange(300))
    (other,) = [note for note in main.notes if note.kind is NoteKind.OTHER_RECORDS]
    assert "3 histograms" in other.detail
    assert "3 text" in other.detail
    assert "3 images" in other.detail


def test_tags_keep_the_order_in_which_they_first_appear(tmp_path: Path) -> None:
    write_log(tmp_path, {"zeta": [1, 2], "a much longer tag": [1, 2], "alpha": [1, 2]})
    assert list(read_run(tmp_path).series) == ["zeta", "a much longer tag", "alpha"]


def test_negative_steps_and_events_without_a_step_are_read(tmp_path: Path) -> None:
    write_scalars(tmp_path / EVENTS, [Scalar("a", step, STARTED, 1.0) for step in (-5, 0, 7)])
    np.testing.assert_array_equal(read_run(tmp_path).series["a"].step, [-5, 0, 7])


def test_several_values_in_one_event_are_all_read(tmp_path: Path) -> None:
    first, second = (scalar_event(Scalar(tag, 3, STARTED, 2.0)) for tag in ("a", "b"))
    # Repeated fields of one message may be concatenated: the second event's summary joins the first's.
    events = [record(file_version_event(STARTED)), *[record(first + second[11:])] * 40]
    (tmp_path / EVENTS).write_bytes(b"".join(events))
    run = read_run(tmp_path)
    assert {tag: len(series) for tag, series in run.series.items()} == {"a": 40, "b": 40}


def test_a_restart_with_overlap_becomes_a_second_segment(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(100)}, name="events.out.tfevents.1700000000.h.1.0")
    write_log(
        tmp_path,
        {"loss": range(50)},
        name="events.out.tfevents.1700009000.h.2.0",
        first_step=80,
        started=STARTED + 9000,
    )
    run = read_run(tmp_path)
    loss = run.series["loss"]
    assert len(loss) == 150
    assert [int(each) for each in np.unique(loss.segment, return_counts=True)[1]] == [100, 50]
    (note,) = [note for note in run.notes if note.kind is NoteKind.RESTART_OVERLAP]
    assert "step 80" in note.detail
    assert "step 99" in note.detail
    timeline = loss.timeline()
    np.testing.assert_array_equal(timeline.step, np.arange(130))
    np.testing.assert_array_equal(timeline.value, [*range(80), *range(50)])


def test_the_pause_before_a_restart_is_not_counted_as_running(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(101)}, name="events.out.tfevents.1700000000.h.1.0")
    write_log(
        tmp_path,
        {"loss": range(101)},
        name="events.out.tfevents.1700099000.h.1.0",
        first_step=101,
        started=STARTED + 99000,
    )
    run = read_run(tmp_path)
    assert run.wall_hours == pytest.approx(200 / 3600)
    assert NoteKind.RESTART in kinds(run)


def test_writers_of_different_tags_in_one_folder_are_no_restart(tmp_path: Path) -> None:
    write_log(tmp_path, {"train/loss": range(50)}, name="events.out.tfevents.1700000000.h.1.0")
    write_log(tmp_path, {"eval/loss": range(50)}, name="events.out.tfevents.1700000001.h.1.1")
    run = read_run(tmp_path)
    assert run.notes == ()
    assert {int(series.segment.max()) for series in run.series.values()} == {0}


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"", NoteKind.EMPTY),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 5\n", NoteKind.POINTER_FILE),
        (b"fileFormatVersion: 2\nguid: 0\n", NoteKind.NOT_A_LOG),
        (b"\x93NUMPY\x01\x00v\x00" + bytes(range(256)), NoteKind.CORRUPT_RECORD),
        (record(file_version_event(STARTED)), NoteKind.NO_SCALARS),
        (record(file_version_event(STARTED))[:-3], NoteKind.TRUNCATED_TAIL),
    ],
)
def test_a_file_without_scalars_says_why(tmp_path: Path, content: bytes, kind: NoteKind) -> None:
    (tmp_path / EVENTS).write_bytes(content)
    run = read_run(tmp_path)
    assert not run.series
    assert kind in kinds(run)


def test_a_pointer_beside_a_log_is_a_note_of_that_run(tmp_path: Path) -> None:
    write_log(tmp_path, {"loss": range(5)})
    (tmp_path / f"{EVENTS}.meta").write_bytes(b"fileFormatVersion: 2\n")
    (tmp_path / "events.out.tfevents.1700000009.host.1.0").write_bytes(
        b"version https://git-lfs.github.com/spec/v1\n"
    )
    run = read_run(tmp_path)
    assert run.points == 5
    assert sorted(kinds(run)) == [NoteKind.NOT_A_LOG, NoteKind.POINTER_FILE]


def test_records_that_are_no_events_are_counted(tmp_path: Path) -> None:
    good = record(scalar_event(Scalar("a", 1, STARTED, 1.0)))
    (tmp_path / EVENTS).write_bytes(good + record(b"\xff\xff\xff") + record(b"\x2a\x7f") + good)
    run = read_run(tmp_path)
    assert run.points == 2
    (note,) = run.notes
    assert note.kind is NoteKind.CORRUPT_RECORD
    assert note.detail.startswith("2 records")


def test_names_in_any_script_and_deep_folders_are_read(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["ордена 実験"] * 12)
    write_log(deep, {"损失": range(5)}, name="events.out.tfevents.1700000000.李智.1.0")
    (run,) = read_runs([tmp_path])
    assert list(run.series) == ["损失"]


def test_a_name_that_is_no_unicode_is_read_and_can_be_printed(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/run \xff\xfe"
    os.mkdir(folder)  # noqa: PTH102 - a bytes path
    os.rename(os.fsencode(write_log(tmp_path / "x", {"loss": range(5)})), folder + b"/" + EVENTS.encode())  # noqa: PTH104
    (run,) = [run for run in read_runs([tmp_path]) if run.series]
    assert run.name.encode()
    assert run.points == 5


def test_links_are_not_followed(tmp_path: Path) -> None:
    write_log(tmp_path / "run1", {"loss": range(5)})
    (tmp_path / "latest").symlink_to(tmp_path / "run1")
    (tmp_path / "run1" / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nothing")
    (run,) = read_runs([tmp_path])
    assert run.points == 5
    assert NoteKind.LINK_SKIPPED in kinds(run)


class TestGrowingFiles:
    def test_only_new_bytes_are_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        cache = tmp_path / "cache"
        log = write_log(tmp_path / "run", {"a": range(4000), "b": range(1000)})
        whole = log.read_bytes()
        log.write_bytes(whole[:150_007])
        first = read_run(log.parent, cache_dir=cache)
        assert NoteKind.TRUNCATED_TAIL in kinds(first)
        log.write_bytes(whole)
        positions: list[int] = []

        def spy(file: object, size: int, position: int = 0, *rest: object) -> object:
            positions.append(position)
            return RecordScanner(file, size, position, *rest)  # type: ignore[arg-type]

        monkeypatch.setattr(event_log, "RecordScanner", spy)
        second = read_run(log.parent, cache_dir=cache)
        assert 149_900 < max(positions) <= 150_007
        plain = read_run(log.parent)
        for tag, series in plain.series.items():
            np.testing.assert_array_equal(second.series[tag].value, series.value)
            np.testing.assert_array_equal(second.series[tag].step, series.step)
        assert second.notes == plain.notes == ()

    def test_an_unchanged_file_is_not_opened_for_its_records(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        log = write_log(tmp_path / "run", {"a": range(4000)})
        first = read_run(log.parent, cache_dir=tmp_path / "cache")
        monkeypatch.setattr(event_log, "RecordScanner", None)
        second = read_run(log.parent, cache_dir=tmp_path / "cache")
        np.testing.assert_array_equal(first.series["a"].value, second.series["a"].value)
        assert first.fingerprint == second.fingerprint

    def test_a_rewritten_file_is_read_anew(self, tmp_path: Path) -> None:
        log = write_log(tmp_path / "run", {"a": range(500)})
        read_run(log.parent, cache_dir=tmp_path / "cache")
        write_log(tmp_path / "run", {"a": range(1000, 1900)})
        again = read_run(log.parent, cache_dir=tmp_path / "cache")
        np.testing.assert_array_equal(again.series["a"].value, np.arange(1000, 1900))
