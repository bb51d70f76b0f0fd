"""What trainings print is read: names, numbers, steps and clocks of every style that is met."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import NoteKind, Run, read_run
from tests.runs.console_samples import SAMPLES, Reads, loguru, loss, megatron, mmengine, moment

if TYPE_CHECKING:
    from pathlib import Path


def read(tmp_path: Path, text: str, *, name: str = "train.log") -> Run:
    (tmp_path / name).write_text(text, newline="")
    return read_run(tmp_path)


@pytest.mark.parametrize(
    ("style", "tag"), [(style, tag) for style, each in SAMPLES.items() for tag in each.reads]
)
def test_a_quantity_is_read_with_its_name_its_steps_and_its_values(
    tmp_path: Path, style: str, tag: str
) -> None:
    run = read(tmp_path, SAMPLES[style].text())
    assert run.format == "console"
    assert tag in run.series, list(run.series)
    series = run.series[tag]
    found = Reads(
        len(series), (int(series.step[0]), int(series.step[-1])), (series.value[0], series.value[-1])
    )
    wanted = SAMPLES[style].reads[tag]
    assert found[:2] == wanted[:2]
    assert found.values == pytest.approx(wanted.values)


@pytest.mark.parametrize("style", SAMPLES)
def test_no_style_is_taken_for_a_restart_or_for_disorder(tmp_path: Path, style: str) -> None:
    notes = {note.kind for note in read(tmp_path, SAMPLES[style].text()).notes}
    assert notes <= {NoteKind.OTHER_RECORDS, NoteKind.NON_FINITE}


@pytest.mark.parametrize(
    "name", ["nohup.out", "slurm-123.out", "job.o4711", "log.txt", "stdout.txt", "output.log", "train.log.1"]
)
def test_console_text_is_found_under_the_names_it_goes_by(tmp_path: Path, name: str) -> None:
    assert read(tmp_path, loguru(), name=name).points == 40


def test_the_console_output_that_wandb_keeps_belongs_to_the_folder_of_its_run(tmp_path: Path) -> None:
    (tmp_path / "run-1" / "files").mkdir(parents=True)
    (tmp_path / "run-1" / "files" / "output.log").write_text(loguru())
    assert read_run(tmp_path).path == tmp_path / "run-1"


class TestNumbers:
    def test_nan_and_infinities_are_numbers(self, tmp_path: Path) -> None:
        values = ["0.5", "nan", "inf", "-inf", "NaN", "0.25", "-1e-3"]
        run = read(tmp_path, "".join(f"step {n} loss {value} lr 0.1\n" for n, value in enumerate(values)))
        np.testing.assert_array_equal(run.series["loss"].value, [float(value) for value in values])

    def test_nan_inside_a_name_is_none(self, tmp_path: Path) -> None:
        run = read(tmp_path, megatron())
        assert math.isnan(run.series["grad norm"].value[6])
        assert run.series["number of nan iterations"].value[6] == 1

    def test_thousands_and_units_are_read(self, tmp_path: Path) -> None:
        run = read(
            tmp_path,
            "".join(
                f"step: {n}, loss: {loss(n)}, tokens: {n + 1},234,567, speed: {n + 1}.5k tok/s\n"
                for n in range(9)
            ),
        )
        np.testing.assert_allclose(run.series["tokens"].value[:2], [1234567, 2234567])
        np.testing.assert_allclose(run.series["speed"].value[:2], [1500, 2500])

    def test_versions_addresses_and_dates_are_no_numbers(self, tmp_path: Path) -> None:
        run = read(tmp_path, "".join(f"torch 2.1.0 on 10.0.0.7: step {n} loss {loss(n)}\n" for n in range(9)))
        assert list(run.series) == ["loss"]


class TestSteps:
    def test_epochs_that_count_from_one_and_from_nought_give_the_same_steps(self, tmp_path: Path) -> None:
        text = "".join(
            f"Epoch: {{}} [{b}/10] loss: {loss(10 * e + b)}\n".format(e + 1)
            for e in range(3)
            for b in range(10)
        )
        one = read(tmp_path, text).series["loss"].step
        for epoch in (1, 2, 3):
            text = text.replace(f"Epoch: {epoch} ", f"Epoch: {epoch - 1} ")
        np.testing.assert_array_equal(read(tmp_path, text).series["loss"].step, one)

    def test_a_counter_that_begins_anew_at_its_total_goes_on_without_a_word_of_epochs(
        self, tmp_path: Path
    ) -> None:
        lines = [f"[{b}/50] loss: {loss(b + 50 * e)}\n" for e in range(3) for b in range(10, 51, 10)]
        np.testing.assert_array_equal(
            read(tmp_path, "".join(lines)).series["loss"].step, np.arange(10, 151, 10)
        )

    def test_a_training_begun_anew_is_another_training(self, tmp_path: Path) -> None:
        lines = [f"iter {n}/500 loss {loss(n)}\n" for n in (*range(0, 300, 10), *range(0, 500, 10))]
        run = read(tmp_path, "".join(lines))
        assert run.training is not None
        assert run.training.of == 2
        assert NoteKind.TRAININGS in {note.kind for note in run.notes}

    def test_an_epoch_that_stays_orders_nothing_so_that_lines_are_counted(self, tmp_path: Path) -> None:
        run = read(tmp_path, "".join(f"Epoch {n // 20} - Batch loss: {loss(n)}\n" for n in range(100)))
        np.testing.assert_array_equal(run.series["Batch loss"].step, np.arange(100))
        assert any("the lines are counted" in note.detail for note in run.notes)

    def test_an_epoch_in_fractions_is_no_step(self, tmp_path: Path) -> None:
        run = read(tmp_path, "".join(f"{{'loss': {loss(n)}, 'epoch': {n / 7:.2f}}}\n" for n in range(30)))
        np.testing.assert_array_equal(run.series["loss"].step, np.arange(30))

    def test_what_is_planned_is_told(self, tmp_path: Path) -> None:
        assert read(tmp_path, megatron()).metadata["max_steps"] == "5000"
        run = read(tmp_path, "".join(f"Epoch {n}/90 loss {loss(n)}\n" for n in range(1, 9)))
        assert run.metadata["max_epochs"] == "90"
        assert run.metadata["step_column"] == "epoch"


class TestClock:
    def test_a_date_gives_the_seconds_since_1970_up_to_the_zone(self, tmp_path: Path) -> None:
        wall = read(tmp_path, loguru()).series["loss"].wall_time
        assert abs(wall[0] - moment(0).timestamp()) < 24 * 3600
        np.testing.assert_allclose(np.diff(wall), 30)

    def test_a_date_without_a_year_counts_from_the_first_line(self, tmp_path: Path) -> None:
        wall = read(tmp_path, mmengine()).series["loss"].wall_time
        np.testing.assert_allclose(wall, np.arange(18) * 30)

    def test_a_time_alone_goes_on_over_midnight(self, tmp_path: Path) -> None:
        lines = [f"[{moment(n):%H:%M:%S}] step={n} loss={loss(n)}\n" for n in range(40)]
        np.testing.assert_allclose(
            read(tmp_path, "".join(lines)).series["loss"].wall_time, np.arange(40) * 30
        )

    def test_without_time_stamps_there_is_no_clock(self, tmp_path: Path) -> None:
        assert np.isnan(
            read(tmp_path, "".join(f"step {n} loss {loss(n)}\n" for n in range(9))).series["loss"].wall_time
        ).all()


class TestParts:
    @pytest.mark.parametrize(
        ("word", "tag"),
        [
            ("Validation:", "eval/loss"),
            ("[eval]", "eval/loss"),
            ("Test set:", "test/loss"),
            ("| valid |", "eval/loss"),
        ],
    )
    def test_lines_about_other_data_are_kept_apart(self, tmp_path: Path, word: str, tag: str) -> None:
        lines = [
            f"step {10 * n} loss {loss(n)}\n" + (f"{word} loss {loss(n) + 1:.3f}\n" if n % 5 == 4 else "")
            for n in range(20)
        ]
        run = read(tmp_path, "".join(lines))
        assert (len(run.series["loss"]), len(run.series[tag])) == (20, 4)
        np.testing.assert_array_equal(run.series[tag].step, [40, 90, 140, 190])

    def test_a_file_name_with_test_in_it_is_about_no_part(self, tmp_path: Path) -> None:
        lines = [f"2024-01-01 10:00:{n:02d},000 - test.py:33 - step {n} loss {loss(n)}\n" for n in range(20)]
        assert list(read(tmp_path, "".join(lines)).series) == ["loss"]


def test_what_is_printed_between_the_lines_does_no_harm(tmp_path: Path) -> None:
    lines = []
    for n in range(30):
        lines += [
            f"/usr/lib/x.py:{500 + n}: UserWarning: nothing\n",
            f"step {n} loss {loss(n)}\n",
            "saved to ckpt_12.pt\n\n",
        ]
    run = read(tmp_path, "".join(lines))
    assert list(run.series) == ["loss"]
    np.testing.assert_array_equal(run.series["loss"].step, np.arange(30))


def test_zero_bytes_are_told(tmp_path: Path) -> None:
    (tmp_path / "train.log").write_bytes(loguru().encode().replace(b"step 300 ", b"step\x00300 "))
    assert any("1 zero bytes" in note.detail for note in read_run(tmp_path).notes)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "latin-1"])
def test_other_encodings_are_read_without_a_word_of_damage(tmp_path: Path, encoding: str) -> None:
    (tmp_path / "train.log").write_bytes(("Gerät: cuda\n" + loguru()).encode(encoding))
    run = read_run(tmp_path)
    assert len(run.series["loss"]) == 40
    assert {note.kind for note in run.notes} == {NoteKind.OTHER_RECORDS}


@pytest.mark.shared
@pytest.mark.parametrize(
    ("case", "tag", "points"),
    [("k16a-hf-console-dicts", "loss", 79), ("k16c-loguru-lines", "Batch loss", 200)],
)
def test_the_cases_are_read(shared_runs: Path, case: str, tag: str, points: int) -> None:
    run = read_run(shared_runs.parent / "cases" / case / "data")
    assert run.format == "console"
    assert len(run.series[tag]) == points
