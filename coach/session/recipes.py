"""How a next action is done: the recipe of an experiment, or of a repair as the catalogue has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.exhibit import Recipe
from coach.session.experiments import experiment_by_id
from coach.session.hypotheses import hypotheses
from coach.session.shared_fixes import repairs
from coach.session.step import Note

if TYPE_CHECKING:
    from coach.session.event.experiment import Committed
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session


def recipe_of(session: Session, action: str) -> Recipe | None:
    """Give the recipe of `experiment:id` or `fix:id`; None where nobody wrote one, and for every other action."""
    kind, _, target = action.partition(":")
    if kind == "experiment":
        view = experiment_by_id(session, target)
        return recipe_of_experiment(view) if view else None
    if kind == "fix":
        views = repairs(session).get(target, ())
        return next((view.mending for view in views if view.mending), None)
    return None


def recipe_of_experiment(view: ExperimentView) -> Recipe | None:
    """Give how an experiment is done; None where nobody said."""
    if not (view.how or view.steps or view.code):
        return None
    return Recipe("How", view.how, view.steps, view.code)


def recipe_under_way(session: Session, committed: Committed) -> tuple[Recipe, ...]:
    """Give the recipe of what somebody committed to, if there is one."""
    recipe = recipe_of(session, f"{committed.action}:{committed.target}")
    return (recipe,) if recipe else ()


def sources(session: Session) -> tuple[Note, ...]:
    """Give where the catalogue has the explanations on the list from."""
    return tuple(
        Note(f"Where “{view.text}” comes from", view.source) for view in hypotheses(session) if view.source
    )
