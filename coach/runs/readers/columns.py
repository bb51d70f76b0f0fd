"""The points of one tag before the parts of a run are joined."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


class Columns(NamedTuple):
    """Points of one tag in written order: int64[point], float64[point] (seconds), float64[point]."""

    step: NDArray[np.int64]
    wall_time: NDArray[np.float64]
    value: NDArray[np.float64]

    def where(self, chosen: NDArray[np.bool_]) -> Columns:
        """Give the chosen points, bool[point]."""
        return Columns(self.step[chosen], self.wall_time[chosen], self.value[chosen])

    @classmethod
    def joined(cls, parts: Sequence[Self]) -> Self:
        """Give the points of the parts one after the other; a single part is not copied."""
        if len(parts) == 1:
            return parts[0]
        return cls(
            np.concatenate([part.step for part in parts]),
            np.concatenate([part.wall_time for part in parts]),
            np.concatenate([part.value for part in parts]),
        )
