"""Experiments that a catalogue suggests: its own, each failure mode's check, and each contrast nobody tried yet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from coach.session.failure_mode import Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from coach.session.failure_mode import FailureMode, Symptom

CHECK_FINDS = 0.9
"""P(a failure mode's own check finds it | it is the cause) (editorial)."""
CHECK_MISLEADS = 0.1
"""P(a failure mode's own check finds it | it is a cause that nobody said it is mistaken for) (editorial)."""
SHORT, LEAST = 90, 25
"""Characters of a sentence that a name of an experiment takes whole, and that are left of a longer one (editorial)."""
_STOP = re.compile(r"(?<=[.?!])\s+(?=[A-Z])")
GOES_AWAY = ("goes away", "stays")
"""What can come out of a contrast."""


def check_id(failure_mode_id: str) -> str:
    """Give the id of a failure mode's own check as an experiment."""
    return f"check-{failure_mode_id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SuggestedExperiment:
    """An experiment that tells causes apart.

    Attributes:
        id: never changes once published.
        question: what it answers.
        how: what to do, in a sentence or two.
        wall_runs: duration as a fraction of the user's own run.
        wall_h: duration in hours, beside `wall_runs`.
        dollars: money beside the price of running.
        human_h: hours of a person's work.
        outcomes: what can come out, at least two.
        rows: P(outcome | failure mode) by failure mode id, one number an outcome, each row summing to 1.
            Of a failure mode without a row it says nothing; see `Catalogue.completed`.
        steps: how to do it, step by step; may be empty.
        code: what to type; may be empty.
    """

    id: str
    question: str
    how: str
    wall_runs: float
    wall_h: float
    dollars: float
    human_h: float
    outcomes: tuple[str, ...]
    rows: Mapping[str, tuple[float, ...]]
    steps: tuple[str, ...] = ()
    code: str = ""


def wall_hours(each: SuggestedExperiment | Price, length: float) -> float:
    """Give how long an experiment or a check takes in hours of waiting, where a run takes `length` hours."""
    return each.wall_h + each.wall_runs * length


def costs_no_more(each: SuggestedExperiment, price: Price) -> bool:
    """True when an experiment takes no more than a check, however long a run is."""
    takes, most = each.wall_h + each.human_h, price.wall_h + price.human_h
    return each.wall_runs <= price.wall_runs and takes <= most and each.dollars <= price.dollars


def check_experiment(mode: FailureMode, among: Iterable[FailureMode]) -> SuggestedExperiment:
    """Give a failure mode's own check as an experiment.

    Its first outcome comes out nine times in ten when it is the cause, as often as stated for the causes that it is
    mistaken for, and now and then for every other one; what is left is spread evenly over the other outcomes.

    Args:
        mode: whose check it is.
        among: the failure modes it is told apart from.
    """
    check = mode.check
    finds = {each.id: check.mistaken_for.get(each.id, CHECK_MISLEADS) for each in among}
    count = len(check.outcomes) - 1
    rows = {each: (p, *((1 - p) / count,) * count) for each, p in {**finds, mode.id: CHECK_FINDS}.items()}
    return SuggestedExperiment(
        id=check_id(mode.id),
        question=f"{mode.name}? {in_short(check.says)}",
        how=check.says,
        **_cost(check.price),
        outcomes=check.outcomes,
        rows=rows,
        steps=check.steps,
        code=check.code,
    )


def first_sentence(text: str) -> str:
    """Give a text up to the first stop that a capital follows.

    >>> first_sentence("Train at 2.5e-4, i.e. slowly. It learns: not this.")
    'Train at 2.5e-4, i.e. slowly.'
    """
    return _STOP.split(text, maxsplit=1)[0]


def in_short(says: str) -> str:
    """Give the first sentence of a text, up to a comma where it is long and something is said before that.

    >>> in_short("Compare two snapshots of the heap. The same twice: not this.")
    'Compare two snapshots of the heap'
    """
    sentence = first_sentence(says).rstrip(".")
    begun = re.split("[,;:] ", sentence)[0]
    return begun if len(sentence) > SHORT and len(begun) >= LEAST else sentence


def contrast_experiment(contrast: Symptom, among: Iterable[FailureMode], base: float) -> SuggestedExperiment:
    """Give a contrast as an experiment: try it, and see whether it goes away.

    Args:
        contrast: a symptom of the kind contrast.
        among: the failure modes it may tell apart.
        base: P(it goes away) whatever the cause, for the failure modes that say nothing of it.
    """
    goes = {each.id: each.symptoms.get(contrast.id, base) for each in among}
    return SuggestedExperiment(
        id=contrast.id.replace(".", "-", 1),
        question=contrast.asks,
        how=next(iter(contrast.steps), contrast.asks),
        **_cost(contrast.price or Price()),
        outcomes=GOES_AWAY,
        rows={each: (p, 1 - p) for each, p in goes.items()},
        steps=contrast.steps,
        code=contrast.code,
    )


class _Cost(TypedDict):
    wall_runs: float
    wall_h: float
    dollars: float
    human_h: float


def _cost(price: Price) -> _Cost:
    return _Cost(wall_runs=price.wall_runs, wall_h=price.wall_h, dollars=price.dollars, human_h=price.human_h)
