"""What runs before a planned one logged: their names to write claims with, and their values to hold them against."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.readers.event_files.event_file import Scalar, write_scalars
from coach.session.event.common import Withdrawn
from coach.session.event.premortem import EarlierRunsRead
from tests.desk.conftest import START

if TYPE_CHECKING:
    from pathlib import Path

    from coach.desk import Walk
    from coach.desk.coach import Coach

HOUR = 3600.0


def log(folder: Path, *, last: float, ended_h_ago: float = 24.0) -> None:
    folder.mkdir(parents=True)
    end = START.timestamp() - HOUR * ended_h_ago
    rows = [
        Scalar("rollout/ep_rew_mean", 100 * n, end - 2 * HOUR + n * HOUR / 10, last * n / 20)
        for n in range(21)
    ]
    write_scalars(folder / f"events.out.tfevents.{int(end)}.host.1.0", rows)


def begun(coach: Coach, place: Path) -> Walk:
    walk = coach.begin("premortem", playbook="deep-learning", paths=[str(place)])
    walk.read_ahead()
    return walk


def read(walk: Walk) -> EarlierRunsRead:
    found = walk.session.last(EarlierRunsRead)
    assert found is not None
    return found


def test_runs_beside_the_place_that_are_named_alike_lend_their_tags_and_last_values(
    coach: Coach, tmp_path: Path
) -> None:
    log(tmp_path / "runs" / "ppo_1", last=10)
    log(tmp_path / "runs" / "ppo_2", last=20)
    log(tmp_path / "runs" / "sac_1", last=500)
    told = read(begun(coach, tmp_path / "runs" / "ppo_3"))
    assert told.runs == 2
    assert [(each.tag, each.quantity, each.low, each.high) for each in told.tags] == [
        ("rollout/ep_rew_mean", "return", 10, 20)
    ]


def test_runs_at_the_place_itself_come_before_those_beside_it(coach: Coach, tmp_path: Path) -> None:
    log(tmp_path / "runs" / "ppo" / "first", last=10)
    log(tmp_path / "runs" / "ppo_2", last=20)
    told = read(begun(coach, tmp_path / "runs" / "ppo"))
    assert (told.runs, told.tags[0].high) == (1, 10)


def test_of_a_run_that_is_still_going_only_the_names_are_told(coach: Coach, tmp_path: Path) -> None:
    log(tmp_path / "ppo_1", last=10, ended_h_ago=0.01)
    told = read(begun(coach, tmp_path / "ppo_2"))
    assert [(each.tag, each.low) for each in told.tags] == [("rollout/ep_rew_mean", None)]
    assert told.hours is None


def test_the_length_of_earlier_runs_fills_the_question_how_long_one_is(coach: Coach, tmp_path: Path) -> None:
    log(tmp_path / "ppo_1", last=10)
    sheet = begun(coach, tmp_path / "ppo_2").sheet
    assert sheet is not None
    assert sheet.prefilled["frame.run-length"] == ("2h", "from earlier runs")


def test_where_there_is_none_that_is_kept_and_nothing_is_looked_for_again(
    coach: Coach, tmp_path: Path
) -> None:
    walk = begun(coach, tmp_path / "new")
    assert (read(walk).runs, read(walk).tags) == (0, ())
    walk.read_ahead()
    assert len(walk.session.all(EarlierRunsRead)) == 1


def test_a_reading_that_was_stopped_keeps_nothing(coach: Coach, tmp_path: Path) -> None:
    log(tmp_path / "ppo_1", last=10)
    walk = coach.begin("premortem", playbook="deep-learning", paths=[str(tmp_path / "ppo_2")])
    walk.read_ahead(cancelled=lambda: True)
    assert walk.session.last(EarlierRunsRead) is None


def test_a_folder_named_later_is_looked_at_in_the_turn_that_names_it(coach: Coach, tmp_path: Path) -> None:
    log(tmp_path / "ppo_1", last=10)
    walk = coach.begin("premortem", playbook="deep-learning")
    walk.take({"plan.logs": str(tmp_path / "ppo_2")})
    walk.read_ahead()
    assert read(walk).runs == 1
    walk.undo()
    assert walk.session.last(EarlierRunsRead) is None
    assert any(isinstance(event.body, Withdrawn) for event in walk.session.events)
