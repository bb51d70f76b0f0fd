"""What the catalogue says of a cause and its repair, as the events of a session keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from coach.session.event.hypothesis import HypothesisAdded, RepairPriced
from coach.session.pace import run_hours

if TYPE_CHECKING:
    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session


class _Told(TypedDict, total=False):
    how: str
    steps: tuple[str, ...]
    code: str
    source: str


def told(mode: FailureMode | None) -> _Told:
    """Give what is kept of a failure mode's repair beside its price; nothing where there is no failure mode."""
    if mode is None:
        return {}
    repair = mode.repair
    return {"how": repair.text, "steps": repair.steps, "code": repair.code, "source": mode.source}


def from_catalogue(session: Session, mode: FailureMode, *, late: bool) -> tuple[Body, ...]:
    """Give the events that put a failure mode on the list of explanations, its repair at the catalogue's price.

    Args:
        session: the investigation.
        mode: the failure mode.
        late: whether the list was weighed before: then it was a part of "something else" and keeps what it had there.
    """
    added = HypothesisAdded(
        hypothesis=mode.id,
        text=mode.name,
        origin="catalogue",
        failure_mode=mode.id,
        late=late,
        brought_back=late,
        source=mode.source,
    )
    price = RepairPriced(
        hypothesis=mode.id,
        human_h=mode.repair.human_h,
        wall_h=mode.repair.runs * run_hours(session),
        editorial=True,
        **told(mode),
    )
    return (added, price)
