"""Whether a case teaches anything: its looks tell the causes apart, and looking beats trying the likeliest repair."""

from __future__ import annotations

import re
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from coach.session.drill.belief import after, prior_of
from coach.session.drill.events import LookBought, RepairTried
from coach.session.drill.plan import best_way, costs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.drill.case import Case

MOST_LEFT = 0.5
"""After every look the true cause has at least this much, else it cannot be found."""
_ALIKE = 0.05
_FEWEST_WORDS = 2


class CaseFault(NamedTuple):
    """Why a case is refused, and what would mend it."""

    message: str
    hint: str


def case_faults(case: Case) -> tuple[CaseFault, ...]:
    """Give every reason to refuse a case whose file reads well; none where it can be drilled."""
    return (*_untold(case), *_alike(case), *_nothing_to_learn(case), *_given_away(case))


def _untold(case: Case) -> Iterator[CaseFault]:
    belief = prior_of(case)
    for look in case.looks:
        belief = after(case, belief, LookBought(look=look.id))
    if belief[case.true_cause] < MOST_LEFT:
        yield CaseFault(
            f"with every look bought the true cause {case.true_cause!r} has {belief[case.true_cause]:.0%}",
            "Add a look that shows it, or correct the counts.",
        )


def _alike(case: Case) -> Iterator[CaseFault]:
    for one, other in combinations(case.causes, 2):
        if case.repair_of(one.id) is case.repair_of(other.id):
            continue
        apart = max(
            abs(p - q)
            for look in case.looks
            for p, q in zip(look.row(one.id), look.row(other.id), strict=True)
        )
        if apart < _ALIKE:
            yield CaseFault(
                f"no look tells {one.id!r} from {other.id!r}, and they need different repairs",
                "Add a look that does, or let one repair cure both.",
            )


def _nothing_to_learn(case: Case) -> Iterator[CaseFault]:
    first = costs(case, prior_of(case), ()).best
    if first == "service":
        yield CaseFault(
            "the best plan is to start over at once", "Make starting over dearer, or looks cheaper."
        )
    elif first.startswith("fix"):
        way = best_way(case)
        if all(isinstance(each, RepairTried) for each in way):
            yield CaseFault(
                "the best plan is to repair the most likely cause first and look at nothing",
                "There is nothing to learn: make a look cheaper or more telling, or the priors more even.",
            )


def _given_away(case: Case) -> Iterator[CaseFault]:
    said = f"{case.title} {case.report}".casefold()
    name = case.cause(case.true_cause).name.casefold()
    words = re.findall(r"\w+", name)
    if len(words) >= _FEWEST_WORDS and name in said:
        yield CaseFault("the title or the report names the true cause", "Say what was seen, not what it was.")
