"""The seconds that progress bars of tqdm say have passed, as in `250/1000 [01:02<03:06, 4.03it/s]`, as one clock."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.readers.text.tokens import as_value

if TYPE_CHECKING:
    from numpy.typing import NDArray

_DRAWN = re.compile(r"(\d+)/(\d+) \[((?:\d+:)?\d+:\d\d)<")
_FEWEST = 5  # drawings that make a clock (editorial)


class _Drawing(NamedTuple):
    """One drawing of a bar: its line, how much of how much is done, and the seconds since the bar began."""

    line: int
    done: int
    total: int
    seconds: float


@dataclass(slots=True)
class Bars:
    """All drawings of the bars of a text, in the order of their lines."""

    drawings: list[_Drawing] = field(default_factory=list)

    def take(self, number: int, line: str) -> None:
        """Take what a line says of a bar, if anything."""
        if found := _DRAWN.search(line):
            self.drawings.append(_Drawing(number, int(found[1]), int(found[2]), as_value(found[3])))

    @classmethod
    def kept(cls, cells: NDArray[np.float64]) -> Bars:
        """Give the bars as they were kept."""
        return cls([_Drawing(int(a), int(b), int(c), d) for a, b, c, d in cells.reshape(-1, 4).tolist()])

    def to_keep(self) -> NDArray[np.float64]:
        """Give float64[number], what `kept` makes these bars of again."""
        return np.array(self.drawings, dtype=np.float64).reshape(-1)

    def clock(self, line: NDArray[np.int64]) -> NDArray[np.float64]:
        """Give float64[line], the seconds since the first drawing of the bars that took longest together.

        Bars of one length follow one another: what each took is added up, and what passed between two is not known. A
        line between two drawings is put between them; one before the first or after the last has no time.
        """
        drawn = np.array(self.drawings, dtype=np.float64).reshape(-1, 4)
        clocks = [_one_after_the_other(drawn[drawn[:, 2] == total]) for total in np.unique(drawn[:, 2])]
        at, seconds = max(clocks, key=lambda clock: clock[1][-1], default=(np.zeros(0), np.zeros(0)))
        if len(at) < _FEWEST:
            return np.full(len(line), np.nan)
        return np.interp(line, at, seconds, left=np.nan, right=np.nan)


def _one_after_the_other(drawn: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give the lines and the seconds of one clock over bars of one length.

    Args:
        drawn: float64[drawing, 4]: line, done, total, seconds.
    """
    line, done, total, seconds = drawn.T
    is_whole = (done[1:] == total[1:]) & (done[:-1] == total[:-1])
    begins = (np.diff(done) < 0) | (np.diff(seconds) < 0) | (is_whole & (np.diff(seconds) != 0))
    before = np.concatenate(([0.0], np.cumsum(np.where(begins, seconds[:-1], 0.0))))
    return line, before + seconds
