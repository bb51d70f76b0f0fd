"""Problem files for `coach plan`: hypotheses, experiments and evidence in YAML or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from coach.cli.located_data import FilePart
from coach.errors import BeliefError, RunReadError
from coach.playbook.strict_yaml import load_yaml
from coach.reasoning.problem import (
    LARGEST_COST_H,
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

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path

MOST_HYPOTHESES: Final = 200
MOST_EXPERIMENTS: Final = 200
ROW_SLACK: Final = 0.01
"""A row may miss 1 by so much, as rounded numbers do; it is then normalised."""
SERVICE_BASE_H: Final = 20.0
SERVICE_FIXES: Final = 4.0
"""Where no service is given: 20 h and four times the average fix (editorial)."""
_TOP: Final = ("hypotheses", "other", "service", "costs", "experiments", "evidence")
_PAIR: Final = 2
_LONG_H: Final = 1e7
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ProblemFile:
    """A problem that was read, and what was assumed because the file does not say."""

    problem: Problem
    notes: tuple[str, ...]


def read_problem(path: Path) -> ProblemFile:
    """Give the problem in a file.

    Raises:
        RunReadError: the file cannot be read or states something that cannot be; `where` is file:line:column.
    """
    document = load_yaml(path)
    top = FilePart(document, (), document.data)
    parts = top.keys(_TOP)
    notes: list[str] = []
    weights = _weights(parts.get("costs"))
    hypotheses = _hypotheses(top.required(parts, "hypotheses"))
    known = dict.fromkeys(each.id for each in hypotheses)
    experiments = _experiments(parts["experiments"], known) if "experiments" in parts else ()
    done: set[str] = set()
    evidence = _evidence(parts["evidence"], known, experiments, done) if "evidence" in parts else ()
    problem = _placed(
        top,
        lambda: Problem(
            hypotheses=hypotheses,
            other_prior=_other_prior(parts.get("other"), notes),
            service=_service(parts.get("service"), hypotheses, weights, notes),
            weights=weights,
            experiments=tuple(each for each in experiments if each.id not in done),
            evidence=evidence,
        ),
    )
    return ProblemFile(problem, tuple(notes))


def _placed(part: FilePart, build: Callable[[], T]) -> T:
    """Give what `build` gives; numbers that cannot be beliefs are refused where they stand."""
    try:
        return build()
    except BeliefError as error:
        raise RunReadError(error.message, hint=error.hint, where=part.document.where(part.path)) from error


def _weights(part: FilePart | None) -> CostWeights:
    if part is None:
        return CostWeights()
    parts = part.keys(("wall_weight", "dollars_per_hour"))
    return _placed(part, lambda: CostWeights(**{key: each.number() for key, each in parts.items()}))


def _cost(part: FilePart) -> Cost:
    parts = part.keys(("wall_h", "dollars", "human_h"))
    return _placed(part, lambda: Cost(**{key: each.number() for key, each in parts.items()}))


def _hypotheses(part: FilePart) -> tuple[Hypothesis, ...]:
    entries = list(part.elements())
    if not entries:
        part.fail("there is no hypothesis yet", "Name at least one possible cause.")
    if len(entries) > MOST_HYPOTHESES:
        part.fail(f"{len(entries)} hypotheses are too many", f"Keep the {MOST_HYPOTHESES} likeliest.")
    prices: dict[str, Cost] = {}
    read: dict[str, tuple[float, str]] = {}
    for entry in entries:
        hypothesis_id, weight, fix_id = _hypothesis(entry, set(read), prices)
        read[hypothesis_id] = weight, fix_id
    for entry, (_, fix_id) in zip(entries, read.values(), strict=True):
        if fix_id not in prices:
            entry.fail(f"nobody says what the fix {fix_id!r} costs", "Add `fix: {cost: {human_h: ...}}`.")
    return tuple(Hypothesis(each, weight, Fix(fix, prices[fix])) for each, (weight, fix) in read.items())


def _hypothesis(entry: FilePart, taken: set[str], prices: dict[str, Cost]) -> tuple[str, float, str]:
    """Give id, prior weight and fix id; a price stated here is added to the prices by fix id."""
    parts = entry.keys(("id", "prior", "fix"))
    hypothesis_id = entry.required(parts, "id").text()
    if hypothesis_id in taken:
        entry.fail(f"a second hypothesis is called {hypothesis_id!r}", "Give each its own id.")
    if hypothesis_id == OTHER:
        entry.fail(f"{OTHER!r} is the catch-all's id", "Give the hypothesis another id.")
    prior = parts.get("prior", None)
    weight = 1.0 if prior is None else prior.probability() if isinstance(prior.value, str) else prior.number()
    fix_id = hypothesis_id
    if "fix" in parts:
        fix = parts["fix"].keys(("id", "cost"))
        fix_id = fix["id"].text() if "id" in fix else hypothesis_id
        if "cost" in fix and prices.setdefault(fix_id, _cost(fix["cost"])) != _cost(fix["cost"]):
            fix["cost"].fail(
                f"the fix {fix_id!r} has two different costs", "State the cost of a shared fix once."
            )
    return hypothesis_id, weight, fix_id


def _other_prior(part: FilePart | None, notes: list[str]) -> float:
    if part is None or "prior" not in part.keys(("prior",)):
        notes.append(f"The catch-all's prior is not given: {OTHER_PRIOR_DEFAULT:g} is assumed.")
        return OTHER_PRIOR_DEFAULT
    prior = part.keys(("prior",))["prior"]
    stated = prior.probability()
    if stated >= 1:
        prior.fail("the catch-all cannot be certain", "Leave something for the named hypotheses.")
    if stated < OTHER_PRIOR_FLOOR:
        notes.append(f"The catch-all's prior is raised from {stated:g} to its floor, {OTHER_PRIOR_FLOOR:g}.")
    return max(OTHER_PRIOR_FLOOR, stated)


def _service(
    part: FilePart | None, hypotheses: tuple[Hypothesis, ...], weights: CostWeights, notes: list[str]
) -> Cost:
    if part is not None and "cost" in (parts := part.keys(("cost",))):
        return _cost(parts["cost"])
    fixes = {each.fix.id: weights.hours(each.fix.cost) for each in hypotheses}
    hours = min(LARGEST_COST_H, SERVICE_BASE_H + SERVICE_FIXES * sum(fixes.values()) / len(fixes))
    notes.append(
        f"The cost of a rebuild from something known to work is not given: {_shown(hours)} h is assumed "
        f"({SERVICE_BASE_H:g} h and {SERVICE_FIXES:g} times the average fix)."
    )
    return Cost(human_h=hours)


def _shown(hours: float) -> str:
    return f"{hours:.1f}" if hours < _LONG_H else f"{hours:.3g}"


def _experiments(part: FilePart, known: Collection[str]) -> tuple[Experiment, ...]:
    entries = list(part.elements())
    if len(entries) > MOST_EXPERIMENTS:
        part.fail(f"{len(entries)} experiments are too many", f"Keep the {MOST_EXPERIMENTS} most promising.")
    found: dict[str, Experiment] = {}
    for entry in entries:
        experiment = _experiment(entry, known)
        if experiment.id in found:
            entry.fail(f"a second experiment is called {experiment.id!r}", "Give each its own id.")
        found[experiment.id] = experiment
    return tuple(found.values())


def _experiment(entry: FilePart, known: Collection[str]) -> Experiment:
    parts = entry.keys(("id", "cost", "outcomes", "likelihood"))
    outcomes_part = entry.required(parts, "outcomes")
    outcomes = tuple(each.text() for each in outcomes_part.elements())
    if len(outcomes) < _PAIR or len(set(outcomes)) < len(outcomes):
        outcomes_part.fail("an experiment needs two outcomes or more, each with its own name")
    rows = parts["likelihood"].members() if "likelihood" in parts else {}
    for hypothesis_id, row in rows.items():
        _require_known(row, hypothesis_id, known)
    return _placed(
        entry,
        lambda: Experiment(
            entry.required(parts, "id").text(),
            _cost(entry.required(parts, "cost")),
            outcomes,
            {each: _row(row, len(outcomes)) for each, row in rows.items()},
        ),
    )


def _row(part: FilePart, count: int) -> tuple[float, ...]:
    if count == _PAIR and not isinstance(part.value, list):
        p = part.probability()
        return p, 1 - p
    row = _plain_row(part.value) or [each.probability() for each in part.elements()]
    if len(row) != count:
        part.fail(f"{len(row)} numbers for {count} outcomes", "Give one for each outcome.")
    total = sum(row)
    if abs(total - 1) > ROW_SLACK:
        part.fail(f"the row sums to {total:g}", "A row must sum to 1.")
    return tuple(p / total for p in row)


def _plain_row(value: object) -> list[float]:
    """Give a row of plain numbers as it stands, since a large problem has many; nothing where it has anything else."""
    if not isinstance(value, list) or not all(isinstance(each, float) and 0 <= each <= 1 for each in value):
        return []
    return list(value)


def _evidence(
    part: FilePart, known: Collection[str], experiments: tuple[Experiment, ...], done: set[str]
) -> tuple[Evidence, ...]:
    """Give the observations; the experiments they came from are added to `done`."""
    found: dict[str, Evidence] = {}
    by_id = {each.id: each for each in experiments}
    for entry in part.elements():
        parts = entry.keys(("id", "likelihood", "outcomes", "group", "experiment", "outcome"))
        evidence = (
            _observed(entry, parts, by_id, done) if "experiment" in parts else _stated(entry, parts, known)
        )
        if evidence.id in found:
            entry.fail(f"{evidence.id!r} stands here a second time", "State each observation once.")
        found[evidence.id] = evidence
    return tuple(found.values())


def _observed(
    entry: FilePart, parts: dict[str, FilePart], by_id: dict[str, Experiment], done: set[str]
) -> Evidence:
    named = parts["experiment"].text()
    if named not in by_id:
        parts["experiment"].fail(f"{named!r} is no experiment", f"Known: {', '.join(by_id) or 'none'}.")
    if named in done:
        entry.fail(f"the outcome of {named!r} stands here a second time", "State each observation once.")
    done.add(named)
    outcome = entry.required(parts, "outcome")
    return _placed(outcome, lambda: by_id[named].observed(outcome.text()))


def _stated(entry: FilePart, parts: dict[str, FilePart], known: Collection[str]) -> Evidence:
    rows = entry.required(parts, "likelihood").members()
    for hypothesis_id, row in rows.items():
        _require_known(row, hypothesis_id, known)
    return _placed(
        entry,
        lambda: Evidence(
            entry.required(parts, "id").text(),
            {each: row.probability() for each, row in rows.items()},
            outcome_count=int(parts["outcomes"].number(_PAIR)) if "outcomes" in parts else _PAIR,
            group=parts["group"].text() if "group" in parts else "",
        ),
    )


def _require_known(part: FilePart, hypothesis_id: str, known: Collection[str]) -> None:
    if hypothesis_id not in known and hypothesis_id != OTHER:
        part.fail(f"{hypothesis_id!r} is no hypothesis", f"Known: {', '.join((*known, OTHER))}.")
