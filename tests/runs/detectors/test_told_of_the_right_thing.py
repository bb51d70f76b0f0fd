"""Sentences that were false in a lab of strangers: each true of what is there, and of nothing beside it."""

from __future__ import annotations

import numpy as np

from tests.runs.detectors.cases import of
from tests.runs.detectors.shapes import noisy, ramp, symptoms

SINKS = np.concatenate([ramp(0.3, 0.0, 10), np.zeros(60)])
LEARNS = ramp(0.7, 0.95, 70)


def test_a_recall_that_sinks_to_nothing_while_most_is_right_is_a_class_never_answered_and_no_overfitting() -> (
    None
):
    given = of(train_acc=LEARNS, val_acc=LEARNS - 0.01, val_recall=SINKS, val_f1=SINKS)
    (symptom,) = symptoms(given, "classes-left-out")
    assert "never answered" in symptom.says
    assert symptom.raises[0] == "class-imbalance"
    assert not symptoms(given, "validation-turn")


def test_a_recall_that_only_falls_is_not_said_to_be_nothing() -> None:
    given = of(train_acc=LEARNS, val_acc=LEARNS - 0.01, val_recall=np.maximum(SINKS, 0.05))
    assert not symptoms(given, "classes-left-out")


def test_a_clipped_share_beside_answers_is_not_that_of_a_policy() -> None:
    answers = {"loss": ramp(2, 1, 70), "accuracy": LEARNS, "val_accuracy": LEARNS - 0.01}
    assert not symptoms(of(clip_fraction=np.full(70, 0.9), **answers), "clip-fraction-high")
    beside_a_policy = of(
        clip_fraction=noisy(0.5, 0.02, 70), policy_loss=noisy(0, 0.1, 70), ep_rew_mean=noisy(5, 1, 70)
    )
    assert symptoms(beside_a_policy, "clip-fraction-high")


def test_a_return_that_stays_at_its_worst_but_is_paid_is_not_said_to_be_unpaid() -> None:
    falls = np.concatenate([noisy(100, 8, 60), np.full(60, 1.0)])
    (paid,) = symptoms(of(episodic_return=falls, policy_loss=noisy(0, 0.1, 120)), "return-repeats")
    assert "never paid" not in paid.says
    (unpaid,) = symptoms(of(episodic_return=falls - 1.0, policy_loss=noisy(0, 0.1, 120)), "return-repeats")
    assert "never paid" in unpaid.says


def test_a_return_that_hardly_moved_is_not_said_to_have_risen_without_a_word_of_how_little() -> None:
    hardly = noisy(ramp(-467, -460, 120), 0.1, 120)
    given = of(ent_coef=np.geomspace(0.2, 9000, 120), ep_rew_mean=hardly, actor_loss=noisy(1, 0.1, 120))
    (symptom,) = symptoms(given, "temperature-growth")
    assert "risen somewhat" in symptom.says


def test_a_total_of_terms_that_begins_high_is_no_certain_wrong_answer() -> None:
    terms = {"train__loss_cls": ramp(2.5, 2.0, 70), "train__acc": ramp(0.12, 0.3, 70)}
    total = np.geomspace(3000, 15, 70)
    assert not symptoms(of(train__loss_total=total, **terms), "initial-loss-high")
    alone = of(train__loss=total, train__acc=ramp(0.12, 0.3, 70))
    assert symptoms(alone, "initial-loss-high")
