"""A return (or a loss) that has got worse from the first points on: what is done teaches the wrong thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.goals import goals
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="worse-from-start",
    source="a policy that learns the opposite; that it sinks on and on and never rises is tested as coach's own choice",
    innocent=(
        "the task becomes harder on purpose as it goes (a curriculum, a stronger opponent)",
        "the run goes on from a good policy whose settings changed",
        "a penalty or a bonus within the reward changes with time",
    ),
    raises=("advantage-bug", "wrong-loss", "lr-too-high", "wrong-td-target"),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
        Quantity.LOSS,
    ),
)


def worse_from_start(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the end lies clearly under the beginning, nothing over it, and no single cliff between."""
    for goal in goals(seen):
        if goal.went.has_sunk:
            went, measure = goal.went, goal.measure
            yield CARD.symptom(
                measure.tag,
                Severity.WARN,
                f"{measure.tag} has got worse from the start and was never better than there: {goal.ends}.",
                onset=seen.onset(measure.series, 0),
                value=went.start - went.end,
                threshold=3.5 * went.error,
            )
