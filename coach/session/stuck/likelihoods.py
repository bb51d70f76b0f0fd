"""How expected each piece of evidence is under each explanation: one question a piece, all explanations at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.scale import elicited_likelihood
from coach.session.answers.reading import table
from coach.session.catch_all import Told
from coach.session.event.hypothesis import CatchAllGiven, LikelihoodsGiven
from coach.session.form import Option, Table
from coach.session.hypotheses import hypotheses, is_weighed
from coach.session.observations import EVEN, observations
from coach.session.step import Question, Step
from coach.session.stuck import brought_back
from coach.session.stuck.unseen import unseen
from coach.session.symptom_ids import earlier_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.session.event import Body
    from coach.session.hypotheses import HypothesisView
    from coach.session.observations import Observation
    from coach.session.step import Answer, Place


def steps(place: Place) -> Iterator[Step]:
    """Give one question for each piece of evidence that some explanation has not been held against."""
    views = hypotheses(place.session)
    is_complete = place.session.last(CatchAllGiven) is not None and all(map(is_weighed, views))
    for seen in observations(place.session):
        missing = [view for view in views if not seen.is_judged_under(view.id)]
        if missing:
            is_complete = False
            yield weigh(place, seen, missing)
    if views and is_complete:
        yield from brought_back.steps(place)


def _key_before(seen: Observation) -> str:
    """Give under which key answers files weighed what a person stated when the symptom had another id."""
    earlier = earlier_id(seen.detector)
    return f"weighing.seen-{earlier}" if earlier and seen.id == f"seen-{seen.detector}" else ""


def weigh(place: Place, seen: Observation, views: Sequence[HypothesisView]) -> Step:
    """Give the question how expected one observation is under some explanations, filled with what is known.

    `No idea` says nothing: the explanation then expects it as often as it is seen anyway, as all others do of which
    nothing is known.
    """
    told = seen.told if seen.denied else _told(place, seen)
    catalogue = {view.id: told.modes.get(view.failure_mode) for view in views}
    known = catalogue | {each: p for each, p in seen.likelihood.items() if each in catalogue}
    quiet = {view.id for view in views if view.failure_mode and catalogue[view.id] is None} | seen.silent

    def accept(answer: Answer) -> tuple[Body, ...]:
        cells = {row: values[0] for row, values in table(answer).items()}
        given = {row: elicited_likelihood(value) for row, value in cells.items() if value is not None}
        return (
            LikelihoodsGiven(
                evidence=seen.id,
                probability=given,
                editorial=tuple(row for row, value in given.items() if value == catalogue[row]),
                silent=tuple(row for row, value in cells.items() if value is None),
                base=told.base,
                modes=dict(told.modes),
            ),
            *unseen(place),
        )

    return Step(
        question=Question(
            key=f"weighing.{seen.id}",
            formerly=_key_before(seen),
            text=f"“{seen.text}” Take each cause as true in turn: how likely would you be to see this?",
            why="Evidence counts by how differently the explanations expect it, not by how well it fits the "
            "favourite. Judge each as if it were true. Numbers already there are the playbook's, editorial.",
            source="Doherty et al. 1979 on pseudodiagnosticity (cited from memory)",
            form=Table(
                rows=tuple(Option(view.id, view.text) for view in views),
                columns=(Option("seen", "would be"),),
                compares=True,
                no_idea=True,
                anyway=told.base,
                suggested={row: ("no idea",) for row in quiet if row in known}
                | {row: (f"{100 * p:g}%",) for row, p in known.items() if p is not None},
            ),
            example="almost certain, unlikely, no idea",
        ),
        accept=accept,
    )


def _told(place: Place, seen: Observation) -> Told:
    return Told(place.catalogue.base_rates.get(seen.detector, EVEN), place.catalogue.stated(seen.detector))
