from __future__ import annotations

from coach.runs.detectors.could_see import _cards as cards
from coach.runs.detectors.could_see import could_see
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy

SILENCE_SAYS_NOTHING = {
    "masked-nan": "only one framework writes zeros for NaN",
    "return-silent": "it speaks of what is not logged",
    "rate-not-as-meant": "needs a schedule in the configuration",
    "initial-loss-high": "needs the number of classes, or an accuracy beside the loss",
    "initial-loss-low": "needs the number of classes",
    "chance-plateau": "needs what guessing gets",
    "first-logged-ratio": "needs the log of the first update",
    "value-beyond-bound": "needs the largest reward and the discount",
    "short-sighted-values": "needs returns, lengths and values of one run together",
    "step-defects": "looks at steps, whatever the quantity",
    "shared-change": "looks at everything together",
    "proxy-gap": "needs two measures of one goal",
    "moves-without-gain": "needs an entropy, or a share of random actions, that came down",
    "nothing-updated": "it speaks of what is not logged",
    "values-beyond-returns": "needs returns and values of one run together",
    "sudden-standstill": "needs the loss of a run that trains no policy",
    "training-lost-first": "sees what breaks at one point, and most faults are there from the start",
    "both-lost-at-once": "sees what breaks at one point, and most faults are there from the start",
    "held-out-lost-alone": "sees what breaks at one point, and most faults are there from the start",
    "held-out-gains-alone": "sees what breaks at one point, and most faults are there from the start",
    "fall-while-calm": "sees what breaks at one point, and most faults are there from the start",
    "critic-loss-jump": "sees what breaks at one point, and most faults are there from the start",
    "back-to-start": "sees what breaks at one point, and most faults are there from the start",
    "values-break": "sees what breaks at one point, and most faults are there from the start",
    **dict.fromkeys(
        (
            "gradient-jump",
            "gradient-drop",
            "weights-jump",
            "weights-shrink",
            "training-gains-alone",
            "critic-lost",
            "learner-still",
            "return-repeats",
        ),
        "sees what breaks at one point, and most faults are there from the start",
    ),
    "alternates": "looks at everything",
    "changed-where-it-broke": "looks at everything",
    **dict.fromkeys(
        (
            "actions-at-bounds",
            "dead-units",
            "gradients-mostly-zero",
            "measured-two-ways",
            "no-bootstrap",
            "predictions-flat",
            "replay-tiny",
            "updates-lost",
            "variety-falls",
            "waiting-grows",
            "workers-lost",
        ),
        "needs what few logs measure",
    ),
    "target-still": "needs the values of a target network",
    "terms-part": "sees what breaks at one point, and most faults are there from the start",
    "kl-term-gone": "needs the KL term of an autoencoder",
    "odd-one-out": "needs four siblings, whatever the quantity",
    "classes-left-out": "needs four siblings, one a class",
    "ranks-hold-different-weights": "needs four siblings, one a worker",
    "samples-alike": "needs the spread of what a model gives",
    "outputs-still": "needs a measure of what a model gives",
    "goal-flat-while-reward-rises": "needs a rate of success beside the return",
    "chosen-falls-with-rejected": "needs log-probabilities of pairs of answers",
    "began-at-restart": "needs a restart",
    "discriminator-loss-gone": "needs the two losses of a game",
    "preference-loss-at-ln2": "needs training on pairs of answers",
    "device-idle": "needs the use of a device",
    "experts-uneven": "needs the loads of experts",
    "length-at-limit": "needs the limit in the configuration",
}


def test_every_card_says_what_it_looks_at_or_why_its_silence_says_nothing() -> None:
    undeclared = {card.name for card in cards() if not card.looks_at}

    assert undeclared == set(SILENCE_SAYS_NOTHING)


def test_a_detector_could_have_seen_what_is_logged_often_enough() -> None:
    able = could_see(run(series("grad_norm", noisy(5, 1)), series("val_loss", noisy(1, 0.1, 10))))

    assert {"gradient-growth", "gradient-spike"} <= able
    assert "validation-turn" not in able
