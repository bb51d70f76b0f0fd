"""The KL term of an autoencoder that sinks to nothing: the code says nothing about what it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.loss_terms import kl_terms
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="kl-term-gone",
    source="Bowman 2016 (a KL of nothing: the code is ignored); a tenth of a nat and of its highest are own",
    innocent=(
        "the KL is a mean over dimensions or pixels, and small by that",
        "the run begins with a weight of nothing, and the KL falls as that rises",
    ),
    raises=("posterior-collapse", "over-regularised", "loss-terms-unbalanced", "label-misalignment"),
)
_FEWEST = 10
_NOTHING = 0.1  # nats
_SHARE = 0.1  # of its highest


def kl_term_gone(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a KL term has been under a tenth of a nat, and of its highest value, to the end."""
    for measure in kl_terms(seen, _FEWEST):
        value = measure.series.value
        highest = float(value.max())
        since = settles_at(value < min(_NOTHING, _SHARE * highest), share=1.0)
        if since is None or highest <= _NOTHING or value.min() < 0:
            continue
        step = int(measure.series.step[since])
        end = float(np.median(value[-3:]))
        said = f"{measure.tag} was {highest:.3g} at most and has been under {_NOTHING} since step {step:,}"
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{said} ({end:.2g} now): the code is the same for every input, and the decoder gives what fits them all.",
            onset=seen.onset(measure.series, since),
            value=end,
            threshold=_NOTHING,
        )
