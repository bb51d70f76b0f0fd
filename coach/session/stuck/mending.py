"""What the catalogue says of a repair, as the events of a session keep it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from coach.session.event.hypothesis import RepairPriced
from coach.session.pace import run_hours

if TYPE_CHECKING:
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


def priced(session: Session, mode: FailureMode) -> RepairPriced:
    """Give the repair of a failure mode at the catalogue's price."""
    return RepairPriced(
        hypothesis=mode.id,
        human_h=mode.repair.human_h,
        wall_h=mode.repair.runs * run_hours(session),
        editorial=True,
        **told(mode),
    )
