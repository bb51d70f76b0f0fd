from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from coach.session.event import Event
from coach.session.event.common import Noted, Opened, Stated, Surprised, Withdrawn
from coach.session.event.experiment import Committed, ResultRecorded
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.fold import Session, fold
from coach.session.worklog import four_logs

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.worklog import LogLine

START = datetime(2026, 4, 2, 9, tzinfo=UTC)
OPENED = Opened(method="stuck", title="Pong", playbook="rl")
TRY = Committed(
    commitment="c1", action="experiment", target="histogram", question="Is it wide?", advised="service"
)


def session(*bodies: Body) -> Session:
    return fold(
        Event(id=f"{n:04}", at=START + timedelta(minutes=n), by="mona", turn=f"{n:04}", body=body)
        for n, body in enumerate(bodies)
    )


def texts(lines: tuple[LogLine, ...]) -> list[str]:
    return [line.text for line in lines]


def test_what_one_is_working_on_is_the_first_log() -> None:
    logs = four_logs(session(OPENED, Stated(topic="working-on", text="Pong above 15")))
    assert texts(logs.working_on) == ["Pong above 15"]
    assert logs.working_on[0].by == "mona"


def test_notes_surprises_and_own_explanations_are_thinking_aloud() -> None:
    logs = four_logs(
        session(
            OPENED,
            Noted(text="lr was 3e-4"),
            Surprised(confusion="a", text="entropy rose"),
            Surprised(confusion="b", text="seed 2 solved it", welcome=True),
            HypothesisAdded(hypothesis="h", text="reward scale", origin="own"),
            HypothesisAdded(hypothesis="i", text="from the playbook", origin="catalogue"),
        )
    )
    assert texts(logs.thinking) == [
        "lr was 3e-4",
        "Surprised: entropy rose",
        "Good surprise: seed 2 solved it",
        "Could be: reward scale",
    ]


def test_a_commitment_is_under_way_with_its_question_until_its_result_comes() -> None:
    waiting = four_logs(session(OPENED, TRY))
    assert texts(waiting.under_way) == ["Is it wide?"]
    assert waiting.results == ()
    done = four_logs(session(OPENED, TRY, ResultRecorded(commitment="c1", outcome="wide", text="std 40")))
    assert done.under_way == ()
    assert texts(done.results) == ["Is it wide? wide: std 40"]
    assert done.results[0].kind == "experiments"


def test_a_launch_is_under_way_until_the_run_is_judged() -> None:
    opened = OPENED.model_copy(update={"method": "premortem"})
    begun = (opened, Stated(topic="question", text="Does PPO reach 18?"), LaunchDecided(go=True))
    assert texts(four_logs(session(*begun)).under_way) == ["Does PPO reach 18?"]
    made = PredictionMade(prediction="p", text="final(return) >= 18", probability=0.7, role="success")
    resolved = PredictionResolved(prediction="p", held=False, says="It ended at 3.", known="log")
    logs = four_logs(session(*begun, made, resolved, RunJudged(failed=True, text="entropy collapsed")))
    assert logs.under_way == ()
    assert texts(logs.results) == [
        "final(return) >= 18: failed. It ended at 3.",
        "It failed: entropy collapsed",
    ]


def test_no_launch_is_not_under_way() -> None:
    assert four_logs(session(OPENED, LaunchDecided(go=False))).under_way == ()


def test_what_was_taken_back_is_in_no_log() -> None:
    logs = four_logs(session(OPENED, Noted(text="wrong"), Withdrawn(targets=("0001",))))
    assert logs.thinking == ()


def test_a_result_for_an_unknown_commitment_is_left_out() -> None:
    assert four_logs(session(OPENED, ResultRecorded(commitment="gone", outcome="x"))).results == ()
