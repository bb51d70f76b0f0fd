"""The whole loop without anything put in for anything: think, launch, watch, check, score, review."""

from __future__ import annotations

import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from coach.desk import Coach
from tests.archive.conftest import until
from tests.cli.anyone import rehearsed, written

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.archive.conftest import Project

TRAINING = """\
import csv, sys
from pathlib import Path
import numpy as np

rate, seed, folder = float(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
rng = np.random.default_rng(seed)
features = rng.normal(size=(200, 5))
targets = features @ rng.normal(size=5) + 0.1 * rng.normal(size=200)
weights = np.zeros(5)
folder.mkdir(parents=True)
with (folder / "progress.csv").open("w") as file:
    table = csv.writer(file)
    table.writerow(["step", "train/loss", "train/grad_norm"])
    for step in range(120):
        error = features @ weights - targets
        gradient = 2 * features.T @ error / len(error)
        weights -= rate * gradient
        table.writerow([step, float((error**2).mean()), float(np.linalg.norm(gradient))])
"""
FITS, BLOWS_UP = 0.1, 1.2
"""Rates at which gradient descent on this task converges, and at which it does not: its limit is about 0.8."""
MUST_ACT = 1
TWENTY, AT_ONCE = 20, 2
SAID: dict[str, object] = {
    "plan.question": "does plain gradient descent fit the linear task?",
    "frame.playbook": ["deep-learning"],
    "predictions.success": ["final(train/loss) < 0.05: 80%"],
    "causes.own-1": ["the rate is too high", "the targets are scaled", "the seed is unlucky"],
    "watching.own": ["max(train/loss) < 1000: 90%"],
}


def thought_through(project: Project, folder: str, answers: Path, said: Mapping[str, object] = SAID) -> str:
    """Walk a pre-mortem to its seal from a file of answers, as scripts do; gives the session."""
    walk = Coach.throwaway().begin("premortem", title="rehearsal", paths=(str(project.folder / folder),))
    written(answers, rehearsed(walk, said))
    ran = project.coach("premortem", folder, "-t", f"SGD into {folder}", "--answers", answers)
    assert ran.status == 0, ran.err
    return Coach.open(journal=project.journal).summaries()[0].session


def also_sealed(project: Project, folder: str) -> str:
    """Walk another pre-mortem to its seal, by a script of somebody's own; gives the session."""
    desk = Coach.open(journal=project.journal, by="mira")
    walk = desk.begin("premortem", title=f"SGD into {folder}", paths=(str(project.folder / folder),))
    rehearsed(walk, SAID)
    return walk.session_id


def command(rate: float, seed: int, folder: str) -> tuple[str, ...]:
    """Give the command that trains."""
    return (sys.executable, "train.py", str(rate), str(seed), folder)


def data(project: Project, *words: str) -> Any:
    """Give what a command prints as JSON."""
    return json.loads(project.coach(*words, "--json").out)


def standings(checked: Any) -> list[list[str]]:
    """Give how the claims of each session stand."""
    return [sorted(claim["standing"] for claim in each["claims"]) for each in checked["sessions"]]


def test_from_the_thought_before_the_launch_to_the_review(repository: Project, tmp_path: Path) -> None:
    repository.write(**{"train.py": TRAINING})
    repository.commit()

    bad = thought_through(repository, "runs/bad", tmp_path / "answers.json")
    assert repository.coach("run", bad, "--", *command(BLOWS_UP, 0, "runs/bad")).status == 0
    repository.kept(0)
    watched = repository.coach("watch", bad, "--once", "--json")
    told = [json.loads(line) for line in watched.out.splitlines()]
    assert watched.status == MUST_ACT
    assert told[0]["kind"] == "tripped"
    assert "train/loss reaches 1000" in told[0]["says"]
    assert told[-1]["kind"] == "ended"
    assert "ended (exit 0); 1 of 1 tripwires fired" in told[-1]["says"]

    good = thought_through(repository, "runs/good", tmp_path / "answers.json")
    assert repository.coach("run", good, "--", *command(FITS, 0, "runs/good")).status == 0
    repository.kept(1)
    assert repository.coach("watch", good, "--once").status == 0
    assert standings(data(repository, "check", bad, good)) == [["false", "false"], ["true", "true"]]

    seals = repository.coach("verify", "--seals").out.decode()
    assert seals.count("vouched for by run") == 2

    def one_more(number: int) -> int:
        folder = f"runs/more_{number}"
        rate = BLOWS_UP if number % 4 == 0 else FITS
        session = also_sealed(repository, folder)
        return repository.coach("run", session, "--", *command(rate, number, folder)).status

    with ThreadPoolExecutor(AT_ONCE) as pool:
        assert set(pool.map(one_more, range(TWENTY))) == {0}
    for number in range(2 + TWENTY):
        repository.kept(number)

    checked = standings(data(repository, "check"))
    assert checked.count(["true", "true"]) == 1 + 15
    assert checked.count(["false", "false"]) == 1 + 5
    review = data(repository, "review")
    assert review["sessions"] == [22, 0]
    assert review["everything"]["forecasts"] == 44
    assert review["everything"]["came_true"]["value"] == pytest.approx(32 / 44)
    assert review["curve"]
    page = repository.coach("review", "--format", "html").out.decode()
    assert "<svg" in page
    assert not re.search(r"<script|(?:src|href)=.https?:", page)


def test_a_run_is_stopped_by_its_tripwire_where_that_was_allowed_when_it_was_sealed(
    project: Project, tmp_path: Path
) -> None:
    project.write(**{"train.py": TRAINING + "import time\ntime.sleep(120)\n"})
    may_stop = {"watching.estimate": {"hours": "2h", "stop": "stops"}}
    session = thought_through(project, "runs/bad", tmp_path / "answers.json", {**SAID, **may_stop})
    running = project.start("run", session, "--", *command(BLOWS_UP, 0, "runs/bad"))
    until(lambda: b"run-started" in b"".join(each.read_bytes() for each in project.journal.rglob("*.json")))
    until((project.folder / "runs/bad/progress.csv").exists)
    watched = project.coach("watch", session, "--once", "--json")
    kinds = [json.loads(line)["kind"] for line in watched.out.splitlines()]
    assert watched.status == MUST_ACT
    assert kinds.index("tripped") < kinds.index("stopped")
    running.communicate(timeout=30)
    assert project.kept().end["signal"] == "SIGTERM"
    again = project.coach("watch", session, "--once")
    assert b"stopped" not in again.out
    assert b"ended (SIGTERM); 1 of 1 tripwires fired" in again.out
