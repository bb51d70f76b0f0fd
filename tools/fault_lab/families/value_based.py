"""Q-learning: the goal is reached less often than it was before."""

from __future__ import annotations

from typing import Final

import numpy as np

from tools.fault_lab.family import NOTHING, Cause, Family, Look, Repair, Seen, Trained
from tools.fault_lab.looks import OTHER_SEED, other_seeds, rerun
from tools.fault_lab.shown import table
from tools.fault_lab.trainings.gridworld import LARGEST, Gridworld, success, train, wrong_moves

LEAST: Final = 0.6
"""A share of episodes that reach the goal under this is complained about; healthy runs have some 0.75."""
_EPISODES: Final = 300
_MOVES: Final = 200
_WRONG: Final = 10
_ABOVE: Final = 1.2
_BEHIND: Final = 0.01
_BETTER: Final = 1.2


def _complains(trained: Trained) -> bool:
    return trained.facts["success"] < LEAST


def _greedy(_: Gridworld, seed: int, trained: Trained) -> Seen:
    rng = np.random.default_rng(seed + OTHER_SEED)
    reached = success(trained.kept.table, rng, _EPISODES, 0.0)
    rows = [("evaluation in the log", trained.facts["success"]), (f"greedy, {_EPISODES} episodes", reached)]
    return Seen("good" if reached > LEAST else "poor", table(("", "reaches the goal"), rows))


def _largest(_: Gridworld, __: int, trained: Trained) -> Seen:
    largest = trained.facts["largest_value"]
    rows = [("largest value learned", largest), ("largest return there can be", LARGEST)]
    return Seen("above" if largest > _ABOVE * LARGEST else "within", table(("", ""), rows))


def _by_hand(_: Gridworld, seed: int, trained: Trained) -> Seen:
    wrong = wrong_moves(trained.kept.buffer, _MOVES, np.random.default_rng(seed + OTHER_SEED))
    rows = [("moves compared", _MOVES), ("next square is the old one, no wall there", wrong)]
    return Seen("wrong" if wrong > _WRONG else "right", table(("", ""), rows))


def _copy(_: Gridworld, __: int, trained: Trained) -> Seen:
    behind = trained.facts["behind"]
    rows = [("value and its copy differ by, on average", behind)]
    return Seen("far" if behind > _BEHIND else "close", table(("", ""), rows))


VALUE_BASED: Final = Family(
    id="value-based",
    healthy=Gridworld(),
    train=train,
    complaint="fewer than six in ten episodes reach the goal, where it was three in four",
    complains=_complains,
    causes=(
        Cause(
            id="ends-ignored",
            name="The value after an episode's end is counted as if the episode went on",
            mode="termination-truncation",
            base=3,
            repair="mask-ends",
            changes={"ignores_ends": True},
        ),
        Cause(
            id="buffer-misaligned",
            name="The buffer keeps the square before a move as the one after it",
            mode="buffer-misalignment",
            base=2,
            repair="rewrite-buffer",
            changes={"shifts_next": True},
        ),
        Cause(
            id="copies-too-rare",
            name="The target network is copied too rarely",
            mode="target-net-frequency",
            base=2,
            repair="copy-more-often",
            changes={"copies_every": 99},
        ),
        Cause(
            id="random-moves-in-evaluation",
            name="The evaluation still explores",
            mode="exploration-in-evaluation",
            base=2,
            repair="evaluate-greedily",
            changes={"explores_in_evaluation": 0.5},
        ),
        Cause(
            id="exploration-ends-early",
            name="Exploration falls to zero within the first minutes",
            mode="epsilon-schedule",
            base=2,
            repair="explore-longer",
            changes={"explores_for": 0.02, "least": 0.0},
        ),
        Cause(
            id=NOTHING,
            name="Nothing is wrong: twenty episodes, and seeds that differ this much",
            mode="seed-variance",
            base=12,
            repair="let-be",
        ),
    ),
    repairs=(
        Repair(id="mask-ends", name="Mask the value after an end, and train again", runs=1, work=0.5),
        Repair(id="rewrite-buffer", name="Rewrite what the buffer stores, and train again", runs=1, work=1.5),
        Repair(
            id="copy-more-often", name="Copy the target network more often, and train again", runs=1, work=0.2
        ),
        Repair(id="evaluate-greedily", name="Evaluate without exploration from now on", runs=0.6, work=0.3),
        Repair(id="explore-longer", name="Stretch the exploration, and train again", runs=1.2, work=0.2),
        Repair(
            id="let-be", name="Change nothing: five seeds, and three hundred episodes each", runs=1, work=0.3
        ),
    ),
    looks=(
        Look(
            id="greedy-evaluation",
            name="Play 300 greedy episodes with the last checkpoint",
            rule="over six in ten reach the goal",
            outcomes={"good": "it reaches the goal well", "poor": "it does not"},
            runs=0.03,
            work=0.2,
            see=_greedy,
        ),
        Look(
            id="largest-value",
            name="Compare the largest value learned with the largest return there can be",
            rule="more than a fifth above it",
            outcomes={"above": "values are above what can be reached", "within": "they are not"},
            runs=0.0,
            work=0.4,
            see=_largest,
        ),
        Look(
            id="moves-by-hand",
            name="Take moves from the buffer and step them by hand",
            rule="more than ten of two hundred do not fit",
            outcomes={"right": "they fit", "wrong": "many do not fit"},
            runs=0.0,
            work=1.0,
            see=_by_hand,
        ),
        Look(
            id="copy-behind",
            name="Measure along a run how far the target network is behind",
            rule="a value differs from its copy by more than 0.01 on average",
            outcomes={"close": "it is close", "far": "it is far behind"},
            runs=0.05,
            work=0.4,
            see=_copy,
        ),
        rerun(
            id="steady-exploration",
            name="The same run with three random moves in ten throughout",
            train=train,
            change=lambda _: {"explores_for": 0.02, "least": 0.3},
            fact="greedy_success",
            better=lambda before, after: after > _BETTER * before,
            rule="the greedy policy reaches the goal 1.2 times as often",
            changed="steady exploration",
        ),
        other_seeds(train=train, complains=_complains, fact="success"),
    ),
    service="Move to a reference implementation and port the environment",
    service_runs=3,
)
