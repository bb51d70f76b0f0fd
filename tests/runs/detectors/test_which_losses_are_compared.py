"""Only like is held beside like: a loss of boxes beside one of boxes, whatever other losses a detector logs."""

from __future__ import annotations

import numpy as np

from coach.runs.describing.curves import gaps_of
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp, symptoms

LOOKS = 40
FALLS = 0.5 + np.exp(-ramp(0, 3, LOOKS))
BOXES = series("train/box_loss", FALLS)
OBJECTS = series("train/obj_loss", FALLS / 3)
CLASSES = series("train/cls_loss", FALLS / 4)


def test_where_they_end_is_told_of_each_part_beside_its_own() -> None:
    held_out = [series(f"val/{part}_loss", FALLS / k) for k, part in enumerate(("box", "obj", "cls"), 1)]
    pairs = [(gap.training, gap.held_out) for gap in gaps_of(run(BOXES, OBJECTS, CLASSES, *held_out))]
    assert pairs == [(f"train/{part}_loss", f"val/{part}_loss") for part in ("box", "obj", "cls")]


def test_a_part_without_its_own_in_training_stands_alone() -> None:
    given = run(BOXES, CLASSES, series("val/obj_loss", FALLS / 9))
    assert gaps_of(given) == []


def test_a_held_out_set_of_its_own_is_held_beside_the_one_loss_there_is() -> None:
    (gap,) = gaps_of(run(series("loss", FALLS), series("eval_wiki_loss", FALLS * 2)))
    assert (gap.training, gap.held_out) == ("loss", "eval_wiki_loss")


def test_a_small_part_is_not_said_to_be_far_under_another_one_of_training() -> None:
    small = series("val/obj_loss", noisy(FALLS / 9, 1e-3, LOOKS))
    assert symptoms(run(BOXES, CLASSES, small), "held-out-better") == []


def test_a_part_is_held_beside_its_own_and_not_beside_the_whole() -> None:
    whole = series("train/loss", FALLS * 9)
    assert symptoms(run(whole, OBJECTS, series("val/obj_loss", FALLS / 3)), "held-out-better") == []


def test_two_losses_of_one_name_are_compared_as_ever() -> None:
    given = run(series("train/loss", FALLS * 3), series("val/loss", FALLS))
    assert len(symptoms(given, "held-out-better")) == 1
