"""What runs are and how they went: kind of work, algorithm, format, how many, how far, what became of them."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from coach.runs import Run

MOST_NAMED = 3
"""Algorithms that are named; the rest is counted."""
_FORMATS = {
    "tensorboard": "TensorBoard",
    "trainer_state": "Hugging Face Trainer",
    "monitor": "Stable-Baselines3 monitor",
    "evaluations": "Stable-Baselines3 evaluations",
    "csv": "CSV",
    "wandb": "W&B",
    "wandb-summary": "W&B summary",
    "mlflow": "MLflow",
}
_KINDS = {
    "policy-gradient": "policy gradient",
    "reinforcement-learning": "reinforcement learning",
    "deep-learning": "supervised or other deep learning",
}
_ALGORITHMS = (
    "PPO", "A2C", "A3C", "TRPO", "SAC", "TD3", "DDPG", "DQN", "QR-DQN", "Rainbow", "IMPALA", "ES", "ARS",
    "POCA", "GRPO", "DPO", "REINFORCE", "TQC", "NAF",
)  # fmt: skip
_SETTING = re.compile(r"(^|/)(trainer_type|algo|algorithm|algo_name|alg)$")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:-[A-Z]+)?")


def what_they_are(runs: Sequence[Run]) -> tuple[str, ...]:
    """Give kind of work, algorithm, format and number; empty where nothing could be read."""
    from coach.runs.comparing.held_out_pairs import trainings  # noqa: PLC0415 - only where logs were read
    from coach.runs.describing.metrics_advice import domain_of  # noqa: PLC0415 - as above

    if not any(run.points for run in runs):
        return ()
    counted = trainings(runs)
    sets = len(runs) - len(counted)
    held_out = (
        " with held-out data" if sets == len(counted) else f", {sets:,} with held-out data" if sets else ""
    )
    kinds = dict.fromkeys(_KINDS[each] for run in runs if (each := domain_of(run)) in _KINDS)
    formats = dict.fromkeys(_FORMATS.get(run.format, run.format.replace("_", " ")) for run in runs)
    return (
        *([", ".join(named)] if (named := _few(kinds)) else []),
        *([", ".join(named)] if (named := _few(algorithms(runs))) else []),
        ", ".join(_few(formats)),
        f"{len(counted):,} runs{held_out}" if len(counted) > 1 else f"1 run{held_out}",
    )


def algorithms(runs: Sequence[Run]) -> list[str]:
    """Give the algorithms that settings state, or else that the runs are named after."""
    known = {each.lower(): each for each in _ALGORITHMS}
    told = [value for run in runs for name, value in run.metadata.items() if _SETTING.search(name)]
    words = told or [
        word for run in runs for word in _WORD.findall(run.name.replace("_", " ")) if word.isupper()
    ]
    return list(dict.fromkeys(known[each.lower()] for each in words if each.lower() in known))


def _few(names: Iterable[str]) -> list[str]:
    found = list(names)
    more = len(found) - MOST_NAMED
    return [*found[:MOST_NAMED], f"{more} more"] if more > 0 else found


def how_they_went(runs: Sequence[Run], now: float) -> tuple[str, ...]:
    """Give how far the runs came and what became of them."""
    from coach.runs.comparing.held_out_pairs import furthest_sets  # noqa: PLC0415 - only where logs were read
    from coach.runs.comparing.siblings import last_steps_of_others  # noqa: PLC0415 - as above
    from coach.runs.describing.run_state import standing  # noqa: PLC0415 - as above

    runs = furthest_sets(runs)
    logged = [run for run in runs if run.points]
    if not logged:
        return ("Nothing in there could be read as a run log.",)
    others = last_steps_of_others(runs)
    states = [standing(run, now, others.get(id(run), ())) for run in logged]
    hours = max((run.hours or 0.0 for run in logged), default=0.0)
    reach = f"step {max(run.last_step or 0 for run in logged):,}"
    took = f" in {format_hours(hours)}" if hours >= LEAST_TOLD_H and len(logged) == 1 else ""
    if len(logged) == 1:
        (state,) = states
        became = _BECAME.get(state.state.value)
        told = f"{became} ({state.says})" if became and state.state.value != "ended" else became or NO_LENGTH
        return (f"{reach[:1].upper()}{reach[1:]}{took}; {told}",)
    numbers = Counter(each.state.value for each in states)
    counts = [
        f"{numbers[state]:,} {words[numbers[state] > 1]}"
        for state, words in _ALL_BECAME.items()
        if numbers[state]
    ]
    longest = f", {format_hours(hours)} at most" if hours >= LEAST_TOLD_H else ""
    empty = len(runs) - len(logged)
    counts += [f"{empty:,} without a value"] if empty else []
    return (f"Up to {reach}{longest}; {', '.join(counts)}",)


LEAST_TOLD_H = 1 / 60
"""Hours between the first and the last point from which they tell how long a run took: one point a curve spans none."""
NO_LENGTH = "no planned length logged"
_BECAME = {
    "going": "still going",
    "crashed": "crashed",
    "ended-early": "ended early",
    "ended": "came to its end",
}
_ALL_BECAME = {
    "going": ("still going", "still going"),
    "crashed": ("crashed", "crashed"),
    "ended-early": ("ended early", "ended early"),
    "ended": ("came to its end", "came to their end"),
    "unknown": (f"with {NO_LENGTH}", f"with {NO_LENGTH}"),
}
