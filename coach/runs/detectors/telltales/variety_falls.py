"""How many different things a model gives, or uses: few, or ever fewer."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.trend import mostly_since, rolling_means
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.telltales.named import Named
    from coach.runs.symptom import Symptom

CARD = Card(
    name="variety-falls",
    source="Srivastava 2017 (modes covered), van den Oord 2017 (codes in use); two thirds is coach's own choice",
    innocent=("the data hold few kinds", "samples are drawn at a lower temperature on purpose"),
    raises=("mode-collapse", "posterior-collapse", "codebook-collapse", "router-collapse"),
)
_VARIETY = re.compile(
    r"modes?_(?:covered|captured|found|recovered|hit)|(?:covered|num|n)_modes|coverage|distinct|"
    r"unique_(?!id)|_unique$|diversity|active_(?:units?|dims?|codes?|latents?|dimensions?|experts?)|"
    r"(?:units?|codes?|dims?|latents?|entries)_(?:active|used|in_use)|used_(?:codes?|entries)|"
    r"codebook_(?:usage|util\w*|perplexity)|effective_(?:rank|dims?|experts?)|feature_rank"
)
_OF_A_CODE = re.compile(r"active_(?:units?|dims?|latents?|dimensions?)|latents?_|units?_active")
_OF_A_BOOK = re.compile(r"codes?(?:_|$)|codebook|entries")
_OF_EXPERTS = re.compile(r"expert")
_FEWEST = 20
_LEFT = 2 / 3  # of the best stretch
_STRETCH = 0.1  # of the points


def variety_falls(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first such count or share that ends at two thirds of its best stretch or less."""
    for found in named(seen, _VARIETY, _FEWEST):
        value = found.series.value
        window = max(3, int(_STRETCH * len(value)))
        means = rolling_means(value, window)
        best, last = float(means.max()), float(np.mean(value[-2 * window :]))
        if value.min() < 0 or not best > 0 or last > _LEFT * best or late(value) > _LEFT * best:
            continue
        peak = int(np.argmax(means)) + window - 1
        since = peak + mostly_since(value[peak:] <= (1 + _LEFT) / 2 * best)
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} was {best:.3g} at its best and is {last:.3g} in the end: ever fewer different things are "
            "given or used, as in a collapse.",
            onset=seen.onset(found.series, since),
            value=last / best,
            threshold=_LEFT,
            raises=_raises(found),
        )
        return


def _raises(found: Named) -> tuple[str, ...]:
    if _OF_EXPERTS.search(found.words):
        return ("router-collapse",)
    if _OF_A_BOOK.search(found.words):
        return ("codebook-collapse",)
    return (
        ("posterior-collapse", "over-regularised") if _OF_A_CODE.search(found.words) else ("mode-collapse",)
    )
