"""The checks of generative models, run on toys with and without the fault. Those that need PyTorch only compile."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest

from tests.playbook import checks

printed = partial(checks.printed, "generative")
RNG = np.random.default_rng(0)


@pytest.mark.parametrize(
    ("where", "code"), [pytest.param(*each, id=each[0]) for each in checks.codes_of("generative")]
)
def test_every_piece_of_code_compiles_and_is_short(where: str, code: str) -> None:
    compile(code, where, "exec")

    assert len(code.splitlines()) <= 15


def test_an_average_that_still_holds_its_beginning_is_told() -> None:
    assert printed("averaged-weights-lag", decay=0.9999, updates=5000).endswith("\nthis\n")
    assert "long enough" in printed("averaged-weights-lag", decay=0.999, updates=50_000)


def test_two_schedules_are_compared_whatever_their_steps() -> None:
    linear = np.cumprod(1 - np.linspace(1e-4, 0.02, 1000))
    cosine = np.cos(np.linspace(0, 1, 1000) * np.pi / 2) ** 2

    assert printed("noise-schedule-mismatch", training=linear, sampling=linear[::2]).endswith(
        "same schedule\n"
    )
    assert printed("noise-schedule-mismatch", training=linear, sampling=cosine).endswith("differ\n")


@pytest.mark.parametrize("asked", ["epsilon", "x0", "v", "flow, noise minus data"])
def test_what_a_loss_asks_for_is_recognised(asked: str) -> None:
    data, noise, a = RNG.normal(0, 0.5, 64), RNG.normal(0, 1, 64), 0.4
    target = {
        "epsilon": noise,
        "x0": data,
        "v": a**0.5 * noise - (1 - a) ** 0.5 * data,
        "flow, noise minus data": noise - data,
    }[asked]

    assert printed("prediction-type-mismatch", data=data, noise=noise, target=target, a=a).endswith(
        f"the loss asks for {asked}\n"
    )


def test_samples_of_one_brightness_and_signal_at_the_end_go_together() -> None:
    data = RNG.normal(0, 0.4, (200, 1)) + RNG.normal(0, 0.1, (200, 64))
    level = RNG.normal(0, 0.05, (200, 1)) + RNG.normal(0, 0.1, (200, 64))
    linear = np.cumprod(1 - np.linspace(1e-4, 0.01, 1000))
    to_nothing = np.linspace(1, 1e-8, 1000)

    def said(signal: np.ndarray, samples: np.ndarray, first: int) -> str:
        return printed("signal-at-last-step", signal=signal, samples=samples, data=data, first=first)

    assert said(linear, level, 999).endswith("\nthis\n")
    assert said(to_nothing, level, 950).endswith("\nthis\n")
    assert said(to_nothing, data, 999).endswith("not this\n")


def test_data_from_nothing_to_one_are_told_from_data_around_nothing() -> None:
    whole = RNG.integers(0, 256, (16, 64))
    whole[0, :2] = 0, 255

    def said(data: np.ndarray) -> str:
        return printed("data-range-wrong", data=data, samples=data, back=lambda x: (x + 1) * 127.5)

    assert said(whole / 127.5 - 1).endswith("as assumed\n")
    assert said(whole / 255).endswith("another range\n")


def test_times_of_another_scale_or_order_or_with_one_embedding_are_found() -> None:
    def sines(t: float) -> np.ndarray:
        angles = t * np.exp(-np.linspace(0, np.log(10_000), 32))
        return np.concatenate([np.sin(angles), np.cos(angles)])

    trained = RNG.integers(0, 1000, 64)
    falling = np.arange(999, -1, -20)

    def said(trained: np.ndarray, sampled: np.ndarray) -> str:
        return printed("timestep-wrong", trained=trained, sampled=sampled, embed=sines)

    assert said(trained, falling).endswith("not this\n")
    assert said(trained, np.arange(49, -1, -1)).endswith("\nthis\n")
    assert said(trained, falling[::-1]).endswith("\nthis\n")
    assert said(np.full(64, 500), falling).endswith("\nthis\n")
    assert said(trained / 1000, falling / 1000).endswith("\nthis\n")


def test_latents_without_their_factor_or_with_it_once_too_often_are_found() -> None:
    encoded = RNG.normal(0, 5.5, (8, 4, 16))

    def said(noised: np.ndarray, decoded: np.ndarray) -> str:
        return printed("latent-scale-missing", noised=noised, decoded=decoded, encoded=encoded)

    assert "scaled as it should be" in said(encoded * 0.18, encoded)
    assert said(encoded, encoded).endswith("\nthis\n")
    assert said(encoded * 0.18, encoded * 0.18).endswith("\nthis\n")


def test_an_empty_condition_that_was_never_given_is_found() -> None:
    conditions, empty = RNG.normal(0, 1, (500, 8)), np.zeros(8)
    dropped = np.where(RNG.uniform(size=(500, 1)) < 0.1, empty, conditions)

    assert printed("guidance-without-dropout", conditions=conditions, empty=empty).endswith("\nthis\n")
    assert "it was trained" in printed("guidance-without-dropout", conditions=dropped, empty=empty)


def test_values_at_the_edge_and_variety_are_printed_by_scale() -> None:
    images = RNG.normal(0, 0.4, (12, 64)).clip(-1, 1)
    mean = images.mean(axis=0)
    burnt = (5 * mean + 0.3 * (images - mean)).clip(-1, 1)

    low, high = printed("guidance-too-strong", samples={1: images, 7.5: burnt}).splitlines()

    assert float(low.split()[-2]) > float(high.split()[-2])
    assert float(low.split()[2].rstrip("%")) < float(high.split()[2].rstrip("%"))


def test_a_loss_that_does_not_need_its_condition_is_told() -> None:
    condition = RNG.normal(0, 1, (64, 4))
    target = condition.sum(axis=1)

    def using(given: np.ndarray) -> float:
        return float(((given.sum(axis=1) - target) ** 2).mean() + 0.1)

    def ignoring(_: np.ndarray) -> float:
        return float((target**2).mean())

    assert printed("condition-ignored", loss_of=using, condition=condition).endswith("\nused\n")
    assert printed("condition-ignored", loss_of=ignoring, condition=condition).endswith("not used\n")


def test_a_code_that_is_the_prior_for_every_input_is_collapsed() -> None:
    mean = RNG.normal(0, 1, (500, 16))
    small = np.full((500, 16), -3.0)

    assert "the code is used" in printed("posterior-collapse", mean=mean, logvar=small)
    assert "collapsed" in printed("posterior-collapse", mean=mean * 1e-3, logvar=small * 1e-3)


def test_codes_far_from_the_prior_are_told() -> None:
    codes = RNG.normal(0, 1, (2000, 6))

    assert "like the prior" in printed("prior-gap", codes=codes)
    assert "far from the prior" in printed("prior-gap", codes=codes * 0.2 + 3)


def test_samples_far_closer_together_than_the_data_are_collapsed() -> None:
    real, noise = RNG.normal(0, 1, (100, 32)), RNG.normal(0, 1, (100, 8))
    few = real[:1] + RNG.normal(0, 0.05, (100, 32))

    assert "as varied" in printed(
        "mode-collapse", samples=RNG.normal(0, 1, (100, 32)), real=real, noise=noise
    )
    assert printed("mode-collapse", samples=few, real=real, noise=noise).endswith("collapsed\n")


def test_strength_overfitting_and_balance_of_a_discriminator_are_told_apart() -> None:
    def said(train: float, held_out: float, fake: float) -> str:
        scores = {"train": train, "held_out": held_out, "fake": fake}
        return printed("discriminator-wins", **{k: v + RNG.normal(0, 1, 300) for k, v in scores.items()})

    assert said(0.5, 0.5, 0).endswith("balanced\n")
    assert said(9, 9, 0).endswith("overpowers\n")
    assert said(9, 0, 0).endswith("knows training data by heart\n")


def test_scores_that_depend_on_the_rest_of_the_batch_are_found() -> None:
    real, fake = RNG.normal(2, 1, (64, 8)), RNG.normal(-2, 1, (64, 8))

    def alone(batch: np.ndarray) -> np.ndarray:
        return np.asarray(batch.sum(axis=1))

    def normalised(batch: np.ndarray) -> np.ndarray:
        return np.asarray(((batch - batch.mean(axis=0)) / batch.std(axis=0)).sum(axis=1))

    assert printed("discriminator-batch-statistics", score=alone, real=real, fake=fake).endswith(
        "independent\n"
    )
    assert "depends" in printed("discriminator-batch-statistics", score=normalised, real=real, fake=fake)


def test_a_codebook_of_which_few_codes_are_used_is_collapsed() -> None:
    codes, output = RNG.normal(0, 1, (128, 4)), RNG.normal(0, 1, (1000, 4))

    def said(index: np.ndarray) -> str:
        return printed("codebook-collapse", index=index, codes=codes, output=output)

    assert said(RNG.integers(0, 128, 5000)).endswith("in use\n")
    assert said(RNG.integers(0, 5, 5000)).endswith("collapsed\n")


CONTINUOUS, DISCRETE = RNG.normal(0, 1, 300), RNG.integers(0, 4, 300)


@pytest.mark.parametrize(
    ("sign", "data", "said"), [(1, CONTINUOUS, "not this"), (-1, CONTINUOUS, "this"), (1, DISCRETE, "this")]
)
def test_a_determinant_of_the_wrong_sign_and_discrete_data_are_found(
    sign: int, data: np.ndarray, said: str
) -> None:
    scale = np.array([2.0, 0.5, 3.0])

    def forward(x: np.ndarray) -> tuple[np.ndarray, float]:
        return scale * x, float(sign * np.log(scale).sum())

    text = printed(
        "flow-likelihood-wrong", forward=forward, inverse=lambda z: z / scale, sample=np.ones(3), data=data
    )

    assert text.splitlines()[-1] == said


def test_the_distance_between_samples_of_one_distribution_falls_with_their_number() -> None:
    lines = [line.split() for line in printed("scores-not-comparable").splitlines()]
    found = [float(distance) for _, distance in lines]

    assert found == sorted(found, reverse=True)
    assert found[0] > 20 * found[-1]


def test_a_grid_with_the_period_of_the_stride_stands_out_of_the_spectrum() -> None:
    smooth = RNG.normal(0, 1, (20, 64, 64))
    grid = smooth + 2 * (np.arange(64)[:, None] % 2)

    def strongest(images: np.ndarray) -> float:
        return max(
            float(line.split()[2]) for line in printed("checkerboard-upsampling", images=images).splitlines()
        )

    assert strongest(grid) > 20
    assert strongest(smooth) < 3


def test_copies_are_nearer_to_the_training_set_than_held_out_data() -> None:
    train, held_out = RNG.normal(0, 1, (300, 16)), RNG.normal(0, 1, (100, 16))

    def said(samples: np.ndarray) -> str:
        return printed("training-data-copied", samples=samples, held_out=held_out, train=train)

    assert said(train[:100] + RNG.normal(0, 0.05, (100, 16))).endswith("copies\n")
    assert said(RNG.normal(0, 1, (100, 16))).endswith("as new as held-out data\n")


def test_a_level_that_falls_is_found_under_a_mean_that_hardly_moves() -> None:
    early = RNG.normal([0.02, 0.1, 0.5, 2.0], 0.01, (200, 4))
    late = early + RNG.normal([-0.01, 0, 0, 0], 0.005, (200, 4))
    still = early + RNG.normal(0, 0.005, (200, 4))

    assert printed("loss-says-nothing", early=early, late=late).endswith("it learns\n")
    assert printed("loss-says-nothing", early=early, late=still).endswith("no level fell\n")
