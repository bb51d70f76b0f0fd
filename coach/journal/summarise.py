"""Derives what a list of sessions shows of one: a pure function of its events."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.journal.summary import SealLine, Summary
from coach.session.event.common import Closed, Noted, Sealed
from coach.session.event.evidence import RunsLinked
from coach.session.event.experiment import Committed, FixConfirmed, OutcomePredicted, ResultRecorded
from coach.session.event.hypothesis import HypothesisAdded
from coach.session.event.premortem import LaunchDecided, PredictionMade, PredictionResolved, RunJudged
from coach.session.hypotheses import hypotheses
from coach.session.named_after import folder_names
from coach.session.recipes import recipe_under_way
from coach.session.seal_chain import links
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.event.common import Topic
    from coach.session.fold import Session
    from coach.session.hypotheses import HypothesisView

_LONGEST = 200
_MOST = 20


class _UnderWay(NamedTuple):
    waiting_for: str
    question: str
    due: int
    how: str = ""


def summarise(session: Session, session_id: str) -> Summary:
    """Give the summary of a session that has at least one event."""
    first, newest = session.events[0], session.events[-1]
    closed = session.last(Closed)
    under_way = None if closed else _under_way(session)
    confirmed = session.last(FixConfirmed) if closed else None
    cause = _named_cause(session, confirmed)
    about = _said(session, "question") or _said(session, "working-on") or _said(session, "observed")
    return Summary(
        session=session_id,
        method=session.method,
        title=_clipped(session.title),
        playbook=_clipped(session.opened.playbook if session.opened else ""),
        guided=session.opened.guided if session.opened else False,
        status="closed" if closed else "waiting" if under_way else "open",
        ending=closed.ending if closed else "",
        opened_at=first.at,
        last_at=newest.at,
        events=len(session.events),
        answers=len({event.turn for event in session.active}),
        notes=len(session.all(Noted)),
        people=tuple(map(_clipped, list(dict.fromkeys(event.by for event in session.events))[:_MOST])),
        question=(under_way.question if under_way else "") or about or _clipped(folder_names(session)),
        waiting_for=under_way.waiting_for if under_way else "",
        due=under_way.due if under_way else 0,
        look=_said(session, "look-times"),
        runs=_run_names(session),
        cause=_cause(session) if closed else "",
        cause_text=_clipped(cause.text if cause else confirmed.text if confirmed else ""),
        cause_mode=_clipped(cause.failure_mode) if cause else "",
        grade=confirmed.grade if confirmed else "",
        how=under_way.how if under_way else "",
        seals=tuple(_seal_lines(session, session_id)),
    )


def _seal_lines(session: Session, session_id: str) -> Iterator[SealLine]:
    for link in links(session_id, session.events):
        after = tuple((seen.session, seen.seal, seen.checksum) for seen in link.after)
        yield SealLine(link.seal, link.at.isoformat(), link.checksum, after, link.is_chained)


def _cause(session: Session) -> Literal["", "listed", "outside"]:
    """Give whether what was confirmed as the cause was named before the evidence was weighed."""
    confirmed = session.last(FixConfirmed)
    if confirmed is None:
        return ""
    early = {body.hypothesis for body in session.all(HypothesisAdded) if not body.late}
    return "listed" if confirmed.hypothesis in early else "outside"


def _named_cause(session: Session, confirmed: FixConfirmed | None) -> HypothesisView | None:
    named = hypotheses(session) if confirmed else ()
    return next((view for view in named if confirmed and view.id == confirmed.hypothesis), None)


def _under_way(session: Session) -> _UnderWay | None:
    """Give the launched run or the commitment whose result is awaited; None where nothing is."""
    launched = session.last(LaunchDecided)
    if launched is not None and launched.go and session.last(RunJudged) is None:
        return _UnderWay("the run", _said(session, "question"), len(_unresolved(session)))
    done = {body.commitment for body in session.all(ResultRecorded)}
    waiting = [body for body in session.all(Committed) if body.commitment not in done]
    if not waiting:
        return None
    forecast = {body.commitment for body in session.all(OutcomePredicted)}
    newest = waiting[-1]
    due = sum(body.commitment in forecast for body in waiting)
    recipe = next(iter(recipe_under_way(session, newest)), None)
    how = _clipped((recipe.how or " ".join(recipe.steps)) if recipe else "")
    return _UnderWay(_clipped(f"{newest.action} {newest.target}"), _clipped(newest.question), due, how)


def _unresolved(session: Session) -> set[str]:
    """Give the ids of sealed predictions that nothing has decided yet."""
    sealed = {covered for body in session.all(Sealed) for covered in body.covers}
    made = {body.prediction for event, body in session.entries(PredictionMade) if event.id in sealed}
    return made - {body.prediction for body in session.all(PredictionResolved) if body.held is not None}


def _run_names(session: Session) -> tuple[str, ...]:
    names = [run.name for linked in session.all(RunsLinked) for run in linked.runs]
    return tuple(dict.fromkeys(map(_clipped, names)))[-_MOST:]


def _said(session: Session, topic: Topic) -> str:
    return _clipped(stated(session, topic))


def _clipped(text: str) -> str:
    line = " ".join(text[: 4 * _LONGEST].split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
