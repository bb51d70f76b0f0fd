"""The mathematics of the coach: beliefs, what an experiment would tell, and whether to test or to fix.

Pure and lazy: a name is imported when it is used, so `coach.reasoning.scale` and
`coach.reasoning.problem` cost nothing but the standard library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from coach.reasoning.advice import Alternative, Assessment, Recommendation, recommend
    from coach.reasoning.batches import Batch, plan_batches
    from coach.reasoning.belief import Belief, posterior
    from coach.reasoning.calibration import CalibrationCurve, calibration_curve
    from coach.reasoning.cells import Cell
    from coach.reasoning.confusion import Confusion, Misfit, confusion
    from coach.reasoning.faults import Fault, FaultSets, Symptom, fault_sets
    from coach.reasoning.hours import format_hours
    from coach.reasoning.information import OutcomeView, expected_information_gain, outcome_probabilities
    from coach.reasoning.policy import Plan, PlanNode, advised_plan, optimal_plan
    from coach.reasoning.pooling import Difference, differences, disagreement_bits, linear_pool, log_pool
    from coach.reasoning.premortem import PremortemArithmetic, PremortemCause, premortem_arithmetic
    from coach.reasoning.problem import (
        OTHER,
        OTHER_PRIOR_DEFAULT,
        OTHER_PRIOR_FLOOR,
        Cost,
        CostWeights,
        Evidence,
        Experiment,
        Fix,
        Hypothesis,
        Problem,
    )
    from coach.reasoning.recalibration import Recalibration, recalibrate
    from coach.reasoning.repair import Repair, evpi, expected_cost_of_repair, lower_bound
    from coach.reasoning.revision import failed_fix, other_prior_learned, retro_split
    from coach.reasoning.robustness import CellCheck, Question, Robustness, robustness, worth_asking
    from coach.reasoning.scale import (
        SURPRISE,
        WORDS,
        SurpriseLevel,
        Word,
        bayes_factor,
        decibans,
        format_probability,
        kass_raftery,
        nearest_word,
        notch,
        parse_probability,
    )
    from coach.reasoning.scores import (
        Forecast,
        brier_score,
        log_score,
        mean_log_score,
        murphy_decomposition,
        spiegelhalter_z,
    )
    from coach.reasoning.seeds import SeedRun, evidence_of_runs, metric_experiments, success_experiments
    from coach.reasoning.several import several_faults

__all__ = [
    "OTHER",
    "OTHER_PRIOR_DEFAULT",
    "OTHER_PRIOR_FLOOR",
    "SURPRISE",
    "WORDS",
    "Alternative",
    "Assessment",
    "Batch",
    "Belief",
    "CalibrationCurve",
    "Cell",
    "CellCheck",
    "Confusion",
    "Cost",
    "CostWeights",
    "Difference",
    "Evidence",
    "Experiment",
    "Fault",
    "FaultSets",
    "Fix",
    "Forecast",
    "Hypothesis",
    "Misfit",
    "OutcomeView",
    "Plan",
    "PlanNode",
    "PremortemArithmetic",
    "PremortemCause",
    "Problem",
    "Question",
    "Recalibration",
    "Recommendation",
    "Repair",
    "Robustness",
    "SeedRun",
    "SurpriseLevel",
    "Symptom",
    "Word",
    "advised_plan",
    "bayes_factor",
    "brier_score",
    "calibration_curve",
    "confusion",
    "decibans",
    "differences",
    "disagreement_bits",
    "evidence_of_runs",
    "evpi",
    "expected_cost_of_repair",
    "expected_information_gain",
    "failed_fix",
    "fault_sets",
    "format_hours",
    "format_probability",
    "kass_raftery",
    "linear_pool",
    "log_pool",
    "log_score",
    "lower_bound",
    "mean_log_score",
    "metric_experiments",
    "murphy_decomposition",
    "nearest_word",
    "notch",
    "optimal_plan",
    "other_prior_learned",
    "outcome_probabilities",
    "parse_probability",
    "plan_batches",
    "posterior",
    "premortem_arithmetic",
    "recalibrate",
    "recommend",
    "retro_split",
    "robustness",
    "several_faults",
    "spiegelhalter_z",
    "success_experiments",
    "worth_asking",
]

_HOME: Final = {
    "Alternative": "advice",
    "Assessment": "advice",
    "Recommendation": "advice",
    "recommend": "advice",
    "Batch": "batches",
    "plan_batches": "batches",
    "Belief": "belief",
    "posterior": "belief",
    "CalibrationCurve": "calibration",
    "calibration_curve": "calibration",
    "Cell": "cells",
    "Confusion": "confusion",
    "Misfit": "confusion",
    "confusion": "confusion",
    "Fault": "faults",
    "FaultSets": "faults",
    "Symptom": "faults",
    "fault_sets": "faults",
    "format_hours": "hours",
    "OutcomeView": "information",
    "expected_information_gain": "information",
    "outcome_probabilities": "information",
    "Plan": "policy",
    "PlanNode": "policy",
    "advised_plan": "policy",
    "optimal_plan": "policy",
    "Difference": "pooling",
    "differences": "pooling",
    "disagreement_bits": "pooling",
    "linear_pool": "pooling",
    "log_pool": "pooling",
    "PremortemArithmetic": "premortem",
    "PremortemCause": "premortem",
    "premortem_arithmetic": "premortem",
    "OTHER": "problem",
    "OTHER_PRIOR_DEFAULT": "problem",
    "OTHER_PRIOR_FLOOR": "problem",
    "Cost": "problem",
    "CostWeights": "problem",
    "Evidence": "problem",
    "Experiment": "problem",
    "Fix": "problem",
    "Hypothesis": "problem",
    "Problem": "problem",
    "Recalibration": "recalibration",
    "recalibrate": "recalibration",
    "Repair": "repair",
    "evpi": "repair",
    "expected_cost_of_repair": "repair",
    "lower_bound": "repair",
    "failed_fix": "revision",
    "other_prior_learned": "revision",
    "retro_split": "revision",
    "CellCheck": "robustness",
    "Question": "robustness",
    "Robustness": "robustness",
    "robustness": "robustness",
    "worth_asking": "robustness",
    "SURPRISE": "scale",
    "WORDS": "scale",
    "SurpriseLevel": "scale",
    "Word": "scale",
    "bayes_factor": "scale",
    "decibans": "scale",
    "format_probability": "scale",
    "kass_raftery": "scale",
    "nearest_word": "scale",
    "notch": "scale",
    "parse_probability": "scale",
    "Forecast": "scores",
    "brier_score": "scores",
    "log_score": "scores",
    "mean_log_score": "scores",
    "murphy_decomposition": "scores",
    "spiegelhalter_z": "scores",
    "SeedRun": "seeds",
    "evidence_of_runs": "seeds",
    "metric_experiments": "seeds",
    "success_experiments": "seeds",
    "several_faults": "several",
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
