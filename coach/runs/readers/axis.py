"""What the name of a column says of it: whether it may count the steps, and whether it may tell the time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

STEP_COLUMN = "step_column"
"""Name, among a run's metadata, of what its table counts in."""

# The most specific first: environment steps before optimiser steps before iterations before epochs.
_BY_KIND = (
    (
        "time/total_timesteps",
        "trainer/global_step",
        "global_step",
        "totalenvinteracts",
        "total_timesteps",
        "num_env_steps_sampled_lifetime",
        "timesteps_total",
        "num_env_steps_sampled",
        "total_env_steps",
        "env_steps",
        "timesteps",
        "timestep",
        "frames",
        "frame",
    ),
    ("num_steps", "step", "steps", "_step", "current_steps"),
    ("training_iteration", "iterations", "iteration", "iter", "itr", "updates", "update"),
    ("epochs", "epoch"),
    ("episodes", "episode"),
)
STEP_NAMES = ("total_steps", *(name for names in _BY_KIND for name in names))
"""Names, in lower case, that frameworks give to what counts their steps, or counts beside them."""
_EXACT = {name: (kind, at) for kind, names in enumerate(_BY_KIND) for at, name in enumerate(names)}
_ENVIRONMENT, _STEPS, _ITERATIONS, _EPOCHS, _EPISODES, _DATA_SEEN = range(6)
_STEP_WORDS = {
    **dict.fromkeys(("timestep", "timesteps", "frame", "frames", "interacts"), _ENVIRONMENT),
    **dict.fromkeys(("interaction", "interactions", "transitions", "envstep", "envsteps"), _ENVIRONMENT),
    **dict.fromkeys(("step", "steps"), _STEPS),
    **dict.fromkeys(("iteration", "iterations", "iter", "iters", "itr", "update", "updates"), _ITERATIONS),
    **dict.fromkeys(("batch", "batches", "round", "rounds", "generation", "generations"), _ITERATIONS),
    **dict.fromkeys(("gen", "cycle", "cycles", "tick", "ticks"), _ITERATIONS),
    **dict.fromkeys(("epoch", "epochs"), _EPOCHS),
    **dict.fromkeys(("episode", "episodes", "ep", "game", "games"), _EPISODES),
    **dict.fromkeys(("tokens", "samples", "examples", "kimg"), _DATA_SEEN),
}
_NAME_WORDS = re.compile(r"[a-z]+|[A-Z]+(?![a-z])|[A-Z][a-z]+|[^\W\d_]+")


def words_of(name: str) -> tuple[str, ...]:
    """Give the words of a name in lower case; `TotalEnvInteracts` has three of them."""
    return tuple(word.lower() for word in _NAME_WORDS.findall(name))


_BESIDE_STEPS = frozenset(
    words_of(
        "total num n no nr number count counter current cur global train training trainer learner env environment "
        "agent actor optimizer optimiser opt gradient grad sampled trained lifetime so far idx index id seen processed "
        "done completed cumulative cum overall"
    )
)

_CLOCKS = (
    "time/time_elapsed",
    "time_elapsed",
    "time_total_s",
    "wall_time",
    "wall time",
    "walltime",
    "_runtime",
    "elapsed",
    "elapsed_time",
    "time",
    "_timestamp",
    "timestamp",
)
_CLOCK_WORDS = frozenset(
    words_of(
        "time timestamp timestamps ts wall walltime elapsed runtime clock date datetime created duration seconds secs "
        "sec"
    )
)
_NO_CLOCK = frozenset(
    words_of(
        "eta remaining left fps sps throughput speed rate times timesteps timestep data load loading forward backward "
        "eval evaluation val validation test inference fetch wait"
    )
)
_OF_A_STEP = frozenset({"it", "step", "iter", "iteration", "batch", "update"})
_OF_A_ROW = frozenset({"this", "epoch", "episode", "ep", "game", "round"})
_TIME_OF_ALL = (
    _CLOCK_WORDS
    | _OF_A_ROW
    | (_OF_A_STEP - {"update"})
    | {*words_of("s ms total train training per in min minutes mins hours hrs taken spent iters")}
)


class StepName(NamedTuple):
    """How likely a name is to count the steps, the likeliest first; `kind` is the place among `_BY_KIND`."""

    is_inside: bool
    kind: int
    is_free: bool
    at: int

    @property
    def is_plain(self) -> bool:
        """Whether the name is one that a framework gives to its steps."""
        return not self.is_free

    @property
    def counts_updates(self) -> bool:
        """Whether it is updates that are counted, and not steps of an environment, epochs or episodes."""
        return self.kind in (_STEPS, _ITERATIONS)

    @property
    def may_train_anew(self) -> bool:
        """Whether what it counts may each be a training from the start, as an iteration or a round of a loop may."""
        return self.kind == _ITERATIONS


def as_step_name(name: str) -> StepName | None:
    """Give how likely a column of this name counts the steps; None where the name means something else.

    A name counts steps when every word of it does, or may stand beside one that does: `current_steps` and
    `Episode #`, but not `steps_per_second` or `train_loss_step`.
    """
    plain = name.strip().lower()
    if plain in _EXACT:
        kind, at = _EXACT[plain]
        return StepName(is_inside=False, kind=kind, is_free=False, at=at)
    group, _, last = name.rpartition("/")
    words = words_of(last)
    kinds = {_STEP_WORDS[word] for word in words if word in _STEP_WORDS}
    others = {word for word in words if word not in _STEP_WORDS}
    if not kinds or not others <= _BESIDE_STEPS or {_STEPS, _EPISODES} <= kinds or {_STEPS, _EPOCHS} <= kinds:
        return None
    is_environment = kinds == {_STEPS} and bool(others & {"env", "environment", "agent"})
    return StepName(
        is_inside=bool(group),
        kind=_ENVIRONMENT if is_environment else min(kinds),
        is_free=True,
        at=len(words),
    )


def likeliest_step(names: Iterable[str]) -> str:
    """Give the name that most likely counts the steps, before anything is known of the numbers; empty without one."""
    ranked = [(kind, name) for name in names if (kind := as_step_name(name)) is not None]
    return min(ranked)[1] if ranked else ""


def clock_rank(name: str) -> int | None:
    """Give how likely a column of this name tells the time, 0 the likeliest; None where its name does not say so."""
    plain = name.strip().lower()
    if plain in _CLOCKS:
        return _CLOCKS.index(plain)
    words = set(words_of(name.rsplit("/", 1)[-1]))
    is_clock = words & _CLOCK_WORDS and not words & (_NO_CLOCK | _OF_A_STEP | _OF_A_ROW | {"per"})
    return len(_CLOCKS) if is_clock else None


def is_time_of_a_step(name: str) -> bool:
    """Give whether a name is that of the time one step takes, such as `iter_time` or `seconds_per_iteration`."""
    words = set(words_of(name.rsplit("/", 1)[-1]))
    return bool(words & _CLOCK_WORDS and words & _OF_A_STEP and not words & (_NO_CLOCK | _OF_A_ROW))


def is_time_of_all(name: str) -> bool:
    """Give whether a name is that of all the time something took, and not of a part of it, such as `rollout_time`."""
    group, _, last = name.rpartition("/")
    words = {*words_of(last)}
    return words <= _TIME_OF_ALL and (not group or not {*words_of(group)} & _NO_CLOCK)


def is_time_of_a_row(name: str) -> bool:
    """Give whether a name is that of the time between two rows, such as `time_this_iter_s` or `epoch_time`."""
    words = set(words_of(name.rsplit("/", 1)[-1]))
    return bool(words & _CLOCK_WORDS and words & _OF_A_ROW and not words & _NO_CLOCK)
