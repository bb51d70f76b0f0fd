from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings

from coach.journal.summarise import summarise
from coach.journal.summary import SUMMARY_VERSION, summary_to_row
from coach.session.event.common import Closed, Noted, Opened, Sealed, Stated, Withdrawn
from coach.session.event.evidence import RunReference, RunsLinked
from coach.session.event.experiment import Committed, FixConfirmed, OutcomePredicted, ResultRecorded
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.fold import fold
from tests.journal.sessions import ONE, START, event, noted, opened
from tests.session.strategies import event_lists
from tests.session.test_fold import said

if TYPE_CHECKING:
    from coach.session.event import Event

COMMITTED = Committed(
    commitment="c1", action="experiment", target="histogram", question="is the input wide?", advised="x"
)
PREDICTION = PredictionMade(prediction="p1", text="final(loss) < 1", probability=0.7, role="success")
LAUNCH = LaunchDecided(go=True)


@given(event_lists().filter(bool))
@settings(max_examples=80, deadline=None)
def test_any_session_has_a_summary_on_one_line(events: tuple[Event, ...]) -> None:
    summary = summarise(fold(events), ONE)
    assert summary.events == len(events)
    assert summary.opened_at <= summary.last_at
    assert not any("\n" in text or len(text) > 200 for text in (summary.title, summary.question))


def test_a_new_session_is_open_and_says_who_opened_it() -> None:
    summary = summarise(fold([opened("  PPO\non Pong "), noted(5, by="noor")]), ONE)
    assert (summary.session, summary.method, summary.title) == (ONE, "stuck", "PPO on Pong")
    assert (summary.status, summary.ending, summary.waiting_for, summary.due) == ("open", "", "", 0)
    assert (summary.people, summary.notes, summary.answers) == (("mira", "noor"), 1, 2)
    assert (summary.opened_at, summary.playbook) == (START, "reinforcement-learning")


def test_a_withdrawn_event_counts_as_an_event_and_not_as_an_answer() -> None:
    summary = summarise(fold([*said(Noted(text="a"), Withdrawn(targets=("e0",)))]), ONE)
    assert (summary.events, summary.answers, summary.notes) == (2, 1, 0)


def test_a_commitment_without_a_result_is_waited_for_with_its_question() -> None:
    forecast = OutcomePredicted(commitment="c1", probability={"wide": 0.7})
    summary = summarise(fold(said(COMMITTED, forecast)), ONE)
    assert (summary.status, summary.waiting_for) == ("waiting", "experiment histogram")
    assert (summary.question, summary.due) == ("is the input wide?", 1)
    done = summarise(fold(said(COMMITTED, forecast, ResultRecorded(commitment="c1", outcome="wide"))), ONE)
    assert (done.status, done.waiting_for, done.due) == ("open", "", 0)


def test_a_launched_run_is_waited_for_until_it_is_judged() -> None:
    asked = Stated(topic="question", text="does it learn?")
    sealed = Sealed(what="premortem", covers=("e1",), digest="")
    summary = summarise(fold(said(asked, PREDICTION, sealed, LAUNCH)), ONE)
    assert (summary.status, summary.waiting_for, summary.question) == ("waiting", "the run", "does it learn?")
    assert summary.due == 1
    resolved = PredictionResolved(prediction="p1", held=True, says="0.5", known="log")
    assert summarise(fold(said(asked, PREDICTION, sealed, LAUNCH, resolved)), ONE).due == 0
    undecided = PredictionResolved(prediction="p1", held=None, says="not yet", known="log")
    assert summarise(fold(said(asked, PREDICTION, sealed, LAUNCH, undecided)), ONE).due == 1
    judged = summarise(fold(said(asked, PREDICTION, sealed, LAUNCH, RunJudged(failed=False))), ONE)
    assert (judged.status, judged.due) == ("open", 0)


def test_no_run_tonight_is_not_waited_for() -> None:
    assert summarise(fold(said(LaunchDecided(go=False, reason="late"))), ONE).status == "open"


def test_a_prediction_that_nobody_sealed_is_not_due() -> None:
    assert summarise(fold(said(PREDICTION, LAUNCH)), ONE).due == 0


def test_a_closed_session_waits_for_nothing() -> None:
    summary = summarise(fold(said(COMMITTED, Closed(ending="abandoned"))), ONE)
    assert (summary.status, summary.ending, summary.waiting_for) == ("closed", "abandoned", "")


def test_linked_runs_are_named_once() -> None:
    runs = tuple(RunReference(name=name, path="", format="", fingerprint="") for name in ("a", "b"))
    linked = RunsLinked(role="evidence", path="x", runs=runs)
    assert summarise(fold(said(linked, linked)), ONE).runs == ("a", "b")


def test_the_times_to_look_are_kept_in_the_persons_words() -> None:
    assert summarise(fold(said(Stated(topic="look-times", text="at 9"))), ONE).look == "at 9"


@pytest.mark.parametrize(
    ("named", "late", "found", "cause"),
    [
        ("scale", False, "scale", "listed"),
        ("scale", True, "scale", "outside"),
        ("scale", False, "other", "outside"),
    ],
)
def test_a_closed_investigation_says_whether_its_cause_was_on_the_first_list(
    *, named: str, late: bool, found: str, cause: str
) -> None:
    added = HypothesisAdded(hypothesis=named, text=f"a {named}", origin="own", late=late)
    confirmed = FixConfirmed(hypothesis=found, grade="believed", text="in the loader")
    assert summarise(fold(said(added, confirmed)), ONE).cause == ""
    closed = summarise(fold(said(added, confirmed, Closed(ending="solved"))), ONE)
    assert closed.cause == cause
    assert (closed.cause_text, closed.grade) == (
        "a scale" if found == "scale" else "in the loader",
        "believed",
    )


def test_a_long_text_is_clipped() -> None:
    summary = summarise(fold([event(0, Opened(method="stuck", title="x" * 10**6, playbook=""))]), ONE)
    assert len(summary.title) == 200
    assert summary.title.endswith("\u2026")


def test_a_change_to_what_a_summary_says_raises_its_version() -> None:
    rich = (
        COMMITTED,
        Stated(topic="question", text="why?"),
        Noted(text="a"),
        Stated(topic="look-times", text="9"),
    )
    row = summary_to_row(summarise(fold([opened(), *said(*rich)]), ONE))
    assert (SUMMARY_VERSION, row) == (
        5,
        [
            ONE,
            "stuck",
            "PPO on Pong",
            "reinforcement-learning",
            False,
            "waiting",
            "",
            "2026-01-01T00:00:00+00:00",
            "2026-03-14T09:00:00+00:00",
            5,
            5,
            1,
            ["mira"],
            "is the input wide?",
            "experiment histogram",
            0,
            "9",
            [],
            *["", "", "", "", ""],
            [],
        ],
    ), "raise SUMMARY_VERSION: the summaries in people's journals are of the old kind"


@pytest.mark.parametrize("method", ["stuck", "premortem"])
def test_what_nobody_has_named_goes_by_its_folder_or_else_by_its_command(
    method: Literal["stuck", "premortem"],
) -> None:
    nothing = event(0, Opened(method=method, title="", playbook=""))
    role: Literal["launched", "evidence"] = "launched" if method == "premortem" else "evidence"
    folder = event(1, RunsLinked(role=role, path="/home/me/ppo_18/logs"))
    assert summarise(fold([nothing]), ONE).name == f"coach {method}"
    assert summarise(fold([nothing, folder]), ONE).name == "ppo_18/logs"
    asked = event(2, Stated(topic="question", text="why?"))
    assert summarise(fold([nothing, folder, asked]), ONE).name == "why?"
