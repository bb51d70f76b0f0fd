"""Two replicas: validation is worse than the single process was."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import other_seeds, rerun
from tools.fault_lab.shown import table
from tools.fault_lab.trainings.two_replicas import TwoReplicas, train

MOST: Final = 0.049
"""A validation loss over this is complained about; one process has some 0.045."""
_SINGLE: Final = TwoReplicas(ranks=1)
_BETTER: Final = 0.92
_RATIO: Final = 1.5


def _complains(trained: Trained) -> bool:
    return trained.facts["val_loss"] > MOST


def _checksums(_: TwoReplicas, __: int, trained: Trained) -> Seen:
    sums = [float(sum(each.sum() for each in model.parameters)) for model in trained.kept.models]
    rows = [(f"rank {rank}", f"{value:.6f}") for rank, value in enumerate(sums)]
    return Seen("equal" if abs(sums[0] - sums[1]) < 1e-9 else "differ", table(("", "sum of weights"), rows))  # noqa: PLR2004


def _numbers(_: TwoReplicas, __: int, trained: Trained) -> Seen:
    first, second = (each[:8] for each in trained.kept.read)
    rows = [(f"rank {rank}", " ".join(map(str, each))) for rank, each in enumerate((first, second))]
    return Seen("same" if (first == second).all() else "other", table(("", "first examples"), rows))


def _gradient(_: TwoReplicas, __: int, trained: Trained) -> Seen:
    ratio = trained.kept.ratio
    rows = [("one process, whole batch", 1.0), ("after sharing", ratio)]
    return Seen("larger" if ratio > _RATIO else "alike", table(("size of the gradient", ""), rows))


def _single(settings: TwoReplicas, seed: int, trained: Trained) -> Seen:
    alone = replace(settings, ranks=1, same_data=False, unshared=False, summed=False)
    after = train(alone, seed).facts["val_loss"]
    before = trained.facts["val_loss"]
    rows = [("two replicas", before), ("one process, same settings and seed", after)]
    return Seen("better" if after < _BETTER * before else "same", table(("", "validation loss"), rows))


def _updates(settings: TwoReplicas, _: int, __: Trained) -> Seen:
    rows = [
        ("one process, last week", _SINGLE.batch, _SINGLE.updates),
        ("two replicas", settings.batch, settings.updates),
    ]
    fewer = settings.updates < _SINGLE.updates
    return Seen("fewer" if fewer else "alike", table(("", "batch", "updates"), rows))


REPLICAS: Final = Family(
    id="replicas",
    healthy=TwoReplicas(),
    train=train,
    complaint="validation loss is over 0.049, where one process had 0.045",
    complains=_complains,
    causes=(
        Cause(
            id="same-examples",
            name="Both ranks read the same examples",
            mode="ranks-read-same-data",
            base=3,
            repair="split-by-rank",
            changes={"same_data": True},
        ),
        Cause(
            id="gradients-unshared",
            name="Gradients are not shared, and each replica goes its own way",
            mode="gradients-not-synchronised",
            base=2,
            repair="wrap-model",
            changes={"unshared": True},
        ),
        Cause(
            id="gradients-summed",
            name="Gradients are added up where their mean was meant",
            mode="loss-averaged-over-ranks",
            base=2,
            repair="divide-by-ranks",
            changes={"summed": True},
        ),
        Cause(
            id="batch-grown",
            name="The batch of both together has grown, and updates are fewer",
            mode="global-batch-changed",
            base=3,
            repair="scale-schedule",
            changes={"updates": 60, "batch": 64, "rate": 0.012},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: another seed, another order of the data",
            mode="seed-variance",
            base=12,
            repair="let-be",
        ),
    ),
    repairs=(
        Repair(id="split-by-rank", name="Split the data by rank, and run again", runs=1, work=0.7),
        Repair(id="wrap-model", name="Wrap the model anew, and run again", runs=1, work=1.5),
        Repair(id="divide-by-ranks", name="Divide by the number of ranks, and run again", runs=1, work=0.7),
        Repair(id="scale-schedule", name="Scale rate and schedule to the batch", runs=1.5, work=0.5),
        Repair(id="let-be", name="Change nothing: compare the means of five seeds each", runs=1.5, work=0.3),
    ),
    looks=(
        Look(
            id="checksums",
            name="Compare the sum of the weights by rank after the last update",
            rule="they differ by more than rounding",
            outcomes={"equal": "equal on both ranks", "differ": "different"},
            runs=0.05,
            work=0.3,
            see=_checksums,
        ),
        Look(
            id="numbers-by-rank",
            name="Print the numbers of the first examples by rank",
            rule="the first eight are the same",
            outcomes={"other": "other examples on each rank", "same": "the same on both"},
            runs=0.02,
            work=0.3,
            see=_numbers,
        ),
        Look(
            id="gradient-size",
            name="Compare the shared gradient with one process on the whole batch",
            rule="its median size is more than 1.5 times as large",
            outcomes={"alike": "of the same size", "larger": "clearly larger"},
            runs=0.05,
            work=1.0,
            see=_gradient,
        ),
        Look(
            id="count-updates",
            name="Count batch and updates beside those of the single process",
            rule="fewer updates than the single process took",
            outcomes={"alike": "the same", "fewer": "a larger batch, fewer updates"},
            runs=0.0,
            work=0.4,
            see=_updates,
        ),
        Look(
            id="one-process",
            name="The same settings and seed in one process",
            rule="its validation loss is under 0.92 of what it was",
            outcomes={"better": "clearly better", "same": "no better"},
            runs=1.5,
            work=0.2,
            see=_single,
        ),
        rerun(
            id="twice-as-long",
            name="The same run, twice as long",
            train=train,
            change=lambda settings: {"updates": 2 * settings.updates},
            fact="val_loss",
            better=lambda before, after: after < _BETTER * before,
            rule="the validation loss is under 0.92 of what it was",
            changed="twice as long",
            runs=2.0,
        ),
        other_seeds(train=train, complains=_complains, fact="val_loss"),
    ),
    service="Start from the reference launcher and move the training over",
    service_runs=3,
)
