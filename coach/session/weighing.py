"""Which likelihoods are worth a person's judgement: those of which another mark would change what is advised."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.cells import Cell, value_of_cell, with_cell
from coach.session.answers.answer import parse_data
from coach.session.likelihood_marks import stepped
from coach.session.observations import observations
from coach.session.problem import problem_of
from coach.session.stuck.experiment_choice import picks
from coach.session.supposing import supposing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.reasoning.problem import Problem
    from coach.session.fold import Session
    from coach.session.step import Place


class WeighedCell(NamedTuple):
    """A likelihood: of which evidence, under which explanation; both by id."""

    evidence: str
    hypothesis: str


def decisive_cells(place: Place) -> Iterator[WeighedCell]:
    """Give the likelihoods of which a mark more or less would change the advice, one by one.

    The advice is the one that the experiments which the playbook proposes would lead to, at its prices. Of what counts
    as one event, only the evidence that counts can change anything by one mark.
    """
    problem = problem_of(with_experiments(place))
    if problem is None:
        return
    from coach.reasoning.robustness import advised, regret_beyond, regret_of  # noqa: PLC0415 - loads numpy

    advice = advised(problem)
    slack = regret_of(problem, advice).regret
    for cell, moved in _moved_by_a_mark(place, problem):
        changed = with_cell(problem, cell, moved)
        if regret_beyond(regret_of(changed, advice).regret, slack, changed):
            yield WeighedCell(cell.of, cell.hypothesis_id)


def _moved_by_a_mark(place: Place, problem: Problem) -> Iterator[tuple[Cell, float]]:
    """Give each likelihood of what was seen with the numbers of the marks beside its own."""
    anyway = {seen.id: seen.told.base for seen in observations(place.session)}
    for evidence in problem.evidence:
        for hypothesis in problem.hypotheses if evidence.id in anyway else ():
            cell, base = Cell("evidence", evidence.id, hypothesis.id), anyway[evidence.id]
            stated = value_of_cell(problem, cell)
            for up in (True, False):
                moved = stepped(stated, base, up=up)
                yield cell, base if moved is None else moved


def with_experiments(place: Place) -> Session:
    """Give the session with the experiments that would be proposed as it stands."""
    if place.session.is_finished("experiments.picks"):
        return place.session
    step = picks(place)
    return supposing(place.session, step.accept(parse_data(step.question, None)))
