"""The sheet by which a mentor runs a case aloud: what to read out, what each purchase shows, the answer, the plan."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.drill.belief import after, prior_of
from coach.session.drill.fold import Drill
from coach.session.drill.opening import priced, report_of, table_of
from coach.session.drill.plan import best_way
from coach.session.drill.reveal import named
from coach.session.exhibit import Grid, Say

if TYPE_CHECKING:
    from coach.session.drill.case import Case
    from coach.session.exhibit import Exhibit


def sheet_of(case: Case) -> tuple[Exhibit, ...]:
    """Give the whole sheet; only the mentor looks at it."""
    return (
        Say(
            "For the mentor alone. Read the report and the table out; say what a purchase shows once it is paid for.",
            "warn",
        ),
        *report_of(case),
        *table_of(Drill(case))[:-1],
        *_shown(case),
        Say(f"It is: {case.cause(case.true_cause).name}. {case.story}"),
        _way(case),
        Say(f"To say at the end: {case.next_time}"),
    )


def _shown(case: Case) -> tuple[Exhibit, ...]:
    """Give what each look shows in this case, and which repair works."""
    looks = []
    for at, look in enumerate(case.looks, 1):
        head = f"{at} {look.name} ({priced(look.hours, look.dollars)}): {look.words(look.recorded)}."
        looks.append(Say(f"{head}\n{look.shows}".rstrip()))
    return (*looks, Say(f"The repair that works: {case.repair_of(case.true_cause).name}."))


def _way(case: Case) -> Exhibit:
    """Give the best plan on this case with the exact odds of the true cause after each step."""
    belief, rows = prior_of(case), []
    for at, action in enumerate(best_way(case), 1):
        belief = after(case, belief, action)
        rows.append((f"({at}) {named(case, action)}", f"{100 * belief[case.true_cause]:.0f} %"))
    return Grid(
        "The best plan here, with the exact odds of the true cause after each step", ("step", ""), tuple(rows)
    )
