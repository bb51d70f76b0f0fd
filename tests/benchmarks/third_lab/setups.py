"""The healthy trainings of the third lab; many are hard to judge: late, noisy, flat by design, stopped and resumed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.benchmarks.fault_lab.setups import Setup
from tests.benchmarks.third_lab.arms import Arms, ArmSettings
from tests.benchmarks.third_lab.blobs import Blobs, BlobSettings
from tests.benchmarks.third_lab.gradual import Gradual, Lesson
from tests.benchmarks.third_lab.grouped import Grouped, GroupSettings
from tests.benchmarks.third_lab.n_step_q import StepsOfQ, StepsSettings
from tests.benchmarks.third_lab.pairs import Pairs, PairSettings
from tests.benchmarks.third_lab.rare import Rare, RareSettings
from tests.benchmarks.third_lab.soft_actor import SoftActor, SoftSettings
from tests.benchmarks.third_lab.words import Words, WordSettings

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.benchmarks.fault_lab.recipe import Ended, Recipe


def train(recipe: Recipe[Any], seed: int) -> Ended:
    """Train by the trainer that the settings are for."""
    settings = recipe.settings
    if type(settings) in _AGENTS:
        ended: Ended = _AGENTS[type(settings)](recipe, seed).train()
        return ended
    return Gradual(recipe, _LESSONS[type(settings)](settings, seed)).train()


_AGENTS: dict[type, Callable[[Recipe[Any], int], Any]] = {
    SoftSettings: SoftActor,
    StepsSettings: StepsOfQ,
    GroupSettings: Grouped,
    ArmSettings: Arms,
}
_LESSONS: dict[type, Callable[[Any, int], Lesson[Any]]] = {
    RareSettings: Rare,
    BlobSettings: Blobs,
    PairSettings: Pairs,
    WordSettings: Words,
}
A, Q, G, R, B, P, W = (
    SoftSettings,
    StepsSettings,
    GroupSettings,
    RareSettings,
    BlobSettings,
    PairSettings,
    WordSettings,
)
_SETUPS = (
    Setup(id="sac-puck", settings=A(), dialect="skrl"),
    Setup(id="sac-few-copies", settings=A(copies=2, steps=1200, batch=32), dialect="garage"),
    Setup(id="q-stock", settings=Q(), dialect="rllib"),
    Setup(id="q-door", settings=Q(place="door", gamma=0.97, explores_for=0.7), dialect="tianshou"),
    Setup(
        id="offline-stock",
        settings=Q(
            is_offline=True,
            reaches=1,
            gamma=0.9,
            conservative=0.1,
            keeps=600,
            steps=1500,
            log_every=50,
            eval_every=100,
        ),
        dialect="d3rlpy",
    ),
    Setup(id="bandit", settings=ArmSettings(), dialect="rounds"),
    Setup(id="grpo-count", settings=G(), dialect="trl"),
    Setup(id="grpo-console", settings=G(rate=0.01, group=6), dialect="trl-console"),
    Setup(id="grpo-nearly-solved", settings=G(knows=5.0, rate=0.005, steps=120), dialect="trl"),
    Setup(id="rare-events", settings=R(steps=1500), dialect="mmengine"),
    Setup(
        id="rare-noisy",
        settings=R(steps=1800, batch=12, rate=2e-3, log_every=15, look_every=45),
        dialect="detectron",
    ),
    Setup(
        id="rare-epochs",
        settings=R(steps=1400, look_every=47, by_look=True, schedule="step", rate=4e-3),
        dialect="history",
    ),
    Setup(
        id="parity-late",
        settings=R(data="parity", steps=2400, width=64, rate=3e-4, log_every=20, look_every=60),
        dialect="loguru",
    ),
    Setup(id="spots-vae", settings=B(steps=1500, rate=3e-3), dialect="vae"),
    Setup(id="spots-annealed", settings=B(steps=1500, rate=3e-3, rises_for=0.6, beta=2.0), dialect="tsv"),
    Setup(
        id="spots-plain", settings=B(is_plain=True, steps=1500, rate=5e-3, schedule="cosine"), dialect="vae"
    ),
    Setup(id="pairs", settings=P(steps=1000), dialect="solo"),
    Setup(id="words", settings=W(steps=1500), dialect="nanogpt"),
    Setup(
        id="words-cosine",
        settings=W(steps=1500, schedule="cosine", warm_up=0.08, rate=5e-3, most_norm=1.0),
        dialect="fairseq",
    ),
    Setup(id="words-resumed", settings=W(steps=1500, resumes_at=0.25, rate=3e-3), dialect="speed"),
    Setup(
        id="words-sgd",
        settings=W(steps=1800, optimiser="sgd", rate=0.1, schedule="step"),
        dialect="speed",
    ),
)
SETUPS = {each.id: each for each in _SETUPS}
