"""A weight of the entropy, or temperature, that is tuned to next to nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.policy.temperature import temperatures
from coach.runs.detectors.returns.progress import improved_since, is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="temperature-gone",
    source="soft actor-critic tunes it until the entropy meets its target; a thousandfold is coach's own choice",
    innocent=(
        "rewards are tiny, and the temperature has to be as small",
        "it is annealed to nothing on purpose",
    ),
    raises=("sac-temperature", "reward-scale", "exploration-collapse"),
    looks_at=(Quantity.ENTROPY_COEFFICIENT,),
)
_SHARE = 1e-3  # of the start


def temperature_gone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where the coefficient settles under a thousandth of its start; a mention if the return rose."""
    for measure, start, end in temperatures(seen):
        since = settles_at(measure.series.value < _SHARE * start, share=0.9)
        if since is None:
            continue
        onset = seen.onset(measure.series, since)
        is_good = improved_since(seen, int(measure.series.step[0])) or is_near_its_best(seen)
        said = (
            f"{measure.tag} fell from {start:.3g} to {end:.2g}, and has been under a thousandth of its start since "
            f"step {onset.step:,}: the entropy counts for far less than at first"
        )
        said += (
            ", though the return has risen"
            if is_good
            else ""
            if is_good is None
            else ", and the return is no better"
        )
        yield CARD.symptom(
            measure.tag,
            Severity.WARN if is_good is False else Severity.INFO,
            f"{said}.",
            onset=onset,
            value=end / start,
            threshold=_SHARE,
        )
