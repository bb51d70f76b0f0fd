"""A symptom has one direction: what is too high and what is too low never share one, nor what they speak for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pytest

from coach.playbook.compile import compile_file
from coach.playbook.shelf import find_playbooks
from coach.runs.describing.facts import Facts
from coach.runs.detectors.detect import detect
from tests.runs.detectors.cases import FALL, FLAT, of, then
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from coach.runs import Run


class Opposites(NamedTuple):
    """Two runs in which one quantity is off in opposite directions, and what is known of them."""

    one: Run
    other: Run
    facts: Facts = Facts()


HALF = then(ramp(1.4, 0.7, 80), noisy(0.7, 0.002, 120))
GONE = then(ramp(1.4, 0.01, 80), np.full(120, 0.005))
GROWN = then(noisy(1, 0.1, 100), noisy(50, 1, 100))
OPPOSITES = {
    "clip fraction": Opposites(
        of(train__clip_fraction=noisy(0.5, 0.05)), of(train__clip_fraction=np.zeros(200))
    ),
    "update ratio": Opposites(
        of(train__update_ratio=noisy(-0.5, 0.1)), of(train__update_ratio=noisy(-5.5, 0.1))
    ),
    "value scale": Opposites(of(losses__q_values=ramp(0, 5000)), of(losses__q_values=ramp(0, 0.02))),
    "probability ratio": Opposites(of(val__ratio=[1.0, 1.0, 900.0]), of(val__ratio=[1.0, 1.0, 0.01])),
    "weight norm": Opposites(
        of(weight_norm=np.full(200, 3.2)), of(weight_norm=np.exp(np.linspace(0, 6, 200)))
    ),
    "gradient norm": Opposites(
        of(grad_norm=GROWN, loss=noisy(2, 0.1)), of(grad_norm=1e-5 * GROWN[::-1] ** 4, loss=noisy(2, 0.1))
    ),
    "KL divergence": Opposites(
        of(train__approx_kl=noisy(0.3, 0.02), reward=FLAT),
        of(train__approx_kl=np.full(200, 1e-6), reward=FLAT),
    ),
    "sign of a KL divergence": Opposites(
        of(train__approx_kl=noisy(0.3, 0.02)), of(train__approx_kl=noisy(-0.3, 0.02))
    ),
    "entropy": Opposites(of(policy__entropy=ramp(1, 2), reward=FLAT), of(policy__entropy=GONE, reward=FLAT)),
    "entropy that stands still": Opposites(
        of(policy__entropy=noisy(1.386, 0.002), reward=FLAT), of(policy__entropy=HALF, reward=FLAT)
    ),
    "spread of actions": Opposites(
        of(train__std=ramp(1, 2), reward=FLAT), of(train__std=GONE / 1.4, reward=FLAT)
    ),
    "explained variance": Opposites(
        of(train__explained_variance=np.full(200, 0.999), policy__entropy=GONE, reward=FLAT),
        of(train__explained_variance=noisy(-0.5, 0.1), policy__entropy=ramp(1.4, 1), reward=FLAT),
    ),
    "length": Opposites(
        of(rollout__ep_len_mean=ramp(20, 200), reward=FLAT),
        of(rollout__ep_len_mean=ramp(200, 5), reward=FLAT),
        Facts(length_limit=200),
    ),
    "first loss": Opposites(of(loss=ramp(30, 2)), of(loss=ramp(1.2, 0.5)), Facts(classes=10)),
    "held-out accuracy": Opposites(
        of(train_acc=ramp(0.3, 0.7), val_acc=ramp(0.4, 0.9)),
        of(train_acc=ramp(0.3, 0.99), val_acc=ramp(0.3, 0.6)),
    ),
    "return": Opposites(of(reward=noisy(5, 1)), of(reward=noisy(ramp(50, 10), 2))),
    "loss after a jump": Opposites(
        of(loss=noisy(np.where(np.arange(200) < 120, 2.0, 3.4), 0.02)),
        of(loss=noisy(np.where(np.abs(np.arange(200) - 120) < 2, 9.0, 2.0), 0.02)),
    ),
    "gradient norm after a jump": Opposites(
        of(grad_norm=GROWN), of(grad_norm=noisy(np.where(np.arange(200) == 120, 50.0, 1.0), 0.05))
    ),
    "held-out loss": Opposites(
        of(loss=FALL, val_loss=then(ramp(3, 1, 100), ramp(1, 2, 100))), of(loss=FALL, val_loss=FALL)
    ),
}


def seen(given: Run, facts: Facts) -> set[str]:
    """Give the detectors that see something in a quantity, whatever they see in a return or a loss beside it."""
    beside = {"reward", "loss"} if len(given.series) > 1 else set()
    return {each.detector for each in detect(given, facts=facts) if each.tag not in beside}


@pytest.mark.parametrize("pair", OPPOSITES.values(), ids=list(OPPOSITES))
def test_two_directions_of_one_quantity_are_two_symptoms(pair: Opposites) -> None:
    one, other = seen(pair.one, pair.facts), seen(pair.other, pair.facts)
    assert one
    assert not one & other


def test_what_is_never_clipped_does_not_speak_for_updates_that_are_too_large() -> None:
    shelf = find_playbooks()
    made = compile_file(next(each for each in shelf if each.id == "policy-gradient"), shelf).catalogue
    pairs = {
        "kl-blowup": ("clip-fraction-high", "clip-fraction-zero"),
        "kl-too-low": ("clip-fraction-zero", "clip-fraction-high"),
        "lr-too-high": ("update-ratio-high", "update-ratio-low"),
        "lr-too-low": ("update-ratio-low", "update-ratio-high"),
        "entropy-stuck-max": ("entropy-at-start", "entropy-stops-short"),
        "suicidal-policy": ("length-shrinks", "length-at-limit"),
        "frozen-params": ("weight-norm-constant", "weight-norm-growth"),
        "bad-init": ("initial-loss-high", "initial-loss-low"),
    }
    for mode_id, (speaks, is_silent) in pairs.items():
        mode = made.failure_mode(mode_id)
        assert mode is not None
        assert mode.symptoms[speaks] > 2 * made.symptoms[speaks].anyway, mode_id
        assert mode.symptoms.get(is_silent, 0) <= made.symptoms[is_silent].anyway, mode_id


def test_no_symptom_of_a_playbook_says_two_opposite_things() -> None:
    opposites = (
        ("large", "tiny"),
        ("over", "under"),
        ("shortest", "longest"),
        ("all", "none"),
        ("grows", "never"),
    )
    for file in find_playbooks():
        for symptom in compile_file(file, find_playbooks()).catalogue.symptoms.values():
            words = set(symptom.says.lower().replace(",", " ").replace(".", " ").split())
            assert not any({one, other} <= words for one, other in opposites), symptom.says
