"""Lookahead: what every next action costs when a few steps after it are planned and repair follows.

Leaves are valued by the expected cost of repair, a plan anybody can carry out, so each value is one that can
be
had: an upper bound that falls as the horizon grows, and the optimum once the horizon covers everything.
"""

from __future__ import annotations

from math import prod
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from coach.reasoning.arrays import ProblemArrays, States, clairvoyant_cost, repair_cost

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from coach.reasoning.arrays import Flags, Floats, Indices

SMALL_ENOUGH: Final = 40_000
"""A problem with no more states than this is planned to its end: five fixes by six yes-or-no experiments."""
WIDEST_LAYER: Final = 9_000
"""Beyond that the horizon grows while its last step has no more states than this; two steps at least."""
SHORTEST_HORIZON: Final = 2
TOO_WIDE: Final = 60_000
"""Two steps are not taken where they lead to more states than this: some two hundred actions."""
MOST_NUMBERS: Final = 2_000_000
"""Nor is a problem planned to its end, nor two steps taken, where that holds more weights than this at once."""
_ROUNDING: Final = 1e-12


class Layer(NamedTuple):
    """States after the same number of actions, and where each of their branches leads.

    Attributes:
        states: the states.
        allowed: which actions are worth following, bool[state, action].
        child: index of the state each branch leads to in the next layer, int32[state, branch]; -1 for none.
    """

    states: States
    allowed: Flags
    child: NDArray[np.int32]


class Values(NamedTuple):
    """What the lookahead found about some states.

    Attributes:
        cost: of the best action, float64[state], times the state's total weight.
        by_action: of each action and last the service, float64[state, action + 1]; infinite where not
            followed.
    """

    cost: Floats
    by_action: Floats


class Decided(NamedTuple):
    """A layer with the best action of each state.

    Attributes:
        layer: the states and their branches.
        action: the action to take, intp[state]; the number of actions stands for the service.
        cost: of that action and what follows, float64[state], times the state's total weight.
    """

    layer: Layer
    action: Indices
    cost: Floats


class Lookahead(NamedTuple):
    """A finished lookahead.

    Attributes:
        values: where it started.
        decided: what it decided, step by step.
        last: the states beyond the last step.
    """

    values: Values
    decided: tuple[Decided, ...]
    last: States


def state_count(arrays: ProblemArrays) -> int:
    """Give how many states a problem has at most."""
    return prod(count + 1 for count in arrays.outcome_counts())


def horizon(
    outcome_counts: Sequence[int],
    *,
    at_once: int = SMALL_ENOUGH,
    widest: int = WIDEST_LAYER,
    shortest: int = SHORTEST_HORIZON,
    hypotheses: int = 1,
) -> int:
    """Give how many steps to look ahead with actions of so many outcomes each.

    All of them where the problem has at most `at_once` states; else the most steps whose last one stays
    within `widest` states, and `shortest` at least unless that is out of all proportion. A state holds a weight
    for each of the hypotheses, and never more than `MOST_NUMBERS` weights are looked at together.
    """
    held = MOST_NUMBERS // hypotheses
    if prod(count + 1 for count in outcome_counts) <= min(at_once, held):
        return len(outcome_counts)
    widths = _widths(outcome_counts, min(widest, held), shortest)
    steps = next((at for at, width in enumerate(widths) if width > min(widest, held)), len(widths)) - 1
    return max(1, steps, shortest if max(widths[: shortest + 1]) <= min(TOO_WIDE, held) else 1)


def _widths(outcome_counts: Sequence[int], widest: int, shortest: int) -> list[int]:
    """Give how many states so many steps lead to, from none up to the first count that is wider than is allowed."""
    widths = [1]
    for count in outcome_counts:
        widths = [a + count * b for a, b in zip([*widths, 0], [0, *widths], strict=True)]
        # What more actions add only makes the later ones wider, so that those need not be counted on.
        last = next((at for at, width in enumerate(widths) if width > widest), len(widths))
        del widths[max(last, shortest) + 1 :]
    return widths


def look_ahead(arrays: ProblemArrays, states: States, steps: int, *, keep_all: bool = False) -> Lookahead:
    """Give the value of every action in some states.

    Args:
        arrays: the problem.
        states: where to decide.
        steps: how many actions to plan before repair alone follows, 1 or more.
        keep_all: also value the actions that provably are not best.
    """
    layers: list[Layer] = []
    here = states
    # Pruning costs more than it saves when every state is visited anyway.
    prune = steps < len(arrays.hours)
    for step in range(steps):
        keep = not prune or (keep_all and step == 0)
        layer, here = expand(arrays, here, (sensible if keep else worth_following)(arrays, here))
        layers.append(layer)
        if not len(here.key):
            break
    cost = repair_cost(arrays, here.weight)
    decided: list[Decided] = []
    for layer in reversed(layers):
        values = back_up(arrays, layer, cost)
        cost = values.cost
        decided.append(Decided(layer, best_action(arrays, values), cost))
    return Lookahead(values, tuple(reversed(decided)), here)


def sensible(arrays: ProblemArrays, states: States) -> Flags:
    """Give bool[state, action]: the open actions, without fixes for what is already ruled out."""
    chosen = states.is_open.copy()
    chosen[:, : arrays.fix_count] &= arrays.by_fix(states.weight) > 0
    return chosen


def worth_following(arrays: ProblemArrays, states: States) -> Flags:
    """Give bool[state, action]: the sensible actions that might beat repair alone.

    An experiment costs its price and then at least what knowing the cause costs; a fix that fails likewise.
    Neither can be best where that is more than repair alone costs.
    """
    total = states.weight.sum(axis=1)[:, np.newaxis]
    best_known = repair_cost(arrays, states.weight)[:, np.newaxis]
    bound = np.repeat(clairvoyant_cost(arrays, states.weight)[:, np.newaxis], len(arrays.hours), axis=1)
    known_hours = np.minimum(arrays.fix_hours, arrays.service_hours)
    bound[:, : arrays.fix_count] -= arrays.by_fix(states.weight) * known_hours
    worth: Flags = arrays.hours * total + bound <= best_known * (1 + _ROUNDING)
    return worth & sensible(arrays, states)


def expand(arrays: ProblemArrays, states: States, allowed: Flags) -> tuple[Layer, States]:
    """Give the states one action further, each once, and where every branch leads."""
    parent, branch = np.nonzero(allowed[:, arrays.branch_action])
    key, first, where = np.unique(
        states.key[parent] + arrays.keys[branch], return_index=True, return_inverse=True
    )
    child = np.full((len(states.key), len(arrays.branch_action)), -1, dtype=np.int32)
    child[parent, branch] = where
    parent, branch = parent[first], branch[first]
    is_open = states.is_open[parent]
    is_open[np.arange(len(parent)), arrays.branch_action[branch]] = False
    after = States(states.weight[parent] * arrays.factor[branch], is_open, key)
    return Layer(states, allowed, child), after


def back_up(arrays: ProblemArrays, layer: Layer, cost_after: Floats) -> Values:
    """Give the values of a layer from the costs of the states after it."""
    total = layer.states.weight.sum(axis=1)
    by_branch = np.append(cost_after, 0.0)[layer.child]
    by_action = np.empty((len(total), len(arrays.hours) + 1))
    by_action[:, :-1] = arrays.hours * total[:, np.newaxis]
    by_action[:, :-1] += np.add.reduceat(by_branch, arrays.first_branch, axis=1)
    by_action[:, :-1][~layer.allowed] = np.inf
    by_action[:, -1] = arrays.service_hours * total
    return Values(by_action.min(axis=1), by_action)


def best_action(arrays: ProblemArrays, values: Values) -> Indices:
    """Give the action to take in each state, intp[state]; the number of actions stands for the service.

    On a tie a fix goes before the service and the service before an experiment: what cannot change the cost
    is not worth the trouble.
    """
    preference = [*range(arrays.fix_count), len(arrays.hours), *range(arrays.fix_count, len(arrays.hours))]
    nearly_best = values.by_action <= (values.cost * (1 + 1e-9))[:, np.newaxis]
    chosen: Indices = np.take(preference, np.argmax(nearly_best[:, preference], axis=1))
    return chosen
