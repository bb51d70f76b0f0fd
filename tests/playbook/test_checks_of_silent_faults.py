"""Checks of faults that fail without a word: kernels, races, recomputations, lengths of CTC, few or false negatives."""

from __future__ import annotations

from itertools import count

import numpy as np

from tests.playbook.checks import printed

PACK = "deep-learning"


def squared(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return x**2, 2 * x


def with_a_wrong_gradient(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return x**2, 2 * x * (1.5 if x.shape[0] > 8 else 1)


def test_a_kernel_that_is_wrong_above_a_size_is_off_there_alone_and_a_rounded_one_nowhere() -> None:
    shapes = [(4, 3), (16, 3)]
    rounded = printed(
        PACK,
        "kernel-computes-wrong",
        plain=squared,
        there=lambda x: squared(x.astype(np.float32).astype(float)),
        shapes=shapes,
    )
    wrong = printed(PACK, "kernel-computes-wrong", plain=squared, there=with_a_wrong_gradient, shapes=shapes)

    assert all(float(line.split()[-1]) < 1e-5 for line in rounded.splitlines())
    assert [float(line.split()[-1]) > 0.01 for line in wrong.splitlines()] == [False, False, False, True]


def test_a_read_that_comes_too_early_gives_several_values_until_it_waits() -> None:
    early = count()

    said = printed(PACK, "read-before-finished", value=lambda: next(early) % 3, patient=lambda: 7)
    sound = printed(PACK, "read-before-finished", value=lambda: 7, patient=lambda: 7)

    assert said == "different values read at once 3 after waiting 1\n"
    assert sound == "different values read at once 1 after waiting 1\n"


def test_a_recomputation_that_updates_statistics_again_names_them_and_an_equal_one_nothing() -> None:
    plain = {"weight": np.ones(3), "running_mean": np.full(3, 0.1)}

    assert printed(PACK, "recompute-differs", plain=plain, again=plain) == ""
    again = {**plain, "running_mean": np.full(3, 0.19)}
    assert "running_mean" in printed(PACK, "recompute-differs", plain=plain, again=again)


def test_labels_that_need_more_steps_than_there_are_are_counted_with_empty_ones_and_blanks() -> None:
    labels = [[1, 2, 3], [4, 4, 4], [], [0, 1]]

    assert printed(PACK, "ctc-does-not-fit", steps=[3, 3, 3, 3], labels=labels, blank=0) == (
        "too long for their output 1 of 4\nempty 1 use the blank 1\n"
    )
    assert printed(PACK, "ctc-does-not-fit", steps=[9, 9], labels=[[1, 2], [3, 3]], blank=0) == (
        "too long for their output 0 of 2\nempty 0 use the blank 0\n"
    )


def test_few_and_false_negatives_are_counted_beside_the_loss_of_guessing() -> None:
    alone = printed(PACK, "contrast-negatives-wrong", ids=[5], loss=0.0)
    doubled = printed(PACK, "contrast-negatives-wrong", ids=[1, 1, 2, 3], loss=1.386)

    assert alone == "fewest negatives 0 false ones 0\nloss 0.0 of guessing 0.0\n"
    assert doubled == "fewest negatives 2 false ones 2\nloss 1.386 of guessing 1.386\n"
