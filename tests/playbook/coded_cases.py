"""Published bugs whose symptom was stated, coded by hand as class and symptoms, and the modes that name the cause.

The codes rest on the symptom's text alone: a symptom is coded when its question would be answered with yes. The same
person wrote the playbooks, so the hit rate is a check of sanity and no estimate of how well strangers would fare.
"""

from __future__ import annotations

from typing import NamedTuple

DL, RL, PG = "deep-learning", "reinforcement-learning", "policy-gradient"


class Case(NamedTuple):
    """One bug: the playbook its owner would pick, what was seen, and the failure modes that would be right."""

    playbook: str
    symptom_class: str
    symptoms: frozenset[str]
    right: frozenset[str]


def _case(playbook: str, symptom_class: str, symptoms: str, right: str) -> Case:
    return Case(playbook, symptom_class, frozenset(symptoms.split()), frozenset(right.split()))


CASES = {
    "cleanrl-16": _case(PG, "learns-badly", "advantages-off-centre", "advantage-bug"),
    "elegantrl-183": _case(PG, "learns-badly", "", "advantage-bug"),
    "rlevo-342": _case(PG, "learns-badly", "terminal-values-off", "advantage-bug"),
    "baselines-436": _case(RL, "learns-badly", "terminal-values-off", "termination-truncation"),
    "baselines-418": _case(
        RL, "not-reproducible", "same-seed-differs depends-on-batching", "buffer-misalignment"
    ),
    "baselines-1234": _case(
        PG, "not-reproducible", "reference-does-better", "env-nondeterminism-unknown implementation-gap"
    ),
    "coursia-7821": _case(PG, "learns-badly", "terminal-values-off", "termination-truncation"),
    "aima-1337": _case(RL, "learns-badly", "terminal-values-off", "wrong-td-target buffer-misalignment"),
    "muesli-1": _case(RL, "learns-badly", "stored-transitions-odd", "buffer-misalignment"),
    "supersuit-116": _case(
        RL, "learns-badly", "evaluation-below-training", "buffer-misalignment env-not-stepped"
    ),
    "gflownet-61": _case(
        RL, "never-learns", "random-level-return", "buffer-misalignment inplace-modification"
    ),
    "sacpytorch-15": _case(PG, "learns-badly", "", "clip-action-logprob"),
    "tf2rl-60": _case(RL, "never-learns", "random-level-return", "reward-scale"),
    "reagent-189": _case(RL, "learned-then-broke", "loss-rises-or-swings", "target-net-frequency"),
    "aidotnet-2121a": _case(
        RL, "never-learns", "plateau-from-start random-level-return still-random-late", "epsilon-schedule"
    ),
    "tensortrade-234": _case(RL, "learns-badly", "still-random-late", "epsilon-schedule"),
    "drqn-3": _case(RL, "never-learns", "random-level-return", "epsilon-schedule"),
    "orbit-10": _case(RL, "learns-badly", "stops-exploring-early", "epsilon-schedule"),
    "isaaclab-2635": _case(RL, "learns-badly", "evaluation-below-training", "running-stats-bug"),
    "mesozoic-157": _case(
        RL, "learns-badly", "score-scale-odd evaluation-below-training", "running-stats-bug"
    ),
    "practicalrl-304": _case(
        PG, "never-learns", "plateau-from-start random-level-return", "double-normalisation"
    ),
    "garage-579": _case(PG, "learns-badly", "entropy-growth", "entropy-growth"),
    "ikostrikov-98": _case(PG, "learns-badly", "loss-rises-or-swings", "lstm-minibatch-shuffle"),
    "ikostrikov-16": _case(PG, "never-learns", "random-level-return", "train-metric-as-eval"),
    "rltrader-49": _case(PG, "learns-badly", "evaluation-below-training memory-odd", "reset-leak"),
    "deeprlzoo-7": _case(RL, "learns-badly", "score-scale-odd", "train-metric-as-eval"),
    "ale-262": _case(RL, "learned-then-broke", "score-scale-odd value-scale-large", ""),
    "spinup-310": _case(RL, "not-reproducible", "same-seed-differs", "env-nondeterminism-unknown"),
    "dl-31556268": _case(DL, "never-learns", "chance-plateau plateau-from-start", "wrong-loss lr-too-low"),
    "dl-33969059": _case(DL, "never-learns", "plateau-from-start constant-predictions", "wrong-loss"),
    "dl-34311586": _case(DL, "never-learns", "plateau-from-start", "wrong-loss"),
    "dl-39525358": _case(DL, "never-learns", "chance-plateau constant-predictions", "unnormalised-inputs"),
    "dl-47724077": _case(DL, "learns-badly", "initial-loss-high", "unnormalised-inputs"),
    "dl-59278771": _case(DL, "never-learns", "chance-plateau plateau-from-start", "unnormalised-inputs"),
    "dl-48221692": _case(DL, "never-learns", "plateau-from-start", "wrong-loss"),
    "dl-45337371": _case(DL, "never-learns", "plateau-from-start", "wrong-loss"),
    "dl-45442843": _case(DL, "never-learns", "chance-plateau plateau-from-start", "wrong-loss"),
    "dl-31627380": _case(DL, "learns-badly", "", "wrong-loss"),
    "frrn-2": _case(DL, "learns-badly", "validation-far-worse", "train-eval-mode checkpoint-incomplete"),
    "hidden-13": _case(DL, "learns-badly", "validation-far-worse", "train-eval-mode"),
    "srgan-1": _case(DL, "never-learns", "plateau-from-start", "lr-schedule-units"),
    "yolov3-902": _case(
        DL, "learned-then-broke", "began-at-restart loss-rises-or-swings", "checkpoint-incomplete"
    ),
    "deepspeech-258": _case(DL, "learned-then-broke", "began-at-restart", "lr-too-high"),
    "musictag-4": _case(DL, "learns-badly", "rate-not-as-meant", "lr-schedule-units"),
    "jaxili-16": _case(DL, "learns-badly", "rate-not-as-meant", "lr-schedule-units"),
    "axolotl-2262": _case(
        DL, "learns-badly", "depends-on-batching initial-loss-high", "grad-accum-normalisation"
    ),
    "distillkit-5": _case(DL, "learns-badly", "depends-on-batching", "grad-accum-normalisation"),
    "gpt2-122": _case(DL, "crash", "non-finite", "fp16-overflow"),
    "flax-982": _case(DL, "crash", "non-finite", "fp16-overflow"),
    "fasttransformers-32": _case(DL, "crash", "non-finite", "fp16-overflow"),
    "indot5-collator": _case(DL, "crash", "non-finite initial-loss-high", ""),
    "searchr1-88": _case(DL, "learned-then-broke", "", ""),
}
"""By the case's id; nothing is right where no playbook here knows the cause, which counts as a miss."""


class Inferred(NamedTuple):
    """One bug whose symptom its source does not state: the symptom class, and the failure modes that would be right."""

    symptom_class: str
    right: frozenset[str]


def _inferred(symptom_class: str, right: str) -> Inferred:
    return Inferred(symptom_class, frozenset(right.split()))


INFERRED = {
    "cleanrl-337": _inferred("never-learns", "advantage-bug"),
    "rlagents-exarl-257": _inferred("never-learns", "wrong-td-target termination-truncation"),
    "inac-1": _inferred("learns-badly", "clip-action-logprob"),
    "rladventure-32": _inferred("learns-badly", "target-net-frequency"),
    "sebtheiler-6": _inferred("learns-badly", "target-net-frequency"),
    "agilerl-464": _inferred("learns-badly", "target-net-frequency"),
    "aidotnet-2121b": _inferred("not-reproducible", "target-net-frequency"),
    "rlax-102": _inferred("never-learns", "epsilon-schedule"),
    "torchrl-4208": _inferred("learns-badly", "correlated-envs"),
    "garage-1418": _inferred("learns-badly", "normalisation-one-path-only"),
    "ikostrikov-206": _inferred("learns-badly", "reset-leak"),
    "diengine-52": _inferred("learns-badly", "reset-leak recurrent-replay-state"),
    "rlhfbook-216": _inferred("learns-badly", "advantage-bug padding-in-advantage"),
    "verl-ragen-58": _inferred("learned-then-broke", "kl-penalty-ineffective loss-term-sign"),
    "msswift-10084": _inferred("learns-badly", "grad-accum-normalisation"),
    "opennmt-526": _inferred("learns-badly", "grad-accum-normalisation"),
    "kair-106": _inferred("learns-badly", "unshuffled-data"),
    "meds-21": _inferred("learns-badly", ""),
}
"""By the case's id; nothing is right where no playbook here knows the cause."""
