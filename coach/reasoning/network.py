"""Small causal networks of yes-or-no things, by enumerating every state.

For causes that hang together: what is on, what causes what, what that makes of the rest. Exact, and
exponential in the number of nodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from coach.errors import BeliefError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

MOST_NODES: Final = 18


@dataclass(frozen=True, slots=True)
class Node:
    """One yes-or-no thing.

    Attributes:
        parents: names of what it depends on; they come earlier in the network.
        yes: P(yes | parents' values), by the tuple of the parents' values in the order of `parents`.
    """

    name: str
    parents: tuple[str, ...]
    yes: Mapping[tuple[bool, ...], float]


@dataclass(frozen=True, eq=False)
class Network:
    """A causal network, its nodes in an order in which causes come first."""

    nodes: tuple[Node, ...]

    def __post_init__(self) -> None:
        if len(self.nodes) > MOST_NODES:
            raise BeliefError(
                f"{len(self.nodes)} nodes are too many to enumerate", hint=f"Keep {MOST_NODES}."
            )
        for at, node in enumerate(self.nodes):
            late = set(node.parents) - {each.name for each in self.nodes[:at]}
            if late:
                raise BeliefError(f"{node.name!r} depends on {min(late)!r}, which comes later or never")

    def joint(self, seen: Mapping[str, bool] | None = None) -> NDArray[np.float64]:
        """Give P(state | seen) with one axis a node, each of length 2 (no, yes); sums to 1.

        Raises:
            BeliefError: what was seen is impossible, or names no node.
        """
        names = [node.name for node in self.nodes]
        joint = np.ones((2,) * len(names))
        for node in self.nodes:
            joint = joint * self._factor(node, names)
        for name, value in (seen or {}).items():
            if name not in names:
                raise BeliefError(f"{name!r} is no node of the network", hint=f"Nodes: {', '.join(names)}.")
            joint[(slice(None),) * names.index(name) + (int(not value),)] = 0.0
        total = joint.sum()
        if total <= 0:
            raise BeliefError("what was seen is impossible under this network")
        return np.asarray(joint / total, dtype=np.float64)

    def marginals(self, seen: Mapping[str, bool] | None = None) -> dict[str, float]:
        """Give P(yes | seen) by name."""
        joint = self.joint(seen)
        axes = range(len(self.nodes))
        return {
            node.name: float(joint.sum(axis=tuple(a for a in axes if a != at))[1])
            for at, node in enumerate(self.nodes)
        }

    def mutual_information_bits(self, one: str, two: str, seen: Mapping[str, bool] | None = None) -> float:
        """Give how many bits seeing one thing tells about another."""
        names = [node.name for node in self.nodes]
        kept = (names.index(one), names.index(two))
        both = self.joint(seen).sum(axis=tuple(a for a in range(len(names)) if a not in kept))
        apart = np.outer(both.sum(axis=1), both.sum(axis=0))
        inside = both > 0
        return float(np.sum(both[inside] * np.log2(both[inside] / apart[inside])))

    def _factor(self, node: Node, names: list[str]) -> NDArray[np.float64]:
        """Give P(node | parents) shaped to be multiplied into the joint."""
        shape = [2 if name == node.name or name in node.parents else 1 for name in names]
        factor = np.empty(shape)
        for values, yes in node.yes.items():
            index: list[int] = [0] * len(names)
            for parent, value in zip(node.parents, values, strict=True):
                index[names.index(parent)] = int(value)
            for answer in (0, 1):
                index[names.index(node.name)] = answer
                factor[tuple(index)] = yes if answer else 1 - yes
        return factor
