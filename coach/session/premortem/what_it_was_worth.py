"""The close of a pre-mortem: each sealed forecast with its score, where the cause stood, which tripwires told, hours.

Everything is read from the events; where they do not hold it, that is said or left out.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.causes import causes, predictions
from coach.session.event.premortem import Estimated, RunJudged
from coach.session.exhibit import Grid, Say
from coach.session.premortem.claims import as_one_sees
from coach.session.scoring import LEAST, scored, unscored

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.scoring import Scored

_EVEN = 0.5
_ALIKE = 0.005
_RANKS = {1: "first", 2: "second", 3: "third"}


def what_it_was_worth(session: Session) -> tuple[Exhibit, ...]:
    """Give what a pre-mortem whose run has ended was worth."""
    found = scored(session)
    said = (*_score(found), *_cause(session), *_tripwires(session), *_hours(session), *_left_out(session))
    return (*map(Say, said), *_table(found))


def _score(found: Sequence[Scored]) -> Iterator[str]:
    """Give the log score in words: the chance given to what came, as a geometric mean."""
    if not found:
        yield "No sealed forecast can be scored."
        return
    worst = -math.log(LEAST)
    given = math.exp(-math.fsum(min(each.log_score, worst) for each in found) / len(found))
    word = "as good as" if abs(given - _EVEN) < _ALIKE else "better than" if given > _EVEN else "worse than"
    much = "sealed forecast" if len(found) == 1 else f"{len(found)} sealed forecasts, on geometric average,"
    yield (
        f"Your {much} gave {format_probability(given)} to what came: {word} even chances. "
        f"(Log score {math.log(1 / given):.2f}; 0 is best, {math.log(1 / _EVEN):.2f} is even chances.)"
    )


def _table(found: Sequence[Scored]) -> Iterator[Grid]:
    if found:
        rows = tuple(
            (_forecast(each), format_probability(each.probability), _came(each), f"{each.log_score:.2f}")
            for each in found
        )
        yield Grid("Every sealed forecast", ("forecast", "you gave it", "came", "log score"), rows)


def _forecast(each: Scored) -> str:
    return f"quiet: {as_one_sees(each.text)}" if each.kind == "tripwire" else each.text


def _came(each: Scored) -> str:
    if each.kind == "tripwire":
        return "stayed quiet" if each.came_true else "fired"
    return "true" if each.came_true else "false"


def _cause(session: Session) -> Iterator[str]:
    judged, listed = session.last(RunJudged), causes(session)
    if judged is None or not judged.failed:
        return
    own = next((view for view in listed if view.id == judged.cause), None)
    if own is None:
        yield f"The cause was not on your list of {len(listed)}."
        return
    chance = own.probability or 0.0
    place = 1 + sum((view.probability or 0.0) > chance for view in listed)
    yield (
        f"On your list of {len(listed)} the cause stood {_RANKS.get(place, f'{place}th')}, "
        f"with {format_probability(chance)}."
    )


def _tripwires(session: Session) -> Iterator[str]:
    """Give what the tripwires told, and where there were none that did, that."""
    judged = session.last(RunJudged)
    wires = [view for view in predictions(session) if view.made.role == "tripwire"]
    fired = {
        f"A tripwire told: {as_one_sees(view.made.text)} ({view.resolved.says}).": None
        for view in wires
        if view.resolved is not None and view.resolved.held is False
    }
    yield from fired
    if judged is None:
        return
    if judged.failed and not fired:
        yield "No tripwire fired: nothing you watched for would have told you sooner."
    elif fired and not judged.failed:
        yield f"The run did not fail, so {'that was a false alarm' if len(fired) == 1 else 'these were false alarms'}."


def _hours(session: Session) -> Iterator[str]:
    estimated, judged = session.last(Estimated), session.last(RunJudged)
    if estimated is not None and judged is not None and judged.hours is not None:
        yield f"You said {format_hours(estimated.hours)} until the answer; it took {format_hours(judged.hours)}."


def _left_out(session: Session) -> Iterator[str]:
    for each in unscored(session):
        yield f"Not scored: “{each.text}”, {each.standing}: {each.why.rstrip('.')}."
