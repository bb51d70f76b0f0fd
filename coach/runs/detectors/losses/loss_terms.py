"""The terms that a loss is made of: training's losses, and what is no divergence of a policy but a term of the loss."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.run_for_detectors import Measure
from coach.runs.detectors.losses.supervised import supervised_losses, trains_a_policy
from coach.runs.quantities.parts import parts_of

if TYPE_CHECKING:
    from coach.runs.describing.run_for_detectors import RunForDetectors

_WEIGHT = re.compile(
    r"(?:^|[/_. ])beta$|(?:kl|kld|adv|aux|reg)_?(?:weight|coeff?|lambda|scale)$", re.IGNORECASE
)
_FEWEST, _STEPS = 20, 5  # points, and values that differ: a weight that jumps once is another story
_GROWS = 1.2
_OF_A_CODE = frozenset({"recon", "reconstruction", "rec", "elbo", "vae"})


def growing_weight(seen: RunForDetectors) -> str:
    """Give in words that the weight of a term of the loss is raised by and by; empty where none is logged that is."""
    for tag, series in seen.timelines.items():
        value = series.value
        if len(value) < _FEWEST or not _WEIGHT.search(tag) or not np.isfinite(value).all():
            continue
        if (
            (np.diff(value) >= 0).all()
            and len(np.unique(value)) >= _STEPS
            and value[-1] > _GROWS * abs(value[0])
        ):
            return f"{tag} is raised from {value[0]:.3g} to {value[-1]:.3g}, so that more is counted"
    return ""


def kl_terms(seen: RunForDetectors, fewest: int) -> tuple[Measure, ...]:
    """Give the KL terms of training an autoencoder, with at least that many points; none in other runs."""
    named = {tag: parts_of(tag) for tag in seen.timelines}
    if trains_a_policy(seen) or not any(each.every & _OF_A_CODE for each in named.values()):
        return ()
    return tuple(
        Measure(tag, series, "")
        for tag, series in seen.timelines.items()
        if "kl" in named[tag].every
        and named[tag].data != "eval"
        and not named[tag].every & {"setting", "epsilon"}
        and tag not in seen.meanings
        and len(series) >= fewest
        and np.isfinite(series.value).all()
    )


def loss_terms(seen: RunForDetectors, fewest: int) -> tuple[Measure, ...]:
    """Give the losses of a run that trains no policy, the KL terms of an autoencoder among them."""
    return (*supervised_losses(seen, fewest), *kl_terms(seen, fewest))
