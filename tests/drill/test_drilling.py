from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest
from click.testing import CliRunner

from coach.cli.drill import drill
from coach.desk.drilling import Drills
from coach.desk.learning_path import LearningPath
from coach.errors import AnswerError
from coach.journal.drills import read_drill

CASE = str(Path(__file__).with_name("cases") / "flat-evaluation")


def drills(root: Path) -> Drills:
    ticks = count(len([*root.rglob("*.json")]) * 60)
    return Drills(
        root, by="ada", now=lambda: datetime(2026, 3, 1, tzinfo=UTC) + timedelta(seconds=next(ticks))
    )


def run(root: Path, *words: str, typed: str = "") -> str:
    """Give what `coach drill` prints."""
    found = CliRunner().invoke(drill, [*words, "--journal", str(root)], input=typed, catch_exceptions=False)
    return found.stdout


def test_a_drill_is_left_and_taken_up_where_it_was(tmp_path: Path) -> None:
    drills(tmp_path).begin(CASE).say("buy 1")
    again = drills(tmp_path).begin(CASE)
    assert again.drill.bought == ("print-inputs",)
    again.say("repair 1")
    assert drills(tmp_path).begin(CASE).id != again.id
    (ended, _) = drills(tmp_path).played()
    assert ended.went_well


def test_in_a_shared_journal_everybody_has_a_record_of_their_own(tmp_path: Path) -> None:
    drills(tmp_path).begin(CASE).say("buy 1")
    other = Drills(tmp_path, by="grace")
    assert other.played() == ()
    assert other.begin(CASE).drill.bought == ()
    LearningPath(drills(tmp_path)).lesson_done("odds", 2, 2)
    assert LearningPath(other).practised() == ()
    assert len(LearningPath(drills(tmp_path)).practised()) == 1


def test_a_move_that_is_refused_leaves_nothing_behind(tmp_path: Path) -> None:
    opened = drills(tmp_path).begin(CASE)
    with pytest.raises(AnswerError):
        opened.say("buy 7")
    assert len(read_drill(tmp_path, opened.id)) == 1


def test_a_file_that_is_no_drill_is_named_and_hides_no_other(tmp_path: Path) -> None:
    opened = drills(tmp_path).begin(CASE)
    (tmp_path / "drills" / "played" / "20200101-none.json").write_text('[{"at": 1}]')
    found = drills(tmp_path)
    assert [each.id for each in found.played()] == [opened.id]
    (fault,) = found.unreadable()
    assert "something else than a drill" in fault.message
    assert fault.where.endswith("20200101-none.json")


def test_the_data_of_a_step_does_not_tell_what_it_was_before_the_end(tmp_path: Path) -> None:
    before = json.loads(run(tmp_path, CASE, "--json", "--do", "odds 5 3 2"))
    assert not {"score", "true_cause", "story", "recorded"} & set(before)
    assert all("outcome" not in each for each in before["looks"])
    bought = json.loads(run(tmp_path, CASE, "--json", "--do", "buy print-inputs"))
    assert bought["looks"][0]["outcome"] == "differ"
    after = json.loads(run(tmp_path, CASE, "--json", "--do", "repair 1"))
    assert after["score"]["true_cause"] == "statistics-left-out"
    assert after["score"]["hours_wasted"] == 0
    assert after["spent"]["hours"] == 7


def test_a_proposed_case_that_was_begun_goes_on_with_the_help_it_was_begun_with(tmp_path: Path) -> None:
    proposed = drills(tmp_path).proposal()
    assert proposed is not None
    assert "You began it" not in proposed.why
    drills(tmp_path).begin(proposed.case, "faded")
    again = drills(tmp_path).proposal()
    assert again is not None
    assert (again.case, again.help) == (proposed.case, "faded")
    assert "You began it" in again.why


def test_in_lines_the_exact_odds_beside_ones_own_are_called_exact(tmp_path: Path) -> None:
    drills(tmp_path).begin(CASE, "faded")
    said = run(tmp_path, CASE, "--plain", "--by", "ada", typed="stale weights\n\nodds 80 10 10\nquit\n")
    assert ", exactly " in said
    assert ", was " not in said


def test_line_by_line_the_case_is_solved_and_told(tmp_path: Path) -> None:
    said = run(
        tmp_path, CASE, "--plain", typed="stale weights\n\nodds 4 3 3\nfly\nrepair 2\nbuy 1\nrepair 1\n"
    )
    assert "none of the moves" in said
    assert "the trouble is still there" in said
    assert "It was: Running mean and variance are not loaded" in said
    assert "Step 1 was the dearest" in said
    assert "step 2,000" in said


def test_a_worked_case_does_what_wastes_nothing(tmp_path: Path) -> None:
    said = run(tmp_path, CASE, "--plain", "--worked", typed="\n\n\n\n")
    assert "Exact odds now" in said
    assert "No choice cost more than the best one" in said


def test_validate_says_that_a_case_is_worth_it(tmp_path: Path) -> None:
    assert "Worth drilling" in run(tmp_path, "validate", CASE)


def test_a_case_that_cannot_be_read_is_named_and_hides_no_other(tmp_path: Path) -> None:
    for name in ("flat-evaluation", "broken"):
        shutil.copytree(CASE, tmp_path / "drills" / name)
    found = drills(tmp_path)
    assert "flat-evaluation" in {each.case.id for each in found.cases()}
    (fault,) = found.broken()
    assert "not the folder's name 'broken'" in fault.message
    result = CliRunner().invoke(drill, ["--list", "--journal", str(tmp_path)], catch_exceptions=False)
    assert "flat-evaluation: Good while training" in result.stdout
    assert "left out" in result.stderr


def test_a_mentor_has_a_sheet_with_every_outcome_and_nothing_is_kept(tmp_path: Path) -> None:
    said = " ".join(run(tmp_path, CASE, "--aloud").split())
    assert "It is: Running mean and variance" in said
    assert "They differ." in said
    assert "The repair that works: Save the statistics" in said
    assert drills(tmp_path).played() == ()
