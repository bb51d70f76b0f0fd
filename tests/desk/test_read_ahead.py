"""Logs read before anything is asked: what they say does not depend on when they were read, and undo leaves them be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.desk.guide import demo_logs
from coach.session.event.common import RunLengthGiven
from coach.session.event.evidence import RunsLinked, SymptomSeen
from coach.session.observations import symptoms

if TYPE_CHECKING:
    from coach.desk.coach import Coach
    from coach.desk.walk import Walk


def events(walk: Walk) -> dict[str, str]:
    return {view.seen.symptom: view.seen.event for view in symptoms(walk.session)}


def test_logs_read_before_the_playbook_is_chosen_say_what_they_say_after_it(coach: Coach) -> None:
    late = coach.begin("stuck", title="landing", paths=[str(demo_logs())])
    late.read_ahead()
    unnamed = events(late)
    late.take({"frame.playbook": "policy-gradient"})
    late.read_ahead()
    at_once = coach.begin("stuck", title="landing", playbook="policy-gradient", paths=[str(demo_logs())])
    at_once.read_ahead()
    assert events(late) == events(at_once) != unnamed
    kept = len(late.session.events)
    late.read_ahead()
    assert len(late.session.events) == kept
    assert late.undo() is not None
    assert events(late) == unnamed
    assert late.question.key == "frame.working-on"
    assert late.sheet is not None
    assert "frame.playbook" in {step.question.key for step in late.sheet.steps}


def test_undo_takes_back_answers_and_leaves_the_logs_that_were_named_at_the_start(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="policy-gradient", paths=[str(demo_logs())])
    walk.answer_text("make it land")
    walk.read_ahead()
    walk.take({"frame.run-length": None})
    length = walk.session.last(RunLengthGiven)
    assert length is not None
    assert round(length.hours, 2) == max(
        round(run.logged_h or 0, 2) for body in walk.session.all(RunsLinked) for run in body.runs
    )
    assert walk.undo() == "run length given"
    assert walk.undo() == "stated"
    assert walk.undo() is None
    assert walk.session.opened is not None
    assert walk.session.all(SymptomSeen)


def test_logs_named_in_an_answer_are_taken_back_with_it(coach: Coach) -> None:
    walk = coach.begin("stuck", playbook="policy-gradient")
    walk.take(
        {
            "frame.working-on": "land",
            "frame.run-length": "10h",
            "frame.run-price": "",
            "frame.tried": "",
            "expectation.expected": "200",
            "expectation.observed": "flat",
            "expectation.class": "never-learns",
        }
    )
    walk.take({"evidence.logs": str(demo_logs()), "evidence.known": ["measured: it is slow"]})
    walk.read_ahead()
    assert symptoms(walk.session)
    walk.undo()
    assert not walk.session.all(RunsLinked)
    assert walk.question.key == "evidence.logs"
