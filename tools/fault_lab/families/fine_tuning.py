"""Fine-tuning: a colleague's number is not reached on the small task."""

from __future__ import annotations

from itertools import permutations
from typing import Final

import numpy as np

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import rerun
from tools.fault_lab.shown import table
from tools.fault_lab.trainings.transfer import CLASSES, Transfer, confusion, train

LEAST: Final = 0.74
"""A validation accuracy under this is complained about; a healthy fine-tuning reaches some 0.8."""
_BETTER: Final = 1.06
_CLOSE: Final = 0.05
_RENAMED: Final = 0.2
_FAR: Final = 2.0


def _complains(trained: Trained) -> bool:
    return trained.facts["val_accuracy"] < LEAST


def _weights(_: Transfer, __: int, trained: Trained) -> Seen:
    apart = float(np.abs(trained.kept.first - trained.kept.loaded).max())
    rows = [("first layer, largest difference", apart)]
    return Seen(
        "equal" if apart == 0 else "differ", table(("beside the checkpoint, before step 1", ""), rows)
    )


def _inputs(_: Transfer, __: int, trained: Trained) -> Seen:
    mean, spread = float(trained.kept.inputs.mean()), float(trained.kept.inputs.std())
    other = max(spread, 1 / spread) > _FAR
    rows = [("the checkpoint was trained on", 0.0, 1.0), ("this run gives it", mean, spread)]
    return Seen("other" if other else "alike", table(("inputs", "mean", "spread"), rows))


def _confusion(settings: Transfer, _: int, trained: Trained) -> Seen:
    found = confusion(trained.kept, other_numbers=settings.other_numbers)
    best = max(
        float(sum(found[row, column] for row, column in enumerate(order)))
        for order in permutations(range(CLASSES))
    )
    renamed = (best - float(np.trace(found))) / found.sum() > _RENAMED
    rows = [(f"class {row}", *map(int, counts)) for row, counts in enumerate(found)]
    header = ("true, said", *(str(each) for each in range(CLASSES)))
    return Seen("renamed" if renamed else "scattered", table(header, rows))


def _changed(_: Transfer, __: int, trained: Trained) -> Seen:
    apart = float(np.abs(trained.kept.model.parameters[0] - trained.kept.first).max())
    rows = [("first layer moved by at most", apart)]
    return Seen("still" if apart == 0 else "moves", table(("after the last step", ""), rows))


def _reference(settings: Transfer, seed: int, trained: Trained) -> Seen:
    after = train(Transfer(unlike=settings.unlike), seed).facts["val_accuracy"]
    before = trained.facts["val_accuracy"]
    rows = [("this one", before), ("library's script, same data", after)]
    outcome = "better" if after > before + _CLOSE else "same"
    return Seen(outcome, table(("", "validation accuracy"), rows))


FINE_TUNING: Final = Family(
    id="fine-tuning",
    healthy=Transfer(),
    train=train,
    complaint="validation accuracy ends under 0.74, where a colleague's task gave 0.8",
    complains=_complains,
    causes=(
        Cause(
            id="weights-not-loaded",
            name="The checkpoint is not loaded, and training begins from random weights",
            mode="weights-not-loaded",
            base=3,
            repair="load-strictly",
            changes={"loads": False},
        ),
        Cause(
            id="other-input-format",
            name="Inputs are scaled otherwise than the checkpoint knows them",
            mode="pretrained-input-format",
            base=3,
            repair="scale-as-before",
            changes={"other_format": True},
        ),
        Cause(
            id="all-frozen",
            name="The new head is frozen with everything below it",
            mode="frozen-params",
            base=2,
            repair="unfreeze",
            changes={"freezes_head": True},
        ),
        Cause(
            id="classes-numbered-otherwise",
            name="The evaluation numbers the classes by a list of its own",
            mode="evaluation-label-map",
            base=2,
            repair="one-list",
            changes={"other_numbers": True},
        ),
        Cause(
            id="rate-too-high",
            name="The learning rate washes out what was learnt before",
            mode="catastrophic-forgetting",
            base=2,
            repair="lower-rate",
            changes={"rate": 0.1},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: this task is less like the large one, and has little data",
            mode="loss-floor",
            base=5,
            repair="let-be",
            changes={"unlike": 0.15},
        ),
    ),
    repairs=(
        Repair(id="load-strictly", name="Load strictly, and run again", runs=1, work=0.5),
        Repair(
            id="scale-as-before", name="Scale inputs as the checkpoint's, and run again", runs=1, work=0.8
        ),
        Repair(id="unfreeze", name="Unfreeze the head, and run again", runs=1, work=0.3),
        Repair(id="one-list", name="One list of classes, and evaluate again", runs=0.4, work=2.0),
        Repair(id="lower-rate", name="Search the learning rate downwards", runs=1.5, work=0.3),
        Repair(id="let-be", name="Change nothing: report it, and label more data", runs=0.5, work=2.5),
    ),
    looks=(
        Look(
            id="weights-before-step-1",
            name="Compare the weights before the first step with the checkpoint's",
            rule="a weight differs",
            outcomes={"equal": "they are equal", "differ": "they differ"},
            runs=0.0,
            work=0.4,
            see=_weights,
        ),
        Look(
            id="inputs-beside-checkpoint",
            name="Compare mean and spread of the inputs with what the checkpoint was trained on",
            rule="the spread is more than twice or under half as large",
            outcomes={"alike": "alike", "other": "clearly other"},
            runs=0.0,
            work=0.6,
            see=_inputs,
        ),
        Look(
            id="confusion",
            name="Draw the confusion matrix",
            rule="renaming the classes wins more than 0.2",
            outcomes={"scattered": "errors are scattered", "renamed": "classes are exchanged"},
            runs=0.02,
            work=0.4,
            see=_confusion,
        ),
        Look(
            id="weights-that-moved",
            name="See which weights moved",
            rule="the first layer is as it was before the first step",
            outcomes={"moves": "all layers moved", "still": "hardly any moved"},
            runs=0.02,
            work=0.3,
            see=_changed,
        ),
        rerun(
            id="thirtieth-of-the-rate",
            name="The same run at a thirtieth of the learning rate",
            train=train,
            change=lambda settings: {"rate": settings.rate / 30},
            fact="val_accuracy",
            better=lambda before, after: after > _BETTER * before,
            rule="validation accuracy is more than 1.06 times as high",
            changed="thirtieth of the rate",
        ),
        Look(
            id="reference",
            name="The library's own script on the same data",
            rule="it is better by more than 0.05",
            outcomes={"better": "clearly better", "same": "no better"},
            runs=1.0,
            work=1.5,
            see=_reference,
        ),
    ),
    service="Start from the library's example and move the data over",
    service_runs=3,
)
