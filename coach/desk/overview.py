"""What stands beside every question: the frame in a few lines, and the bars of belief."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.causes import causes, doubts
from coach.session.event.common import PlaybookChosen, RunLengthGiven, RunPriceGiven
from coach.session.experiments import under_way
from coach.session.hypotheses import hypotheses
from coach.session.pairing.people import listed, people
from coach.session.step_builders import stated

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.beliefs import BeliefRow
    from coach.session.causes import CauseView
    from coach.session.event import Event
    from coach.session.fold import Session


def frame_lines(session: Session) -> tuple[tuple[str, str], ...]:
    """Give (label, text) pairs: what is being worked on, what one run costs, what is under way."""
    lines: list[tuple[str, str]] = []
    topic = stated(session, "working-on") or stated(session, "question")
    if topic:
        lines.append(("working on" if session.method == "stuck" else "question", topic))
    if people(session):
        lines.append(("together", listed(people(session))))
    picked = session.last(PlaybookChosen)
    if picked is not None:
        because = f": {picked.because}" if picked.because else ""
        lines.append(("playbooks" if picked.also else "playbook", f"{', '.join(picked.playbooks)}{because}"))
    length = session.last(RunLengthGiven)
    if length is not None:
        price = session.last(RunPriceGiven)
        cost = f" and ${price.dollars:g}" if price and price.dollars else ""
        lines.append(("one run", f"{format_hours(length.hours)}{cost}"))
    rated = doubts(session)
    if rated:
        lines.append(("if it failed", f"{rated[-1].level} ({100 * rated[-1].probability:.0f} %)"))
    waiting = under_way(session)
    if waiting is not None:
        lines.append(("under way", waiting.committed.question))
    return tuple(lines)


def bars(session: Session) -> tuple[BeliefRow, ...]:
    """Give the bars: explanations in an investigation, once one is named, and causes of failure in a pre-mortem."""
    if session.method != "stuck":
        return _cause_rows(session)
    if not hypotheses(session):
        return ()
    from coach.session.beliefs import belief_rows  # noqa: PLC0415 - the first page has no bars

    rows = belief_rows(session)
    return () if all(row.is_catch_all for row in rows) else rows


def _cause_rows(session: Session) -> tuple[BeliefRow, ...]:
    rated = doubts(session)
    if not rated:
        return ()
    from coach.session.beliefs import BeliefRow  # noqa: PLC0415 - the first page has no bars
    from coach.session.premortem.arithmetic import arithmetic  # noqa: PLC0415 - as above

    sums = arithmetic(session)
    judged = [view for view in causes(session) if view.probability is not None]
    rows = [
        BeliefRow(
            view.id, view.text, view.probability or 0.0, _left(view), is_catch_all=False, is_favourite=False
        )
        for view in judged
    ]
    rows.sort(key=lambda row: -row.posterior)
    leak = sums.leak if sums else rated[-1].probability
    unlisted = BeliefRow(
        "other", "not on the list", rated[0].probability, leak, is_catch_all=True, is_favourite=False
    )
    return (*rows, unlisted)


def _left(view: CauseView) -> float:
    probability = view.probability or 0.0
    if view.prevention and view.decision and view.decision.decision == "done":
        return probability * (1 - view.prevention.effectiveness)
    return probability


def in_words(events: Sequence[Event]) -> str:
    """Give what events are, each kind once."""
    kinds = dict.fromkeys(event.body.kind.replace("-", " ") for event in events)
    return ", ".join(kinds)
