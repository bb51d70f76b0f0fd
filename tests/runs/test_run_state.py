"""What became of a run: its end, an early end, a crash, or nothing yet."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Note, NoteKind, Run, read_run
from coach.runs.describing.run_state import RunState, planned, standing
from tests.runs.builders import STARTED, run, series, write_log
from tests.runs.test_wandb import ROWS, START, chunks

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

HOUR = 3600.0
NOW = STARTED + 100 + 24 * HOUR
CUT = Note(NoteKind.TRUNCATED_TAIL, Path("events"), "the last record is not finished")


def of(n: int = 101, *, metadata: Mapping[str, str] | None = None, notes: tuple[Note, ...] = ()) -> Run:
    return replace(run(series("loss", [1.0] * n)), metadata=metadata or {}, notes=notes)


def test_a_total_in_every_row_beside_the_share_that_is_done_is_the_plan() -> None:
    total, share = series("total_steps", [400.0] * 101), series("percentage", range(101))
    assert standing(run(series("loss", [1.0] * 101), total, share), NOW).says == (
        "the log ends at step 100 of 400 planned"
    )
    assert planned(run(series("loss", [1.0] * 101), total)) is None
    assert planned(run(series("total_steps", range(101)), share)) is None


def test_a_single_moment_of_a_clock_from_the_start_is_how_long_it_took() -> None:
    one = replace(series("loss", [1.0]), wall_time=np.array([5979.0]))
    assert run(one).wall_hours == pytest.approx(5979 / HOUR)
    assert run(series("loss", [1.0])).wall_hours == 0


@pytest.mark.parametrize(
    ("given", "state"),
    [
        (of(metadata={"config/total_timesteps": "100"}), RunState.ENDED),
        (of(metadata={"max_steps": "400"}), RunState.ENDED_EARLY),
        (of(notes=(CUT,)), RunState.CRASHED),
        (of(metadata={"max_steps": "100"}, notes=(CUT,)), RunState.ENDED),
        (of(), RunState.UNKNOWN),
        (of(0), RunState.UNKNOWN),
    ],
    ids=[
        "as planned",
        "short of the plan",
        "cut off",
        "cut off at the very end",
        "no plan",
        "nothing logged",
    ],
)
def test_a_silent_run_is_judged_by_its_plan_and_its_last_record(given: Run, state: RunState) -> None:
    assert standing(given, NOW).state is state


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ({"status": "COMPLETED"}, RunState.ENDED),
        ({"status": "FINISHED"}, RunState.ENDED),
        ({"status": "3"}, RunState.ENDED),
        ({"status": "FAILED"}, RunState.CRASHED),
        ({"status": "INTERRUPTED"}, RunState.ENDED_EARLY),
        ({"exit_code": "0"}, RunState.ENDED),
        ({"exit_code": "1"}, RunState.CRASHED),
        ({"exit_code": "255"}, RunState.ENDED_EARLY),
    ],
)
def test_the_trackers_own_word_counts_first(word: dict[str, str], state: RunState) -> None:
    assert standing(of(metadata={**word, "max_steps": "400"}), NOW).state is state


def test_a_run_whose_last_record_is_young_is_still_going() -> None:
    going = standing(of(metadata={"max_steps": "400"}, notes=(CUT,)), STARTED + 100 + 60)
    assert going.state is RunState.GOING
    assert "1 min old" in going.says


def test_a_run_that_is_said_to_go_on_and_has_been_silent_for_a_day_has_crashed() -> None:
    assert standing(of(metadata={"status": "RUNNING"}), STARTED + 160).state is RunState.GOING
    silent = standing(of(metadata={"status": "RUNNING"}), NOW)
    assert silent.state is RunState.CRASHED
    assert "24.0 h" in silent.says


def test_a_run_that_logs_every_ten_hours_is_given_time() -> None:
    slow = run(series("loss", [1.0] * 10, seconds_a_step=10 * HOUR))
    assert standing(slow, STARTED + 115 * HOUR).state is RunState.GOING
    assert standing(slow, STARTED + 200 * HOUR).state is RunState.UNKNOWN


def test_without_a_plan_the_others_of_its_kind_tell() -> None:
    assert standing(of(50), NOW, [100]).state is RunState.ENDED_EARLY
    assert standing(of(101), NOW, [100]).state is RunState.ENDED


def test_the_longest_of_its_kind_is_no_yardstick_for_itself() -> None:
    alone = standing(of(300), NOW, [100])
    assert alone.state is RunState.UNKNOWN
    assert "none of its kind is as long" in alone.says


def test_what_is_said_of_the_others_fits_their_number_and_their_length() -> None:
    assert "another of its kind reached 100" in standing(of(50), NOW, [100, 49]).says
    assert "others of its kind reached 100" in standing(of(50), NOW, [100, 98]).says
    assert standing(of(93), NOW, [100]).says == "it is nearly as long as the longest of its kind"


def test_a_run_that_logged_nothing_may_still_have_left_with_an_error() -> None:
    failed = standing(of(0, metadata={"exit_code": "1"}), NOW)
    assert failed.state is RunState.CRASHED
    assert "status 1" in failed.says


def test_a_summary_that_is_written_on_leaving_is_no_word_of_success() -> None:
    left = standing(of(metadata={"finished_after": "388"}, notes=(CUT,)), NOW)
    assert left.state is RunState.ENDED
    assert "closed it after 388 s" in left.says
    assert "finished" not in left.says


def test_a_clock_that_counts_from_the_start_knows_no_date() -> None:
    counted = run(series("loss", [1.0] * 9, wall_time=range(9)))
    assert standing(counted, NOW).state is RunState.UNKNOWN


@pytest.mark.parametrize(
    ("settings", "epochs", "says"),
    [
        ({"config/epochs": "10"}, range(10), "it reached 10 of 10 planned epochs"),
        ({"config/trainer/max_epochs": "10"}, range(7), "the log ends at epoch 7 of 10 planned"),
        ({"config/num_train_epochs": "3.0"}, [0.5, 1.5, 2.5], "the log ends at epoch 2.50 of 3 planned"),
        ({"config/num_train_epochs": "3.0"}, [1.0, 2.0, 3.0], "it reached 3 of 3 planned epochs"),
        ({"config/algo/n_epochs": "10"}, range(7), "the log does not say how long it was meant to be"),
        ({"config/epochs": "5"}, range(7), "the log does not say how long it was meant to be"),
    ],
    ids=["from nought", "short", "parts of epochs", "from one", "epochs of an update", "more than planned"],
)
def test_planned_epochs_tell_too(settings: dict[str, str], epochs: Sequence[float], says: str) -> None:
    counted = replace(
        run(series("train/loss", [1.0] * len(epochs)), series("epoch", epochs)), metadata=settings
    )
    assert standing(counted, NOW).says == says


@pytest.mark.parametrize("text", ["many", "nan", "-1", "50"])
def test_a_plan_that_makes_no_sense_is_none(text: str) -> None:
    assert planned(of(metadata={"max_steps": text})) is None


@pytest.mark.parametrize(
    ("column", "steps", "says"),
    [
        ("epoch", range(15), "it reached 15 of 15 planned epochs"),
        ("Epoch", range(1, 16), "it reached 15 of 15 planned epochs"),
        ("epoch", range(7), "the log ends at epoch 7 of 15 planned"),
        ("global_step", range(7), "the log ends at step 6 of 9,000 planned"),
    ],
)
def test_the_step_column_says_whether_steps_or_epochs_are_compared_with_the_plan(
    column: str, steps: range, says: str
) -> None:
    table = run(series("loss", [1.0] * len(steps), step=list(steps)))
    told = {"step_column": column, "config/epochs": "15", "config/max_steps": "9000"}
    assert standing(replace(table, metadata=told), NOW).says == says


class TestSeveralFiles:
    """A run whose first file is cut went on in the next: that is no crash. Neither is a cut copy of a finished run."""

    LATER = "events.out.tfevents.1700000100.host.2.0"

    def write(self, folder: Path, cut: str) -> Run:
        files = [
            write_log(folder, {"loss": range(100)}),
            write_log(folder, {"loss": range(100)}, name=self.LATER, first_step=100, started=STARTED + 100),
        ]
        file = files[cut == "last"]
        file.write_bytes(file.read_bytes()[:-7])
        return read_run(folder)

    @pytest.mark.parametrize(("cut", "state"), [("first", RunState.UNKNOWN), ("last", RunState.CRASHED)])
    def test_only_the_last_file_tells_of_a_crash(self, tmp_path: Path, cut: str, state: RunState) -> None:
        run = self.write(tmp_path, cut)
        assert standing(run, NOW).state is state

    def test_the_cut_of_an_earlier_file_is_still_told(self, tmp_path: Path) -> None:
        run = self.write(tmp_path, "first")
        assert any("the run went on in another file" in note.detail for note in run.notes)

    @pytest.mark.parametrize(
        ("summary", "state"),
        [
            ({"loss": 0.1, "_wandb": {"runtime": 388}}, RunState.ENDED),
            ({"loss": 0.1, "_runtime": 388}, RunState.CRASHED),
            ({"_wandb": "none"}, RunState.CRASHED),
            (None, RunState.CRASHED),
        ],
    )
    def test_a_summary_written_at_the_end_tells_that_the_end_came(
        self, tmp_path: Path, summary: Mapping[str, object] | None, state: RunState
    ) -> None:
        (tmp_path / "run-a.wandb").write_bytes(chunks([*START, *ROWS[:50]])[:-9])
        if summary is not None:
            (tmp_path / "files").mkdir()
            (tmp_path / "files" / "wandb-summary.json").write_text(json.dumps(summary))
        assert standing(read_run(tmp_path), NOW).state is state
