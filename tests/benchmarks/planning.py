"""How close to the optimum the advice comes, beside what people do instead, and how long it takes.

Usage: python tests/benchmarks/planning.py [PROBLEMS] (200 by default)
"""

from __future__ import annotations

import statistics
import sys
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from coach.reasoning.advice import recommend
from coach.reasoning.arrays import ProblemArrays, compile_problem
from coach.reasoning.belief import posterior
from coach.reasoning.policy import Policy, advised_policy, follow, optimal_policy
from coach.reasoning.robustness import robustness
from tests.benchmarks.random_problems import REGIMES, Regime, random_problem
from tests.benchmarks.rival_policies import information_per_hour_until_sure, most_likely_first, steps_ahead

if TYPE_CHECKING:
    from collections.abc import Callable

PROBLEMS = 200
PROMISED_MEAN, PROMISED_WORST = 1.006, 1.03
RIVALS: dict[str, Callable[[ProblemArrays], Policy]] = {
    "the coach": advised_policy,
    "two steps ahead": lambda arrays: follow(arrays, steps_ahead(arrays, 2)),
    "one step (Heckerman)": lambda arrays: follow(arrays, steps_ahead(arrays, 1)),
    "bits per hour to 80 %": lambda arrays: follow(arrays, information_per_hour_until_sure(arrays)),
    "most likely first": lambda arrays: follow(arrays, most_likely_first(arrays)),
}


def ratios(
    regime: Regime, count: int, hypotheses: int = 5, experiments: int | None = None
) -> dict[str, list[float]]:
    """Give each policy's expected cost over the optimum's, for fresh problems of one regime."""
    rng = np.random.default_rng([REGIMES.index(regime), hypotheses, 2026])
    found: dict[str, list[float]] = {name: [] for name in RIVALS}
    for _ in range(count):
        problem = random_problem(rng, regime, hypotheses, experiments)
        arrays = compile_problem(problem, posterior(problem))
        best = optimal_policy(arrays).expected_cost
        for name, plan in RIVALS.items():
            found[name].append(plan(arrays).expected_cost / best)
    return found


def print_ratios(title: str, found: dict[str, list[float]]) -> None:
    """Print one regime: mean and worst ratio of each policy."""
    print(f"\n{title}: expected cost over the optimum's, mean (worst)")
    for name, values in found.items():
        print(f"  {name:22} {statistics.mean(values):6.4f} ({max(values):.3f})")


def milliseconds(task: Callable[[], object], rounds: int = 5) -> float:
    """Give the median time of a task after one warm-up."""
    task()
    taken = []
    for _ in range(rounds):
        begun = time.perf_counter()
        task()
        taken.append(1000 * (time.perf_counter() - begun))
    return statistics.median(taken)


def print_times() -> None:
    """Print how long a recommendation, its robustness and the exact optimum take."""
    rng = np.random.default_rng(2026)
    print("\nmilliseconds, medians of 5 (mixed regime, yes-or-no experiments)")
    for size in (6, 8, 12):
        problem = random_problem(rng, REGIMES[2], size, size)
        advice = milliseconds(partial(recommend, problem))
        swept = milliseconds(partial(robustness, problem), 1)
        print(
            f"  {size:2} hypotheses x {size:2} experiments: recommendation {advice:6.1f}, robustness {swept:7.0f}"
        )
    for hypotheses, experiments in ((5, 6), (6, 6), (7, 7), (8, 7)):
        problem = random_problem(rng, REGIMES[2], hypotheses, experiments)
        arrays = compile_problem(problem, posterior(problem))
        exact = milliseconds(partial(optimal_policy, arrays), 1)
        states = 2**hypotheses * 3**experiments
        print(f"  exact optimum, {hypotheses} x {experiments} ({states:,} states): {exact:7.0f}")


def main(count: int = PROBLEMS) -> int:
    """Print everything; 1 when the coach's advice is not as good as promised."""
    is_kept = True
    for regime in REGIMES:
        found = ratios(regime, count)
        print_ratios(f"{regime.name}, {count} problems", found)
        ours = found["the coach"]
        is_kept &= statistics.mean(ours) <= PROMISED_MEAN and max(ours) <= PROMISED_WORST
    few = max(1, count // 40)
    for regime in REGIMES[:3]:
        print_ratios(f"{regime.name}, 8 hypotheses, 7 experiments, {few} problems", ratios(regime, few, 8, 7))
    print_times()
    print(
        f"\npromised: mean <= {PROMISED_MEAN}, worst <= {PROMISED_WORST}: {'kept' if is_kept else 'BROKEN'}"
    )
    return int(not is_kept)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else PROBLEMS))
