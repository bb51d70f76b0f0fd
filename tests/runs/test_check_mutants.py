"""The table of cases is sharp: every operator of the resolver, flipped once, changes the verdict of one of them."""

from __future__ import annotations

import ast
import copy
import inspect
from itertools import permutations
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from coach.prediction import Comparison, parse_prediction
from coach.runs.checking import counting, prediction_check
from tests.runs.builders import run, series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

STEPS = np.arange(0, 101_000, 1000)
RISING = run(series("r", np.linspace(0, 20, 101), step=STEPS, seconds_a_step=0.36), name="rising")
LATE = run(series("r", [np.nan, 1, 2, np.nan, 2], step=[0, 1, 2, 3, 4]), name="late")
SINGLE = run(series("r", [1.0], seconds_a_step=None), name="single")
AT_ONE_STEP = run(series("r", [2.0, 1.0], step=[5, 5]), name="one step")
EMPTY = run(series("r", [np.nan]), series("loss", [1.0, 2.0]), name="empty")
OTHER_TAG = run(series("loss", [1, 2]), name="other tag")
BY_CLOCK = run(series("r", [1, 2, 3], wall_time=[3600.0, 7200.0, 10_800.0]), name="by clock")
UNLOGGED = run(series("r", []), series("loss", [1, 2]), name="unlogged")
HALF = run(series("r", np.linspace(0, 20, 51), step=STEPS[:51]), name="half")
FOUR = run(series("r", [4, 4], step=[0, 100_000]), name="four")
NEGATIVE = run(series("r", [-4, -4], step=[0, 100_000]), name="negative")
FORGOTTEN = run(series("r", [4, np.nan], step=[0, 100_000]), name="forgotten")
PAUSED = run(
    series(
        "r",
        np.arange(20),
        wall_time=1.7e9 + np.array([*range(0, 3600, 360), *range(90_000, 93_600, 360)]),
        segment=[0] * 10 + [1] * 10,
    ),
    name="paused",
)
REFERENCES = {
    "": (FOUR,),
    "two": (FOUR, RISING),
    "nan": (FORGOTTEN, FOUR),
    "empty": (OTHER_TAG,),
    "half": (HALF,),
}
REFERENCES |= {"unlogged": (UNLOGGED,), "negative": (NEGATIVE,)}
PLACES = (
    "",
    " by 50k",
    " by 5h",
    " by 50%",
    " after 50k",
    " after 5h",
    " after 50%",
    " after 20k by 60k",
    " by 200k",
)
WINDOWS: tuple[str, ...] = (
    "",
    ", last 10%",
    ", first 10%",
    ", last 10k",
    ", first 10k",
    ", last 1h",
    ", first 1h",
    ", from 20k to 40k",
)
WINDOWS += (", from 20% to 40%", ", from 2h to 4h", ", from 20k to 200k", ", first 90h")
STATISTICS = ("max", "min", "mean", "median", "std", "slope")
TEXTS = (
    *(f"r {sign} 10{place}" for sign in (">", "<=") for place in PLACES),
    *(f"r {sign} {at} throughout{place}" for sign, at in ((">", 0), (">=", 10), ("<", 25)) for place in PLACES),
    *(f"{statistic}(r) {sign} 10" for statistic in STATISTICS for sign in (">=", "<=", "<")),
    *(f"{statistic}(r{window}) > 8" for statistic in ("mean", "max") for window in WINDOWS),
    *(f"mean(r{window}) > 8{place}" for window in WINDOWS for place in (" by 60k", " after 30k", " by 5h")),
    *(f"r > {to}" for to in ("baseline", "run two", "run nan", "run empty", "run half", "run nobody", "run unlogged")),
    *(f"r {sign} baseline {offset}" for sign in ("<=", ">=") for offset in ("+ 16", "- 4", "+ 400%", "+ 401%")),
    "r > run negative + 100%", "r > run half by 90k", "r >= run two + 0.1", "mean(r, last 10%) > run two",
    "mean(r, from 1100 to 1900) > 1", "std(r, from 500 to 1500) > 1", "r > 15 by 1.5h", "max(r, last 1h) > 3",
    "r > 10 in 1 of 2 seeds", "r > 10 in 2 of 2 seeds", "r > 10 in 2 of 3 seeds", "r > 10 in 1 of 1 seeds",
    "r > 10 in 3 of 4 seeds", "r > 10 in 4 of 4 seeds",
)  # fmt: skip
RUNS = (
    *((each,) for each in (RISING, LATE, SINGLE, AT_ONE_STEP, EMPTY, OTHER_TAG, BY_CLOCK, UNLOGGED, HALF, PAUSED)),
    (), (RISING, FOUR), (RISING, OTHER_TAG), (FOUR, FOUR, RISING), (HALF, HALF, RISING),
)  # fmt: skip
FLIPPED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.And: ast.Or, ast.Or: ast.And, ast.Not: ast.UAdd,
}  # fmt: skip
CHANGE_NOTHING = {
    "value - value.mean()",  # steps about their mean sum to 0, so that a constant more changes nothing
    "spread > 0",  # a spread is a sum of squares: at 0 both sides of it give no number
    "length <= 0",  # a length is never below 0, and 0 / 0 is caught by the error of the division
    "spans and spans[0][1] < _A_DATE",  # no clock ends in that very second
    "spans[0][1] < _A_DATE",  # as above
}


def verdicts(check: Callable[..., Any]) -> Iterator[str]:
    """Give what every case comes to, word for word, and the error where it comes to none."""
    for text in TEXTS:
        claim = parse_prediction(text)
        for runs in RUNS:
            for is_over in (True, False):
                try:
                    yield str(check(claim, runs, is_over=is_over, references=REFERENCES))
                except Exception as error:  # noqa: BLE001 - a mutant may raise anything
                    yield repr(type(error))


EXPECTED: list[str] = []


def survives(check: Callable[..., Any]) -> bool:
    if not EXPECTED:
        EXPECTED.extend(verdicts(prediction_check.check_prediction))
    return all(one == other for one, other in zip(EXPECTED, verdicts(check), strict=True))


def mutants(module: ModuleType) -> Iterator[tuple[str, ast.Module]]:
    """Give every copy of a module's code in which one operator is another, with what was changed."""
    tree = ast.parse(inspect.getsource(module))
    for at, node in enumerate(ast.walk(tree)):
        for field in ("op", "ops"):
            held = getattr(node, field, None)
            for place, operator in enumerate(held if isinstance(held, list) else [held] if held else []):
                if type(operator) not in FLIPPED or _is_a_type(node):
                    continue
                twin = copy.deepcopy(tree)
                changed = next(each for n, each in enumerate(ast.walk(twin)) if n == at)
                flipped = FLIPPED[type(operator)]()
                if isinstance(held, list):
                    getattr(changed, field)[place] = flipped
                else:
                    setattr(changed, field, flipped)
                yield ast.unparse(node), ast.fix_missing_locations(twin)


def _is_a_type(node: ast.AST) -> bool:
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr)


def load(module: ModuleType, tree: ast.Module) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": f"{module.__name__}_mutant"}
    exec(compile(tree, module.__file__ or "", "exec"), names)  # noqa: S102 - our own code, changed in one place
    return names


def taken_for(sign: Comparison, other: Comparison) -> Callable[[Comparison, float, float], bool]:
    """Give what compares as always, but takes one sign for another one."""

    def holds(comparison: Comparison, value: float, threshold: float) -> bool:
        meant = other if comparison is sign else comparison
        return bool(prediction_check.RELATIONS[meant](value, threshold))

    return holds


@pytest.mark.slow
@pytest.mark.parametrize(("sign", "other"), permutations(Comparison, 2))
def test_every_sign_of_the_grammar_taken_for_another_one_changes_a_verdict(
    monkeypatch: pytest.MonkeyPatch, sign: Comparison, other: Comparison
) -> None:
    survives(prediction_check.check_prediction)
    with monkeypatch.context() as patch:
        patch.setattr(Comparison, "holds", taken_for(sign, other))
        assert not survives(prediction_check.check_prediction)


WITHOUT: tuple[tuple[str, str], ...] = (
    ("r > 15 by 50k", "r > 15"),
    ("r < 15 after 70k throughout", "r < 15 throughout by 70k"),
    ("min(r) > 1 after 50k", "min(r) > 1"),
    ("r > 1 throughout", "r > 1"),
    ("r never > 25", "r > 25 throughout"),
    ("never r > 25", "r > 25"),
    ("r > 10 in 1 of 2 seeds", "r > 10 in 2 of 2 seeds"),
    ("r > 10 in 1 of 2 seeds", "r > 10 in all seeds"),
    ("mean(r, last 10%) > 8", "mean(r, first 10%) > 8"),
    ("mean(r, from 20k to 40k) > 8", "mean(r) > 8"),
    ("mean(r, last 10k) > 18.9", "mean(r, last 10%) > 18.9 by 60k"),
    ("best(r) > 10", "min(r) > 10"),
    ("best(r) < 10", "max(r) < 10"),
    ("r > 10 by 1h", "r > 10 by 10h"),
    ("r > 10 by 20%", "r > 10 by 90%"),
    ("r > baseline", "r < baseline"),
    ("r >= baseline + 16", "r >= baseline - 16"),
    ("r > baseline + 401%", "r > baseline + 4.01"),
    *((f"{one}(r) > 10", f"{other}(r) > 10") for one, other in (("max", "min"), ("final", "mean"), ("max", "std"))),
    ("median(r) >= 10", "std(r) >= 10"),
    ("slope(r) > 1", "final(r) > 1"),
)  # fmt: skip
"""Pairs that differ in one word of the grammar, which some run tells apart."""


@pytest.mark.parametrize(("text", "other"), WITHOUT)
def test_every_word_of_the_grammar_counts(text: str, other: str) -> None:
    one, two = parse_prediction(text), parse_prediction(other)
    runs = [each for each in RUNS if each and each[0] in (RISING, FOUR)]
    said = [
        [prediction_check.check_prediction(claim, each, references=REFERENCES).held for each in runs]
        for claim in (one, two)
    ]
    assert said[0] != said[1]


@pytest.mark.slow
def test_every_flipped_operator_of_the_resolver_changes_a_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    left = []
    for what, tree in mutants(prediction_check):
        if what not in CHANGE_NOTHING and survives(load(prediction_check, tree)["check_prediction"]):
            left.append(what)
    for what, tree in mutants(counting):
        mutant = load(counting, tree)["counting"]
        with monkeypatch.context() as patch:
            patch.setattr(prediction_check, "counting", mutant)
            if what not in CHANGE_NOTHING and survives(prediction_check.check_prediction):
                left.append(what)
    assert left == []
