"""What the sums of an investigation took for granted, where a person changed it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.report.escape_markdown import item
from coach.session.assumptions import grouped_evidence, shared_repair
from coach.session.event.assumption import AssumptionsGiven
from coach.session.hypotheses import hypotheses
from coach.session.observations import observations

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.fold import Session


def taken_for_granted(session: Session) -> Iterator[str]:
    """Give the worth of an hour, whether several faults were thought possible, and what belongs together."""
    given = session.last(AssumptionsGiven)
    if given is not None:
        faults = "several faults may be there at once" if given.several_faults else "there is one fault"
        yield (
            f"- An hour of waiting counts as {given.wall_weight:g} h of one's own, ${given.dollars_per_hour:g} as 1 h; "
            f"{faults}."
        )
    shared = [view.text for view in hypotheses(session) if view.id in shared_repair(session)]
    if shared:
        yield item("One change repairs", "; ".join(shared))
    grouped = [seen.text for seen in observations(session) if seen.id in grouped_evidence(session)]
    if grouped:
        yield item("Counted as one observation", "; ".join(grouped))
