"""Toys for the checks of the playbooks on environments and on several agents."""

from __future__ import annotations

import numpy as np

from tests.playbook.toys import OldWalk, Toy, Walk, box, starts, wrapped

R = np.random.default_rng(3)
OBS = R.normal(size=(2000, 4))
ACTION = R.normal(size=500)
REAL = np.cumsum(R.normal(size=(60, 2)), axis=0)
LEGAL = R.random((50, 4)) < 0.7
LEGAL[:, 0] = True
BOARDS = [R.integers(-1, 2, 9) for _ in range(20)]
OUTCOMES = R.choice([-1.0, 1.0], 200)
MOVERS = np.tile([1, 2], 100)
NOISE = 0.5 * R.normal(size=200)
SAME = np.repeat(R.normal(size=(30, 1, 3)), 3, axis=1)
NET = {"weight": np.ones(3)}
OLDER = {"weight": np.zeros(3)}
BATCH = {"reward": np.ones((4, 2)), "value": np.ones((4, 2))}
ACTIVE = np.array([[1, 1], [1, 1], [1, 0], [1, 0]])


def resetting(*, alike: bool) -> dict[str, object]:
    found = starts(alike=alike)
    return {"reset_as_training": lambda: next(found), "env": Walk()}


def ticking(repeats: int) -> dict[str, object]:
    env = Walk(repeats=repeats)
    return {"env": env, "ticks": lambda: env.ticks}


def turned(*, is_turned: bool) -> dict[str, object]:
    return {
        "positions": BOARDS,
        "observe": (lambda board, player: board * player) if is_turned else (lambda board, _: board),
        "mirror": lambda board: -board,
    }


def matches(*, is_narrow: bool) -> dict[str, object]:
    strength = {"me": 2.0, "bot": 1.0, "random": 3.0 if is_narrow else 0.0}
    return {
        "play": lambda a, b: float(strength[a] > strength[b]),
        "agent": "me",
        "known": {"bot": "bot"},
        "strangers": {"random": "random"},
    }


def loss(batch: dict[str, np.ndarray], weights: np.ndarray) -> float:
    return float((weights * (batch["reward"] - batch["value"]) ** 2).sum() / weights.sum())


ENVIRONMENTS = {
    "episodes-all-alike": Toy(resetting(alike=True), resetting(alike=False), "different starts 1 of 50"),
    "auto-reset-mode": Toy(
        faulty={"obs": [0, 1, 2, 3, 4, 5, 0], "next_obs": [1, 2, 3, 4, 5, 0, 1]},
        right={"obs": [0, 1, 2, 3, 4, 0, 1], "next_obs": [1, 2, 3, 4, 5, 1, 2]},
        tells="such as [(5, 0)]",
    ),
    "vector-info-layout": Toy(
        faulty={"ended": np.eye(4)[:, :2], "logged": []},
        right={"ended": np.eye(4)[:, :2], "logged": [(0, 3.0), (1, 4.0)]},
        tells="ends by copy [1 1] returns logged [0 0]",
    ),
    "wrapper-order": Toy(
        faulty={"env": wrapped("TimeLimit", "Monitor", "Game")},
        right={"env": wrapped("Monitor", "TimeLimit", "Game")},
        tells="TimeLimit > Monitor > Game",
    ),
    "frame-skip-twice": Toy(ticking(16), ticking(4), "frames a decision [16]"),
    "shaping-loop": Toy(
        faulty={"shaping": lambda a, b: max(0.0, b - a), "walk": [0, 1, 2, 1, 0]},
        right={"shaping": lambda a, b: b - a, "walk": [0, 1, 2, 1, 0]},
        tells="sum over the closed path 2.0",
    ),
    "reality-gap": Toy(
        faulty={"simulated": 1.5 * REAL, "real": REAL, "scatter": np.full(2, 0.05)},
        right={"simulated": REAL + 0.01, "real": REAL, "scatter": np.full(2, 0.05)},
        tells="first beyond 3: [0, 0]",
    ),
    "step-api-mismatch": Toy({"env": OldWalk()}, {"env": Walk()}, "step gives 4"),
    "observation-leak": Toy(
        faulty={"obs": OBS, "hidden": OBS[:, 2]},
        right={"obs": OBS, "hidden": R.normal(size=2000)},
        tells="entry 2 relation 1.0",
    ),
    "environment-emits-nan": Toy({"env": Walk(breaks_at=7)}, {"env": Walk()}, "not a number: seed 0 step 6"),
    "physics-unstable": Toy(
        faulty={"full": REAL * np.exp(np.arange(60) / 5)[:, None], "half": REAL},
        right={"full": REAL + 0.001, "half": REAL},
        tells="part after control step 4",
    ),
    "action-mask-wrong": Toy(
        faulty={"masks": np.roll(LEGAL, 1, axis=0), "legal": LEGAL, "actions": np.zeros(50, dtype=int)},
        right={"masks": LEGAL, "legal": LEGAL, "actions": np.zeros(50, dtype=int)},
        tells="one step earlier 49",
    ),
    "space-casts-observation": Toy(
        faulty={"raw": np.full((5, 2), 0.4), "space": box(0, 255, np.uint8)},
        right={"raw": np.full((5, 2), 0.5), "space": box(0, 1, np.float32)},
        tells="largest change by the cast 0.4",
    ),
    "action-delay": Toy(
        faulty={"action": ACTION, "change": np.roll(ACTION, 2)},
        right={"action": ACTION, "change": ACTION},
        tells="lag 2 relation 1.0",
    ),
}
MULTI_AGENT = {
    "value-perspective-sign": Toy(
        faulty={
            "values": np.where(MOVERS == 1, OUTCOMES, -OUTCOMES) + NOISE,
            "outcomes": OUTCOMES,
            "movers": MOVERS,
        },
        right={"values": OUTCOMES + NOISE, "outcomes": OUTCOMES, "movers": MOVERS},
        tells="player 2 positions 100 relation -0.",
    ),
    "board-not-turned": Toy(turned(is_turned=False), turned(is_turned=True), "to the other side 20 of 20"),
    "turns-joined-wrongly": Toy(
        faulty={
            "agent": [1, 2, 1],
            "next_agent": [2, 1, 1],
            "ends": [0, 0, 1],
            "rewards": [0, 0, 1],
            "results": {1: 1, 2: -1},
        },
        right={
            "agent": [1, 2, 1],
            "next_agent": [1, 2, 1],
            "ends": [0, 1, 1],
            "rewards": [0, -1, 1],
            "results": {1: 1, 2: -1},
        },
        tells="agent 2 stored 0.0 really got -1",
    ),
    "shared-policy-without-identity": Toy(
        faulty={"obs": SAME, "actions": SAME[..., 0]},
        right={"obs": R.normal(size=(30, 3, 3)), "actions": R.normal(size=(30, 3))},
        tells="pairs with equal observations 1.0",
    ),
    "teammates-keep-changing": Toy(
        faulty={
            "then": np.repeat([[0.9, 0.1], [0.1, 0.9]], 50, axis=0),
            "now": np.tile([0.1, 0.9], (100, 1)),
            "age": np.repeat([100, 1], 50),
        },
        right={
            "then": np.tile([0.1, 0.9], (100, 1)),
            "now": np.tile([0.1, 0.9], (100, 1)),
            "age": np.repeat([100, 1], 50),
        },
        tells="old samples 0.8 recent 0.0",
    ),
    "team-credit-unassigned": Toy(
        faulty={"agents": 2, "team_return": lambda replaced: 5.0 if replaced in (None, 1) else 0.0},
        right={"agents": 2, "team_return": lambda replaced: 5.0 if replaced is None else 2.0},
        tells="without agent 1 changes by 0.0",
    ),
    "opponent-overfitting": Toy(
        matches(is_narrow=True), matches(is_narrow=False), "random stranger score 0.0"
    ),
    "self-play-opponent-wrong": Toy(
        faulty={"learner": NET, "opponent": NET, "snapshot": OLDER, "opponent_later": NET},
        right={"learner": NET, "opponent": OLDER, "snapshot": OLDER, "opponent_later": OLDER},
        tells="opponent and its snapshot 1.0",
    ),
    "rating-not-anchored": Toy(
        faulty={"table": [[0.5, 0.5, 0.5], [0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]},
        right={"table": [[0.5, 0.24, 0.09], [0.76, 0.5, 0.24], [0.91, 0.76, 0.5]]},
        tells="ratings from the table [0. 0. 0.]",
    ),
    "self-play-games-alike": Toy(
        faulty={"games": [[1, 2, 3]] * 40},
        right={"games": R.integers(0, 9, (40, 30)).tolist()},
        tells="different games 1 of 40",
    ),
    "seats-not-balanced": Toy(
        faulty={"first": [1.0] * 80 + [0.0] * 20, "second": [1.0] * 20 + [0.0] * 80},
        right={"first": [1.0, 0.0] * 50, "second": [1.0, 0.0] * 50},
        tells="strength 0.5 edge of the first seat 0.3",
    ),
    "departed-agents-trained": Toy(
        faulty={"batch": BATCH, "active": ACTIVE, "loss_of": lambda batch: loss(batch, np.ones((4, 2)))},
        right={"batch": BATCH, "active": ACTIVE, "loss_of": lambda batch: loss(batch, ACTIVE)},
        tells="the loss moves by",
    ),
    "actor-sees-too-much": Toy(
        faulty={"joints": [SAME[0]], "probabilities_of": lambda joint, agent: joint.mean(axis=0) + 0 * agent},
        right={"joints": [SAME[0]], "probabilities_of": lambda joint, agent: joint[agent]},
        tells="agent 0 reacts to what it cannot see",
    ),
    "conventions-of-one-team": Toy(
        faulty={"seeds": [0, 1, 2], "score": lambda a, b: 24.0 if a == b else 2.0},
        right={"seeds": [0, 1, 2], "score": lambda a, b: 24.0 - abs(a - b)},
        tells="with its own 24.0 across seeds 2.0",
    ),
}
"""By failure mode, for every one of the two playbooks."""
