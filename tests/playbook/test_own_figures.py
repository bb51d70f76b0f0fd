"""Numbers and courses in a sentence are read as what they show; expectations, papers and denials are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from coach.playbook.own_words import read

if TYPE_CHECKING:
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import Symptom

PACKS = ("deep-learning", "reinforcement-learning", "policy-gradient", "performance", "preference-training")


@pytest.fixture(scope="module")
def symptoms(catalogues: dict[str, Catalogue]) -> tuple[Symptom, ...]:
    return tuple({each.id: each for pack in PACKS for each in catalogues[pack].symptoms.values()}.values())


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("train acc 100% val acc 60%", {"validation-far-worse"}),
        ("stuck at 0.6 validation accuracy while training accuracy goes to 1", {"validation-far-worse"}),
        ("stuck at 0.6 while training accuracy goes to 1", {"validation-far-worse"}),
        ("I get 98% on train and 52% on test", {"validation-far-worse"}),
        ("train acc 90 %, val acc 60 % from epoch 1 to 200", {"validation-far-worse"}),
        ("val accuracy 0.62 at epoch 30, train accuracy 0.97 at epoch 30", {"validation-far-worse"}),
        (
            "train acc 99.9 %, val acc sits at exactly 10 % (10 classes) from epoch 1 to 50",
            {"validation-far-worse", "gap-at-first-look"},
        ),
        ("val_acc stays at 0.5 while acc climbs to 0.99", {"validation-far-worse"}),
        ("training loss 0.1, validation loss 2.3", {"validation-far-worse"}),
        ("train loss: 1.9, val loss: 0.4", {"held-out-better"}),
        ("Training loss goes down to 0.02 but validation loss goes up from 0.5 to 1.4", {"validation-turn"}),
        ("train reward 300, eval reward 40", {"evaluation-below-training"}),
        ("loss stuck at 2.303 on CIFAR10", {"chance-plateau"}),
        ("accuracy stays at 10% on 10 classes", {"chance-plateau"}),
        ("DPO loss stays at 0.6931 and margins are 0", {"chance-plateau", "preference-loss-at-ln2"}),
        ("fps drops from 900 to 40 over the night", {"throughput-decay"}),
        ("the step time grew from 0.2 to 1.8 s", {"throughput-decay"}),
        ("GPU memory climbs from 4GB to 22GB and then OOM", {"memory-growth"}),
        ("reward went from 200 to 20 after 1M steps", {"return-decline"}),
        ("loss jumped from 1.2 to 8 at step 30k and never came back", {"loss-jump"}),
        ("entropy goes to 0 in the first 10k steps", {"entropy-collapse"}),
        ("explained variance is negative", {"explained-variance"}),
        ("approx_kl is 0 and clip fraction is 0", {"kl-near-zero", "clip-fraction-zero"}),
        ("the learning rate is 0 after warmup", {"learning-rate-zero"}),
        ("grad norm is exactly 0", {"gradient-vanishing"}),
        ("Episode length is always 1", {"one-step-episodes"}),
        ("GPU utilization is around 15%", {"device-idle"}),
    ],
)
def test_figures_are_read_as_what_they_show(
    text: str, shows: set[str], symptoms: tuple[Symptom, ...]
) -> None:
    assert {each.symptom for each in read(text, symptoms) if each.is_there} == shows


@pytest.mark.parametrize(
    "text",
    [
        "val accuracy jumps around between 40 and 85 from epoch to epoch, train smooth, batch size 4 with batchnorm",
        "the loss explodes when I go from 1 node to 2 nodes with the same lr",
        "reported loss scales with accumulation steps (6 to 26 when going from 8 to 32)",
        "train loss 0.4 lr 0.001, val loss 0.5",
        "val loss 0.5 with dropout 0.1, train loss 0.4",
        "accuracy 95 on train and 94 on test",
        "my eval reward is a bit higher than the training reward",
        "I expected the reward to go from 20 to 200",
        "the paper goes from 200 to 20",
        "gradients are not zero",
        "training accuracy 0.91, validation accuracy 0.90",
        "training loss 0.52, validation loss 0.60",
        "the loss is 0.693 at first and falls to 0.1",
        "memory went from 11.8 to 12.1 GB",
        "fps is 900, and I use a batch of 64",
        "learning rate goes from 0.001 to 0",
        "should the accuracy stay at 10% with 10 classes?",
    ],
)
def test_what_they_do_not_show_is_not_read(text: str, symptoms: tuple[Symptom, ...]) -> None:
    assert read(text, symptoms) == ()
