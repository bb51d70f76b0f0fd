"""Cases small enough to be worked by hand."""

from __future__ import annotations

from dataclasses import replace

from coach.session.drill.case import Case, Cause, Look, Repair


def coin(*, look_hours: float = 1.0, sure: float = 1.0) -> Case:
    """Two equally likely causes, ten hours to repair either, and a look that tells them apart with chance `sure`."""
    rows = {"left": (sure, 1 - sure), "right": (1 - sure, sure)}
    return Case(
        id="coin",
        title="One of two",
        kind="supervised",
        level=1,
        report="It is one of two.",
        run_hours=10,
        causes=(
            Cause(id="left", name="The left one", prior=1),
            Cause(id="right", name="The right one", prior=1),
        ),
        true_cause="left",
        prior_basis="By hand.",
        looks=(
            Look(
                id="see",
                name="See",
                hours=look_hours,
                outcomes=(("l", "left"), ("r", "right")),
                estimated=rows,
                recorded="l",
            ),
        ),
        repairs=(
            Repair(id="mend-left", name="Mend the left", hours=10, cures=("left",)),
            Repair(id="mend-right", name="Mend the right", hours=10, cures=("right",)),
        ),
        start_over=(40.0, 0.0),
        story="It was the left one.",
        next_time="Look.",
        source="By hand",
    )


def with_truth(case: Case, cause: str, outcomes: dict[str, str]) -> Case:
    """Give a case as it would be with another true cause and other recorded outcomes."""
    looks = tuple(replace(each, recorded=outcomes[each.id]) for each in case.looks)
    return replace(case, true_cause=cause, looks=looks)
