"""A run and its session: the archive anchors the seal, the log folder is found and linked, claims are checked."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from coach import Coach
from coach.archive.places import LINK
from coach.desk.stamp import Stamp
from coach.journal.journal import Journal
from coach.session.event.common import Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.launch import RunEnded, RunStarted
from coach.session.event.premortem import LaunchDecided, PredictionMade
from coach.session.fold import fold
from coach.session.launches import launches, log_paths
from coach.session.seal import seal
from tests.archive.conftest import until

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.fold import Session
    from tests.archive.conftest import Project

PYTHON = sys.executable
TRAIN = """\
import sys, time
from pathlib import Path
from tensorboardX import SummaryWriter
folder = Path(sys.argv[1])
writer = SummaryWriter(str(folder))
for step in range(60):
    writer.add_scalar("eval/return", step / 2, step)
    time.sleep(0.02)
writer.close()
"""


def sealed(project: Project, *, claim: str = "final(eval/return) >= 18") -> str:
    """Make a session whose run may start: a claim, sealed, and the decision to launch."""
    desk = Coach.open(journal=project.journal, by="mira")
    walk = desk.begin("premortem", title="Does the new reward help?")
    walk.append(
        (
            PredictionMade(prediction="p1", text=claim, probability=0.7, role="success"),
            LaunchDecided(go=True, reason="cheap enough"),
        )
    )
    walk.append((seal(walk.session, "premortem"),))
    return walk.session_id


def session_of(*bodies: Body) -> Session:
    return fold(Stamp(by="mira").events(bodies, after=()))


def session(project: Project, session_id: str) -> Session:
    return fold(Journal.at(project.journal).load(session_id))


def test_a_run_for_a_session_is_archived_linked_and_checked(project: Project) -> None:
    session_id = sealed(project)
    project.write(train__py=TRAIN)
    said = project.coach("run", session_id, "--", PYTHON, "train.py", "logs/ppo_1")
    assert said.status == 0
    checked = json.loads(project.coach("check", session_id, "--json").out)
    (claim,) = checked["sessions"][0]["claims"]
    assert claim["held"] is True
    run = project.kept()
    assert run.link["logs"] == str(project.folder / "logs" / "ppo_1")
    (launch,) = launches(session(project, session_id))
    assert launch.started.run == run.id
    assert launch.ended is not None
    assert launch.ended.exit_status == 0
    listed = project.coach("runs").out.decode()
    assert "1 of 1 predictions held" in listed


def test_the_record_holds_the_seal_that_stood_when_the_run_started(project: Project) -> None:
    session_id = sealed(project)
    project.coach("run", session_id[:9], "--", "true")
    run = project.kept()
    digest = session(project, session_id).all(Sealed)[-1].digest
    assert run.start["session"] == session_id
    assert run.start["seal"] == digest
    assert datetime.fromisoformat(run.start["started_at"]) < datetime.now(UTC)


def test_without_a_name_the_run_belongs_to_the_only_session_that_waits_for_one(project: Project) -> None:
    session_id = sealed(project)
    project.coach("run", "--", "true")
    assert project.kept().session == session_id
    project.coach("run", "--", "true")
    assert project.kept(1).session == ""


def test_of_two_sessions_that_wait_none_is_guessed(project: Project) -> None:
    sealed(project)
    sealed(project)
    project.coach("run", "--", "true")
    assert project.kept().session == ""


@pytest.mark.parametrize("how", ["held open", "named", "new"])
def test_the_log_folder_is_found_by_what_is_known_of_it(project: Project, how: str) -> None:
    (project.folder / "runs" / "old").mkdir(parents=True)
    (project.folder / "runs" / "old" / "progress.csv").write_text("step,loss\n1,2\n")
    os.utime(project.folder / "runs" / "old" / "progress.csv", (1_700_000_000, 1_700_000_000))
    write = (
        "import sys, pathlib, time; time.sleep(1.2); p = pathlib.Path(sys.argv[1]); p.mkdir(parents=True)\n"
    )
    rows = "'step,loss\\n1,2\\n2,1\\n'"
    if how == "held open":
        code = f"{write}f = open(p / 'progress.csv', 'w'); f.write({rows}); f.flush(); time.sleep(2.5)"
        words = [PYTHON, "-c", code, "runs/new"]
    else:
        code = f"{write}(p / 'progress.csv').write_text({rows})"
        words = [
            PYTHON,
            "-c",
            code.replace("sys.argv[1]", "'runs/new'") if how == "new" else code,
            "runs/new",
        ]
        words = words[:3] if how == "new" else words
    project.coach("run", "--", *words)
    link = project.kept().link
    assert link["logs"] == str(project.folder / "runs" / "new")
    assert (
        link["found_by"]
        == {
            "held open": "files that it held open",
            "named": "its command line",
            "new": "files that are new",
        }[how]
    )


def test_a_file_with_the_number_that_came_out_is_no_log(project: Project) -> None:
    project.coach("run", "--", "sh", "-c", "echo 0.8731 > out.txt; echo 3 > results.csv")
    assert project.kept().link["logs"] == ""


def test_a_log_beside_such_a_file_is_found_all_the_same(project: Project) -> None:
    write = "seq -f '%g,0.%g' 1 9 >> progress.csv; echo 0.8731 > out.txt"
    project.coach("run", "--", "sh", "-c", f"echo step,loss > progress.csv; {write}")
    assert project.kept().link["logs"] == str(project.folder / "progress.csv")


def test_runs_of_several_seeds_are_checked_together(project: Project) -> None:
    session_id = sealed(project, claim="final(eval/return) >= 18 in 2 of 2 seeds")
    project.write(train__py=TRAIN)
    words = (PYTHON, "train.py", "logs/{seed}")
    project.coach("run", session_id, "--seeds", "1,2", "--parallel", "2", "--", *words)
    until(lambda: len([run for run in project.runs() if (run.folder / LINK).exists() and run.end]) == 2)
    checked = json.loads(project.coach("check", session_id, "--json").out)
    assert checked["sessions"][0]["problem"] is None
    paths = log_paths(session(project, session_id))
    assert sorted(path.rpartition("/")[2] for path in paths) == ["1", "2"]


def test_a_recorder_that_was_killed_at_the_end_is_made_up_for_by_check(project: Project) -> None:
    session_id = sealed(project)
    project.write(train__py=TRAIN)
    project.coach("run", session_id, "--", PYTHON, "train.py", "logs/ppo_1")
    run = project.kept()
    (run.folder / LINK).unlink()
    before = len(session(project, session_id).events)
    project.coach("check", session_id)
    assert json.loads((run.folder / LINK).read_text())["logs"].endswith("ppo_1")
    again = session(project, session_id)
    assert len(again.all(RunStarted)) == len(again.all(RunEnded)) == 1
    assert len(again.events) >= before


def test_a_run_that_was_started_elsewhere_is_linked_by_hand(project: Project) -> None:
    session_id = sealed(project)
    project.write(train__py=TRAIN)
    folder = project.folder / "elsewhere"
    assert project.coach("link", session_id, "elsewhere").err.endswith(b"It does not exist yet.\n")
    subprocess.run([PYTHON, "train.py", str(folder)], cwd=project.folder, check=True)
    checked = json.loads(project.coach("check", session_id, "--json").out)
    (claim,) = checked["sessions"][0]["claims"]
    assert claim["held"] is None  # nobody saw it end, so its silence has to tell
    assert "29.5" in claim["says"]


def test_an_archived_run_is_tied_to_a_session_afterwards(project: Project) -> None:
    project.coach("run", "--", "true")
    run = project.kept()
    session_id = sealed(project)
    assert project.coach("link", session_id, run.id).status == 0
    assert project.kept().session == session_id
    assert [each.started.run for each in launches(session(project, session_id))] == [run.id]


def test_what_was_linked_by_hand_after_a_launch_is_what_is_read() -> None:
    linked = RunsLinked(role="launched", path="/by/hand")
    launched = (RunStarted(run="r1", command="x"), RunEnded(run="r1", logs="/found"))
    assert log_paths(session_of(*launched)) == ("/found",)
    assert log_paths(session_of(*launched, linked)) == ("/by/hand",)
    assert log_paths(session_of(linked, *launched)) == ("/found",)
    assert log_paths(session_of()) == ()


def test_in_a_batch_job_everything_is_told_before_the_job_ends(project: Project) -> None:
    session_id = sealed(project)
    project.write(train__py=TRAIN)
    job = {**project.environment, "SLURM_JOB_ID": "7"}
    project.coach("run", session_id, "--", PYTHON, "train.py", "logs/ppo_1", env=job)
    assert json.loads((project.runs()[0].folder / LINK).read_text())["told"] == "end"
