"""A return that is written down while its episode goes on: it counts up from nought, and begins there anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

_FEWEST_ANEW = 3
_SHORTEST = 5  # points of an episode
_NEAR_NOUGHT = 0.2  # of where the episode before ended
_FAR = 4.0  # usual steps: how far an episode goes at least
_ONE_WAY = 0.9  # of the moves of an episode
_LEAP = 0.5  # of what an episode comes to, in one move: more is no counting up


def episode_ends(value: NDArray[np.float64]) -> NDArray[np.intp] | None:
    """Give the last point of each episode that ended; None where a curve is no running total.

    Every threshold is editorial. A curve that crashes and recovers does so neither by steps of one direction alone nor
    three times.

    Args:
        value: float64[point], finite.
    """
    moves = np.abs(np.diff(value))
    if len(value) < _FEWEST_ANEW * _SHORTEST or not moves.any():
        return None
    before, after = np.abs(value[:-1]), np.abs(value[1:])
    usual = float(np.median(moves[moves > 0]))
    ends = np.flatnonzero((after <= _NEAR_NOUGHT * before) & (before >= _FAR * usual))
    if len(ends) < _FEWEST_ANEW or abs(float(value[0])) > _NEAR_NOUGHT * float(before.max()):
        return None
    starts = np.append(0, ends + 1)
    episodes = [value[start : end + 1] for start, end in zip(starts, ends, strict=False)]
    return ends if all(map(_counts_up, episodes)) else None


def _counts_up(episode: NDArray[np.float64]) -> bool:
    moves = np.diff(episode)
    moves = moves[moves != 0]
    if len(episode) < _SHORTEST or not len(moves):
        return False
    is_one_way = max(float((moves > 0).mean()), float((moves < 0).mean())) >= _ONE_WAY
    return is_one_way and float(np.abs(moves).max()) <= _LEAP * float(np.ptp(episode))
