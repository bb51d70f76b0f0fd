"""`python -m tests.benchmarks.onsets` says how near the told onsets lie, by the kind of what begins half-way.

Every curve is drawn with its noise from a seed and asked about as a run of its own. No exit status: it measures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.detect import detect
from tests.runs.builders import STARTED, run, series

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray

    from coach.runs import Run

    Curve = NDArray[np.float64]
    Drawn = Callable[[np.random.Generator, int], dict[str, Curve]]

CLOSE = 3
"""Points by which an onset may be off."""
POINTS = 200
SEEDS = 30
_SECONDS = 60.0
_WANTED = 0.9


class Kind(NamedTuple):
    """What begins: curves by tag from a random generator and the first point after it, and who should tell it."""

    name: str
    drawn: Drawn
    detectors: tuple[str, ...]


def _learning(rng: np.random.Generator, noise: float = 4.0) -> Curve:
    return 100 * (1 - np.exp(-np.arange(POINTS) / 25)) + rng.normal(0, noise, POINTS)


def _falling(rng: np.random.Generator, noise: float = 0.04) -> Curve:
    clean = 0.4 + 1.9 * np.exp(-np.arange(POINTS) / 20)
    return np.asarray(clean * np.exp(rng.normal(0, noise, POINTS)))


def _since(at: int) -> Curve:
    """Give float64[point]: how many points have passed since the last one before it."""
    return np.asarray(np.maximum(0.0, np.arange(POINTS) - at + 1.0), dtype=np.float64)


def _decline(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"rollout/ep_rew_mean": _learning(rng) * (1 - 0.7 * _since(at) / (POINTS - at))}


def _slow_decay(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"rollout/ep_rew_mean": _learning(rng) * np.exp(-_since(at) / 20)}


def _cliff(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"rollout/ep_rew_mean": _learning(rng) * np.where(_since(at) > 0, 0.25, 1)}


def _crash_and_back(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    lost = np.where(_since(at) > 0, 0.85 * np.exp(-_since(at) / 25), 0)
    return {"rollout/ep_rew_mean": _learning(rng) * (1 - lost)}


def _cost_grows(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"rollout/ep_rew_mean": -1.5 * 2 ** (_since(at) / 12) * np.exp(rng.normal(0, 0.15, POINTS))}


def _loss_jump(factor: float) -> Drawn:
    def drawn(rng: np.random.Generator, at: int) -> dict[str, Curve]:
        return {"train/loss": _falling(rng) * np.where(_since(at) > 0, factor, 1)}

    return drawn


def _loss_spike(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"train/loss": _falling(rng) * (1 + 3 * np.where(_since(at) > 0, np.exp(-_since(at) / 4), 0))}


def _grows(tag: str, doubles_in: float, noise: float, level: float = 1.0) -> Drawn:
    def drawn(rng: np.random.Generator, at: int) -> dict[str, Curve]:
        return {tag: level * 2 ** (_since(at) / doubles_in) * np.exp(rng.normal(0, noise, POINTS))}

    return drawn


def _loss_grows(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"train/loss": _falling(rng) * 2 ** (_since(at) / 25)}


def _loss_climbs(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"train/loss": _falling(rng) * (1 + _since(at) / 30)}


def _value_loss(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {
        "train/value_loss": 2 ** (_since(at) / 12) * np.exp(rng.normal(0, 0.2, POINTS)),
        "rollout/ep_rew_mean": 50 + rng.normal(0, 4, POINTS),
    }


def _entropy_grows(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    clean = 0.5 + 0.9 * np.exp(-np.arange(POINTS) / 20) + 0.01 * _since(at)
    return {"losses/entropy": clean + rng.normal(0, 0.015, POINTS), "charts/episodic_return": _learning(rng)}


def _entropy_collapses(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    clean = 1.2 * np.exp(-_since(at) / 8) + 0.005
    return {
        "losses/entropy": clean * np.exp(rng.normal(0, 0.03, POINTS)),
        "charts/episodic_return": 20 + rng.normal(0, 2, POINTS),
    }


def _validation_turns(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    train = 0.1 + 1.9 * np.exp(-np.arange(POINTS) / 40)
    held_out = train + 0.1 + 0.012 * _since(at)
    return {
        "train/loss": train + rng.normal(0, 0.02, POINTS),
        "val/loss": held_out + rng.normal(0, 0.02, POINTS),
    }


def _slower(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {"time/fps": 900 * np.where(_since(at) > 0, 0.6, 1) * np.exp(rng.normal(0, 0.03, POINTS))}


def _kl_jumps(rng: np.random.Generator, at: int) -> dict[str, Curve]:
    return {
        "train/approx_kl": 0.008 * np.where(_since(at) > 0, 12, 1) * np.exp(rng.normal(0, 0.3, POINTS)),
        "rollout/ep_rew_mean": _learning(rng) * np.where(_since(at) > 0, 0.5, 1),
    }


KINDS = (
    Kind("return declines evenly", _decline, ("return-decline",)),
    Kind("return decays", _slow_decay, ("return-decline",)),
    Kind("return falls at once", _cliff, ("return-decline", "return-crash")),
    Kind("return crashes and comes back", _crash_and_back, ("return-crash", "return-decline")),
    Kind("return is a cost that doubles in 12", _cost_grows, ("return-decline", "worse-from-start")),
    Kind("loss jumps x4", _loss_jump(4.0), ("loss-divergence", "loss-jump")),
    Kind("loss jumps x1.6", _loss_jump(1.6), ("loss-jump", "loss-divergence")),
    Kind("loss jumps x1.3", _loss_jump(1.3), ("loss-jump", "loss-divergence")),
    Kind("loss jumps and comes back", _loss_spike, ("loss-spike",)),
    Kind("loss doubles in 25", _loss_grows, ("loss-divergence",)),
    Kind("loss climbs evenly", _loss_climbs, ("loss-divergence",)),
    Kind("gradient doubles in 8", _grows("train/grad_norm", 8, 0.2), ("gradient-growth", "absurd-magnitude")),
    Kind("gradient doubles in 20", _grows("train/grad_norm", 20, 0.2), ("gradient-growth",)),
    Kind("value loss doubles in 12", _value_loss, ("value-loss-growth", "unbounded-growth")),
    Kind("entropy grows", _entropy_grows, ("entropy-growth",)),
    Kind("entropy collapses", _entropy_collapses, ("entropy-collapse",)),
    Kind("validation turns", _validation_turns, ("validation-turn",)),
    Kind("speed drops", _slower, ("throughput-decay",)),
    Kind("divergence of updates jumps", _kl_jumps, ("kl-spike",)),
)


def _run(curves: dict[str, Curve]) -> Run:
    """Give a run of a minute a point, or of as long as the logged speed says."""
    slower = 900.0 / curves.get("time/fps", np.full(POINTS, 900.0))
    wall_time = STARTED + np.cumsum(_SECONDS * slower)
    return run(*(series(tag, values, wall_time=wall_time) for tag, values in curves.items()))


def offs(kind: Kind, seeds: int = SEEDS) -> list[int | None]:
    """Give by how many points the nearest told onset is off, by seed; None where nothing is told."""
    found: list[int | None] = []
    for seed in range(seeds):
        rng = np.random.default_rng(seed)
        at = int(rng.integers(80, 141))
        curves = kind.drawn(rng, at)
        told = [
            each.onset_step - at
            for each in detect(_run(curves))
            if each.detector in kind.detectors and each.onset_step is not None
        ]
        found.append(min(told, key=abs, default=None))
    return found


def lines() -> Iterator[str]:
    """Give the table."""
    yield f"{'what begins':<36} {'seen':>5} {'within 3':>9} {'middle half off by':>20}"
    for kind in KINDS:
        found = offs(kind)
        told = [each for each in found if each is not None]
        close = sum(abs(each) <= CLOSE for each in told) / len(found)
        middle = "{:+.0f} to {:+.0f}".format(*np.percentile(told, [25, 75])) if told else "-"
        mark = "" if close >= _WANTED else "   under 9/10"
        yield f"{kind.name:<36} {len(told) / len(found):>5.0%} {close:>9.0%} {middle:>20}{mark}"


if __name__ == "__main__":
    print("\n".join(lines()))
