"""What a run shows that was added since: of each sign whether it is seen again, as far as that can be told."""

from __future__ import annotations

import json
import math
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from coach.desk.evidence import found_symptoms, linked
from coach.desk.newer_runs import beside_the_result, newer_runs_say
from coach.desk.read_logs import read_logs
from coach.runs.detectors.detect import detect
from coach.session.event.evidence import SymptomJudged
from coach.session.event.experiment import Committed
from coach.session.exhibit import Say
from coach.session.form import Text
from coach.session.step import Position, Question, Step
from tests.session.rehearsal import Rehearsal

if TYPE_CHECKING:
    from pathlib import Path

    from coach.session.fold import Session


def write_run(folder: Path, losses: list[float], tag: str = "train_loss") -> None:
    folder.mkdir(parents=True)
    lines = [json.dumps({"step": 100 * at, tag: loss}) for at, loss in enumerate(losses)]
    (folder / "metrics.jsonl").write_text("\n".join(lines), encoding="utf-8")


BROKEN = [2.0 * math.exp(-at / 20) for at in range(60)] + [2.0 * 1.3 ** (at + 1) for at in range(30)]
GOOD = [2.0 * math.exp(-at / 40) + 0.05 for at in range(90)]


@pytest.fixture
def session(tmp_path: Path) -> Session:
    """An investigation of a loss that blew up, with a repair under way."""
    write_run(tmp_path / "runs" / "first", BROKEN)
    runs = read_logs([str(tmp_path / "runs")], tmp_path)
    found = found_symptoms(runs, (), (), detected=[detect(run) for run in runs])
    assert found.bodies
    walk = Rehearsal("stuck")
    walk.add(
        linked(str(tmp_path / "runs"), runs, "evidence", datetime(2026, 3, 1, tzinfo=UTC)), *found.bodies
    )
    walk.add(*(SymptomJudged(symptom=body.symptom, verdict="evidence") for body in found.bodies))
    walk.add(Committed(commitment="c1", action="fix", target="rate", question="Does it help?", advised=""))
    return walk.session


def said(session: Session, root: Path) -> list[str]:
    return [each.text for each in newer_runs_say(session, root) if isinstance(each, Say)]


def test_where_nothing_was_added_that_is_said(session: Session, tmp_path: Path) -> None:
    assert said(session, tmp_path) == ["No run was added to the linked folder since its logs were read."]


def test_signs_that_a_newer_run_shows_or_does_not_show_are_told_apart(
    session: Session, tmp_path: Path
) -> None:
    write_run(tmp_path / "runs" / "again", BROKEN)
    write_run(tmp_path / "runs" / "mended", GOOD)
    again, mended = sorted(said(session, tmp_path))
    assert "again, added since: seen again: “" in again
    assert "not seen any more" not in again
    assert "mended, added since: not seen any more: “" in mended
    assert "seen again" not in mended


def test_what_a_newer_run_does_not_log_is_not_called_gone(session: Session, tmp_path: Path) -> None:
    write_run(tmp_path / "runs" / "other", GOOD, tag="lap_time_mean")
    (only,) = said(session, tmp_path)
    assert "not to be told: “" in only
    assert "not seen any more" not in only


def test_only_the_result_of_a_repair_is_held_against_newer_runs(session: Session, tmp_path: Path) -> None:
    question = Question(key="result.c1", text="?", why="?", form=Text())
    step = Step(question=question, accept=lambda _answer: ())
    found = beside_the_result(Position(step, "result", ()), session, tmp_path).step
    assert found is not None
    assert found.later is not None
    elsewhere = beside_the_result(Position(step, "closing", ()), session, tmp_path).step
    assert elsewhere is step
