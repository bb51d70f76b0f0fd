"""Whether the score of a drill holds no luck, and how many cases tell a careful person from a careless one.

Simulated people choose by the best plan for beliefs that are the exact ones with normal noise on the log odds. Run it:
`python -m tests.benchmarks.drill_scores`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.session.drill.belief import after, prior_of
from coach.session.drill.case import Case, Cause, Look, Repair
from coach.session.drill.fold import fold
from coach.session.drill.plan import action_of, costs, hours_of
from coach.session.drill.scoring import divergence_bits, score

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.drill.fold import Action

CAUSES, LOOKS = 4, 3
_TIRED = 12
"""No simulated person does more than this many things."""
_POWER = (1.6449 + 0.8416) ** 2
"""For a one-sided test at 5 % that succeeds four times in five."""


class Simulated(NamedTuple):
    """One case solved by one person.

    Attributes:
        luck: hours spent less V(b0) less hours wasted; its mean is 0.
        off_bits: mean of D(exact || believed) over the moments of choice.
    """

    luck: float
    wasted: float
    excess: float
    off_bits: float


def random_case(rng: np.random.Generator) -> Case:
    """Give a case of four causes and three yes-or-no looks, with its truth and outcomes drawn from it."""
    names = [f"cause-{at}" for at in range(CAUSES)]
    prior = rng.dirichlet(np.full(CAUSES, 2.0))
    rows = rng.beta(0.5, 0.5, size=(LOOKS, CAUSES)).clip(0.02, 0.98)
    truth = int(rng.choice(CAUSES, p=prior))
    seen = rng.random(LOOKS) < rows[:, truth]
    looks = tuple(
        Look(
            id=f"look-{at}",
            name=f"look {at}",
            hours=float(rng.uniform(0.3, 2)),
            outcomes=(("yes", "yes"), ("no", "no")),
            estimated={name: (float(p), float(1 - p)) for name, p in zip(names, rows[at], strict=True)},
            recorded="yes" if seen[at] else "no",
        )
        for at in range(LOOKS)
    )
    return Case(
        id="random",
        title="random",
        kind="simulated",
        level=1,
        report="",
        run_hours=6,
        causes=tuple(Cause(id=n, name=n, prior=float(p)) for n, p in zip(names, prior, strict=True)),
        true_cause=names[truth],
        prior_basis="",
        looks=looks,
        repairs=tuple(
            Repair(id=f"mend-{n}", name=n, hours=float(rng.uniform(4, 9)), cures=(n,)) for n in names
        ),
        start_over=(30.0, 0.0),
        story="",
        next_time="",
        source="",
    )


def solved(case: Case, noise: float, rng: np.random.Generator) -> Simulated:
    """Let a person of so much noise solve a case; the noise belongs to the person's view of this case."""
    exact, off = prior_of(case), []
    done: tuple[Action, ...] = ()
    shift = {each: float(rng.normal(0, noise)) for each in exact}
    while not fold(case, done).is_over and len(done) < _TIRED:
        believed = _shifted(exact, shift)
        off.append(divergence_bits(exact, believed))
        action = action_of(case, costs(case, believed, done).best, believed)
        exact, done = after(case, exact, action), (*done, action)
    found = score(fold(case, done))
    excess = hours_of(case, done) - found.best_expected
    return Simulated(excess - found.wasted, found.wasted, excess, math.fsum(off) / len(off))


def simulated(cases: int, noise: float, seed: int) -> list[Simulated]:
    """Give so many random cases solved with so much noise; the cases of a seed are the same for every noise."""
    drawn, rng = np.random.default_rng(seed), np.random.default_rng([seed, round(noise * 100)])
    return [solved(random_case(drawn), noise, rng) for _ in range(cases)]


def cases_needed(one: list[float], other: list[float]) -> float:
    """Give how many cases each tell two people apart by their means."""
    apart = np.mean(one) - np.mean(other)
    return float(_POWER * (np.var(one, ddof=1) + np.var(other, ddof=1)) / apart**2)


def _shifted(exact: Mapping[str, float], shift: Mapping[str, float]) -> dict[str, float]:
    weight = {each: p * math.exp(shift[each]) for each, p in exact.items()}
    total = math.fsum(weight.values())
    return {each: value / total for each, value in weight.items()}


def main() -> None:
    """Print the figures."""
    careful, careless = (simulated(400, noise, 7) for noise in (0.5, 1.5))
    for name, people in (("noise 0.5", careful), ("noise 1.5", careless)):
        luck = np.array([each.luck for each in people])
        error = luck.std(ddof=1) / math.sqrt(len(luck))
        wasted, excess = (np.mean([getattr(each, part) for each in people]) for part in ("wasted", "excess"))
        print(
            f"{name}: wasted {wasted:.3f} h, excess {excess:.3f} h, difference {luck.mean():+.3f} +- {error:.3f} h"
        )
    for part in ("off_bits", "wasted", "excess"):
        one, other = ([getattr(each, part) for each in people] for people in (careless, careful))
        print(f"cases needed to tell them apart by {part}: {cases_needed(one, other):.0f}")


if __name__ == "__main__":
    main()
