from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from coach.cli.drill import drill
from coach.errors import AnswerError, PlaybookError
from coach.playbook.drills.launches import launch_folders, load_launch
from coach.session.drill.events import Explained, Launched, LookBought, OddsStated
from coach.session.drill.launch import Launch, LaunchCheck, PlantedFault, parse_launch, score_launch

if TYPE_CHECKING:
    from pathlib import Path

SHIPPED = sorted(launch_folders())


def small() -> Launch:
    """Two faults: one worth checking (.5 x 10 h against 1 h), one not (.1 x 2 h against 1 h)."""
    return Launch(
        id="small",
        title="A launch",
        level=1,
        report="Tonight.",
        run_hours=10,
        run_dollars=0,
        files=(),
        faults=(
            PlantedFault(id="a", name="A", chance=0.5, planted=True, loss=10),
            PlantedFault(id="b", name="B", chance=0.1, planted=False, loss=2),
        ),
        checks=(
            LaunchCheck(id="see-a", name="See A", hours=1, catches=("a",)),
            LaunchCheck(id="see-b", name="See B", hours=1, catches=("b",)),
        ),
        story="It was A.",
        next_time="Look.",
        source="By hand",
    )


@pytest.mark.parametrize(
    ("bought", "wasted", "missed"),
    [(("see-a",), 0.0, 0), ((), 4.0, 1), (("see-a", "see-b"), 0.8, 0), (("see-b",), 4.8, 1)],
)
def test_checks_are_charged_what_they_cost_on_average_over_the_best_ones(
    bought: tuple[str, ...], wasted: float, missed: int
) -> None:
    found = score_launch(small(), (*(LookBought(look=each) for each in bought), Launched()))
    assert found.best == {"see-a"}
    assert found.best_cost == pytest.approx(1.2)
    assert found.wasted == pytest.approx(wasted)
    assert len(found.missed) == missed
    assert found.lost == 10 * missed


def test_chances_are_scored_each_by_itself() -> None:
    found = score_launch(small(), (OddsStated(odds={"a": 0.8, "b": 0.1}), Launched()))
    assert found.brier == pytest.approx((0.04 + 0.01) / 2)


def test_a_line_is_a_move_and_nothing_follows_the_launch() -> None:
    assert parse_launch(small(), (), "chances 80 10") == OddsStated(odds={"a": 0.8, "b": 0.1})
    assert parse_launch(small(), (), "buy 2") == LookBought(look="see-b")
    assert parse_launch(small(), (), "think x; y") == Explained(lines=("x", "y"))
    assert parse_launch(small(), (), "launch") == Launched()
    for bodies, text in (((), "chances 101 5"), ((), "chances 5"), ((), "buy 3"), ((Launched(),), "buy 1")):
        with pytest.raises(AnswerError):
            parse_launch(small(), bodies, text)


@pytest.mark.parametrize("name", SHIPPED)
def test_a_launch_that_ships_is_worth_checking(name: str) -> None:
    launch = load_launch(launch_folders()[name]).launch
    assert any(each.planted for each in launch.faults)
    assert 0 < launch.cost(launch.best()) < launch.cost(())
    assert all(each.shows for each in launch.checks)
    assert all(each.shows for each in launch.faults if each.planted)
    assert all(text for _, text in launch.files)
    assert launch.caught(launch.best()) >= {each.id for each in launch.faults if each.planted}


def test_a_planted_fault_that_no_check_shows_is_refused_with_its_line(tmp_path: Path) -> None:
    source = launch_folders()["ten-million-steps"]
    folder = tmp_path / source.name
    (folder / "files").mkdir(parents=True)
    for each in ("files/config.yaml", "files/train.py"):
        (folder / each).write_text((source / each).read_text())
    text = (
        (source / "launch.yaml")
        .read_text()
        .replace("catches: [schedule-ends-early]", "catches: [disk-fills]")
    )
    (folder / "launch.yaml").write_text(text)
    with pytest.raises(PlaybookError, match="no check shows") as refused:
        load_launch(folder)
    assert "launch.yaml:" in refused.value.where


def test_a_launch_is_drilled_as_data_without_telling_what_is_planted(tmp_path: Path) -> None:
    def step(*moves: str) -> dict[str, object]:
        words = [part for each in moves for part in ("--do", each)]
        given = ["ten-million-steps", "--json", *words, "--journal", str(tmp_path)]
        found: dict[str, object] = json.loads(CliRunner().invoke(drill, given, catch_exceptions=False).stdout)
        return found

    before = step("chances 30 20 10 10 20")
    assert "planted" not in json.dumps(before)
    assert "score" not in before
    after = step("buy 1", "buy 2", "launch")["score"]
    assert isinstance(after, dict)
    assert after["missed"] == []


def test_line_by_line_what_was_missed_is_told_with_what_it_cost(tmp_path: Path) -> None:
    typed = "too long\n\nfly\nbuy 1\nlaunch\n"
    found = CliRunner().invoke(
        drill, ["ten-million-steps", "--journal", str(tmp_path)], input=typed, catch_exceptions=False
    )
    assert "none of the moves" in found.stdout
    assert "Caught: The learning rate is zero" in found.stdout
    assert "Missed: No checkpoint is written, 10 h lost" in found.stdout
