"""The faults, and what was written down of each before anything was asked of `coach`."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.benchmarks.fourth_lab.rig import Setup

if TYPE_CHECKING:
    from collections.abc import Mapping

SEEDS = (3, 4)


@dataclass(frozen=True)
class Fault:
    """One thing that goes wrong.

    `names` are the failure modes that name the mechanism, `near` those that a colleague would not call wrong,
    `kind` what a person would say the run did. `facts` are what a good eye sees: how to look, and at which
    quantity. `harms` is the result's worth (`score`), what is `reported` of it, another `number` shown, its time,
    or its memory; `otherwise` when it proved to do something else than was written down, so that it is not counted
    and only keeps its place, for the halves are drawn by places. `log` is one
    of `any`, `speed`, `memory`, `episodes`: what the log has to hold.
    """

    family: str
    fault: str
    begins: float
    names: tuple[str, ...]
    near: tuple[str, ...]
    kind: str
    facts: tuple[tuple[str, str], ...]
    options: Mapping[str, float] = field(default_factory=dict)
    harms: str = "score"
    log: str = "any"
    called: str = ""

    @property
    def id(self) -> str:
        return f"{self.family}-{self.called or self.fault}" + ("-later" if self.begins else "")

    def setup(self, seed: int) -> Setup:
        return Setup(seed, self.fault, self.begins, self.options)

    def twin(self, seed: int) -> Setup:
        """The same without the fault; what only serves to bring the fault about is left out with it."""
        return Setup(seed, options={} if self.fault == "setting" else self.options)


BROKE, NEVER, BADLY, WRONG = "learned-then-broke", "never-learns", "learns-badly", "wrong-number"
LOSS_JUMPS = (("jump", "train_loss"), ("jump", "val_loss"))
BOTH_END = (("ends", "train_loss"), ("ends", "val_loss"))
RETURN_FALLS = (("jump", "return"), ("peak", "return"))
RETURN_ENDS = (("ends", "return"), ("grows", "return"))

SUPERVISED = [
    Fault(
        "clusters",
        "lr-high",
        0.5,
        ("lr-too-high",),
        ("exploding-gradients", "lr-schedule-units"),
        BROKE,
        LOSS_JUMPS,
    ),
    Fault("clusters", "misaligned", 0.5, ("label-misalignment",), ("label-noise",), BROKE, LOSS_JUMPS),
    Fault(
        "clusters",
        "setting",
        0.0,
        ("overfitting",),
        ("train-test-overlap", "over-regularised"),
        BADLY,
        (("apart", "train_loss,val_loss"), ("grows", "val_loss")),
        {"train": 120, "decay": 0},
        called="small-data",
    ),
    Fault(
        "clusters",
        "val-raw",
        0.0,
        ("preprocess-mismatch",),
        ("eval-bug", "normalisation-one-path-only", "train-eval-mode", "unnormalised-inputs"),
        WRONG,
        (("apart", "train_acc,val_acc"),),
        harms="reported",
    ),
    Fault(
        "clusters",
        "val-shuffled",
        0.5,
        ("label-misalignment", "eval-bug"),
        ("preprocess-mismatch",),
        WRONG,
        (("jump", "val_loss"), ("apart", "train_loss,val_loss")),
        harms="reported",
    ),
    Fault(
        "clusters",
        "leaked",
        0.0,
        ("train-test-overlap",),
        ("eval-bug",),
        "too-good",
        (("apart", "train_acc,val_acc"),),
        {"train": 300, "decay": 0},
        harms="reported",
    ),
    Fault(
        "clusters",
        "eval-in-train-mode",
        0.0,
        ("train-eval-mode",),
        ("eval-bug", "preprocess-mismatch"),
        WRONG,
        (("apart", "train_loss,val_loss"),),
        harms="reported",
    ),
    Fault(
        "clusters",
        "over-decay",
        0.0,
        ("over-regularised",),
        ("lr-too-low", "under-capacity"),
        NEVER,
        BOTH_END,
    ),
    Fault(
        "clusters",
        "frozen",
        0.05,
        ("frozen-params",),
        ("graph-break", "lr-too-low"),
        BADLY,
        (("ends", "train_loss"), ("still", "train_loss")),
    ),
    Fault(
        "clusters",
        "tiny-init",
        0.0,
        ("bad-init", "vanishing-gradients"),
        ("lr-too-low",),
        NEVER,
        (("ends", "grad_norm"), ("ends", "train_loss")),
        {"depth": 6, "sigmoid": 1},
    ),
    Fault(
        "clusters",
        "nan",
        0.5,
        ("numeric-overflow",),
        ("exploding-gradients", "fp16-overflow", "constant-or-nan-feature"),
        "crash",
        (("nan", "train_loss"),),
    ),
    Fault("clusters", "sorted", 0.0, ("unshuffled-data",), ("label-misalignment",), BADLY, BOTH_END),
    Fault(
        "clusters",
        "setting",
        0.0,
        ("lr-too-low",),
        ("undertrained", "vanishing-gradients"),
        BADLY,
        (("grows", "train_loss"), ("ends", "lr")),
        {"lr": 0.000004, "decay": 0},
        called="lr-small",
    ),
    Fault(
        "clusters",
        "resume-no-weights",
        0.9,
        ("checkpoint-incomplete",),
        ("lr-too-high", "bad-init"),
        BROKE,
        LOSS_JUMPS,
        {"cosine": 1},
    ),
    Fault(
        "clusters",
        "resume-no-moments",
        0.6,
        ("checkpoint-incomplete",),
        ("lr-too-high", "lr-schedule-units"),
        BROKE,
        (*LOSS_JUMPS, ("jump", "lr")),
    ),
    Fault(
        "clusters",
        "schedule-units",
        0.0,
        ("lr-schedule-units",),
        ("lr-too-low", "undertrained"),
        BADLY,
        (("ends", "lr"), ("still", "train_loss")),
        {"cosine": 1, "lr": 0.0004, "apart": 0.7},
    ),
    Fault(
        "clusters",
        "accumulated",
        0.5,
        ("grad-accum-normalisation",),
        ("lr-too-high", "exploding-gradients"),
        BROKE,
        (*LOSS_JUMPS, ("jump", "grad_norm")),
        {"sgd": 1, "lr": 0.02},
    ),
    Fault(
        "clusters",
        "not-zeroed",
        0.0,
        ("gradients-not-zeroed",),
        ("lr-too-high", "exploding-gradients"),
        BADLY,
        (("grows", "grad_norm"), ("ends", "train_loss")),
        {"sgd": 1, "lr": 0.02},
    ),
    Fault(
        "clusters",
        "raw-inputs",
        0.0,
        ("unnormalised-inputs",),
        ("exploding-gradients", "lr-too-high", "constant-or-nan-feature"),
        BADLY,
        BOTH_END,
    ),
    Fault(
        "clusters",
        "summed-loss",
        0.5,
        ("metric-redefined",),
        ("logging-artefact",),
        WRONG,
        (("jump", "train_loss"),),
        {"apart": 0.6},
        harms="number",
    ),
    Fault(
        "clusters",
        "stale-eval",
        0.3,
        ("eval-bug",),
        ("logging-artefact", "frozen-params"),
        WRONG,
        (("still", "val_loss"),),
        {"lr": 0.0002, "apart": 0.7},
        harms="reported",
    ),
    Fault(
        "clusters",
        "setting",
        0.0,
        ("class-imbalance",),
        ("lr-too-low", "under-capacity"),
        BADLY,
        (("ends", "val_acc"),),
        {"majority": 0.96},
        called="imbalance",
    ),
    Fault(
        "curve",
        "broadcast",
        0.0,
        ("silent-broadcast",),
        ("wrong-loss", "lr-too-low", "under-capacity"),
        NEVER,
        BOTH_END,
    ),
    Fault(
        "curve",
        "setting",
        0.0,
        ("under-capacity",),
        ("lr-too-low", "over-regularised"),
        BADLY,
        BOTH_END,
        {"width": 1, "depth": 1},
        called="one-unit",
    ),
    Fault(
        "curve",
        "outliers",
        0.5,
        ("constant-or-nan-feature", "label-noise"),
        ("exploding-gradients", "batch-too-small"),
        BROKE,
        LOSS_JUMPS,
    ),
    Fault(
        "curve",
        "batch-of-one",
        0.5,
        ("batch-too-small",),
        ("lr-too-high",),
        BROKE,
        (*LOSS_JUMPS, ("jump", "grad_norm")),
        {"lr": 0.03},
    ),
    Fault(
        "curve",
        "half-precision",
        0.5,
        ("fp16-overflow",),
        ("numeric-overflow", "exploding-gradients"),
        BADLY,
        (("jump", "loss_scale"), ("still", "val_loss")),
        {"lr": 0.0001},
        log="speed",
    ),
    Fault(
        "curve",
        "frozen",
        0.5,
        ("frozen-params",),
        ("graph-break", "lr-too-low"),
        BADLY,
        (("still", "val_loss"),),
        {"lr": 0.00008},
    ),
    Fault("language", "lr-high", 0.5, ("lr-too-high",), ("exploding-gradients",), BROKE, LOSS_JUMPS),
    Fault(
        "language",
        "stuck-shard",
        0.5,
        ("overfitting", "unshuffled-data"),
        ("train-test-overlap",),
        BROKE,
        (("jump", "train_loss"), ("jump", "val_loss"), ("apart", "train_loss,val_loss")),
    ),
    Fault(
        "language",
        "growing-work",
        0.4,
        ("throughput-decay",),
        ("memory-leak", "slow-node", "gpu-starved"),
        "slow",
        (("grows", "throughput"),),
        harms="time",
        log="speed",
    ),
    Fault(
        "language",
        "starved",
        0.5,
        ("gpu-starved",),
        ("throughput-decay", "slow-node", "hardware-fault"),
        "slow",
        (("jump", "throughput"),),
        harms="time",
        log="speed",
    ),
    Fault(
        "language",
        "leak",
        0.2,
        ("memory-leak",),
        ("throughput-decay",),
        "crash",
        (("grows", "memory"),),
        harms="memory",
        log="memory",
    ),
    Fault(
        "language",
        "double-softmax",
        0.0,
        ("double-softmax",),
        ("wrong-loss", "lr-too-low", "under-capacity"),
        BADLY,
        (("ends", "train_loss"),),
    ),
    Fault(
        "expert",
        "degrees",
        0.0,
        ("preprocess-mismatch", "action-range"),
        ("eval-bug", "reward-scale"),
        BADLY,
        (("apart", "train_loss,val_loss"),),
    ),
    Fault(
        "expert",
        "setting",
        0.0,
        ("overfitting",),
        (),
        BADLY,
        (("apart", "train_loss,val_loss"), ("grows", "val_loss")),
        {"train": 40},
        called="small-data",
    ),
    Fault("expert", "misaligned", 0.5, ("label-misalignment",), ("label-noise",), BROKE, LOSS_JUMPS),
    Fault(
        "tuning", "lr-high", 0.0, ("lr-too-high",), ("exploding-gradients",), BADLY, BOTH_END, {"factor": 300}
    ),
    Fault(
        "tuning",
        "fresh-weights",
        0.0,
        ("checkpoint-incomplete", "config-not-applied"),
        ("bad-init", "lr-too-low", "wrong-code-ran"),
        BADLY,
        (("starts", "train_loss"), ("ends", "val_acc")),
    ),
    Fault(
        "tuning", "label-noise", 0.0, ("label-noise",), ("overfitting", "label-misalignment"), BADLY, BOTH_END
    ),
    Fault(
        "contrastive",
        "misaligned",
        0.4,
        ("label-misalignment",),
        ("label-noise", "buffer-misalignment"),
        BROKE,
        (("jump", "train_loss"), ("jump", "pair_acc")),
    ),
    Fault(
        "contrastive",
        "lr-high",
        0.5,
        ("lr-too-high",),
        ("exploding-gradients",),
        BROKE,
        (("jump", "train_loss"), ("jump", "grad_norm")),
    ),
    Fault(
        "autoencoder",
        "beta-huge",
        0.5,
        ("over-regularised",),
        ("wrong-loss",),
        BROKE,
        (("jump", "kl_loss"), ("jump", "recon_loss")),
    ),
    Fault(
        "autoencoder",
        "misaligned",
        0.0,
        ("label-misalignment",),
        ("under-capacity",),
        NEVER,
        (("ends", "recon_loss"), ("ends", "kl_loss")),
    ),
]
