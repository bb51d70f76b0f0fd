"""Slowdowns, leaks and parts without a gradient in logs that hold no times: told, and not where it is no such thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from coach.runs.quantities import Quantity, meaning_of
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import only, symptoms

EPOCHS = np.arange(30)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from coach.runs.series import Series


def untimed(tag: str, value: ArrayLike) -> Series:
    return series(tag, value, seconds_a_step=None)


@pytest.mark.parametrize(
    ("tag", "quantity"),
    [
        ("tok/s", Quantity.FPS),
        ("imgs/s", Quantity.FPS),
        ("tok_sec", Quantity.FPS),
        ("sec_per_it", Quantity.STEP_TIME),
        ("s/it", Quantity.STEP_TIME),
        ("ms/step", Quantity.STEP_TIME),
    ],
)
def test_speeds_and_times_of_a_step_are_known_however_they_are_written(tag: str, quantity: Quantity) -> None:
    found = meaning_of(tag)
    assert found is not None
    assert found.quantity is quantity


def test_memory_that_grows_from_epoch_to_epoch_is_told_without_a_clock() -> None:
    found = only(run(untimed("gpu_mem_gb", 2.1 + 0.31 * EPOCHS)), "memory-growth")
    assert found.says == "gpu_mem_gb grows from 2.41 to 10.8, steadily to the end of the run."


@pytest.mark.parametrize(
    "memory", [2.1 + 0.02 * EPOCHS, np.minimum(2.1 + 0.8 * EPOCHS, 9.0), np.where(EPOCHS < 4, 1.0, 9.0)]
)
def test_memory_that_grows_little_or_comes_to_rest_is_not_told(memory: ArrayLike) -> None:
    assert not symptoms(run(untimed("gpu_mem_gb", memory)), "memory-growth")


def test_steps_that_take_longer_and_longer_are_told_without_a_clock() -> None:
    found = only(run(untimed("sec_per_it", 0.11 * 1.09**EPOCHS)), "throughput-decay")
    assert "sec_per_it grows on and on" in found.says


def test_steps_that_take_longer_once_and_then_rest_are_not_said_to_go_on() -> None:
    rests = np.minimum(0.11 * 1.05**EPOCHS, 0.14)
    assert not any(
        "on and on" in each.says for each in symptoms(run(untimed("sec_per_it", rests)), "throughput-decay")
    )


def test_a_part_without_a_gradient_is_told_though_the_loss_falls() -> None:
    falls = untimed("loss", np.exp(-EPOCHS / 5))
    parts = (untimed("grad_norm", 1 + EPOCHS % 3), untimed("grad_norm_layer0", np.zeros(30)))
    found = only(run(falls, *parts), "gradient-vanishing")
    assert found.says == (
        "grad_norm_layer0 is exactly 0 at all 30 points, and another norm is not: nothing is trained there."
    )


def test_norms_that_are_all_above_0_are_of_parts_that_are_trained() -> None:
    falls = untimed("loss", np.exp(-EPOCHS / 5))
    parts = (untimed("grad_norm", 1 + EPOCHS % 3), untimed("grad_norm_layer0", np.full(30, 1e-3)))
    assert not symptoms(run(falls, *parts), "gradient-vanishing")
