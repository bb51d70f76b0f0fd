"""The close: forecasts scored, hours against the plan, where the cause stood, and what would have found it sooner.

Everything is read from the events; where they do not hold it, that is said.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.beliefs import belief_rows
from coach.session.event.experiment import Committed, FixConfirmed, ResultRecorded
from coach.session.exhibit import Grid, Say
from coach.session.experiments import commitments, experiments
from coach.session.fold import fold
from coach.session.hypotheses import hypotheses
from coach.session.misfit import came_out
from coach.session.problem import problem_of
from coach.session.regret import regrets
from coach.session.scoring import LEAST, sealed_outcomes
from coach.session.suggested import check_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.beliefs import BeliefRow
    from coach.session.exhibit import Exhibit
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

RAISES = 0.05
"""By how much a result must raise a cause to count as what found it (editorial)."""
ALIKE = 0.005
WORTH_SAYING_H = 1 / 60
TELLS = 0.05
"""By how much the chances of an outcome must differ between explanations for it to tell something (editorial)."""


class Scored(NamedTuple):
    """A sealed forecast: what was asked, what came, its chance, and the chance if all outcomes were alike."""

    question: str
    outcome: str
    chance: float
    alike: float


def reward(session: Session) -> tuple[Exhibit, ...]:
    """Give what an investigation that found its cause was worth."""
    score, *table = _forecasts(session)
    return (
        score,
        *map(Say, (*_hours(session), *_choices(session), *_where_it_stood(session), *_sooner(session))),
        *table,
    )


def scored(session: Session) -> tuple[Scored, ...]:
    """Give the forecasts that were sealed before their result, and whose outcome was one of those forecast."""
    return tuple(
        Scored(
            each.view.committed.question, came_out(each.came), each.chances[each.came], 1 / len(each.chances)
        )
        for each in sealed_outcomes(session)
    )


def _forecasts(session: Session) -> Iterator[Exhibit]:
    found = scored(session)
    if not found:
        yield Say("No sealed forecast can be scored.")
        return
    rows = tuple(
        (
            f"“{each.question}”: {each.outcome}",
            format_probability(each.chance),
            format_probability(each.alike),
        )
        for each in found
    )
    yield Say(_score(found))
    yield Grid("What came, by your sealed forecasts", ("what came", "you gave it", "all alike"), rows)


def _score(found: Sequence[Scored]) -> str:
    """Give the log score in words: the chance given to what came, as a geometric mean (engine.md 5.6).

    What was held for impossible and came counts as in a review (`LEAST`), so that both give the same number.
    """
    given, alike = (_mean([each.chance for each in found]), _mean([each.alike for each in found]))
    word = "as good as" if abs(given - alike) < ALIKE else "better than" if given > alike else "worse than"
    much = "forecast gave" if len(found) == 1 else f"{len(found)} forecasts gave, on geometric average,"
    return (
        f"Your {much} {format_probability(given)} to what came: {word} giving every outcome the same chance, which is "
        f"{format_probability(alike)}. (Log score {_nats(given):.2f}; 0 is best, {_nats(alike):.2f} is all alike.)"
    )


def _nats(chance: float) -> float:
    return math.log(1 / chance)  # not -log, which is -0.00 for a certainty


def _mean(chances: Sequence[float]) -> float:
    return math.exp(math.fsum(math.log(max(p, LEAST)) for p in chances) / len(chances))


def _hours(session: Session) -> Iterator[str]:
    done = [view for view in commitments(session) if view.result and view.committed.action != "rest"]
    noted = [view.hours_spent for view in done if view.hours_spent is not None]
    plan, knowing = _planned(session), _knowing(session)
    of = f"for {len(noted)} of {len(done)} steps"
    said = f"Hours noted: {format_hours(math.fsum(noted))} {of}." if noted else "No hours were noted."
    if plan is not None:
        said += f" The plan at your first decision took {format_hours(plan)} on average."
    if knowing is not None:
        said += f" Knowing the cause at once, its repair alone would have taken {format_hours(knowing)}."
    yield said


def _choices(session: Session) -> Iterator[str]:
    """Give what the choices cost by what was known when each was made, luck left out."""
    found = regrets(session)
    known = [each for each in found if each.hours is not None]
    over = math.fsum(each.hours or 0.0 for each in known)
    if known:
        dear = max(known, key=lambda each: each.hours or 0.0)
        of = "" if len(known) == len(found) else f" ({len(known)} of {len(found)} could be worked out)"
        if over < WORTH_SAYING_H:
            yield f"By what was known each time, no choice cost hours{of}."
        else:
            yield (
                f"By what was known each time, your choices cost {format_hours(over)} more than the best ones{of}; "
                f"most of it: “{dear.question}” ({format_hours(dear.hours or 0.0)})."
            )
    for said in _mute(session):
        yield f"“{said}” could not have told anything: every explanation expected of it the same."
    for why in dict.fromkeys(each.why_not for each in found if each.why_not):
        yield f"What a choice cost is not worked out where {why}."


def _mute(session: Session) -> Iterator[str]:
    """Give the looks that were done and whose outcomes every explanation held to be as likely."""
    by_id = {view.id: view for view in experiments(session)}
    for view in commitments(session):
        look = by_id.get(view.committed.target)
        if view.result is None or view.committed.action != "experiment" or look is None or len(look.rows) < 2:  # noqa: PLR2004
            continue
        if all(max(chances) - min(chances) < TELLS for chances in zip(*look.rows.values(), strict=False)):
            yield view.committed.question


def _planned(session: Session) -> float | None:
    """Give the hours of the plan that stood at the first decision; None where there was none."""
    first = _at_first_decision(session)
    problem = problem_of(first) if first else None
    if problem is None or first is None or first.last(Committed) is not None:
        return None
    from coach.reasoning.advice import recommend  # noqa: PLC0415 - planning loads numpy

    return recommend(problem).expected_cost


def _knowing(session: Session) -> float | None:
    """Give the hours of the repair of the cause that was confirmed; None where it was not on the list."""
    confirmed, problem = session.last(FixConfirmed), problem_of(session)
    if confirmed is None or problem is None:
        return None
    fix = next((each.fix for each in problem.hypotheses if each.id == confirmed.hypothesis), None)
    return problem.hours(fix.cost) if fix else None


def _at_first_decision(session: Session) -> Session | None:
    at = next((at for at, event in enumerate(session.active) if isinstance(event.body, Committed)), None)
    return None if at is None else fold(session.active[:at])


def _where_it_stood(session: Session) -> Iterator[str]:
    confirmed, first = session.last(FixConfirmed), _at_first_decision(session)
    if confirmed is None or first is None or not hypotheses(first):
        return
    rows = belief_rows(first)
    row = next((each for each in rows if each.id == confirmed.hypothesis), None)
    if row is None:
        yield "The cause came on your list only after your first decision."
    elif row.is_catch_all:
        now = format_probability(row.posterior)
        yield f"The cause was not on your list; “{row.label}” stood at {now} when you first decided."
    else:
        before = _rank(rows, row, [each.prior for each in rows])
        after = _rank(rows, row, [each.posterior for each in rows])
        yield (
            f"On your list of {len(rows) - 1} the cause stood {before} before the evidence, with "
            f"{format_probability(row.prior)}, and {after} when you first decided, with "
            f"{format_probability(row.posterior)}."
        )


def _rank(rows: Sequence[BeliefRow], row: BeliefRow, chances: Sequence[float]) -> str:
    own = chances[rows.index(row)]
    above = sum(p > own for each, p in zip(rows, chances, strict=True) if not each.is_catch_all)
    return {0: "first", 1: "second", 2: "third"}.get(above, f"{above + 1}th")


def _sooner(session: Session) -> Iterator[str]:
    confirmed = session.last(FixConfirmed)
    cause = next(
        (each for each in hypotheses(session) if confirmed and each.id == confirmed.hypothesis), None
    )
    if cause is None:
        return
    done = {view.committed.target for view in commitments(session) if view.result}
    own = next((each for each in experiments(session) if each.id == check_id(cause.failure_mode)), None)
    if own is not None and own.id not in done and own.cost is not None:
        takes = format_hours(own.cost.wall_h + own.cost.human_h)
        yield f"Its own check was on your list and was not done: {own.question.rstrip('.')} ({takes})."
    found = max(_raises(session, cause.id), key=lambda each: each[1] - each[0], default=None)
    if found is not None:
        before, after, view = found
        yield (
            f"What raised it most: “{view.committed.question}”, from {format_probability(before)} to "
            f"{format_probability(after)}."
        )
    elif own is None:
        yield "What would have found it sooner cannot be read from these answers; what you say of it is kept."


def _raises(session: Session, cause: str) -> Iterator[tuple[float, float, CommitmentView]]:
    """Give the looks that raised a cause, with its probability before and after each."""
    looks = {view.result: view for view in commitments(session) if view.committed.action == "experiment"}
    for at, event in enumerate(session.active):
        if isinstance(event.body, ResultRecorded) and event.body in looks:
            before, after = (
                _chance(fold(session.active[:at]), cause),
                _chance(fold(session.active[: at + 1]), cause),
            )
            if after - before >= RAISES:
                yield before, after, looks[event.body]


def _chance(session: Session, cause: str) -> float:
    return next((row.posterior for row in belief_rows(session) if row.id == cause), 1.0)
