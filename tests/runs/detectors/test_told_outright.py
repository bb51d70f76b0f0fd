"""What a log says outright: each sign of the list on a series of which it is true, and on one near to that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs import Severity
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.detect import detect
from coach.runs.detectors.telltales.outright import outright
from coach.runs.detectors.telltales.signs import SIGNS
from tests.runs.detectors.cases import of
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from numpy.typing import NDArray

ON_AND_ON = np.cumsum(np.arange(120) % 7 == 0).astype(float)
AT_FIRST_ONLY = np.minimum(ON_AND_ON, 3.0)
GROWS = 2.0 * np.exp(ramp(0, 4, 120))
LOSS = noisy(2, 0.05, 120)

TRUE = {
    "skipped-steps": ("skipped_steps", ON_AND_ON),
    "not-finite": ("num_nans", ON_AND_ON),
    "left-out": ("data/corrupt_samples", ON_AND_ON),
    "compiled-again": ("recompiles", ON_AND_ON),
    "given-up": ("worker_restarts", ON_AND_ON),
    "overlap": ("train_test_overlap", np.full(120, 0.31)),
    "clipped-always": ("grad_clip_frac", np.full(120, 1.0)),
    "nothing-to-learn-from": ("label_tokens_frac", np.full(120, 0.0)),
    "masked-labels": ("masked_labels_fraction", np.full(120, 1.0)),
    "padding": ("pad_fraction", noisy(0.85, 0.02, 120)),
    "slower-clock": ("gpu_clock_mhz", np.where(np.arange(120) < 60, 1980.0, 1200.0)),
    "old-weights": ("policy_lag", GROWS),
    "raw-inputs": ("obs_std", noisy(310, 5, 120)),
    "logits-grow": ("attention_logit_max", GROWS),
    "all-alike": ("embedding_cosine", np.full(120, 0.997)),
    "codes-unused": ("codebook_usage", np.full(120, 0.01)),
    "queue-empty": ("prefetch_queue_fill", np.full(120, 0.02)),
    "unknown-words": ("data/unk_fraction", np.full(120, 0.34)),
    "answers-cut": ("truncated_samples_frac", np.full(120, 0.8)),
    "rewards-clipped": ("reward_clipped_frac", np.full(120, 0.99)),
    "invalid-actions": ("invalid_action_rate", noisy(0.6, 0.03, 120)),
    "divergence-fought": ("cur_kl_coeff", GROWS**2),
    "fewer-looked-at": ("eval/num_samples", np.where(np.arange(120) < 60, 1000.0, 100.0)),
}
NEAR = {
    "skipped-steps": ("skipped_steps", AT_FIRST_ONLY),
    "not-finite": ("num_nans", AT_FIRST_ONLY),
    "left-out": ("data/corrupt_samples", AT_FIRST_ONLY),
    "compiled-again": ("recompiles", AT_FIRST_ONLY),
    "given-up": ("worker_restarts", AT_FIRST_ONLY),
    "overlap": ("train_test_overlap", np.zeros(120)),
    "clipped-always": ("grad_clip_frac", noisy(0.6, 0.02, 120)),
    "nothing-to-learn-from": ("label_tokens_frac", noisy(0.4, 0.02, 120)),
    "masked-labels": ("masked_labels_fraction", noisy(0.7, 0.02, 120)),
    "padding": ("pad_fraction", noisy(0.3, 0.02, 120)),
    "slower-clock": ("gpu_clock_mhz", noisy(1950, 20, 120)),
    "old-weights": ("policy_lag", noisy(2, 0.2, 120)),
    "raw-inputs": ("obs_std", noisy(1, 0.05, 120)),
    "logits-grow": ("attention_logit_max", ramp(2, 8, 120)),
    "all-alike": ("embedding_cosine", noisy(0.5, 0.05, 120)),
    "codes-unused": ("codebook_usage", noisy(0.6, 0.05, 120)),
    "queue-empty": ("prefetch_queue_fill", noisy(0.8, 0.05, 120)),
    "unknown-words": ("data/unk_fraction", np.full(120, 0.01)),
    "answers-cut": ("truncated_samples_frac", np.full(120, 0.1)),
    "rewards-clipped": ("reward_clipped_frac", np.full(120, 0.2)),
    "invalid-actions": ("invalid_action_rate", noisy(0.1, 0.02, 120)),
    "divergence-fought": ("cur_kl_coeff", ramp(0.2, 1.5, 120)),
    "fewer-looked-at": ("eval/num_samples", np.full(120, 1000.0)),
}


def told(tag: str, values: NDArray[np.float64]) -> list[str]:
    found = list(outright(RunForDetectors(of(**{tag.replace("/", "__"): values, "loss": LOSS}))))
    assert all(each.severity is Severity.WARN for each in found)
    return [each.id.split(":")[1] for each in found]


def test_every_sign_is_tried_both_ways() -> None:
    assert set(TRUE) == set(NEAR) == {sign.id for sign in SIGNS}


@pytest.mark.parametrize("sign", TRUE)
def test_what_is_true_is_told(sign: str) -> None:
    assert told(*TRUE[sign]) == [sign]


@pytest.mark.parametrize("sign", TRUE)
def test_one_tag_is_told_of_once(sign: str) -> None:
    tag, values = TRUE[sign]
    found = detect(of(**{tag.replace("/", "__"): values, "loss": LOSS}))
    assert [each.tag for each in found].count(tag) == 1


@pytest.mark.parametrize("sign", NEAR)
def test_what_comes_near_is_not(sign: str) -> None:
    assert told(*NEAR[sign]) == []


def test_a_level_that_was_left_is_dated_at_the_point_where_that_was() -> None:
    (symptom,) = outright(RunForDetectors(of(gpu_clock_mhz=TRUE["slower-clock"][1], loss=LOSS)))
    assert symptom.onset_step == 60


@pytest.mark.parametrize(
    "tag", ["skipped_steps_time", "n_inf_steps_per_second", "nano_steps", "lr_scale_obs"]
)
def test_a_name_that_only_looks_like_it_says_nothing(tag: str) -> None:
    assert told(tag, ON_AND_ON) == []
