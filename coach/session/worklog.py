"""The four logs of a research day, as views of the same events (Rahtz 2018).

What I am working on; thinking aloud; runs under way, each with its question; results by kind of run.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.event.common import ConfusionSettled, GateWaived, Noted, Stated, Surprised
from coach.session.event.evidence import EvidenceAdded
from coach.session.event.experiment import Committed, FixConfirmed, ResultRecorded
from coach.session.event.hypothesis import DoubtNamed, HypothesisAdded
from coach.session.event.premortem import (
    CauseAdded,
    LaunchDecided,
    PredictionMade,
    PredictionResolved,
    RunJudged,
)
from coach.session.pairing.thoughts import authors, by_whom, thought
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from coach.session.event import Body, Event
    from coach.session.event.common import Topic
    from coach.session.fold import Session

_WORK_TOPICS: tuple[Topic, ...] = ("working-on", "question")
_SAID: dict[Topic, str] = {
    "tried": "Tried",
    "expected": "Expected",
    "observed": "Saw",
    "both-outcomes": "Either way",
    "success-needs": "Success needs",
    "sooner": "Would have found it sooner",
    "lesson": "Learned",
}
_TAKES = {
    "experiment": "experiments",
    "fix": "repairs",
    "service": "rebuilds",
    "try": "tries",
    "rest": "rests",
}


class LogLine(NamedTuple):
    """One line of a log: when, by whom, what; `kind` groups the results by kind of run."""

    at: datetime
    by: str
    text: str
    kind: str = ""


class FourLogs(NamedTuple):
    """The logs of one session, each oldest first."""

    working_on: tuple[LogLine, ...]
    thinking: tuple[LogLine, ...]
    under_way: tuple[LogLine, ...]
    results: tuple[LogLine, ...]


TITLES = ("Working on", "Thinking aloud", "Runs under way, and their question", "Results by kind of run")
"""What the four logs are called, in the order of `FourLogs`."""


def four_logs(session: Session) -> FourLogs:
    """Give the four logs of a session; what was taken back is in none of them."""
    return FourLogs(
        working_on=tuple(
            _line(event, body.text)
            for event, body in session.entries(Stated)
            if body.topic in _WORK_TOPICS and body.text
        ),
        thinking=tuple(_thinking(session)),
        under_way=tuple(_under_way(session)),
        results=tuple(_results(session)),
    )


def _line(event: Event, text: str, kind: str = "") -> LogLine:
    return LogLine(event.at, event.by, text, kind)


def _thinking(session: Session) -> Iterator[LogLine]:
    """Give what was thought; a line of a list that several people wrote apart with those who named it."""
    named = authors(session)
    for event in session.active:
        own = _thought(event.body)
        text = thought(event.body) if own is None else own
        if text is not None:
            line = event.body.text if isinstance(event.body, HypothesisAdded | CauseAdded) else ""
            yield _line(event, text + by_whom(line, named))


def _thought(body: Body) -> str | None:  # noqa: PLR0911 - one return a kind of thought
    match body:
        case Noted(text=text):
            return text
        case Surprised(text=text, welcome=welcome):
            return f"Good surprise: {text}" if welcome else f"Surprised: {text}"
        case ConfusionSettled(text=text, explained=explained):
            return f"Explained: {text}" if explained else f"Set aside: {text}"
        case Stated(topic=topic, text=text) if topic in _SAID:
            return f"{_SAID[topic]}: {text}"
        case EvidenceAdded(text=text, known=known):
            return f"Known ({known}): {text}"
        case HypothesisAdded(text=text, origin="own"):
            return f"Could be: {text}"
        case CauseAdded(text=text, origin="own"):
            return f"Could fail by: {text}"
        case DoubtNamed(text=text):
            return f"Against it: {text}"
        case GateWaived(reason=reason):
            return f"Went on because: {reason}"
        case _:
            return None


def _under_way(session: Session) -> Iterator[LogLine]:
    done = {body.commitment for body in session.all(ResultRecorded)}
    for event, committed in session.entries(Committed):
        if committed.commitment not in done and committed.action != "rest":
            yield _line(event, committed.question, _TAKES[committed.action])
    launched = session.entries(LaunchDecided)
    if launched and launched[-1][1].go and session.last(RunJudged) is None:
        yield _line(launched[-1][0], stated(session, "question") or session.title, "launches")


def _results(session: Session) -> Iterator[LogLine]:
    committed = {body.commitment: body for body in session.all(Committed)}
    predicted = {body.prediction: body.text for body in session.all(PredictionMade)}
    for event in session.active:
        match event.body:
            case ResultRecorded(commitment=key, outcome=outcome, text=text) if key in committed:
                said = f"{committed[key].question} {outcome}" + (f": {text}" if text else "")
                yield _line(event, said, _TAKES[committed[key].action])
            case PredictionResolved(prediction=key, held=held, says=says, judged=judged):
                undecided = "open" if judged else "cannot be judged"
                verdict = undecided if held is None else "held" if held else "failed"
                yield _line(event, f"{predicted.get(key, key)}: {verdict}. {says}".strip(), "launches")
            case RunJudged(failed=failed, text=text):
                said = "It failed" if failed else "It answered its question"
                yield _line(event, f"{said}: {text}" if text else f"{said}.", "launches")
            case FixConfirmed(grade=grade, text=text):
                yield _line(event, f"Cause found ({grade}): {text}".rstrip(": "), "repairs")
            case _:
                pass
