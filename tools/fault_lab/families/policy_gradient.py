"""Policy gradient: the evaluation stays far below what the paper reports."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import OTHER_SEED, other_seeds, rerun
from tools.fault_lab.shown import beside, table
from tools.fault_lab.trainings.balancing import Balancing, observed, returns, train

LEAST: Final = 28.0
"""An evaluation return under this is complained about; a healthy policy reaches some 31 of 40."""
_MANY: Final = 64
_BETTER: Final = 1.3
_FAR: Final = 3.0
_REACHED: Final = 24.0
_LEARNT: Final = 0.8


def _complains(trained: Trained) -> bool:
    return trained.facts["eval_return"] < LEAST


def _training_wrapper(settings: Balancing, seed: int, trained: Trained) -> Seen:
    rng = np.random.default_rng(seed + OTHER_SEED)
    after = float(returns(trained.kept, settings, rng, _MANY).mean())
    before = trained.facts["eval_return"]
    outcome = "same" if after <= _BETTER * before else "reached" if after > _REACHED else "part"
    return Seen(outcome, beside("return", before, f"training's wrapper, {_MANY} episodes", after))


def _histogram(settings: Balancing, seed: int, trained: Trained) -> Seen:
    seen = observed(trained.kept, settings, np.random.default_rng(seed + OTHER_SEED))
    spread = seen.std(axis=0)
    is_far = bool((np.abs(np.log(spread)) > np.log(_FAR)).any())
    rows = [(f"observation {at}", float(seen[:, at].mean()), float(spread[at])) for at in range(2)]
    return Seen("far" if is_far else "one", table(("", "mean", "spread"), rows))


def _probe(settings: Balancing, seed: int, _: Trained) -> Seen:
    again = train(replace(settings, probe=True), seed)
    reached = again.facts["train_return"]
    text = table(("reward of one-step world", ""), [("chance", 0.5), ("reached", reached), ("best", 1.0)])
    return Seen("learns" if reached > _LEARNT else "fails", text)


POLICY_GRADIENT: Final = Family(
    id="policy-gradient",
    healthy=Balancing(),
    train=train,
    complaint="the evaluation return ends well below the 31 that was expected",
    complains=_complains,
    causes=(
        Cause(
            id="eval-raw",
            name="The evaluation gives the policy observations that were not normalised",
            mode="normalisation-one-path-only",
            base=3,
            repair="wrap-evaluation",
            changes={"evaluates_raw": True},
        ),
        Cause(
            id="credit-shifted",
            name="Advantages are credited to the wrong episodes",
            mode="advantage-bug",
            base=2,
            repair="fix-advantages",
            changes={"shifts_advantages": True},
        ),
        Cause(
            id="bonus-too-large",
            name="The entropy bonus is so large that the policy stays random",
            mode="entropy-stuck-max",
            base=2,
            repair="lower-bonus",
            changes={"entropy": 2.0},
        ),
        Cause(
            id="variance-for-spread",
            name="Observations are divided by their variance instead of their spread",
            mode="running-stats-bug",
            base=1,
            repair="fix-statistics",
            changes={"divides_by_variance": True},
        ),
        Cause(
            id="rate-too-low",
            name="The learning rate is too low for the length of the run",
            mode="lr-too-low",
            base=3,
            repair="raise-rate",
            changes={"rate": 0.2},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: six noisy episodes, and a seed a little behind the others",
            mode="early-stopping-noise",
            base=15,
            repair="let-be",
        ),
        Cause(
            id="raw-and-rate",
            name="Both: the evaluation does not normalise, and the learning rate is too low",
            base=0.5,
            repair="both",
            changes={"evaluates_raw": True, "rate": 0.2},
            of=("eval-raw", "rate-too-low"),
        ),
    ),
    repairs=(
        Repair(id="wrap-evaluation", name="Use one wrapper in training and evaluation", runs=0.6, work=0.5),
        Repair(id="fix-advantages", name="Rewrite how advantages are worked out", runs=1, work=1.5),
        Repair(id="lower-bonus", name="Lower the entropy bonus a hundredfold", runs=1, work=0.2),
        Repair(id="fix-statistics", name="Replace the normaliser by the library's own", runs=1, work=1.0),
        Repair(id="raise-rate", name="Search the learning rate upwards", runs=1.5, work=0.3),
        Repair(
            id="let-be", name="Change nothing: report five seeds of a hundred episodes", runs=0.8, work=0.3
        ),
        Repair(id="both", name="One wrapper, and a search of the learning rate", runs=2, work=0.8),
    ),
    looks=(
        Look(
            id="training-wrapper",
            name="Evaluate the last checkpoint with the training's own wrapper, 64 episodes",
            rule="over 1.3 times the evaluation in the log is better, and over 24 it is good",
            outcomes={
                "reached": "far better than in the log, and good",
                "part": "better than in the log, and still poor",
                "same": "at most 1.3 times that in the log",
            },
            runs=0.03,
            work=0.3,
            see=_training_wrapper,
        ),
        Look(
            id="observation-histogram",
            name="Histogram of the observations the policy is given in training",
            rule="a spread over 3 or under 1/3 is far from one",
            outcomes={"one": "every spread is about one", "far": "a spread is far from one"},
            runs=0.02,
            work=0.3,
            see=_histogram,
        ),
        Look(
            id="one-step-world",
            name="Train in a world of one step, in which the first action decides",
            rule="it reaches 0.8 of 1",
            outcomes={"learns": "it learns", "fails": "it does not"},
            runs=0.05,
            work=0.7,
            see=_probe,
        ),
        rerun(
            id="no-bonus",
            name="The same run without the entropy bonus",
            train=train,
            change=lambda _: {"entropy": 0.0},
            fact="train_return",
            better=lambda before, after: after > _BETTER * before,
            rule="the return in training is more than 1.3 times as high",
            changed="without the bonus",
        ),
        rerun(
            id="ten-times-the-rate",
            name="Half a run at ten times the learning rate",
            train=train,
            change=lambda settings: {
                "rate": 10 * settings.rate,
                "iterations": settings.iterations // 2,
            },
            fact="train_return",
            better=lambda before, after: after > _BETTER * before,
            rule="the return in training is more than 1.3 times as high",
            changed="ten times the rate",
            runs=0.5,
        ),
        other_seeds(train=train, complains=_complains, fact="eval_return"),
    ),
    service="Move to the reference implementation, piece by piece",
    service_runs=3,
)
