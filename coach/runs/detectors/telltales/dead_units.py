"""Units of a network that are dead, or answers of a policy at their bounds, nearly all of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from coach.runs.describing.trend import mostly_since
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import as_share, late, named
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="dead-units",
    source="a unit that gives 0 for everything gets no gradient (worked out); nine tenths is coach's own choice",
    innocent=("the layer is sparse on purpose", "it is a count of few units"),
    raises=("lr-too-high", "bad-init", "vanishing-gradients", "unnormalised-inputs", "exploding-gradients"),
)
_DEAD = re.compile(
    r"(?:^|_)(?:dead|dying|inactive|dormant|zero_activations?|saturated|saturation)_?(?:units?|neurons?|relus?|"
    r"features?|activations?|frac|fraction|share|rate|ratio|pct|percent|$)|(?:relus?|neurons?|units?)_(?:dead|dormant|"
    r"saturated)|sparsity_of_activations?"
)
_OF_ACTIONS = re.compile(r"action|control|torque|actuator")
_FEWEST = 10
_NEARLY_ALL = 0.9


def dead_units(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first share of dead or saturated units that is nine tenths or more to the end."""
    for found in named(seen, _DEAD, _FEWEST):
        share = as_share(found)
        if share is None or _OF_ACTIONS.search(found.words) or late(share) < _NEARLY_ALL:
            continue
        onset = seen.onset(found.series, mostly_since(share >= _NEARLY_ALL))
        yield CARD.symptom(
            found.tag,
            Severity.WARN,
            f"{found.tag} is {100 * late(share):.3g} % from step {onset.step:,} on: hardly a unit answers to what goes "
            "in, so that no gradient passes, as after steps far too large, or with inputs or weights far too large.",
            onset=onset,
            value=late(share),
            threshold=_NEARLY_ALL,
        )
        return
