"""Events about experiments: what they ask, what they would show, what was promised and what came."""

from __future__ import annotations

from typing import Literal

from coach.session.event.hypothesis import Origin
from coach.session.value import Dollars, Hours, Probability, Value


class ExperimentAdded(Value):
    """Something that could be done to tell hypotheses apart."""

    kind: Literal["experiment-added"] = "experiment-added"
    experiment: str
    question: str
    how: str
    outcomes: tuple[str, ...]
    origin: Origin
    repeats: bool = False
    """True where it is the same run again with another seed: price and forecast are those of a single one."""
    innocent: str = ""
    """Id of the failure mode whose own check it is, where that is one in which nothing is wrong; else empty."""
    steps: tuple[str, ...] = ()
    """How to do it, step by step."""
    code: str = ""
    """What to type."""


class ExperimentPriced(Value):
    """What an experiment takes: hours of machine, hours of a person, money."""

    kind: Literal["experiment-priced"] = "experiment-priced"
    experiment: str
    wall_h: Hours
    human_h: Hours
    dollars: Dollars = 0.0
    editorial: bool = False
    early_h: Hours = 0.0
    """When one would look whether it can be stopped."""
    early_chance: Probability = 0.0
    """P(the outcome is clear by then)."""
    side_by_side: bool = False
    """True where several seeds run at the same time, so that the wait is that of one."""


class OutcomesForecast(Value):
    """P(outcome | hypothesis): one row a hypothesis, columns as the experiment's outcomes."""

    kind: Literal["outcomes-forecast"] = "outcomes-forecast"
    experiment: str
    rows: dict[str, tuple[Probability, ...]]
    editorial: tuple[str, ...] = ()
    something_else: tuple[Probability, ...] = ()
    """P(outcome | something else), from what that is made of; empty where nobody knows, so that each is as likely."""


class Committed(Value):
    """What will be done next, which question it answers, and what is predicted."""

    kind: Literal["committed"] = "committed"
    commitment: str
    action: Literal["experiment", "fix", "service", "try", "rest"]
    target: str
    """Id of the experiment or hypothesis; empty for `service`, `try` and `rest`."""
    question: str
    advised: str
    """What the coach recommended at that moment, as `action:id`."""


class OutcomePredicted(Value):
    """The person's own forecast of a commitment's outcome; sealed and scored later."""

    kind: Literal["outcome-predicted"] = "outcome-predicted"
    commitment: str
    probability: dict[str, Probability]


class ResultRecorded(Value):
    """What came of a commitment."""

    kind: Literal["result-recorded"] = "result-recorded"
    commitment: str
    outcome: str
    text: str = ""
    known: Literal["hand", "log"] = "hand"


class CostSpent(Value):
    """What a commitment really took."""

    kind: Literal["cost-spent"] = "cost-spent"
    commitment: str
    hours: Hours


class FixConfirmed(Value):
    """How sure the repair is: undone and redone, seen to work once, or only believed."""

    kind: Literal["fix-confirmed"] = "fix-confirmed"
    hypothesis: str
    """Id of the hypothesis that was the cause, or `other`."""
    grade: Literal["reversed", "fixed-once", "believed"]
    text: str = ""
