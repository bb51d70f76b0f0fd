"""The mathematics of the coach: beliefs, what an experiment would tell, and whether to test or to fix.

Pure and lazy: a name is imported when it is used, so `coach.reasoning.scale` and
`coach.reasoning.problem` cost nothing but the standard library.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from coach.reasoning.advice import Assessment, Recommendation, recommend
    from coach.reasoning.belief import Belief, posterior
    from coach.reasoning.confusion import Confusion, Misfit, confusion
    from coach.reasoning.information import OutcomeView, expected_information_gain, outcome_probabilities
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
    from coach.reasoning.repair import Repair, evpi, expected_cost_of_repair, lower_bound
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

__all__ = [
    "OTHER",
    "OTHER_PRIOR_DEFAULT",
    "OTHER_PRIOR_FLOOR",
    "SURPRISE",
    "WORDS",
    "Assessment",
    "Belief",
    "Confusion",
    "Cost",
    "CostWeights",
    "Evidence",
    "Experiment",
    "Fix",
    "Hypothesis",
    "Misfit",
    "OutcomeView",
    "PremortemArithmetic",
    "PremortemCause",
    "Problem",
    "Recommendation",
    "Repair",
    "SurpriseLevel",
    "Word",
    "bayes_factor",
    "confusion",
    "decibans",
    "evpi",
    "expected_cost_of_repair",
    "expected_information_gain",
    "format_probability",
    "kass_raftery",
    "lower_bound",
    "nearest_word",
    "notch",
    "outcome_probabilities",
    "parse_probability",
    "posterior",
    "premortem_arithmetic",
    "recommend",
]

_HOME: Final = {
    "Assessment": "advice",
    "Recommendation": "advice",
    "recommend": "advice",
    "Belief": "belief",
    "posterior": "belief",
    "Confusion": "confusion",
    "Misfit": "confusion",
    "confusion": "confusion",
    "OutcomeView": "information",
    "expected_information_gain": "information",
    "outcome_probabilities": "information",
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
    "Repair": "repair",
    "evpi": "repair",
    "expected_cost_of_repair": "repair",
    "lower_bound": "repair",
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
}


def __getattr__(name: str) -> Any:
    """Import a public name when it is first used (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return __all__
