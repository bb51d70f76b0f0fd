"""Seeds: how much one more run of the same thing says, and several at once as experiments of their own.

Information does not fall evenly: one seed may be worth nothing and three a lot, so every count is offered as
a separate experiment with its own price.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from coach.errors import BeliefError
from coach.reasoning.problem import OTHER, Cost, Experiment, Fix, Hypothesis
from coach.reasoning.scale import bayes_factor, kass_raftery

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

COUNTS: Final = (1, 2, 3, 5)
UNLUCKY_SEED: Final = "unlucky-seed"
NOTHING: Final = Cost()


@dataclass(frozen=True, slots=True)
class SeedRun:
    """Running the same thing again with other seeds.

    Attributes:
        id: names the experiments: "id x 3".
        each: what one seed costs.
        once: what is paid whatever the count, such as setting it up.
        in_parallel: whether the seeds run at the same time, so that the wait is that of one.
    """

    id: str
    each: Cost
    once: Cost = NOTHING
    in_parallel: bool = False

    def cost(self, count: int) -> Cost:
        """Give what so many seeds cost."""
        wall = self.each.wall_h * (1 if self.in_parallel else count)
        return self.once + Cost(wall, self.each.dollars * count, self.each.human_h * count)


def success_experiments(
    run: SeedRun, success: Mapping[str, float], counts: Iterable[int] = COUNTS
) -> tuple[Experiment, ...]:
    """Give one experiment for each count of seeds, its outcomes the number of seeds that succeed.

    Args:
        run: what is repeated and what it costs.
        success: P(one seed succeeds | h) by hypothesis id; the catch-all is left uniform over the counts.
        counts: how many seeds to offer.
    """
    rows = {each: p for each, p in success.items() if each != OTHER}
    return tuple(
        Experiment(
            f"{run.id} x {count}",
            run.cost(count),
            tuple(f"{k} of {count}" for k in range(count + 1)),
            {each: binomial(count, p) for each, p in rows.items()},
        )
        for count in counts
    )


def metric_experiments(
    run: SeedRun,
    mean: Mapping[str, float],
    sd: float,
    cuts: Sequence[float],
    counts: Iterable[int] = COUNTS,
) -> tuple[Experiment, ...]:
    """Give one experiment for each count of seeds, its outcomes the band in which the average metric falls.

    Args:
        run: what is repeated and what it costs.
        mean: expected metric under each hypothesis; the catch-all is left uniform over the bands.
        sd: standard deviation between seeds, above 0, in the metric's unit.
        cuts: ascending limits between the bands, at least one.
        counts: how many seeds to offer.

    Raises:
        BeliefError: the spread or the limits make no sense.
    """
    if not (0 < sd < math.inf):
        raise BeliefError(f"a spread of {sd} between seeds makes no sense", hint="Give a number above 0.")
    if not cuts or any(low >= high for low, high in pairwise(cuts)):
        raise BeliefError("the limits between the bands must ascend", hint="Give at least one limit.")
    names = (
        f"under {cuts[0]:g}",
        *(f"{low:g} to {high:g}" for low, high in pairwise(cuts)),
        f"{cuts[-1]:g} or more",
    )
    return tuple(
        Experiment(
            f"{run.id} x {count}",
            run.cost(count),
            names,
            {each: _bands(mu, sd / math.sqrt(count), cuts) for each, mu in mean.items() if each != OTHER},
        )
        for count in counts
    )


def binomial(count: int, p: float) -> tuple[float, ...]:
    """Give P(k of count succeed) for k from 0 to count."""
    return tuple(math.comb(count, k) * p**k * (1 - p) ** (count - k) for k in range(count + 1))


def unlucky_seed(prior: float, rerun: Cost) -> Hypothesis:
    """Give the hypothesis that nothing is wrong but the luck; its fix is to run again."""
    return Hypothesis(UNLUCKY_SEED, prior, Fix("run-again", rerun))


class SeedEvidence(NamedTuple):
    """What some runs say: the Bayes factor for "works", its word, and a sentence."""

    bayes_factor: float
    word: str
    says: str


def evidence_of_runs(successes: int, runs: int, *, if_works: float, if_not: float) -> SeedEvidence:
    """Give what `successes` of `runs` say about whether something works.

    Args:
        successes: how many runs succeeded.
        runs: how many there were.
        if_works: P(one run succeeds | it works).
        if_not: P(one run succeeds | it does not).
    """
    failures = runs - successes
    for_works = if_works**successes * (1 - if_works) ** failures
    for_not = if_not**successes * (1 - if_not) ** failures
    factor = bayes_factor(for_works, for_not)
    word = kass_raftery(factor)
    side = "for" if factor >= 1 else "against"
    counted = "1 good run" if (successes, runs) == (1, 1) else f"{successes} of {runs} runs"
    strength = "a bare mention" if word == "bare mention" else f"{word} evidence"
    return SeedEvidence(factor, word, f"{counted}: {strength} {side} it (Bayes factor {factor:.2g}).")


def nats_per_seed(truth: float, rival: float) -> float:
    """Give what one seed tells on average when P(success) is `truth` and not `rival`, in nats."""
    return sum(p * math.log(p / q) for p, q in ((truth, rival), (1 - truth, 1 - rival)) if p > 0)


def seeds_for_bayes_factor(factor: float, truth: float, rival: float) -> float:
    """Give how many seeds reach a Bayes factor on average, success or failure each."""
    return math.log(factor) / nats_per_seed(truth, rival)


def seeds_for_bayes_factor_of_shift(factor: float, shift: float) -> float:
    """Give how many seeds reach a Bayes factor on average for a metric shifted by so many standard deviations."""
    return math.log(factor) / (shift**2 / 2)


def _bands(mean: float, sd: float, cuts: Sequence[float]) -> tuple[float, ...]:
    below = [0.0, *(0.5 * math.erfc((mean - cut) / (sd * math.sqrt(2))) for cut in cuts), 1.0]
    return tuple(high - low for low, high in pairwise(below))
