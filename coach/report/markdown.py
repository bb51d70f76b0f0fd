"""A session as a Markdown document: what was asked, answered, believed, sealed and resolved, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.report.assumptions import taken_for_granted
from coach.report.escape_markdown import inline, item
from coach.report.investigation import evidence, experiments, explanations, surprises
from coach.report.launch import causes, launch, predictions, rounds
from coach.report.title import title_of
from coach.session.classes import classes_of
from coach.session.event.common import (
    Closed,
    GateWaived,
    Noted,
    RunLengthGiven,
    RunPriceGiven,
    Sealed,
    Stated,
)
from coach.session.event.experiment import FixConfirmed
from coach.session.event.premortem import Estimated, RunJudged
from coach.session.seal import revisions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from coach.session.event.common import Method, Topic
    from coach.session.fold import Session

_METHODS: dict[Method, str] = {
    "stuck": "An investigation of a run that disappointed",
    "premortem": "A pre-mortem before a launch",
    "log": "A work log",
}
_FRAME: dict[Topic, str] = {
    "working-on": "Working on",
    "question": "The question",
    "tried": "Tried before",
    "expected": "Expected",
    "observed": "Seen instead",
    "both-outcomes": "What either outcome would mean",
    "success-needs": "What success needs",
    "look-times": "Times to look at the run",
}
_LESSONS: dict[Topic, str] = {"sooner": "Would have found it sooner", "lesson": "Learned"}
_GRADES = {
    "reversed": "undone and redone, and it followed",
    "fixed-once": "seen to work once",
    "believed": "believed, not tested",
}


def session_markdown(session: Session) -> str:
    """Give a session as a Markdown document (CommonMark with tables), ending in a line break.

    Everything that stands is in it; what was taken back is left out, unless it had been sealed. Texts of
    people and logs are quoted: none of them can become markup.
    """
    sections = (
        ("The frame", _frame(session)),
        ("What was read and seen", evidence(session)),
        ("What surprised", surprises(session)),
        ("What it could be", explanations(session)),
        ("What was looked into", experiments(session)),
        ("What the sums took for granted", taken_for_granted(session)),
        ("What was predicted", predictions(session)),
        ("How surprising a failure would be", rounds(session)),
        ("What could make it fail", causes(session)),
        ("The launch", launch(session)),
        ("What was sealed", _seals(session)),
        ("What came of it", _outcome(session)),
        ("Gates passed with a reason", _waivers(session)),
        ("Notes", _notes(session)),
    )
    parts = [f"# {inline(title_of(session)) or 'Untitled'}", _about(session)]
    for title, blocks in sections:
        body = "\n".join(blocks)
        if body:
            parts += [f"## {title}", body]
    return "\n\n".join(part for part in parts if part) + "\n"


def _about(session: Session) -> str:
    if not session.events:
        return ""
    people = ", ".join(dict.fromkeys(inline(event.by) for event in session.events))
    closed = session.last(Closed)
    ending = f" Closed: {closed.ending}." if closed else " Not closed yet."
    return f"{_METHODS[session.method]}, begun {_when(session.events[0].at)} by {people}.{ending}"


def _frame(session: Session) -> Iterator[str]:
    length, price = session.last(RunLengthGiven), session.last(RunPriceGiven)
    if length:
        yield f"- One run takes {format_hours(length.hours)}" + (
            f" and ${price.dollars:g}." if price else "."
        )
    classes = classes_of(session)
    if classes:
        yield item("Kind of trouble", ", ".join(classes))
    yield from _statements(session, _FRAME)


def _statements(session: Session, topics: dict[Topic, str]) -> Iterator[str]:
    for topic, label in topics.items():
        for body in session.all(Stated):
            if body.topic == topic and body.text.strip():
                yield item(label, body.text)


def _seals(session: Session) -> Iterator[str]:
    what = {"premortem": "The pre-mortem", "commitment": "A commitment"}
    for event in session.events:
        if isinstance(event.body, Sealed):
            yield (
                f"- {what[event.body.what]} was sealed {_when(event.at)}: {len(event.body.covers)} entries, "
                f"sha256 `{inline(event.body.digest)}`."
            )
    changed = revisions(session)
    if changed:
        yield ""
        yield (
            f"{len(changed)} sealed entries were revised later. What was sealed is what gets scored: "
            + ", ".join(f"{inline(each.event.body.kind)} of {_when(each.event.at)}" for each in changed)
            + "."
        )


def _outcome(session: Session) -> Iterator[str]:
    estimated = session.last(Estimated)
    for judged in session.all(RunJudged):
        said = "It failed" if judged.failed else "It answered its question"
        took = f", after {format_hours(judged.hours)}" if judged.hours is not None else ""
        guess = f" (estimated: {format_hours(estimated.hours)})" if took and estimated else ""
        yield item(f"{said}{took}{guess}", judged.text or "nothing was added")
        if judged.cause:
            yield item("The cause", judged.cause)
    for fixed in session.all(FixConfirmed):
        yield item(f"The cause was {inline(fixed.hypothesis)} ({_GRADES[fixed.grade]})", fixed.text)
    yield from _statements(session, _LESSONS)


def _waivers(session: Session) -> Iterable[str]:
    return (item(inline(body.gate), body.reason) for body in session.all(GateWaived))


def _notes(session: Session) -> Iterable[str]:
    return (
        item(f"{_when(event.at)}, {inline(event.by)}", body.text) for event, body in session.entries(Noted)
    )


def _when(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"
