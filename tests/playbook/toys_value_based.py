"""Toys for the checks of the playbook on value-based methods."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import numpy as np

from tests.playbook.toys import Toy

if TYPE_CHECKING:
    from collections.abc import Sequence

R = np.random.default_rng(7)
WEIGHTS = {"layer.weight": np.ones((2, 2)), "norm.running_mean": np.full(2, 0.7)}
OBS = R.normal(size=(200, 3))
Q = R.normal(size=64)
OTHER_Q = Q + R.normal(size=64)
P = np.array([0.4, 0.3, 0.2, 0.1])
RIGHT_WEIGHTS = (4 * P) ** -0.5 / ((4 * P) ** -0.5).max()
TD = R.normal(size=300)
RETURNS = R.normal(50, 5, size=100)
NEXT_Q = np.array([[1.0, 9.0], [2.0, 1.0], [0.5, 4.0]])
ALLOWED = np.array([[True, False], [True, True], [True, True]])
GOALS = np.arange(6.0).reshape(3, 2)
WHOLE = R.normal(size=(40, 2))
NORMAL = (OBS - OBS.mean(axis=0)) / (OBS.std(axis=0) + 1e-8)
STEPS = np.arange(40.0)[:, None]


def plain_target(rewards: Sequence[float], ends: Sequence[int], value_after: float, gamma: float) -> float:
    """Give a target as many write it: the discount once, whatever the length, and no look at the end."""
    return sum(gamma**at * reward for at, reward in enumerate(rewards)) + gamma * value_after * (not ends[-1])


def right_target(rewards: Sequence[float], ends: Sequence[int], value_after: float, gamma: float) -> float:
    total, weight = 0.0, 1.0
    for reward, end in zip(rewards, ends, strict=True):
        total, weight = total + weight * reward, weight * gamma
        if end:
            return total
    return total + weight * value_after


def acting(*answers: float) -> dict[str, object]:
    given = iter(range(1000))
    return {"act": lambda _: np.array([answers[next(given) % len(answers)]]), "obs": np.zeros(3)}


def frames(*stacks: tuple[int, ...]) -> dict[str, object]:
    return {"stacks": np.array(stacks)}


def relabelled(*, mended: bool) -> dict[str, object]:
    reached = np.array([True, False, True])
    return {
        "achieved": np.where(reached[:, None], GOALS, GOALS + 1),
        "desired": GOALS,
        "desired_next": GOALS,
        "reward_of": lambda a, g: 0.0 if np.allclose(a, g) else -1.0,
        "ends_of": np.allclose,
        "rewards": np.where(reached, 0.0, -1.0) if mended else np.full(3, -1.0),
        "ends": reached if mended else np.zeros(3, dtype=bool),
    }


def model(*, stored: int, steps: int) -> dict[str, object]:
    return {
        "model": SimpleNamespace(
            replay_buffer=SimpleNamespace(size=lambda: stored),
            learning_starts=100,
            num_timesteps=steps,
            _n_updates=steps,
            exploration_rate=0.05,
        )
    }


VALUE_BASED = {
    "target-copy-incomplete": Toy(
        faulty={"online": WEIGHTS, "target": WEIGHTS | {"norm.running_mean": np.zeros(2)}},
        right={"online": WEIGHTS, "target": dict(WEIGHTS)},
        tells="norm.running_mean differs by 0.7",
    ),
    "updates-by-copies": Toy({}, {}, "updates a step 0.0625", {"62_500": ("62_500", "1_000_000")}),
    "critic-overfits-replay": Toy(
        faulty={"td_stored": 0.1 * TD, "td_fresh": TD},
        right={"td_stored": TD, "td_fresh": -TD},
        tells="ratio 10.0",
    ),
    "replay-too-small": Toy(
        faulty={"ends": [False] * 999 + [True], "steps": 1_000_000},
        right={"ends": ([False] * 99 + [True]) * 1000, "steps": 1_000_000},
        tells="episodes held 1 share",
    ),
    "replay-exceeds-memory": Toy({}, {}, "as it is 210.2", {"kind": ("np.float32, 4", "np.uint8, 1")}),
    "updates-before-warm-up": Toy(
        faulty={"actions": np.full((32, 1), 0.9)},
        right={"actions": R.uniform(-1, 1, (5000, 1))},
        tells="bins used 1 of 10",
    ),
    "n-step-discount": Toy(
        faulty={"target_of": plain_target}, right={"target_of": right_target}, tells="three steps off by 1.71"
    ),
    "replay-priorities-uncorrected": Toy(
        faulty={"probabilities": P, "weights": np.ones(4), "stored": 4, "beta": 0.5},
        right={"probabilities": P, "weights": RIGHT_WEIGHTS, "stored": 4, "beta": 0.5},
        tells="used from 1.0 to 1.0",
    ),
    "stale-priorities": Toy(
        faulty={
            "drawn": np.zeros(3000, dtype=int),
            "priorities": R.permutation(np.abs(TD)),
            "td": TD,
            "stored": 300,
        },
        right={"drawn": R.integers(0, 300, 9000), "priorities": np.abs(TD) + 0.01, "td": TD, "stored": 300},
        tells="never drawn 0.997",
    ),
    "action-noise-wrong-size": Toy(
        faulty={
            "clean": np.zeros((500, 2)),
            "noisy": np.repeat(R.normal(0, 0.1, (500, 1)), 2, axis=1),
            "low": np.full(2, -100.0),
            "high": np.full(2, 100.0),
        },
        right={
            "clean": np.zeros((500, 2)),
            "noisy": R.normal(0, 10, (500, 2)),
            "low": np.full(2, -100.0),
            "high": np.full(2, 100.0),
        },
        tells="dimensions move together [1.]",
    ),
    "identical-critics": Toy(
        faulty={"q1": Q, "q2": Q, "used": Q},
        right={"q1": Q, "q2": OTHER_Q, "used": np.minimum(Q, OTHER_Q)},
        tells="largest difference 0.0",
    ),
    "q-underestimation": Toy(
        faulty={"values": RETURNS + R.normal(0, 30, (10, 100)), "returns": RETURNS},
        right={"values": RETURNS + R.normal(0, 0.01, (2, 100)), "returns": RETURNS},
        tells="minimum off by -4",
    ),
    "actor-descends-value": Toy(
        faulty={"before": Q, "after": Q - 1}, right={"before": Q, "after": Q + 1}, tells="did not rise"
    ),
    "offline-unseen-actions": Toy(
        faulty={"q_data": Q + 50, "q_policy": Q + 500, "q_random": Q + 300, "best": 60.0},
        right={"q_data": Q + 50, "q_policy": Q + 51, "q_random": Q + 40, "best": 60.0},
        tells="policy mean 500.005",
    ),
    "offline-penalty-weight": Toy(
        faulty={"value_term": 0.01 * Q, "data_term": 10 * Q, "policy_actions": OBS, "data_actions": OBS},
        right={"value_term": Q, "data_term": Q, "policy_actions": OBS, "data_actions": OBS + 0.1},
        tells="ratio 0.001",
    ),
    "offline-data-narrow": Toy(
        faulty={"returns": np.full(20, 5.0), "obs": OBS, "actions": np.repeat(OBS[:1], 200, axis=0)},
        right={"returns": R.normal(5, 3, 20), "obs": OBS, "actions": R.normal(size=(200, 2))},
        tells="actions differ in like states by 0.0",
    ),
    "offline-checkpoint-choice": Toy(
        faulty={"chosen_by": [5, 4, 3, 2, 1], "returns": [1, 2, 3, 4, 5]},
        right={"chosen_by": [1, 2, 3, 4, 5], "returns": [1, 2, 3, 4, 5]},
        tells="rank correlation -1.0",
    ),
    "offline-episode-borders": Toy(
        faulty={
            "obs": STEPS,
            "next_obs": STEPS + 1,
            "terminals": STEPS[:, 0] % 10 == 9,
            "timeouts": np.zeros(40),
        },
        right={
            "obs": STEPS,
            "next_obs": np.where(STEPS % 10 == 9, -5.0, STEPS + 1),
            "terminals": STEPS[:, 0] % 10 == 9,
            "timeouts": np.zeros(40),
        },
        tells="marked ends 3 of which run on into the next row 3",
    ),
    "exploration-in-evaluation": Toy(
        faulty=acting(0.1, 0.2), right=acting(0.1), tells="different actions for one observation: 2"
    ),
    "greedy-policy-stuck": Toy(
        faulty={"obs": np.tile([[0.0], [1.0]], (50, 1)), "actions": np.tile([1, 0], 50)},
        right={"obs": np.arange(100.0)[:, None], "actions": np.ones(100)},
        tells="different pairs 2 share of repeats 0.98",
    ),
    "stacked-frames-mixed": Toy(
        faulty=frames((1098, 1099, 2001, 2002), (2004, 2003, 2002, 2001)),
        right=frames((0, 0, 2001, 2002), (2001, 2002, 2003, 2004)),
        tells="mix episodes 1 newest is not last 1",
    ),
    "replay-of-normalised-observations": Toy(
        faulty={
            "raw_old": OBS,
            "sampled_old": OBS / 5,
            "raw_recent": OBS,
            "sampled_recent": NORMAL,
            "mean": OBS.mean(axis=0),
            "std": OBS.std(axis=0),
        },
        right={
            "raw_old": OBS,
            "sampled_old": NORMAL,
            "raw_recent": OBS,
            "sampled_recent": NORMAL,
            "mean": OBS.mean(axis=0),
            "std": OBS.std(axis=0),
        },
        tells="old largest difference 2.",
    ),
    "replay-empty-after-resume": Toy(
        faulty=model(stored=0, steps=0), right=model(stored=5000, steps=5000), tells="stored transitions 0 "
    ),
    "value-support-narrow": Toy(
        faulty={"returns": RETURNS, "probabilities": np.eye(51)[[50] * 8], "v_min": -10.0, "v_max": 10.0},
        right={"returns": RETURNS, "probabilities": np.eye(51)[[25] * 8], "v_min": 0.0, "v_max": 100.0},
        tells="outside of the support 1.0",
    ),
    "hindsight-relabelling": Toy(
        faulty=relabelled(mended=False), right=relabelled(mended=True), tells="rewards off 2 ends off 2"
    ),
    "target-over-forbidden-actions": Toy(
        faulty={"next_q": NEXT_Q, "allowed": ALLOWED, "used": NEXT_Q.max(axis=1)},
        right={"next_q": NEXT_Q, "allowed": ALLOWED, "used": np.array([1.0, 2.0, 4.0])},
        tells="code takes it there in 1.0",
    ),
    "recurrent-replay-state": Toy(
        faulty={"whole": WHOLE, "replayed": WHOLE + 2 * np.exp(-np.arange(40) / 5)[:, None]},
        right={"whole": WHOLE, "replayed": WHOLE.copy()},
        tells="position 0 gap as a share of the spread 2.04",
    ),
}
"""By failure mode; those left out need a learner of PyTorch or Stable-Baselines3."""
