"""One thing measured in two ways that should agree: what is told where they do not, and what is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.runs.detectors.cases import LEARNS, of
from tests.runs.detectors.shapes import noisy, ramp, symptoms

if TYPE_CHECKING:
    from coach.runs import Run

GOOD, BAD = noisy(0.1, 0.005, 60), noisy(1.2, 0.05, 60)
NAMES = (
    "modes-disagree",
    "quantised-disagrees",
    "averaged-disagrees",
    "padding-disagrees",
    "own-answers-disagree",
    "measured-two-ways",
)


def told(given: Run) -> list[str]:
    return [each.detector for name in NAMES for each in symptoms(given, name)]


@pytest.mark.parametrize(
    ("worse", "better", "name"),
    [
        ("val_loss", "val_loss_bn_train_mode", "modes-disagree"),
        ("val_loss_int8", "val_loss_fp32", "quantised-disagrees"),
        ("ema_val_loss", "val_loss", "averaged-disagrees"),
        ("eval/loss_non_pad", "eval/loss", "padding-disagrees"),
        ("eval/generation_nll", "eval/loss", "own-answers-disagree"),
        ("val_loss_compiled", "val_loss_eager", "measured-two-ways"),
    ],
)
def test_what_disagrees_is_told_by_how_it_is_measured(worse: str, better: str, name: str) -> None:
    given = of(**{worse.replace("/", "__"): BAD, better.replace("/", "__"): GOOD})
    assert told(given) == [name]
    (symptom,) = symptoms(given, name)
    assert symptom.tag == worse
    assert f"where {better} is" in symptom.says


def test_a_score_is_worse_where_it_is_lower() -> None:
    given = of(val_acc_int8=noisy(0.12, 0.01, 60), val_acc_fp32=noisy(0.99, 0.001, 60))
    (symptom,) = symptoms(given, "quantised-disagrees")
    assert symptom.tag == "val_acc_int8"


@pytest.mark.parametrize(
    "given",
    [
        of(val_loss=BAD, val_loss_ema=noisy(1.25, 0.05, 60)),
        of(val_loss=LEARNS, val_loss_ema=np.maximum(LEARNS, ramp(2.3, -1, 120))),
        of(train_loss=GOOD, val_loss=BAD),
        of(val_loss_a=GOOD, val_loss_b=BAD),
        of(val_loss_int8=[0.1, 0.2], val_loss_fp32=[1.0, 2.0]),
    ],
    ids=["they agree", "one is late", "training and held out", "two data sets", "two points"],
)
def test_what_is_no_second_measure_is_not(given: Run) -> None:
    assert told(given) == []


def test_what_is_the_worse_of_two_ways_is_not_taken_for_what_held_out_data_show() -> None:
    falls = 0.05 + 2.3 * np.exp(-ramp(0, 6, 60))
    alone = of(train_loss=falls, val_loss_int8=noisy(2.3, 0.02, 60))
    both = of(train_loss=falls, val_loss_int8=noisy(2.3, 0.02, 60), val_loss_fp32=falls)
    assert symptoms(alone, "validation-far-worse")
    assert symptoms(both, "validation-far-worse") == []
