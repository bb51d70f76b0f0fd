"""Checks of the generic playbook that need nothing but NumPy, run on a toy with and without the fault."""

from __future__ import annotations

import contextlib
import io
from typing import Any

import numpy as np
import pytest

from coach.playbook.load import load_playbook
from coach.playbook.shelf import built_in_folder

MODES = load_playbook(built_in_folder() / "deep-learning.yaml").content.failure_modes
SHELL = "$ "
CODED = [mode_id for mode_id, mode in MODES.items() if mode.check.code]


def printed(mode_id: str, **inputs: Any) -> str:
    """Run a check's code as a person would paste it, and give what it prints."""
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        exec(compile(MODES[mode_id].check.code, mode_id, "exec"), inputs)  # noqa: S102 - our own text
    return said.getvalue()


def numbers(text: str) -> list[float]:
    """Give the numbers in what was printed, in order."""
    found = []
    for word in text.replace("[", " ").replace("]", " ").replace(",", " ").split():
        with contextlib.suppress(ValueError):
            found.append(float(word))
    return found


@pytest.mark.parametrize("mode_id", CODED)
def test_the_code_of_a_check_compiles_and_is_short(mode_id: str) -> None:
    code = MODES[mode_id].check.code
    if not code.lstrip().startswith(SHELL):
        compile(code, mode_id, "exec")

    assert len(code.splitlines()) <= 15


def test_clipping_that_is_too_tight_cuts_nearly_every_step() -> None:
    norms = np.random.default_rng(0).lognormal(mean=1, sigma=0.5, size=500)

    assert numbers(printed("clip-too-tight", norms=norms, limit=0.1))[0] > 0.9
    assert numbers(printed("clip-too-tight", norms=norms, limit=8.0))[0] < 0.1


def test_an_epsilon_above_the_roots_of_the_second_moments_shows() -> None:
    second_moments = np.random.default_rng(0).uniform(1e-6, 1e-4, 1000) ** 2

    def share(epsilon: float) -> float:
        return numbers(printed("optimiser-epsilon", second_moments=second_moments, epsilon=epsilon))[2]

    assert share(1e-3) == 1
    assert share(1e-8) == 0


def test_momentum_multiplies_the_rate() -> None:
    reach_of_gradients, reach_of_squares, _, moves_as = numbers(printed("optimiser-betas"))

    assert reach_of_gradients == pytest.approx(10)
    assert reach_of_squares == pytest.approx(1000)
    assert moves_as == pytest.approx(1.0)


def squared_errors(predictions: np.ndarray, targets: np.ndarray) -> np.ndarray:
    errors: np.ndarray = (predictions - targets) ** 2
    return errors


def test_a_summed_loss_doubles_with_the_batch_and_an_averaged_one_does_not() -> None:
    predictions, targets = np.random.default_rng(0).normal(size=(2, 8))

    def ratio(reduced: Any) -> float:
        return numbers(
            printed(
                "loss-summed-not-averaged",
                predictions=predictions,
                targets=targets,
                loss_of=lambda p, t: reduced(squared_errors(p, t)),
            )
        )[0]

    assert ratio(np.sum) == pytest.approx(2)
    assert ratio(np.mean) == pytest.approx(1)


def minimised(sign: float, weight: float) -> float:
    """Give the size of a weight after gradient descent on (w - 1)^2 and a penalty of w^2 with a sign."""
    w = 0.5
    for _ in range(200):
        w -= 0.01 * (2 * (w - 1) + sign * weight * 2 * w)
    return abs(w)


def test_a_penalty_with_the_wrong_sign_makes_what_it_is_about_grow_with_its_weight() -> None:
    def sizes(sign: float) -> list[float]:
        said = printed(
            "loss-term-sign", coefficient=0.05, train_briefly=lambda weight: minimised(sign, weight)
        )
        return numbers(said)[1::2]

    assert sizes(-1) == sorted(sizes(-1))
    assert sizes(1) == sorted(sizes(1), reverse=True)


def test_a_term_that_never_enters_the_total_is_left_over() -> None:
    terms = {"reconstruction": 0.7, "penalty": 0.3}

    assert numbers(printed("loss-term-missing", total=0.7, terms=terms))[1] == pytest.approx(-0.3)
    assert numbers(printed("loss-term-missing", total=1.0, terms=terms))[1] == pytest.approx(0)


def cross_entropy(logits: np.ndarray, targets: np.ndarray, ignored: int) -> float:
    kept = targets != ignored
    logs = logits - np.log(np.exp(logits).sum(axis=1, keepdims=True))
    return float(-logs[kept][np.arange(kept.sum()), targets[kept]].mean())


@pytest.mark.parametrize(("passed", "is_told"), [(3, False), (0, True)])
def test_a_class_that_is_ignored_by_mistake_is_told(passed: int, *, is_told: bool) -> None:
    targets = np.array([0, 1, 2, 3, 1, 0])
    said = printed(
        "ignored-labels",
        predictions=np.random.default_rng(0).normal(size=(6, 4)),
        targets=targets,
        ignored=3,
        loss_of=lambda logits, labels: cross_entropy(logits, labels, passed),
    )

    told = ["should count False counts True", "should count True counts False"]
    assert any(each in said for each in told) is is_told


def test_class_weights_turned_round_leave_the_shares_apart() -> None:
    labels = np.repeat([0, 1, 2], [900, 90, 10])
    right = 1000 / (3 * np.bincount(labels))

    assert numbers(printed("class-weights-wrong", labels=labels, weights=right))[-1] == pytest.approx(1)
    assert numbers(printed("class-weights-wrong", labels=labels, weights=right[::-1]))[-1] > 1000


def test_the_bias_of_the_base_rates_gives_their_loss() -> None:
    base_rates, equal_odds = numbers(printed("output-bias-unset", labels=np.repeat([0, 1], [99, 1])))[:2]

    assert base_rates == pytest.approx(0.056, abs=1e-3)
    assert equal_odds == pytest.approx(np.log(2))


def test_gradients_that_half_precision_loses_are_kept_by_a_scale() -> None:
    tiny = np.random.default_rng(0).normal(scale=1e-8, size=1000).astype(np.float32)

    lost = numbers(printed("fp16-underflow", gradients=tiny))[1::2]
    assert lost[0] > 0.9
    assert lost[1] < 0.1
    assert numbers(printed("fp16-underflow", gradients=tiny * np.float32(1e6)))[1] < 0.01


def test_a_small_update_is_rounded_away_in_bfloat16_and_not_in_float32() -> None:
    weights = np.random.default_rng(0).uniform(0.5, 1, 1000).astype(np.float32)

    def unchanged(size: float) -> list[float]:
        update = np.full_like(weights, size)
        return numbers(printed("bf16-updates-lost", weights=weights, update=update))

    assert unchanged(1e-5) == [1, 0]
    assert unchanged(1e-2) == [0, 0]


def test_a_lucky_evaluation_leads_by_no_more_than_the_scatter() -> None:
    noise = np.random.default_rng(1).normal(size=40)
    trend = np.concatenate([np.linspace(0, 30, 30), np.full(10, 5.0)])

    flat_lead, flat_scatter = numbers(printed("early-stopping-noise", scores=noise))[2:]
    true_lead, true_scatter = numbers(printed("early-stopping-noise", scores=trend + 0.01 * noise))[2:]
    assert flat_lead < 3 * flat_scatter
    assert true_lead > true_scatter


def test_outputs_of_another_function_are_told_from_rounding() -> None:
    old = np.random.default_rng(0).normal(size=100).astype(np.float32)

    assert "same function" in printed("checkpoint-version-mix", old=old, new=old * np.float32(1 + 1e-6))
    assert "another function" in printed("checkpoint-version-mix", old=old, new=np.tanh(old))


def test_the_floor_of_a_smoothed_loss_is_what_a_perfect_answer_costs() -> None:
    floor, least = numbers(printed("loss-floor"))
    target = np.full(10, 0.01)
    target[0] = 0.91

    assert floor == pytest.approx(-(target * np.log(target)).sum())
    assert least < 0


def test_held_out_scores_that_rise_after_the_fit_are_told_from_those_that_do_not() -> None:
    step = np.arange(1, 5001)
    train = np.minimum(1.0, step / 200)
    late = np.where(step > 3000, 0.95, 0.1)

    assert numbers(printed("late-generalisation", step=step, train=train, held_out=late))[-1] > 0.5
    assert numbers(printed("late-generalisation", step=step, train=train, held_out=0 * late))[-1] == 0


def test_nats_a_token_are_converted() -> None:
    bits_a_token, bits_a_byte, perplexity, summed = numbers(printed("losses-not-comparable"))

    assert bits_a_token == pytest.approx(3.03, abs=0.01)
    assert bits_a_byte == pytest.approx(bits_a_token / 4.3)
    assert perplexity == pytest.approx(np.exp(2.1))
    assert summed == pytest.approx(2100)


def test_a_score_that_improves_under_a_rising_loss_is_told() -> None:
    loss = np.linspace(1, 3, 6)
    rising, flat = np.linspace(0, 1, 6), np.array([0.5, 0.4, 0.6, 0.4, 0.6, 0.5])

    assert numbers(printed("loss-not-progress", loss=loss, score=rising))[0] > 0.9
    assert abs(numbers(printed("loss-not-progress", loss=loss, score=flat))[0]) < 0.5


def test_steps_at_the_borders_of_epochs_are_told_from_a_smooth_fall() -> None:
    stairs, smooth = np.repeat([2.0, 1.4, 1.0], 200), np.linspace(2, 1, 600)

    at_borders, within = np.reshape(numbers(printed("epoch-steps", loss=stairs, per_epoch=200)), (2, 2))
    assert at_borders == pytest.approx([-0.6, -0.4])
    assert within == pytest.approx([0, 0])
    at_borders, within = np.reshape(numbers(printed("epoch-steps", loss=smooth, per_epoch=200)), (2, 2))
    assert at_borders == pytest.approx(within, abs=1e-3)


def test_rounding_is_told_from_another_result() -> None:
    one = np.random.default_rng(0).normal(size=1000).astype(np.float32)
    shuffled = (one.astype(np.float64) * (1 + 1e-7)).astype(np.float32)

    assert numbers(printed("rounding-differences", one=one, other=shuffled))[1] < 100
    assert numbers(printed("rounding-differences", one=one, other=one + np.float32(0.01)))[1] > 1000
