"""Write the event files that `coach demo` ships: three seeds of one PPO run with unscaled rewards.

Rewards are in the hundreds, so the value loss dwarfs the policy loss, the critic explains nothing, an update goes
too far about a fifth into the run, entropy collapses after it, and the return stays where it is. The third seed
escapes and learns. Usage: `python tools/make_demo_logs.py [FOLDER]`; the same bytes come out every time.
"""

from __future__ import annotations

import math
import random
import sys
from pathlib import Path

from coach.runs.readers.event_files.event_file import Scalar, write_scalars

POINTS = 205
STEPS_A_POINT = 3072
SECONDS_A_POINT = 172.0
STARTED = 1_760_000_000
SPIKE = 42  # the update that goes too far
LUCKY_SEED = 3


def scalars(seed: int) -> list[Scalar]:
    """Give everything one seed logs, in the order of writing."""
    dice = random.Random(f"demo {seed}")  # noqa: S311 - noise for a picture, not a secret
    learns = seed == LUCKY_SEED
    rows = []
    for point in range(POINTS):
        step = (point + 1) * STEPS_A_POINT
        wall = STARTED + 40 * seed + point * SECONDS_A_POINT + dice.uniform(-2, 2)
        for index, (tag, value) in enumerate(_values(point, learns=learns, dice=dice).items()):
            rows.append(Scalar(tag, step, wall + 0.001 * index, value))
    return rows


def _values(point: int, *, learns: bool, dice: random.Random) -> dict[str, float]:
    """Give one dump of the logger; `learns` is the seed that escapes."""
    progress = point / (POINTS - 1)
    after = max(0, point - SPIKE)
    noise = dice.gauss
    has_collapsed = not learns and point > SPIKE
    if learns:
        reward = 240 + 620 / (1 + math.exp(-14 * (progress - 0.45)))
        entropy = 1.36 - 0.62 * progress
        explained = 0.9 * (1 - math.exp(-4 * progress)) - 0.12
        value_loss = 5200 * math.exp(-1.6 * progress)
    else:
        reward = 240 + 5 * min(1.0, point / SPIKE)
        entropy = 1.36 - 0.1 * point / SPIKE if not has_collapsed else 1.26 * math.exp(-after / 4) + 0.006
        explained = -0.04 if not has_collapsed else -0.15
        value_loss = 5200 + 900 * progress
    kl = 0.011 if not has_collapsed else 0.0004
    clip = 0.12 if not has_collapsed else 0.002
    if point == SPIKE:
        kl, clip = (0.052, 0.31) if learns else (0.41, 0.62)
    value_loss *= math.exp(noise(0, 0.18))
    return {
        "rollout/ep_rew_mean": reward + noise(0, 14),
        "time/fps": 17.4 + noise(0, 0.15),
        "train/approx_kl": kl * math.exp(noise(0, 0.2)),
        "train/clip_fraction": min(1.0, clip * math.exp(noise(0, 0.15))),
        "train/entropy_loss": -max(0.0008, entropy * (1 + noise(0, 0.012))),
        "train/explained_variance": min(0.98, explained + noise(0, 0.06)),
        "train/loss": 0.5 * value_loss + noise(0, 3),
        "train/value_loss": value_loss,
    }


def main(folder: Path) -> None:
    """Write one folder a seed."""
    for seed in (1, 2, 3):
        run = folder / f"lander_seed_{seed}"
        run.mkdir(parents=True, exist_ok=True)
        write_scalars(run / f"events.out.tfevents.{STARTED + 40 * seed}.demo.{seed}.0", scalars(seed))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parents[1] / "coach" / "demo" / "logs")
