"""The parts of a written session that a pre-mortem fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.report.escape_markdown import code, inline, item, row
from coach.session import causes as view
from coach.session.event.premortem import Estimated, LaunchDecided, RoundsEnded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.causes import CauseView
    from coach.session.fold import Session


def predictions(session: Session) -> Iterator[str]:
    """Give every claim about the run with its probability and what became of it."""
    for each in view.predictions(session):
        made = each.made
        label = "Tripwire: " if made.role == "tripwire" else ""
        yield f"- {label}{code(made.text)}, {format_probability(made.probability)}"
        if each.resolved is not None:
            undecided = "cannot be decided yet" if each.resolved.judged else "cannot be judged"
            held = {True: "held", False: "did not hold", None: undecided}[each.resolved.held]
            how = "read from the log" if each.resolved.known == "log" else "by hand"
            yield f"  - It {held} ({how}). {inline(each.resolved.says)}".rstrip()


def rounds(session: Session) -> Iterator[str]:
    """Give the doubt of each round."""
    for body in view.doubts(session):
        yield f"- Round {body.round}: {inline(body.level)}, {format_probability(body.probability)} of failing."
    ended = session.last(RoundsEnded)
    if ended is not None and ended.reason:
        yield item("Ended because", ended.reason)


def causes(session: Session) -> Iterator[str]:
    """Give every cause: how likely, whose, how it would show, what prevents it, what was decided."""
    found = view.causes(session)
    if not found:
        return
    yield row("cause", "round", "chance", "whose", "how it would show", "what prevents it", "decided")
    yield row("---", "--:", "--:", "---", "---", "---", "---")
    yield from map(_cause, found)


def _cause(each: CauseView) -> str:
    chance = "" if each.probability is None else format_probability(each.probability)
    origin = "" if each.origin == "own" else " (catalogue)"
    prevention = ""
    if each.prevention is not None and each.prevention.text:
        editorial = ", editorial" if each.prevention.editorial else ""
        prevention = f"{inline(each.prevention.text)} ({each.prevention.minutes:g} min{editorial})"
    decided = ""
    if each.decision is not None:
        reason = f": {inline(each.decision.reason)}" if each.decision.reason else ""
        decided = f"{each.decision.decision}{reason}"
    return row(
        f"{inline(each.text)}{origin}",
        str(each.round),
        chance,
        each.owner or "",
        inline(each.shows or ""),
        prevention,
        decided,
    )


def launch(session: Session) -> Iterator[str]:
    """Give the estimate and the decision."""
    estimated = session.last(Estimated)
    if estimated is not None:
        money = f" and ${estimated.dollars:g}" if estimated.dollars else ""
        yield f"- Estimated: {format_hours(estimated.hours)}{money}."
    for body in session.all(LaunchDecided):
        yield item("Launched" if body.go else "No run tonight", body.reason or "no reason was given")
