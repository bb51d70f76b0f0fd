"""For every detector a run it must see, one it must not, and one in which what it looks for has an innocent cause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.facts import Facts
from tests.runs.builders import run, series
from tests.runs.detectors.shapes import noisy, ramp

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from coach.runs import Run

UP = noisy(ramp(0, 100), 2)
FLAT = noisy(5, 1)
FALL = 0.3 + 2 * np.exp(-np.linspace(0, 5, 200))
WAVE = np.sin(np.arange(400) * 2 * np.pi / 25)


class Case(NamedTuple):
    """Runs of which a detector must see the first, must not see the second, and must not warn of the third."""

    row: str
    fires: Run | Sequence[Run]
    quiet: Run | Sequence[Run]
    innocent: Run | Sequence[Run]
    facts: Facts = Facts()


def of(**tags: ArrayLike) -> Run:
    """Give a run; `__` in a tag's name stands for a slash."""
    return run(*(series(tag.replace("__", "/"), values) for tag, values in tags.items()))


def then(*parts: ArrayLike) -> np.typing.NDArray[np.float64]:
    """Give curves one after the other."""
    return np.concatenate([np.asarray(part, dtype=np.float64) for part in parts])


def spiked(base: ArrayLike, at: int, height: float, points: int = 1) -> np.typing.NDArray[np.float64]:
    """Give a curve with a jump of some points."""
    values = np.array(base, dtype=np.float64)
    values[at : at + points] = height
    return values


def timed(rate: ArrayLike) -> Run:
    """Give a run whose steps take as long as these rates say."""
    seconds = np.cumsum(100 / np.asarray(rate, dtype=np.float64))
    n = len(seconds)
    return run(series("loss", noisy(1, 0.1, n), step=np.arange(n) * 100, wall_time=1.7e9 + seconds))


def hourly(tag: str, values: ArrayLike) -> Run:
    """Give a run with a point every six minutes."""
    return run(series(tag, values, seconds_a_step=360))


def masked(**tags: ArrayLike) -> Run:
    """Give a run whose reader distrusts the zeros of its loss."""
    made = of(**tags)
    return replace(made, series={**made.series, "loss": replace(made.series["loss"], may_hide_nan=True)})


def named(name: str, made: Run) -> Run:
    """Give a run under another name."""
    return replace(made, name=name)


def configured(made: Run, **settings: str) -> Run:
    """Give a run with settings."""
    return replace(made, metadata={f"config/{name}": text for name, text in settings.items()})


def cliff(at: int) -> np.typing.NDArray[np.float64]:
    """Give a curve that rises and falls to nothing at a point."""
    return then(ramp(0, 100, at), np.zeros(200 - at))


CLIFFS = [of(reward=noisy(cliff(120), 3, 200, n)) for n in range(3)]
GAPPED = run(series("loss", noisy(1, 0.1, 60), step=[*range(30), *range(80, 110)]))
ONE_SEED = [named(f"ppo_seed_{n}", of(reward=noisy(ramp(0, 100), 4, 200, n))) for n in range(3)]
ENTROPY_GONE = then(ramp(1.4, 0.01, 80), np.full(120, 0.005))
SHARED = {f"t{n}": noisy(np.where(np.arange(400) < 200, 0.0, n), 0.05, 400, n) for n in (1, 2, 3)}
STOPPED = noisy(then(ramp(3, 2, 100), np.full(100, 2.0)), 0.005)
CUT = then(np.full(100, 1e-3), np.full(100, 1e-5))
SAME = noisy(ramp(0, 9, 40), 0.3, 40)
RUNS_AWAY = 10 * np.exp(np.maximum(0, np.arange(200) - 100) / 12)
SPARED = noisy(then(1 + 2 * np.exp(-ramp(0, 3, 80)), np.full(120, 1.02)), 0.004)
TRAINED = noisy(np.minimum(ramp(0, 900), 450), 10)
SELDOM = np.arange(10, 200, 19)
SCORE = 0.6 + 0.3 * (1 - np.exp(-ramp(0, 6, 60)))
SURE = then(FALL[:100], ramp(FALL[100], 0.9, 100))

LEAP = then(np.full(100, 1e-4), np.full(100, 1e-2))
TO_NOTHING = 0.02 + 2.3 * np.exp(-ramp(0, 6))

LEARNS = noisy(0.5 + 1.8 * np.exp(-ramp(0, 6, 120)), 0.01, 120)
BROKEN = then(LEARNS[:60], noisy(2.6, 0.02, 60))
FOLLOWS = then(LEARNS[:60], noisy(0.5 + 1.6 * (1 - np.exp(-ramp(0.1, 4, 60))), 0.01, 60))
LATE_START = noisy(
    then(np.full(40, np.log(10)), np.log(10) - 1.2 * (1 - np.exp(-ramp(0, 4, 80)))), 0.002, 120
)
AT_CHANCE = noisy(then(np.full(40, 0.1), ramp(0.1, 0.5, 80)), 0.01, 120)
LOST_AT_ONCE = noisy(then(ramp(0, 100, 80), np.full(40, 5.0)), 2, 120)
LOST_SLOWLY = noisy(then(ramp(0, 9, 60), ramp(9, 2, 60)), 0.2, 120)
LOST_AGAIN = then(LEARNS[:80], noisy(2.2, 0.02, 40))
AT_MEAN = noisy(then(ramp(1.5, 1.02, 12), np.full(108, 1.02)), 0.03, 120)
TERM_UP = noisy(then(np.full(60, 12.0), np.full(60, 19.0)), 0.2, 120)
TERM_DOWN = noisy(then(np.full(60, 3.4), np.full(60, 0.2)), 0.03, 120)
FITTED = 0.1 + 2.3 * np.exp(-ramp(0, 5, 120))
SELDOM_REACHED = np.maximum(0.12, ramp(0.9, -0.3, 120))

CASES = {
    "non-finite": Case(
        "D-1",
        of(loss=spiked(FLAT, 50, np.nan)),
        of(loss=FLAT),
        of(rollout__ep_rew_mean=spiked(FLAT, 0, np.nan, 3)),
    ),
    "undefined-metric": Case(
        "D-1",
        of(train__explained_variance=spiked(FLAT, 50, np.nan)),
        of(loss=spiked(FLAT, 50, np.nan), rollout__ep_rew_mean=spiked(FLAT, 50, np.nan)),
        of(rollout__ep_rew_mean=spiked(FLAT, 0, np.nan, 3)),
    ),
    "masked-nan": Case(
        "D-1", masked(loss=spiked(FLAT, 50, 0.0)), of(loss=spiked(FLAT, 50, 0.0)), masked(loss=FLAT)
    ),
    "absurd-magnitude": Case(
        "D-2", of(grad_norm=spiked(FLAT, 9, 1e7)), of(grad_norm=FLAT), of(loss=ramp(5e4, 3e4))
    ),
    "gradient-growth": Case(
        "D-3",
        of(grad_norm=then(noisy(1, 0.1, 100), noisy(50, 1, 100))),
        of(grad_norm=FLAT),
        of(grad_norm=then(ramp(0.01, 1, 20), noisy(1, 0.05, 180))),
    ),
    "gradient-spike": Case(
        "D-3",
        of(grad_norm=spiked(noisy(1, 0.1), 90, 240)),
        of(grad_norm=FLAT),
        of(grad_norm=spiked(noisy(1, 0.1), 90, 240)),
    ),
    "gradient-vanishing": Case(
        "D-4",
        of(grad_norm=then(noisy(1, 0.1, 100), np.full(100, 1e-6)), loss=noisy(2, 0.1)),
        of(grad_norm=FLAT),
        of(grad_norm=then(noisy(1, 0.1, 100), np.full(100, 1e-6)), loss=FALL),
    ),
    "always-clipped": Case(
        "D-5",
        of(grad_norm=np.minimum(noisy(2, 1), 1.0)),
        of(grad_norm=FLAT),
        of(grad_norm=np.minimum(noisy(1, 0.1), 1.2)),
    ),
    "update-ratio-high": Case(
        "D-6",
        of(train__update_ratio=noisy(-0.5, 0.1)),
        of(train__update_ratio=noisy(-3, 0.1)),
        of(train__update_ratio=then(noisy(-1, 0.1, 15), noisy(-3, 0.1, 185))),
    ),
    "update-ratio-low": Case(
        "D-6",
        of(train__update_ratio=noisy(-5.5, 0.1)),
        of(train__update_ratio=noisy(-0.5, 0.1)),
        of(train__update_ratio=then(noisy(-3, 0.1, 185), noisy(-5, 0.1, 15))),
    ),
    "initial-loss-high": Case(
        "D-7",
        of(loss=ramp(30, 2)),
        of(loss=ramp(2.35, 0.5)),
        run(series("loss", ramp(9, 2), step=np.arange(500, 700))),
        Facts(classes=10),
    ),
    "slow-from-start": Case(
        "beyond the table",
        of(train_loss=noisy(ramp(2.34, 2.29), 0.005), train_accuracy=noisy(0.11, 0.01)),
        of(train_loss=noisy(ramp(2.34, 0.8), 0.02), train_accuracy=noisy(ramp(0.11, 0.75), 0.01)),
        of(train_loss=noisy(ramp(0.52, 0.48), 0.002), train_accuracy=noisy(ramp(0.81, 0.83), 0.01)),
    ),
    "short-sighted-values": Case(
        "beyond the table",
        of(
            rollout__ep_rew_mean=noisy(10, 1),
            rollout__ep_len_mean=noisy(10, 1, seed=1),
            train__q_mean=noisy(1.5, 0.05, seed=2),
        ),
        of(
            rollout__ep_rew_mean=noisy(10, 1),
            rollout__ep_len_mean=noisy(10, 1, seed=1),
            train__q_mean=noisy(9, 0.05, seed=2),
        ),
        of(
            rollout__ep_rew_mean=noisy(ramp(10, 200), 1),
            rollout__ep_len_mean=noisy(ramp(10, 200), 1, seed=1),
            train__q_mean=noisy(1.5, 0.05, seed=2),
        ),
    ),
    "initial-loss-low": Case(
        "D-7",
        of(loss=ramp(1.2, 0.5)),
        of(loss=ramp(30, 2)),
        run(series("loss", ramp(1.2, 0.5), step=np.arange(500, 700))),
        Facts(classes=10),
    ),
    "chance-plateau": Case(
        "D-8",
        of(loss=noisy(2.3026, 0.005)),
        of(loss=FALL),
        of(loss=noisy(ramp(2.3, 1.9), 0.01)),
        Facts(classes=10),
    ),
    "plateau-from-start": Case(
        "D-9", of(reward=FLAT), of(reward=UP), of(loss=then([2.3] * 3, np.full(197, 0.1)))
    ),
    "worse-from-start": Case(
        "D-9", of(reward=noisy(ramp(50, 10), 2)), of(reward=UP), of(reward=then(UP, ramp(100, 0)))
    ),
    "entropy-collapse": Case(
        "D-10",
        of(policy__entropy=ENTROPY_GONE, reward=FLAT),
        of(policy__entropy=ramp(1.4, 0.6), reward=UP),
        of(policy__entropy=ENTROPY_GONE, reward=UP),
    ),
    "entropy-at-start": Case(
        "D-11",
        of(policy__entropy=noisy(1.386, 0.002), reward=FLAT),
        of(policy__entropy=then(ramp(1.4, 0.7, 80), noisy(0.7, 0.002, 120)), reward=FLAT),
        of(policy__entropy=noisy(0.7, 0.002)),
    ),
    "entropy-stops-short": Case(
        "D-11",
        of(policy__entropy=then(ramp(1.4, 0.7, 80), noisy(0.7, 0.002, 120)), reward=FLAT),
        of(policy__entropy=noisy(1.386, 0.002), reward=FLAT),
        of(policy__entropy=then(ramp(1.4, 0.7, 80), noisy(0.7, 0.002, 120)), reward=UP),
    ),
    "entropy-growth": Case(
        "D-12",
        of(policy__entropy=ramp(1, 2), reward=FLAT),
        of(policy__entropy=ramp(2, 1)),
        of(policy__entropy=ramp(1, 2), reward=UP),
    ),
    "entropy-swings": Case(
        "D-12",
        of(policy__entropy=1.5 + 0.8 * WAVE),
        of(policy__entropy=noisy(ramp(1.4, 0.6), 0.02)),
        run(series("policy/entropy", 1.5 + 0.8 * WAVE), series("reward", noisy(ramp(0, 100, 400), 2, 400))),
    ),
    "kl-spike": Case(
        "D-13",
        of(train__approx_kl=noisy(0.2, 0.01)),
        of(train__approx_kl=noisy(0.01, 0.002)),
        of(train__approx_kl=spiked(noisy(0.01, 0.002), 3, 0.5)),
    ),
    "kl-negative": Case(
        "D-13",
        of(train__approx_kl=noisy(-0.02, 0.005)),
        of(train__approx_kl=noisy(0.01, 0.002)),
        of(train__approx_kl=noisy(0.004, 0.01)),
    ),
    "kl-near-zero": Case(
        "D-13",
        of(train__approx_kl=np.full(200, 1e-6), reward=FLAT),
        of(train__approx_kl=noisy(0.01, 0.002)),
        of(train__approx_kl=np.full(200, 1e-6), reward=UP),
    ),
    "kl-runaway": Case(
        "D-13",
        of(objective__kl=ramp(0, 20)),
        of(objective__kl=noisy(0.3, 0.05)),
        of(objective__kl=noisy(6, 0.2)),
    ),
    "clip-fraction-high": Case(
        "D-14",
        of(train__clip_fraction=noisy(0.5, 0.05)),
        of(train__clip_fraction=noisy(0.1, 0.02)),
        of(train__clip_fraction=then(np.full(9, 0.6), np.full(191, 0.1))),
    ),
    "clip-fraction-zero": Case(
        "D-14",
        of(train__clip_fraction=np.zeros(200)),
        of(train__clip_fraction=noisy(0.5, 0.05)),
        of(train__clip_fraction=then(noisy(0.1, 0.02, 80), np.zeros(120))),
    ),
    "probability-ratio-high": Case(
        "D-15",
        of(val__ratio=[1.0, 1.0, 900.0]),
        of(val__ratio=[1.0, 1.0, 0.1]),
        of(val__ratio=spiked(noisy(1.02, 0.01), 0, 1.0)),
    ),
    "probability-ratio-low": Case(
        "D-15",
        of(val__ratio=[1.0, 1.0, 0.1]),
        of(val__ratio=[1.0, 1.0, 900.0]),
        of(val__ratio=spiked(noisy(0.98, 0.01), 0, 1.0)),
    ),
    "first-logged-ratio": Case(
        "D-15",
        of(val__ratio=[1.04, 1.0, 1.0]),
        of(val__ratio=np.ones(50)),
        of(val__ratio=[1.04, 1.0, 1.0]),
    ),
    "explained-variance": Case(
        "D-16",
        of(train__explained_variance=noisy(-0.5, 0.1)),
        of(train__explained_variance=noisy(0.8, 0.05)),
        of(train__explained_variance=then(np.full(15, -2.0), noisy(0.8, 0.05, 185))),
    ),
    "perfect-critic": Case(
        "D-16",
        of(train__explained_variance=np.full(200, 0.999), policy__entropy=ENTROPY_GONE, reward=FLAT),
        of(train__explained_variance=np.full(200, 0.999), policy__entropy=ramp(1.4, 1)),
        of(
            train__explained_variance=np.full(200, 0.999),
            policy__entropy=ENTROPY_GONE,
            reward=then(UP[:80], noisy(99, 1, 120)),
        ),
    ),
    "value-scale-large": Case(
        "D-17",
        of(losses__q_values=ramp(0, 5000)),
        of(losses__q_values=ramp(0, 8)),
        of(losses__q_values=ramp(0, 60)),
    ),
    "value-scale-small": Case(
        "D-17",
        of(losses__q_values=ramp(0, 0.02)),
        of(losses__q_values=ramp(0, 5000)),
        of(losses__q_values=ramp(0, 0.02)),
    ),
    "advantages-off-centre": Case(
        "D-17",
        of(train__advantage_mean=noisy(1.5, 0.2)),
        of(train__advantage_mean=noisy(0, 0.1)),
        of(train__advantage_mean=then(noisy(1.5, 0.2, 15), noisy(0, 0.1, 185))),
    ),
    "value-loss-growth": Case(
        "D-18",
        of(train__value_loss=then(ramp(5, 1, 80), ramp(1, 80, 120)), reward=FLAT),
        of(train__value_loss=FLAT, reward=FLAT),
        of(train__value_loss=then(ramp(5, 1, 80), ramp(1, 80, 120)), reward=UP),
    ),
    "value-beyond-bound": Case(
        "D-19",
        of(losses__q_values=ramp(0, 500)),
        of(losses__q_values=ramp(0, 50)),
        of(losses__q_values=ramp(0, 100)),
        Facts(gamma=0.99, r_max=1),
    ),
    "validation-turn": Case(
        "D-20",
        of(loss=FALL, val_loss=then(ramp(3, 1, 100), ramp(1, 2, 100))),
        of(loss=FALL, val_loss=1.1 * FALL),
        of(loss=FALL, val_loss=noisy(1, 0.2)),
    ),
    "validation-far-worse": Case(
        "D-20",
        of(train_acc=ramp(0.3, 0.99), val_acc=ramp(0.3, 0.6)),
        of(train_acc=ramp(0.3, 0.9), val_acc=ramp(0.3, 0.88)),
        of(train_acc=np.full(200, 0.8), val_acc=ramp(0.2, 0.79)),
    ),
    "held-out-better": Case(
        "D-21",
        of(train_acc=ramp(0.3, 0.7), val_acc=ramp(0.4, 0.9)),
        of(train_acc=ramp(0.3, 0.9), val_acc=ramp(0.3, 0.88)),
        of(train_loss=FALL, val_loss=0.5 * FALL),
    ),
    "too-good": Case(
        "D-21",
        of(loss=TO_NOTHING, val_loss=1.1 * TO_NOTHING, train_acc=np.full(200, 1.0)),
        of(train_acc=ramp(0.3, 0.9), val_acc=ramp(0.3, 0.88)),
        of(val_acc=[0.8, 0.97, 0.98, 0.98, 0.99]),
    ),
    "loss-under-bound": Case(
        "D-21",
        of(loss=FALL, val_loss=FALL),
        of(loss=FALL + 0.5, val_loss=FALL + 0.5),
        of(loss=FALL, val_loss=FALL + 0.5),
        Facts(least_loss=0.7),
    ),
    "loss-under-sibling": Case(
        "D-21",
        [of(val_loss=noisy(0.6 * (FALL + 1), 0.01)), of(val_loss=noisy(FALL + 1, 0.01, seed=1))],
        [of(val_loss=noisy(0.95 * (FALL + 1), 0.01)), of(val_loss=noisy(FALL + 1, 0.01, seed=1))],
        [of(val_loss=noisy(0.8 * (FALL + 1), 0.01)), of(val_loss=noisy(FALL + 1, 0.01, seed=1))],
    ),
    "metric-swings": Case(
        "D-22",
        of(loss=1 + (noisy(1, 1, 300) - 1) * ramp(0.01, 0.4, 300)),
        of(loss=noisy(1, 0.1, 300)),
        of(val_acc=0.7 + 0.05 * np.tile([0, 1], 15)),
    ),
    "throughput-decay": Case(
        "D-23",
        timed(noisy(ramp(10, 3, 600), 0.05, 600)),
        timed(noisy(10, 0.2, 600)),
        timed(then(np.full(60, 40.0), noisy(10, 0.1, 540))),
    ),
    "memory-growth": Case(
        "D-24",
        hourly("system/memory", noisy(ramp(10, 30), 0.05)),
        hourly("system/memory", noisy(10, 0.1)),
        hourly("system/memory", then(ramp(5, 10, 40), noisy(10, 0.02, 160))),
    ),
    "periodic-load": Case(
        "D-25",
        of(system__memory=10 + 3 * WAVE),
        of(system__memory=noisy(10, 1, 400)),
        of(system__memory=10 + 3 * WAVE),
    ),
    "step-defects": Case(
        "D-26",
        GAPPED,
        of(loss=FLAT),
        run(series("loss", FLAT), series("eval/loss", noisy(1, 0.1, 20), step=np.arange(9, 200, 10)[:20])),
    ),
    "periodic-loss": Case(
        "D-27",
        of(loss=2 + 0.3 * WAVE),
        of(loss=noisy(2, 0.1, 400)),
        of(loss=2 + 0.3 * WAVE, reward=noisy(1, 0.1, 400)),
    ),
    "loss-spike": Case(
        "D-28",
        of(loss=spiked(noisy(2, 0.02), 100, 5, 3)),
        of(loss=noisy(np.where(np.arange(200) < 120, 2.0, 3.4), 0.02)),
        of(loss=spiked(noisy(2, 0.02), 100, 5, 3)),
    ),
    "loss-jump": Case(
        "D-28",
        of(loss=noisy(np.where(np.arange(200) < 120, 2.0, 3.4), 0.02)),
        of(loss=noisy(2, 0.1)),
        of(loss=spiked(noisy(2, 0.02), 100, 5, 3)),
    ),
    "loss-divergence": Case(
        "D-29",
        of(loss=then(ramp(3, 1, 100), ramp(1, 5, 100))),
        of(loss=FALL),
        of(loss=then(FALL[:190], np.full(10, 0.4))),
    ),
    "loss-scale-collapse": Case(
        "D-30",
        of(loss_scale=then(np.full(100, 65536.0), 2.0 ** np.arange(15, -5, -1))),
        of(loss_scale=np.full(200, 65536.0)),
        of(loss_scale=then([65536, 32768, 16384, 8192], np.full(196, 4096.0))),
    ),
    "reward-without-spread": Case(
        "D-31",
        of(reward_std=np.zeros(200)),
        of(reward_std=noisy(0.4, 0.05)),
        of(reward_std=then(np.full(60, 0.3), np.zeros(140)), reward=then(ramp(0, 1, 60), np.ones(140))),
    ),
    "proxy-gap": Case(
        "D-32",
        of(reward=ramp(0, 10), eval__mean_reward=then(ramp(0, 5, 100), ramp(5, 2, 100))),
        of(reward=UP, eval__mean_reward=UP),
        of(reward=UP, eval__mean_reward=noisy(2, 0.5)),
    ),
    "answers-cut-off": Case(
        "D-33",
        of(completions__clipped_ratio=ramp(0, 0.9)),
        of(completions__clipped_ratio=noisy(0.1, 0.02)),
        of(completions__clipped_ratio=then(np.full(30, 0.6), noisy(0.1, 0.02, 170))),
    ),
    "length-at-limit": Case(
        "D-33",
        of(rollout__ep_len_mean=ramp(20, 200), reward=FLAT),
        of(rollout__ep_len_mean=ramp(200, 5), reward=FLAT),
        of(rollout__ep_len_mean=ramp(20, 200), reward=UP),
        Facts(length_limit=200),
    ),
    "one-step-episodes": Case(
        "D-20",
        of(rollout__ep_len_mean=np.ones(200), rollout__ep_rew_mean=FLAT),
        of(rollout__ep_len_mean=noisy(40, 2), rollout__ep_rew_mean=FLAT),
        of(rollout__ep_len_mean=np.ones(200), rollout__ep_rew_mean=UP),
    ),
    "length-shrinks": Case(
        "D-33",
        of(rollout__ep_len_mean=ramp(200, 5), reward=FLAT),
        of(rollout__ep_len_mean=noisy(100, 3), reward=FLAT),
        of(rollout__ep_len_mean=ramp(200, 5), reward=UP),
    ),
    "sampler-gap": Case(
        "D-34",
        of(sampling__sampling_logp_difference__mean=noisy(2, 0.1)),
        of(sampling__sampling_logp_difference__mean=noisy(0.02, 0.005)),
        of(sampling__sampling_logp_difference__mean=spiked(noisy(0.02, 0.005), 0, 0.3, 10)),
    ),
    "seed-disagreement": Case(
        "D-35",
        [*ONE_SEED[:2], named("ppo_seed_9", of(reward=noisy(5, 3)))],
        ONE_SEED,
        [ONE_SEED[0], named("ppo_seed_9", of(reward=noisy(5, 3)))],
    ),
    "identical-runs": Case(
        "D-35",
        [named("a", of(reward=SAME)), named("b", of(reward=SAME))],
        ONE_SEED,
        [named("a", of(reward=SAME)), named("b", replace(of(reward=SAME), format="csv"))],
    ),
    "dead-trials": Case(
        "D-35",
        [*(of(reward=UP) for _ in range(6)), of(reward=[1.0])],
        [of(reward=UP) for _ in range(7)],
        [*(of(reward=UP) for _ in range(6)), of(reward=UP[:60])],
    ),
    "runs-without-curves": Case(
        "D-35",
        [*(of(reward=UP) for _ in range(6)), of()],
        [of(reward=UP) for _ in range(7)],
        [*(of(reward=UP) for _ in range(6)), replace(of(), format="another")],
    ),
    "rare-success": Case(
        "D-36",
        of(averageepret=noisy(0, 0.1), stdepret=np.ones(200), maxepret=noisy(9, 0.5)),
        of(averageepret=noisy(0, 0.1), stdepret=np.ones(200), maxepret=noisy(2, 0.3)),
        of(averageepret=UP, stdepret=np.ones(200), maxepret=UP + 9),
    ),
    "learning-rate-early": Case(
        "D-37",
        of(learning_rate=then(ramp(1e-3, 0, 60), np.zeros(140))),
        of(learning_rate=np.full(200, 1e-3)),
        of(learning_rate=ramp(1e-3, 0)),
    ),
    "rate-not-as-meant": Case(
        "D-37",
        configured(of(learning_rate=np.full(200, 1e-3)), lr_scheduler_type="linear"),
        configured(of(learning_rate=np.full(200, 1e-3)), lr_scheduler_type="constant"),
        configured(of(learning_rate=ramp(1e-6, 1e-3)), lr_schedule="constant"),
    ),
    "plateau-at-rate-change": Case(
        "D-37",
        of(loss=STOPPED, learning_rate=CUT),
        of(loss=STOPPED, learning_rate=np.full(200, 1e-3)),
        configured(of(loss=STOPPED, learning_rate=CUT), lr_scheduler="MultiStepLR"),
    ),
    "weight-norm-constant": Case(
        "D-38",
        of(weight_norm=np.full(100, 3.2)),
        of(weight_norm=noisy(ramp(3, 4), 0.01)),
        of(weight_norm=then(np.full(30, 3.2), ramp(3.2, 4, 100))),
    ),
    "weight-norm-growth": Case(
        "D-38",
        of(weight_norm=np.exp(np.linspace(0, 6, 200))),
        of(weight_norm=np.full(100, 3.2)),
        of(weight_norm=ramp(10, 40)),
    ),
    "same-numbers": Case(
        "D-39",
        of(loss=FLAT, val_loss=FLAT),
        of(loss=FLAT, val_loss=FLAT + 0.1),
        of(reward=np.zeros(200), eval__mean_reward=np.zeros(200)),
    ),
    "shared-change": Case("D-40", of(**SHARED), of(t1=SHARED["t1"], t2=SHARED["t2"]), of(**SHARED)),
    "under-sibling": Case(
        "D-41",
        [of(reward=np.minimum(UP, 40.0)), of(reward=UP)],
        [of(reward=UP), of(reward=np.minimum(UP, 40.0))],
        [of(reward=np.minimum(UP, 80.0)), of(reward=UP)],
    ),
    "return-decline": Case(
        "beyond the table",
        of(reward=then(ramp(0, 100, 100), ramp(100, 0, 100))),
        of(reward=UP),
        of(reward=then(ramp(0, 100, 150), ramp(100, 45, 50))),
    ),
    "return-crash": Case(
        "beyond the table",
        of(reward=noisy(then(ramp(0, 100, 100), ramp(-10, 60, 100)), 3)),
        of(reward=UP),
        of(reward=noisy(then(ramp(0, 100, 100), ramp(0, 100, 100)), 3)),
    ),
    "shared-fall": Case(
        "D-40",
        CLIFFS,
        [of(reward=noisy(cliff(at), 3, 200, at)) for at in (60, 90, 120, 150)],
        [*CLIFFS[:2], *ONE_SEED],
    ),
    "unbounded-growth": Case(
        "D-18",
        of(losses__q_values=RUNS_AWAY, reward=FLAT),
        of(losses__q_values=noisy(100 * (1 - np.exp(-ramp(0, 6))), 1), reward=FLAT),
        of(losses__q_values=RUNS_AWAY, reward=UP),
    ),
    "value-loss-scale": Case(
        "D-17",
        of(train__value_loss=noisy(1e8, 1e6), train__explained_variance=noisy(0, 1e-3), reward=FLAT),
        of(train__value_loss=noisy(100, 5), train__explained_variance=noisy(0, 1e-3), reward=FLAT),
        of(train__value_loss=noisy(1e8, 1e6), train__explained_variance=noisy(0.9, 0.01), reward=FLAT),
    ),
    "learning-rate-zero": Case(
        "D-37",
        of(learning_rate=np.zeros(80), loss=noisy(2.3, 0.02, 80)),
        of(learning_rate=np.full(80, 1e-5), loss=noisy(2.3, 0.02, 80)),
        of(learning_rate=np.zeros(200), loss=FALL),
    ),
    "rate-only-rises": Case(
        "D-37",
        configured(of(learning_rate=ramp(1e-6, 1e-3)), total_timesteps="250"),
        of(learning_rate=np.minimum(ramp(1e-5, 1e-2), 1e-3)),
        of(learning_rate=ramp(1e-6, 1e-3)),
    ),
    "rate-large": Case(
        "D-37",
        of(learning_rate=np.full(50, 0.1), train__policy_loss=noisy(0.1, 0.01, 50)),
        of(learning_rate=np.full(50, 3e-4), train__policy_loss=noisy(0.1, 0.01, 50)),
        of(learning_rate=np.full(50, 0.1), loss=noisy(0.1, 0.01, 50)),
    ),
    "rate-small": Case(
        "D-37",
        of(learning_rate=np.full(50, 1e-6), train__policy_loss=noisy(0.1, 0.01, 50)),
        of(learning_rate=ramp(3e-4, 1e-8, 50), train__policy_loss=noisy(0.1, 0.01, 50)),
        of(
            learning_rate=np.full(50, 1e-6),
            train__policy_loss=noisy(0.1, 0.01, 50),
            completion_length=noisy(200, 5, 50),
        ),
    ),
    "rate-jumps-up": Case(
        "D-37",
        of(
            learning_rate=then(np.full(100, 1e-4), np.full(100, 1e-2)),
            loss=then(noisy(0.5, 0.02, 100), noisy(3, 0.1, 100)),
        ),
        of(learning_rate=then(ramp(1e-6, 1e-3, 10), np.full(190, 1e-3)), loss=FALL),
        of(learning_rate=LEAP, loss=FALL),
    ),
    "rate-cut-early": Case(
        "D-37",
        of(loss=SPARED, learning_rate=then(np.full(80, 1e-3), np.full(120, 1e-5))),
        of(loss=SPARED, learning_rate=np.full(200, 1e-3)),
        configured(
            of(loss=SPARED, learning_rate=then(np.full(80, 1e-3), np.full(120, 1e-5))),
            lr_scheduler="MultiStepLR",
        ),
    ),
    "exploration-rate-stuck": Case(
        "beyond the table",
        of(rollout__exploration_rate=np.ones(200), reward=FLAT),
        of(rollout__exploration_rate=np.maximum(1 - ramp(0, 5), 0.05), reward=FLAT),
        of(rollout__exploration_rate=np.full(200, 0.4), reward=UP),
    ),
    "exploration-spent": Case(
        "beyond the table",
        of(rollout__exploration_rate=then([1.0], np.full(199, 0.05)), reward=FLAT),
        of(rollout__exploration_rate=np.maximum(1 - ramp(0, 5), 0.05), reward=FLAT),
        of(rollout__exploration_rate=then([1.0], np.full(199, 0.05)), reward=UP),
    ),
    "moves-without-gain": Case(
        "beyond the table",
        of(losses__entropy=ramp(1.1, 0.4), reward=FLAT),
        of(losses__entropy=ramp(1.1, 0.4), reward=UP),
        of(losses__entropy=ramp(1.1, 1.0), reward=FLAT),
    ),
    "nothing-updated": Case(
        "beyond the table",
        of(rollout__exploration_rate=np.maximum(1 - ramp(0, 5), 0.05), reward=FLAT),
        of(
            rollout__exploration_rate=np.maximum(1 - ramp(0, 5), 0.05), reward=FLAT, train__loss=noisy(1, 0.1)
        ),
        of(rollout__exploration_rate=np.maximum(1 - ramp(0, 5), 0.05), reward=UP),
    ),
    "values-beyond-returns": Case(
        "beyond the table",
        of(train__q_values=noisy(2000, 20), reward=noisy(30, 2)),
        of(train__q_values=noisy(60, 2), reward=noisy(30, 2)),
        of(train__q_values=spiked(noisy(60, 2), 20, 2000.0), reward=noisy(30, 2)),
    ),
    "sudden-standstill": Case(
        "beyond the table",
        of(loss=noisy(np.maximum(2.5 - ramp(0, 6), 0.8), 0.02)),
        of(loss=noisy(FALL, 0.02)),
        of(loss=noisy(0.5 + 2 / (1 + ramp(0, 40)), 0.02)),
    ),
    "stuck-high": Case(
        "beyond the table",
        of(loss=noisy(1.8 + 0.5 * np.exp(-ramp(0, 20)), 0.02), train_acc=noisy(0.21, 0.02)),
        of(loss=noisy(1.0 + 1.3 * np.exp(-ramp(0, 20)), 0.02), train_acc=noisy(0.65, 0.02)),
        of(loss=noisy(3.0 + 7 * np.exp(-ramp(0, 20)), 0.02), train_acc=noisy(0.28, 0.02)),
    ),
    "temperature-gone": Case(
        "beyond the table",
        of(train__ent_coef=np.exp(-ramp(0, 12)), reward=FLAT),
        of(train__ent_coef=0.05 + np.exp(-ramp(0, 12)), reward=FLAT),
        of(train__ent_coef=np.exp(-ramp(0, 12)), reward=UP),
    ),
    "temperature-growth": Case(
        "beyond the table",
        of(train__ent_coef=RUNS_AWAY / 100, reward=FLAT),
        of(train__ent_coef=ramp(0.01, 0.2), reward=FLAT),
        of(train__ent_coef=RUNS_AWAY / 100, reward=UP),
    ),
    "evaluation-below-training": Case(
        "beyond the table",
        run(series("reward", TRAINED), series("eval/mean_reward", noisy(140, 20, 10), step=SELDOM)),
        run(series("reward", TRAINED), series("eval/mean_reward", TRAINED[SELDOM] - 20, step=SELDOM)),
        run(series("reward", TRAINED), series("eval/mean_reward", noisy(0.4, 0.1, 10), step=SELDOM)),
    ),
    "constant-value": Case(
        "D-26",
        of(loss=np.full(74, 16.7422)),
        of(loss=noisy(16.7422, 0.001, 74)),
        of(loss=np.full(4, 0.69)),
    ),
    "best-lost": Case(
        "D-20",
        of(val_acc=noisy(then(ramp(0.55, 0.35, 30), ramp(0.35, 0.5, 30)), 0.005, 60)),
        of(val_acc=noisy(SCORE, 0.01, 60)),
        of(val_acc=noisy(then(ramp(0.7, 0.8, 20), ramp(0.8, 0.75, 40)), 0.003, 60)),
    ),
    "loss-and-metric-disagree": Case(
        "beyond the table",
        of(val_loss=noisy(ramp(2, 1), 0.02), val_acc=noisy(ramp(0.8, 0.6), 0.005)),
        of(val_loss=noisy(ramp(2, 1), 0.02), val_acc=noisy(ramp(0.6, 0.8), 0.005)),
        of(val_loss=noisy(1.1 * SURE, 0.005), val_acc=noisy(ramp(0.6, 0.8), 0.005)),
    ),
    "score-rises-with-loss": Case(
        "beyond the table",
        of(val_loss=noisy(SURE, 0.005), val_acc=noisy(ramp(0.6, 0.8), 0.005)),
        of(val_loss=noisy(SURE, 0.005), val_acc=noisy(ramp(0.8, 0.6), 0.005)),
        of(val_loss=noisy(SURE, 0.005), val_acc=noisy(ramp(0.6, 0.8), 0.005)),
    ),
    "broke-at-the-end": Case(
        "beyond the table",
        of(reward=noisy(then(ramp(0, 100, 100), np.full(96, 100), np.full(4, 30)), 2)),
        of(reward=noisy(then(ramp(0, 100, 100), np.full(100, 100)), 2)),
        of(reward=spiked(noisy(then(ramp(0, 100, 100), np.full(100, 100)), 2), 198, 60, 1)),
    ),
    "return-silent": Case(
        "beyond the table",
        of(policy__entropy=ramp(1.4, 1)),
        of(policy__entropy=ramp(1.4, 1), reward=UP),
        run(series("policy/entropy", ramp(1.4, 1)), series("reward", UP[:160])),
    ),
    "training-lost-first": Case(
        "beyond the table",
        of(train_loss=BROKEN, val_loss=FOLLOWS),
        of(train_loss=BROKEN, val_loss=BROKEN),
        of(train_loss=noisy(then(ramp(2, 0.5, 60), ramp(0.5, 1.5, 60)), 0.02, 120), val_loss=FOLLOWS),
    ),
    "both-lost-at-once": Case(
        "beyond the table",
        of(train_loss=BROKEN, val_loss=BROKEN),
        of(train_loss=BROKEN, val_loss=FOLLOWS),
        of(train_loss=BROKEN, val_loss=BROKEN, lr=then(np.full(60, 1e-3), np.full(60, 1e-1))),
    ),
    "held-out-lost-alone": Case(
        "beyond the table",
        of(train_loss=LEARNS, val_loss=BROKEN),
        of(train_loss=BROKEN, val_loss=BROKEN),
        of(train_loss=LEARNS, val_loss=noisy(then(ramp(2, 0.4, 60), ramp(0.4, 2.4, 60)), 0.02, 120)),
    ),
    "held-out-gains-alone": Case(
        "beyond the table",
        of(train_loss=LEARNS, val_loss=then(LEARNS[:60] + 1, LEARNS[60:])),
        of(train_loss=then(LEARNS[:60] + 1, LEARNS[60:]), val_loss=then(LEARNS[:60] + 1, LEARNS[60:])),
        of(train_loss=LEARNS, val_F1=noisy(then(np.full(60, 0.03), np.full(60, 0.4)), 0.002, 120)),
    ),
    "back-to-start": Case(
        "beyond the table",
        of(train_loss=LOST_AGAIN, val_loss=LOST_AGAIN),
        of(train_loss=BROKEN, val_loss=FOLLOWS),
        of(train_loss=noisy(then(ramp(2.3, 0.5, 60), ramp(0.5, 2.3, 60)), 0.02, 120), val_loss=LEARNS),
    ),
    "gap-at-first-look": Case(
        "beyond the table",
        of(train_loss=LEARNS, val_loss=noisy(1.5 + 6 * np.exp(-ramp(0, 3, 120)), 0.05, 120)),
        of(train_loss=LEARNS, val_loss=LEARNS + ramp(0, 1.5, 120)),
        of(train_loss=LEARNS, val_loss=8 * LEARNS),
    ),
    "stands-at-mean": Case(
        "beyond the table",
        of(train_loss=AT_MEAN, val_loss=noisy(1.0, 0.03, 120)),
        of(train_loss=LEARNS, val_loss=LEARNS),
        of(train_loss=AT_MEAN, val_loss=noisy(1.0, 0.03, 120), val_accuracy=noisy(0.6, 0.01, 120)),
    ),
    "terms-part": Case(
        "beyond the table",
        of(train__recon_loss=TERM_UP, train__kl_loss=TERM_DOWN),
        of(train__recon_loss=TERM_UP, train__kl_loss=TERM_UP),
        of(train__recon_loss=ramp(12, 19, 120), train__kl_loss=ramp(3, 0.2, 120)),
    ),
    "kl-term-gone": Case(
        "beyond the table",
        of(train__recon_loss=LEARNS, train__kl_loss=2 * np.exp(-ramp(0, 6, 120))),
        of(train__recon_loss=LEARNS, train__kl_loss=noisy(ramp(0, 3, 120) + 1, 0.05, 120)),
        of(train__recon_loss=LEARNS, train__kl_loss=0.05 * np.exp(-ramp(0, 2, 120))),
    ),
    "values-break": Case(
        "beyond the table",
        of(reward=LOST_AT_ONCE, td_loss=spiked(noisy(0.05, 0.004, 120), 80, 0.6, 8)),
        of(reward=LOST_AT_ONCE, td_loss=noisy(0.05, 0.004, 120)),
        of(reward=noisy(ramp(0, 100, 120), 2, 120), td_loss=spiked(noisy(0.05, 0.004, 120), 80, 0.6, 8)),
    ),
    "odd-one-out": Case(
        "beyond the table",
        of(
            **{
                f"grad_norm__layer_{n}": noisy(1 + 0.2 * n, 0.05, 60, n) if n != 3 else np.zeros(60)
                for n in range(6)
            }
        ),
        of(**{f"grad_norm__layer_{n}": noisy(1 + 0.2 * n, 0.05, 60, n) for n in range(6)}),
        of(**{f"grad_norm__layer_{n}": noisy(10.0**n, 0.05, 60, n) for n in range(6)}),
    ),
    "classes-left-out": Case(
        "beyond the table",
        of(**{f"recall_{n}": noisy(0.98 if n == 0 else 0.05, 0.01, 60, n) for n in range(5)}),
        of(**{f"recall_{n}": noisy(0.6 + 0.05 * n, 0.01, 60, n) for n in range(5)}),
        of(**{f"recall_{n}": noisy(0.98 if n < 3 else 0.05, 0.01, 60, n) for n in range(5)}),
    ),
    "ranks-hold-different-weights": Case(
        "beyond the table",
        of(**{f"rank{n}__param_norm": then(ramp(1, 2, 60), ramp(2, 2 + n / 4, 60)) for n in range(4)}),
        of(**{f"rank{n}__param_norm": ramp(1, 2, 120) for n in range(4)}),
        of(**{f"rank{n}__loss": noisy(ramp(2, 1, 120), 0.1, 120, n) for n in range(4)}),
    ),
    "held-out-never-better": Case(
        "beyond the table",
        of(train_loss=LEARNS, val_loss=ramp(2.3, 4.5, 120)),
        of(train_loss=LEARNS, val_loss=then(ramp(2.3, 1.2, 30), ramp(1.2, 4.5, 90))),
        of(train_loss=LEARNS, val_loss=ramp(0.4, 0.9, 120)),
    ),
    "no-gap": Case(
        "beyond the table",
        of(train_loss=FITTED, val_loss=FITTED * 0.99),
        of(train_loss=FITTED, val_loss=FITTED + 0.1),
        of(train_loss=LEARNS, val_loss=LEARNS * 0.99),
    ),
    "samples-alike": Case(
        "beyond the table",
        of(sample_std=np.exp(-ramp(0, 7, 120)), loss_G=LEARNS),
        of(sample_std=noisy(1, 0.05, 120), loss_G=LEARNS),
        of(sample_std=ramp(0.1, 1, 120), loss_G=LEARNS),
    ),
    "return-repeats": Case(
        "beyond the table",
        of(reward=then(noisy(ramp(0, 50, 80), 3, 80), np.full(120, 37.5))),
        of(reward=noisy(then(ramp(0, 50, 80), np.full(120, 50)), 1)),
        of(reward=then(noisy(ramp(0, 50, 80), 3, 80), np.full(120, 80.0))),
    ),
    "critic-lost": Case(
        "beyond the table",
        of(train__explained_variance=then(noisy(0.8, 0.05, 100), noisy(0.1, 0.05, 100)), reward=FLAT),
        of(train__explained_variance=noisy(0.8, 0.05), reward=FLAT),
        of(train__explained_variance=then(noisy(0.8, 0.05, 100), noisy(0.1, 0.05, 100)), reward=UP),
    ),
    "learner-still": Case(
        "beyond the table",
        of(policy__entropy=then(noisy(1.2, 0.01, 80), np.full(120, 1.17)), reward=FLAT),
        of(policy__entropy=noisy(1.2, 0.01), reward=FLAT),
        of(policy__entropy=then(noisy(1.2, 0.01, 80), np.full(120, 1.17)), reward=UP),
    ),
    "target-still": Case(
        "beyond the table",
        of(train__target_q=np.full(120, 0.31), train__q_mean=noisy(2, 0.1, 120), reward=FLAT),
        of(train__target_q=noisy(2, 0.1, 120), train__q_mean=noisy(2, 0.1, 120), reward=FLAT),
        of(train__target_entropy=np.full(120, -6.0), train__q_mean=noisy(2, 0.1, 120), reward=FLAT),
    ),
    "gradient-jump": Case(
        "beyond the table",
        of(grad_norm=then(noisy(1, 0.1, 100), noisy(4, 0.3, 100)), loss=noisy(2, 0.05)),
        of(grad_norm=noisy(ramp(1, 4), 0.1), loss=noisy(2, 0.05)),
        of(grad_norm=then(noisy(1, 0.1, 100), noisy(4, 0.3, 100)), loss=noisy(ramp(2, 0.4), 0.02)),
    ),
    "gradient-drop": Case(
        "beyond the table",
        of(grad_norm=then(noisy(4, 0.3, 100), noisy(0.5, 0.05, 100)), loss=noisy(2, 0.05)),
        of(grad_norm=noisy(4 * np.exp(-ramp(0, 3)), 0.05), loss=noisy(2, 0.05)),
        of(
            grad_norm=then(noisy(4, 0.3, 100), noisy(0.5, 0.05, 100)),
            loss=noisy(2, 0.05),
            lr=then(np.full(100, 0.1), np.full(100, 0.3)),
        ),
    ),
    "weights-jump": Case(
        "beyond the table",
        of(weight_norm=then(ramp(20, 22, 100), ramp(15, 16, 100))),
        of(weight_norm=ramp(20, 60)),
        of(weight_norm=then(ramp(20, 22, 100), ramp(23, 24, 100))),
    ),
    "training-gains-alone": Case(
        "beyond the table",
        of(train_loss=then(LEARNS[:60], 0.2 * LEARNS[60:]), val_loss=LEARNS),
        of(train_loss=LEARNS, val_loss=LEARNS),
        of(train_loss=then(LEARNS[:60], 0.2 * LEARNS[60:])),
    ),
    "alternates": Case(
        "beyond the table",
        of(loss=noisy(np.where(np.arange(200) % 2, 1.5, 0.5), 0.02)),
        of(loss=noisy(1, 0.3)),
        of(loss=1 + 0.3 * WAVE),
    ),
    "weights-shrink": Case(
        "beyond the table",
        of(weight_norm=20 * np.exp(-ramp(0, 4)), train_loss=noisy(2.3, 0.01)),
        of(weight_norm=ramp(20, 12), train_loss=noisy(2.3, 0.01)),
        of(weight_norm=20 * np.exp(-ramp(0, 4)), train_loss=FALL),
    ),
    "dead-units": Case(
        "beyond the table",
        of(dead_units_frac=np.minimum(1.0, ramp(0.2, 2)), loss=FLAT),
        of(dead_units_frac=noisy(0.3, 0.02), loss=FLAT),
        of(dead_units=noisy(40, 1), loss=FLAT),
    ),
    "actions-at-bounds": Case(
        "beyond the table",
        of(action_saturated_frac=np.minimum(1.0, ramp(0.2, 2)), reward=FLAT),
        of(action_saturated_frac=noisy(0.3, 0.02), reward=FLAT),
        of(action_clip_range=np.full(200, 1.0), reward=UP),
    ),
    "gradients-mostly-zero": Case(
        "beyond the table",
        of(grad_zero_fraction=np.full(60, 0.998), loss=noisy(2, 0.05, 60)),
        of(grad_zero_fraction=np.full(60, 0.4), loss=noisy(2, 0.05, 60)),
        of(zero_grad_seconds=np.full(60, 0.998), loss=noisy(2, 0.05, 60)),
    ),
    "updates-lost": Case(
        "beyond the table",
        of(update_norm=0.01 * np.exp(-ramp(0, 3)), grad_norm=noisy(2, 0.05)),
        of(update_norm=noisy(0.01, 0.0005), grad_norm=noisy(2, 0.05)),
        of(update_norm=0.01 * np.exp(-ramp(0, 3)), grad_norm=noisy(2, 0.05), lr=ramp(1e-3, 0)),
    ),
    "variety-falls": Case(
        "beyond the table",
        of(modes_covered=noisy(then(np.full(60, 7.0), np.full(60, 2.0)), 0.3, 120)),
        of(modes_covered=noisy(ramp(2, 7, 120), 0.3, 120)),
        of(modes_covered=noisy(then(ramp(2, 7, 60), np.full(60, 6.0)), 0.3, 120)),
    ),
    "predictions-flat": Case(
        "beyond the table",
        of(pred_std=noisy(0.1, 0.01), target_std=np.full(200, 1.9)),
        of(pred_std=noisy(1.7, 0.05), target_std=np.full(200, 1.9)),
        of(pred_std=ramp(0.1, 1.7), target_std=np.full(200, 1.9)),
    ),
    "measured-two-ways": Case(
        "beyond the table",
        of(val_loss_compiled=noisy(1.2, 0.1), val_loss_eager=noisy(0.1, 0.01)),
        of(val_loss_compiled=noisy(1.2, 0.1), val_loss_eager=noisy(1.2, 0.1)),
        of(val_loss_part_one=noisy(1.2, 0.1), val_loss_part_two=noisy(0.1, 0.01)),
    ),
    "changed-where-it-broke": Case(
        "beyond the table",
        of(
            val_acc=then(noisy(0.9, 0.01, 60), noisy(0.3, 0.01, 60)),
            input__mean=noisy(then([0] * 60, [2] * 60), 0.05, 120),
        ),
        of(val_acc=then(noisy(0.9, 0.01, 60), noisy(0.3, 0.01, 60)), input__mean=noisy(0, 0.05, 120)),
        of(
            val_acc=then(noisy(0.3, 0.01, 60), noisy(0.9, 0.01, 60)),
            input__mean=noisy(then([0] * 60, [2] * 60), 0.05, 120),
        ),
    ),
    "waiting-grows": Case(
        "beyond the table",
        of(data_time=then(noisy(0.01, 0.001, 60), noisy(0.4, 0.02, 60))),
        of(data_time=noisy(0.01, 0.001, 120)),
        of(eval_data_time=then(noisy(0.01, 0.001, 60), noisy(0.4, 0.02, 60))),
    ),
    "workers-lost": Case(
        "beyond the table",
        of(num_healthy_workers=then(np.full(60, 16), np.full(60, 9))),
        of(num_healthy_workers=np.full(120, 16)),
        of(num_healthy_workers=then(np.full(60, 16), [15], np.full(59, 16))),
    ),
    "no-bootstrap": Case(
        "beyond the table",
        of(rollout__truncated_fraction=np.ones(60), rollout__bootstrapped_fraction=np.zeros(60)),
        of(rollout__truncated_fraction=np.ones(60), rollout__bootstrapped_fraction=np.ones(60)),
        of(rollout__truncated_fraction=np.full(60, 0.05), rollout__bootstrapped_fraction=np.zeros(60)),
    ),
    "replay-tiny": Case(
        "beyond the table",
        run(series("replay/size", np.full(60, 100.0), step=np.arange(60) * 500)),
        run(series("replay/size", np.minimum(np.arange(60) * 500, 20_000), step=np.arange(60) * 500)),
        run(series("replay/size", np.full(60, 1000.0), step=np.arange(60) * 100)),
    ),
    "never-succeeds": Case(
        "beyond the table",
        of(success_rate=then(noisy(0.2, 0.02, 40), np.zeros(80)), reward=FLAT),
        of(success_rate=noisy(0.2, 0.02, 120), reward=FLAT),
        of(success_rate=then(np.zeros(80), noisy(0.2, 0.02, 40)), reward=FLAT),
    ),
    "replay-repeats": Case(
        "beyond the table",
        of(per__unique_fraction=np.full(60, 0.05), reward=FLAT),
        of(per__unique_fraction=np.full(60, 0.98), reward=FLAT),
        of(per__unique_ids=np.full(60, 0.05), reward=FLAT),
    ),
    "counter-goes-back": Case(
        "beyond the table",
        of(samples_seen=then(np.arange(60) * 512.0, np.arange(60) * 512.0), loss=noisy(2, 0.1, 120)),
        of(samples_seen=np.arange(120) * 512.0, loss=noisy(2, 0.1, 120)),
        of(samples_seen=np.arange(120) % 10 * 512.0, loss=noisy(2, 0.1, 120)),
    ),
    "twins-identical": Case(
        "beyond the table",
        of(rank0__loss=LEARNS, rank1__loss=LEARNS),
        of(rank0__loss=LEARNS, rank1__loss=noisy(LEARNS, 0.05, 120)),
        of(rank0__grad_norm_after_allreduce=LEARNS, rank1__grad_norm_after_allreduce=LEARNS),
    ),
    "told-outright": Case(
        "beyond the table",
        of(train_test_overlap=np.full(60, 0.31), loss=noisy(2, 0.1, 60)),
        of(train_test_overlap=np.zeros(60), loss=noisy(2, 0.1, 60)),
        of(train_test_overlap_time=np.full(60, 0.31), loss=noisy(2, 0.1, 60)),
    ),
    "outputs-still": Case(
        "beyond the table",
        of(sample_std=np.full(120, 0.97), frechet=np.full(120, 25.25), loss_G=LEARNS, loss_D=LEARNS),
        of(sample_std=noisy(0.97, 0.01, 120), loss_G=LEARNS, loss_D=LEARNS),
        of(samples_per_step=np.full(120, 64.0), loss_G=LEARNS, loss_D=LEARNS),
    ),
    "goal-flat-while-reward-rises": Case(
        "beyond the table",
        of(
            rollout__ep_rew_mean=noisy(ramp(0, 2, 120), 0.1, 120),
            rollout__success_rate=noisy(SELDOM_REACHED, 0.05, 120),
        ),
        of(
            rollout__ep_rew_mean=noisy(ramp(0, 2, 120), 0.1, 120),
            rollout__success_rate=noisy(ramp(0.4, 0.9, 120), 0.05, 120),
        ),
        of(
            rollout__ep_rew_mean=noisy(ramp(2, 0, 120), 0.1, 120),
            rollout__success_rate=noisy(SELDOM_REACHED, 0.05, 120),
        ),
    ),
    "chosen-falls-with-rejected": Case(
        "beyond the table",
        of(
            logps__chosen=noisy(ramp(-90, -136, 60), 1, 60), logps__rejected=noisy(ramp(-90, -143, 60), 1, 60)
        ),
        of(logps__chosen=noisy(ramp(-90, -84, 60), 1, 60), logps__rejected=noisy(ramp(-90, -143, 60), 1, 60)),
        of(logps__chosen=noisy(ramp(-90, -94, 60), 1, 60), logps__rejected=noisy(ramp(-90, -98, 60), 1, 60)),
    ),
    "began-at-restart": Case(
        "beyond the table",
        run(series("train_loss", BROKEN, segment=np.arange(120) // 60)),
        run(series("train_loss", BROKEN, segment=np.arange(120) // 90)),
        run(series("train_loss", LEARNS, segment=np.arange(120) // 60)),
    ),
    "discriminator-loss-gone": Case(
        "beyond the table",
        of(loss_D=1.2 * np.exp(-ramp(0, 6, 120)), loss_G=ramp(0.9, 9, 120)),
        of(loss_D=noisy(1.3, 0.05, 120), loss_G=noisy(0.8, 0.05, 120)),
        of(loss_D=1.2 * np.exp(-ramp(0, 6, 120)), loss_G=noisy(0.8, 0.05, 120)),
    ),
    "preference-loss-at-ln2": Case(
        "beyond the table",
        of(loss=noisy(np.log(2), 0.004, 60), rewards__chosen=noisy(0, 0.01, 60)),
        of(loss=noisy(ramp(np.log(2), 0.3, 60), 0.004, 60), rewards__chosen=noisy(0, 0.01, 60)),
        of(loss=noisy(np.log(2), 0.004, 60), val_accuracy=noisy(0.5, 0.01, 60)),
    ),
    "device-idle": Case(
        "beyond the table",
        of(system__gpu__0__gpu_util=noisy(21, 3, 60), loss=LEARNS),
        of(system__gpu__0__gpu_util=noisy(91, 3, 60), loss=LEARNS),
        of(system__gpu__0__gpu_util=noisy(91, 3, 60), system__gpu__1__gpu_util=np.zeros(60), loss=LEARNS),
    ),
    "experts-uneven": Case(
        "beyond the table",
        of(**{f"moe__expert_{n}_load": noisy(0.9 if n == 2 else 0.03, 0.005, 60, n) for n in range(4)}),
        of(**{f"moe__expert_{n}_load": noisy(0.25, 0.01, 60, n) for n in range(4)}),
        of(**{f"moe__expert_{n}_load": noisy(0.1 + 0.1 * n, 0.01, 60, n) for n in range(4)}),
    ),
    "stale-evaluation": Case(
        "beyond the table",
        of(train_loss=LEARNS, val_loss=then(LEARNS[:50], np.full(70, 0.625))),
        of(train_loss=LEARNS, val_loss=LEARNS),
        of(train_loss=LEARNS, val_accuracy=then(noisy(ramp(0.1, 0.9, 50), 0.01, 50), np.full(70, 1.0))),
    ),
    "stuck-at-start": Case(
        "beyond the table",
        of(train_loss=LATE_START, train_accuracy=AT_CHANCE),
        of(train_loss=LEARNS, train_accuracy=noisy(ramp(0.1, 0.8, 120), 0.01, 120)),
        of(train_loss=LATE_START, train_accuracy=AT_CHANCE, lr=then(ramp(1e-6, 1e-4, 50), np.full(70, 1e-3))),
    ),
    "fall-while-calm": Case(
        "beyond the table",
        of(reward=LOST_AT_ONCE, train__approx_kl=noisy(0.01, 0.001, 120)),
        of(reward=LOST_AT_ONCE, train__approx_kl=spiked(noisy(0.01, 0.001, 120), 80, 2.0)),
        of(reward=LOST_AT_ONCE, train__approx_kl=noisy(0.01, 0.001, 120), curriculum__level=ramp(0, 9, 120)),
    ),
    "critic-loss-jump": Case(
        "beyond the table",
        of(reward=LOST_SLOWLY, q_values=noisy(1, 0.1, 120), td_loss=BROKEN),
        of(reward=LOST_SLOWLY, q_values=noisy(1, 0.1, 120), td_loss=noisy(0.05, 0.01, 120)),
        of(reward=noisy(ramp(0, 9, 120), 0.2, 120), q_values=noisy(1, 0.1, 120), td_loss=BROKEN),
    ),
}
"""By the detector's name; D-42, the band of a prediction, is settled by `coach check`."""
