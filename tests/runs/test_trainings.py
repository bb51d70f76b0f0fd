"""Several trainings in one folder or file are each a run; a handful of points takes nothing away from thousands."""

from __future__ import annotations

import json
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from coach.runs import NoteKind, Run, read_run, read_runs
from coach.runs.comparing.siblings import siblings
from coach.runs.describing.run_state import RunState, standing
from coach.runs.detectors.detect import detect
from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.runs.readers.reader import Reading
from coach.runs.reading.judged_restarts import judged_restarts
from tests.runs.builders import EVENTS, STARTED, series, write_log

if TYPE_CHECKING:
    from collections.abc import Sequence

DAY = 86_400.0


def events(number: int) -> str:
    return f"events.out.tfevents.{1_700_000_000 + int(DAY) * number}.host.1.{number}"


def write_trainings(folder: Path, curves: Sequence[Sequence[float]], *, tag: str = "train/loss") -> None:
    """Write an event file for each of the curves, all of them from step 0."""
    for number, curve in enumerate(curves):
        write_log(folder, {tag: curve}, name=events(number), started=STARTED + DAY * number)


def write_rows(path: Path, steps: Sequence[int], value: Sequence[float], *, name: str = "step") -> None:
    """Write a table, or one JSON object a line, by the name of the file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = list(zip(steps, value, strict=True))
    if path.suffix == ".csv":
        text = f"{name},loss\n" + "".join(f"{step},{each}\n" for step, each in rows)
    else:
        text = "".join(json.dumps({name: step, "loss": each}) + "\n" for step, each in rows)
    path.write_text(text)


def details(runs: Run | Sequence[Run], kind: NoteKind) -> list[str]:
    each = [runs] if isinstance(runs, Run) else runs
    return [note.detail for one in each for note in one.notes if note.kind is kind]


class TestTrainingsOfOneFolder:
    def test_each_is_a_run_with_its_own_points_files_and_hours(self, tmp_path: Path) -> None:
        write_trainings(tmp_path / "PPO_4", [range(100), range(50), range(200)])
        first, second, third = read_runs([tmp_path])
        assert [each.name for each in (first, second, third)] == [
            f"PPO_4 (training {number} of 3)" for number in (1, 2, 3)
        ]
        assert [
            (each.points, each.first_step, each.last_step, each.files) for each in (first, second, third)
        ] == [
            (100, 0, 99, 1),
            (50, 0, 49, 1),
            (200, 0, 199, 1),
        ]
        assert second.wall_hours == pytest.approx(49 / 3600)
        (said,) = details([first, second, third], NoteKind.TRAININGS)
        assert "3 trainings in this folder" in said
        assert "steps 0 to 49 (50 points)" in said

    @pytest.mark.parametrize(("lengths", "trainings"), [((21, 4, 9), 3), ((60, 4, 60), 2)])
    def test_where_all_are_short_a_few_points_are_one_too(
        self, tmp_path: Path, lengths: tuple[int, ...], trainings: int
    ) -> None:
        write_trainings(tmp_path / "SAC_0", [range(length) for length in lengths])
        assert len(read_runs([tmp_path])) == trainings

    def test_each_is_judged(self, tmp_path: Path) -> None:
        good = np.linspace(2, 0.5, 200)
        bad = np.concatenate([np.linspace(2, 1, 60), np.linspace(1, 40, 140)])
        write_trainings(tmp_path, [bad.tolist(), good.tolist()])
        first, second = read_runs([tmp_path])
        assert "loss-divergence" in {symptom.detector for symptom in detect(first)}
        assert "loss-divergence" not in {symptom.detector for symptom in detect(second)}

    def test_one_that_was_resumed_is_one(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(100)])
        write_log(tmp_path, {"train/loss": range(60)}, name=events(1), first_step=90, started=STARTED + DAY)
        write_log(tmp_path, {"train/loss": range(80)}, name=events(2), started=STARTED + 2 * DAY)
        first, second = read_runs([tmp_path])
        assert (first.points, first.files, second.points, second.files) == (160, 2, 80, 1)
        assert (
            "goes back to step 90, although step 99 had been reached"
            in details(first, NoteKind.RESTART_OVERLAP)[0]
        )
        assert details(second, NoteKind.RESTART_OVERLAP) == []

    @pytest.mark.parametrize(
        ("first", "trainings"), [(500, 2), (700, 1)], ids=["from the start", "resumed at 200"]
    )
    def test_one_that_logs_more_rarely_begins_at_its_own_first_gap(
        self, tmp_path: Path, first: int, trainings: int
    ) -> None:
        steps = [[*range(50, 1001, 50)], *([first + 500 * at] for at in range(12))]
        for number, each in enumerate(steps):
            rows = [Scalar("reward", step, float(step), STARTED + DAY * number + step) for step in each]
            write_scalars(tmp_path / events(number), rows)
        assert len(read_runs([tmp_path])) == trainings

    def test_those_written_at_the_same_time_are_said_to_be(self, tmp_path: Path) -> None:
        for number in (0, 1):
            write_log(tmp_path, {"loss": range(50)}, name=events(number), started=STARTED + 10 * number)
        (said,) = details(read_runs([tmp_path]), NoteKind.TRAININGS)
        assert "some of them at the same time" in said

    def test_what_is_said_of_a_file_is_said_of_its_training(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(50), [*range(40), float("nan")], range(50)])
        log = tmp_path / events(2)
        log.write_bytes(log.read_bytes()[:-5])
        first, second, third = read_runs([tmp_path])
        assert [details(each, NoteKind.TRUNCATED_TAIL) != [] for each in (first, second, third)] == [
            False,
            False,
            True,
        ]
        assert "train/loss (1 of 41 values, the first at step 40)" in details(second, NoteKind.NON_FINITE)[0]
        assert details([first, third], NoteKind.NON_FINITE) == []

    def test_a_cache_gives_the_same_trainings(self, tmp_path: Path) -> None:
        write_trainings(tmp_path / "runs", [range(60), range(70)])
        fresh = read_runs([tmp_path / "runs"])
        for _ in range(2):
            kept = read_runs([tmp_path / "runs"], cache_dir=tmp_path / "cache")
            assert [(each.name, each.points, each.notes, each.fingerprint) for each in kept] == [
                (each.name, each.points, each.notes, each.fingerprint) for each in fresh
            ]

    def test_fingerprints_differ_and_stay_when_the_folder_grows(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(60)])
        alone = read_run(tmp_path).fingerprint
        write_trainings(tmp_path, [range(60), range(30)])
        two = [each.fingerprint for each in read_runs([tmp_path])]
        write_trainings(tmp_path, [range(60), range(90), range(40)])
        three = [each.fingerprint for each in read_runs([tmp_path])]
        assert [alone, *two[1:]] == two
        assert three[:2] == two
        assert len(set(three)) == 3

    def test_one_run_is_the_last_of_them_and_says_so(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(60), range(30)])
        last = read_run(tmp_path)
        assert last.points == 30
        assert details(last, NoteKind.TRAININGS) == ["2 trainings were logged here; this is the last one"]

    def test_they_are_no_seeds_of_one_another(self, tmp_path: Path) -> None:
        for seed in (1, 2):
            write_trainings(tmp_path / f"seed_{seed}", [range(60), range(61 + seed)])
        groups = siblings(read_runs([tmp_path])).values()
        assert [[each.name for each in group] for group in groups] == [
            [f"seed_1 (training {number} of 2)", f"seed_2 (training {number} of 2)"] for number in (1, 2)
        ]

    def test_only_the_last_can_still_be_going(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(60), range(30)])
        first, second = read_runs([tmp_path])
        now = STARTED + DAY + 60
        assert standing(first, now).state is RunState.UNKNOWN
        assert standing(second, now).state is RunState.GOING


class TestTrainingsOfOneFile:
    @pytest.mark.parametrize("name", ["progress.csv", "metrics.jsonl"])
    def test_appended_to_a_table_or_to_lines_they_are_apart(self, tmp_path: Path, name: str) -> None:
        steps = [*range(0, 1000, 10), *range(0, 700, 10)]
        write_rows(tmp_path / name, steps, np.linspace(1, 2, len(steps)).tolist())
        first, second = read_runs([tmp_path])
        assert [first.points, second.points] == [100, 70]
        assert "2 trainings in this file" in details(first, NoteKind.TRAININGS)[0]

    @pytest.mark.parametrize("name", ["progress.csv", "metrics.jsonl"])
    def test_the_iterations_of_an_outer_loop_are_each_one(self, tmp_path: Path, name: str) -> None:
        steps = [step for _ in range(25) for step in range(40)]
        write_rows(tmp_path / name, steps, list(range(1000)), name="iteration")
        runs = read_runs([tmp_path])
        assert [each.points for each in runs] == [40] * 25
        assert [int(each.series["loss"].value[0]) for each in runs] == list(range(0, 1000, 40))

    def test_short_iterations_are_each_one_too(self, tmp_path: Path) -> None:
        write_rows(tmp_path / "log.csv", [*range(5)] * 6, list(range(30)), name="epoch")
        assert [each.points for each in read_runs([tmp_path])] == [5] * 6

    def test_in_one_event_file_every_tag_is_cut_at_the_same_moment(self, tmp_path: Path) -> None:
        """A tag that is logged seldom may not show the restart in its own steps: 90, then 95."""
        rows = []
        for training in range(2):
            for step in range(100):
                wall = STARTED + 1000 * training + step
                rows.append(Scalar("train/loss", step, wall, 1.0))
                if step == 90 + 5 * training:
                    rows.append(Scalar("eval/loss", step, wall, float(training)))
        write_scalars(tmp_path / EVENTS, rows)
        first, second = read_runs([tmp_path])
        assert [first.series["eval/loss"].value.tolist(), second.series["eval/loss"].value.tolist()] == [
            [0],
            [1],
        ]

    def test_rows_written_twice_by_a_copy_are_no_training(self, tmp_path: Path) -> None:
        rows = [Scalar("loss", step, STARTED + step, float(step)) for step in range(100)]
        write_scalars(tmp_path / EVENTS, [*rows[:30], *rows[1:]])
        (only,) = read_runs([tmp_path])
        assert only.points == 129


class TestAHandfulOfPoints:
    def test_a_stray_point_at_the_start_takes_nothing_away(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [np.linspace(1, 9, 500).tolist(), [7.0]])
        run = read_run(tmp_path)
        assert run.points == 501
        assert len(run.series["train/loss"].timeline()) == 500
        (said,) = details(run, NoteKind.RESTART_OVERLAP)
        assert "started once more at step 0, after step 499 had been reached, and wrote 1 point;" in said
        assert not any("rolled back" in symptom.says for symptom in detect(run))

    @pytest.mark.parametrize("name", ["progress.csv", "metrics.jsonl"])
    def test_stray_points_in_the_middle_take_nothing_away(self, tmp_path: Path, name: str) -> None:
        steps = [*range(0, 4000, 10), 1000, 1010]
        write_rows(tmp_path / name, steps, [1.0] * len(steps))
        run = read_run(tmp_path)
        assert (run.points, len(run.series["loss"].timeline())) == (402, 400)
        assert "wrote 2 points" in details(run, NoteKind.RESTART_OVERLAP)[0]

    def test_a_resume_of_few_points_that_rolls_back_few_counts(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(100)])
        write_log(tmp_path, {"train/loss": [7, 7]}, name=events(1), first_step=97, started=STARTED + DAY)
        timeline = read_run(tmp_path).series["train/loss"].timeline()
        assert timeline.value[-3:].tolist() == [96, 7, 7]

    def test_a_launch_that_ended_at_once_belongs_to_the_training_after_it(self, tmp_path: Path) -> None:
        write_trainings(tmp_path, [range(3), range(100, 300)])
        run = read_run(tmp_path)
        assert run.points == 203
        assert run.series["train/loss"].timeline().value.tolist() == list(range(100, 300))


@given(
    pieces=st.lists(
        st.tuples(st.integers(0, 30), st.integers(1, 40), st.integers(1, 7)), min_size=1, max_size=8
    ),
    is_one_file=st.booleans(),
)
def test_no_reading_ever_shows_fewer_points_than_the_files_hold(
    tmp_path_factory: pytest.TempPathFactory,
    pieces: list[tuple[int, int, int]],
    is_one_file: bool,  # noqa: FBT001 - given by hypothesis
) -> None:
    folder = tmp_path_factory.mktemp("run")
    walls = accumulate((length for _, length, _ in pieces), initial=0)
    rows = [
        [Scalar("loss", first + stride * n, STARTED + wall + n, 1.0) for n in range(length)]
        for (first, length, stride), wall in zip(pieces, walls, strict=False)
    ]
    files = [[point for each in rows for point in each]] if is_one_file else rows
    for number, file in enumerate(files):
        write_scalars(folder / events(number), file)
    held = [(point.step, point.wall_time) for each in rows for point in each]
    shown = [each.series["loss"] for each in read_runs([folder])]
    assert sorted(held) == sorted(
        point for each in shown for point in zip(each.step.tolist(), each.wall_time.tolist(), strict=True)
    )
    assert all(len(each.timeline()) for each in shown)


def test_a_thousand_restarts_are_judged_in_a_moment() -> None:
    n = 20_000
    loss = series("loss", np.ones(n), step=np.arange(n), segment=np.arange(n) // 20)
    judged = judged_restarts(Path(), 1, Reading(series={"loss": loss}))
    assert judged.cuts == ()
    assert "(999 restarts like this)" in judged.notes[0].detail
