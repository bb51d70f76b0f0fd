"""The answers of several people made one: the normalised geometric mean of what they believe, or the mean beside it.

For a probability the logarithmic pool is the mean of the log odds (engine.md 5.10). Weights are equal unless those by
past skill are chosen, and nothing is made more extreme: people who look at the same run share part of their error.
"""

from __future__ import annotations

import math
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

from coach.reasoning.pooling import linear_pool, log_pool
from coach.reasoning.problem import OTHER
from coach.reasoning.scale import CERTAIN, IMPOSSIBLE, SURPRISE
from coach.session.answers.reading import card, number, table
from coach.session.pairing.judged import judgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from coach.session.step import Answer, Cell

Pool = Literal["log", "linear"]
EVEN: Mapping[str, float] = MappingProxyType({})
"""Everybody counts the same."""
OTHER_LOW, OTHER_HIGH = 0.05, 0.95
"""Between these lies how likely "something else" may be said to be, as where one person says it."""


def pooled_chance(
    chances: Sequence[float], pool: Pool = "log", weights: Sequence[float] | None = None
) -> float:
    """Give the pool of several probabilities of one thing, each kept within what a typed answer can say."""
    held = [min(CERTAIN, max(IMPOSSIBLE, each)) for each in chances]
    pooling = log_pool if pool == "log" else linear_pool
    return pooling([{"yes": each, "no": 1 - each} for each in held], weights)["yes"]


class _Pooling(NamedTuple):
    """Which pool, and how much each person counts in it; nobody named is all the same."""

    pool: Pool
    weights: Mapping[str, float]

    def of(self, persons: Iterable[str]) -> list[float] | None:
        """Give the weights of some people, in their order."""
        return [self.weights[each] for each in persons] if self.weights else None


def pooled(
    answers: Mapping[str, Mapping[str, Answer]], pool: Pool = "log", weights: Mapping[str, float] = EVEN
) -> dict[str, Answer]:
    """Give one answer to each question.

    The odds of explanations and of something else are one belief where the same people gave both.

    Args:
        answers: by the question's key and by person; one person at least answered each.
        pool: which pool.
        weights: how much each person counts, everybody named; empty for all the same.
    """
    found: dict[str, Answer] = {}
    way = _Pooling(pool, weights)
    beyond = {key: each for key, each in answers.items() if judgement(key) == "beyond"}
    for key, given in answers.items():
        match judgement(key):
            case "odds":
                found |= _beliefs(key, given, beyond, way)
            case "forecast":
                found[key] = _forecast({person: table(each) for person, each in given.items()}, way)
            case "likelihoods" | "chances":
                found[key] = _cells({person: table(each) for person, each in given.items()}, way)
            case "risk":
                found[key] = _risk({person: risk_of(each) for person, each in given.items()}, way)
            case _:
                if key not in found:
                    chances = [number(each) for each in given.values()]
                    found[key] = pooled_chance(chances, pool, way.of(given))
    return found


def _beliefs(
    key: str, given: Mapping[str, Answer], beyond: Mapping[str, Mapping[str, Answer]], way: _Pooling
) -> dict[str, Answer]:
    other_key, others = next(iter(beyond.items()), ("", {}))
    joint = bool(others) and others.keys() == given.keys()
    weights = {person: weights_of(answer) for person, answer in given.items()}
    stated = [_belief(weights[person], number(others[person]) if joint else None) for person in given]
    pooling = log_pool if way.pool == "log" else linear_pool
    one = dict(pooling(stated, way.of(given)))
    other = one.pop(OTHER, None)
    likeliest = math.exp(
        math.fsum(math.log(max(IMPOSSIBLE, *each.values())) for each in weights.values()) / len(weights)
    )
    top = max(one.values())
    found: dict[str, Answer] = {key: {each: (likeliest * p / top,) for each, p in one.items()}}
    return found | ({other_key: other} if other is not None else {})


def _belief(weights: Mapping[str, float], other: float | None) -> dict[str, float]:
    """Give one person's belief over the list, and over something else where they said how likely that is."""
    held = {each: max(IMPOSSIBLE, weight) for each, weight in weights.items()}
    total = math.fsum(held.values())
    beyond = 0.0 if other is None else min(OTHER_HIGH, max(OTHER_LOW, other))
    named = {each: (1 - beyond) * weight / total for each, weight in held.items()}
    return named if other is None else {**named, OTHER: beyond}


def weights_of(answer: Answer) -> dict[str, float]:
    """Give the weights that a person put on explanations; `no idea` is the mean of those they did weigh."""
    cells = {row: values[0] for row, values in table(answer).items()}
    given = [value for value in cells.values() if value]
    mean = math.fsum(given) / len(given) if given else 1.0
    return {row: mean if value is None else value for row, value in cells.items()}


def _cells(tables: Mapping[str, Mapping[str, tuple[float | None, ...]]], way: _Pooling) -> Answer:
    rows = dict.fromkeys(row for each in tables.values() for row in each)
    found: dict[str, tuple[Cell, ...]] = {}
    for row in rows:
        said = {
            person: value
            for person, each in tables.items()
            if row in each and (value := each[row][0]) is not None
        }
        found[row] = (pooled_chance([*said.values()], way.pool, way.of(said)) if said else None,)
    return found


def _forecast(tables: Mapping[str, Mapping[str, tuple[float | None, ...]]], way: _Pooling) -> Answer:
    """Give one distribution over outcomes; whoever has no idea holds all of them equally likely."""
    row = next(iter(next(iter(tables.values()))))
    beliefs = []
    for each in tables.values():
        cells = each[row]
        held = [max(IMPOSSIBLE, 1 / len(cells) if cell is None else cell) for cell in cells]
        beliefs.append({f"{at}": cell / math.fsum(held) for at, cell in enumerate(held)})
    pooling = log_pool if way.pool == "log" else linear_pool
    one = pooling(beliefs, way.of(tables))
    return {row: tuple(one[f"{at}"] for at in range(len(one)))}


def risk_of(answer: Answer) -> float:
    """Give P(it fails) from how surprised somebody would be, or from the number they gave beside it."""
    given = card(answer)
    midpoint = next(each.probability for each in SURPRISE if each.name == given["level"])
    return float(given.get("chance", midpoint))


def _risk(chances: Mapping[str, float], way: _Pooling) -> dict[str, str | float]:
    chance = pooled_chance([*chances.values()], way.pool, way.of(chances))
    level = min(SURPRISE, key=lambda each: abs(math.log(each.probability / chance)))
    return {"level": level.name, "chance": chance}
