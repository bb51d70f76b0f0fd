"""How a next action is done: the recipe of an experiment, or of a repair as the catalogue has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.exhibit import Recipe, Say
from coach.session.experiments import experiment_by_id
from coach.session.hypotheses import hypotheses
from coach.session.shared_fixes import repairs
from coach.session.step import Note

if TYPE_CHECKING:
    from coach.session.event.experiment import Committed
    from coach.session.exhibit import Exhibit
    from coach.session.experiments import ExperimentView
    from coach.session.fold import Session

OWN_IDEA = "How: this was your own idea, and no more than its name is written down."


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


def how_and_when(session: Session, action: str) -> tuple[Exhibit, ...]:
    """Give how a next action is done, and what it takes; that nobody wrote down how, where that is so."""
    when = when_of(session, action)
    how = recipe_of(session, action) or (Say(_unwritten(session, action), "quiet") if when else None)
    return (*((how,) if how else ()), *((Say(when),) if when else ()))


def _unwritten(session: Session, action: str) -> str:
    """Give what is said where a next action has no recipe."""
    kind, _, target = action.partition(":")
    view = experiment_by_id(session, target) if kind == "experiment" else None
    if view is None:
        return "How: nothing is written down about this repair."
    return OWN_IDEA if view.origin == "own" else "How: the playbook does not say."


def when_of(session: Session, action: str) -> str:
    """Give what a next action takes, and when to look; empty where nobody priced it."""
    kind, _, target = action.partition(":")
    if kind == "experiment":
        view = experiment_by_id(session, target)
        return _when_looked(view) if view and view.price and view.cost else ""
    views = repairs(session).get(target, ()) if kind == "fix" else ()
    price = views[0].repair if views else None
    return f"When: {_takes(price.wall_h, price.human_h)}." if price else ""


def _when_looked(view: ExperimentView) -> str:
    price = view.price
    if price is None:
        return ""
    whose = " (the playbook's estimate)" if price.editorial else ""
    each = " for each run" if view.repeats else ""
    early = (
        f" Look after {format_hours(price.early_h)}: by then it is clear with {format_probability(price.early_chance)}."
        if price.early_chance
        else ""
    )
    return f"When: {_takes(price.wall_h, price.human_h)}{each}{whose}.{early}"


def _takes(wall_h: float, human_h: float) -> str:
    own = f"{format_hours(human_h)} of your time"
    return f"no run is needed, {own}" if not wall_h else f"{format_hours(wall_h)} of running, {own}"


def recipe_under_way(session: Session, committed: Committed) -> tuple[Recipe, ...]:
    """Give the recipe of what somebody committed to, if there is one."""
    recipe = recipe_of(session, f"{committed.action}:{committed.target}")
    return (recipe,) if recipe else ()


def sources(session: Session) -> tuple[Note, ...]:
    """Give where the catalogue has the explanations on the list from."""
    return tuple(
        Note(f"Where “{view.text}” comes from", view.source) for view in hypotheses(session) if view.source
    )
