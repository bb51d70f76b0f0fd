"""The spread of what a model gives, over samples or inputs, that sinks to nothing or never moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import settles_at
from coach.runs.detectors.card import Card
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="samples-alike",
    source="Salimans 2016 (a collapsed generator gives one point); 5 % of the first values is coach's own choice",
    innocent=(
        "samples are drawn at a temperature that is lowered on purpose",
        "the spread is that of a quantity that should become certain",
    ),
    raises=("mode-collapse", "posterior-collapse"),
)
_SPREADS = ("std", "var", "variance", "diversity", "spread", "stddev")
_OF_OUTPUTS = (
    "sample",
    "gen",
    "fake",
    "output",
    "pred",
    "logit",
    "embed",
    "feat",
    "latent",
    "representation",
    "z_",
)
_FEWEST = 20
_SHARE = 0.05  # of the first values
_FIRST = 0.05  # of the points


def samples_alike(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a spread of samples, outputs or codes stays under a twentieth of what it was at first."""
    for tag, series in _spreads(seen):
        value = series.value
        first = float(np.median(value[: max(3, int(_FIRST * len(value)))]))
        since = settles_at(value < _SHARE * first, share=0.95)
        if since is None or first <= 0 or value.min() < 0:
            continue
        step, end = int(series.step[since]), float(np.median(value[-3:]))
        said = f"{tag} was {first:.3g} at first and has been under {_SHARE * first:.2g} since step {step:,}"
        yield CARD.symptom(
            tag,
            Severity.WARN,
            f"{said} ({end:.2g} now): whatever goes in, nearly the same comes out.",
            onset=seen.onset(series, since),
            value=end,
            threshold=_SHARE * first,
        )


def _spreads(seen: RunForDetectors) -> Iterator[tuple[str, Series]]:
    """Yield the finite series that nothing else reads and whose names speak of the spread of what a model gives."""
    for tag, series in seen.timelines.items():
        name = tag.lower()
        is_spread = any(word in name for word in _SPREADS) and any(word in name for word in _OF_OUTPUTS)
        if (
            is_spread
            and tag not in seen.meanings
            and len(series) >= _FEWEST
            and np.isfinite(series.value).all()
        ):
            yield tag, series
