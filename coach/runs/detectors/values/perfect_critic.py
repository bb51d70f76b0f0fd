"""A critic that looks perfect because nothing varies any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.returns.progress import is_near_its_best
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="perfect-critic",
    source="Jones 2021 (an explained variance of one together with an entropy of nothing: the policy has collapsed)",
    innocent=(
        "the task is solved and deterministic",
        "one part of the return dwarfs the rest and is easy to predict",
    ),
    raises=("value-collapse-perfect", "entropy-collapse"),
    looks_at=(Quantity.EXPLAINED_VARIANCE,),
)
_FEWEST = 15
_PERFECT = 0.99
_GONE = 0.05  # of the entropy's start


def perfect_critic(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where explained variance settles over 0.99 while entropy is under 5 % of its start."""
    entropies = [each for each in seen.finite(Quantity.ENTROPY) if len(each.series) >= _FEWEST]
    for measure in seen.finite(Quantity.EXPLAINED_VARIANCE):
        value = measure.series.value
        since = settles_at(value > _PERFECT, share=0.9, fewest=max(3, len(value) // 10))
        if len(value) < _FEWEST or since is None:
            continue
        for entropy in entropies:
            level = entropy.series.value
            start = float(level[: max(3, len(level) // 10)].max())
            end = float(np.median(level[-max(3, len(level) // 10) :]))
            is_density = float(level.min()) < -_GONE * start
            if start > 0 and abs(end) < _GONE * start and not is_density:
                is_good = is_near_its_best(seen)
                onset = seen.onset(measure.series, since)
                said = (
                    f"{measure.tag} has been over {_PERFECT} since step {onset.step:,} while entropy is gone "
                    f"({end:.2g} from {start:.3g}): there may be nothing left to predict"
                )
                said += ", and the return is near its best" if is_good else ""
                severity = Severity.INFO if is_good else Severity.WARN
                last = float(np.median(value[since:]))
                yield CARD.symptom(
                    measure.tag, severity, f"{said}.", onset=onset, value=last, threshold=_PERFECT
                )
                break
