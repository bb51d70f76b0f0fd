"""The lab of this folder: soft actor-critic, double Q, offline, bandit, language and other models, and their faults."""

from __future__ import annotations

from tests.benchmarks.fault_lab.lab import Lab
from tests.benchmarks.third_lab.agent_faults import AGENT_FAULTS
from tests.benchmarks.third_lab.dialects import DIALECTS
from tests.benchmarks.third_lab.model_faults import MODEL_FAULTS
from tests.benchmarks.third_lab.setups import SETUPS, train

_TRAINERS = (
    "arms",
    "blobs",
    "gradual",
    "grouped",
    "n_step_q",
    "pairs",
    "places",
    "rare",
    "soft_actor",
    "words",
)
LAB = Lab(
    name="third-lab",
    setups=SETUPS,
    faults=(*AGENT_FAULTS, *MODEL_FAULTS),
    dialects=DIALECTS,
    train=train,
    trainers=(
        *(f"tests.benchmarks.third_lab.{name}" for name in _TRAINERS),
        "tests.benchmarks.second_lab.games",
        "tests.benchmarks.second_lab.off_policy",
        "tools.fault_lab.network",
        "tests.benchmarks.fault_lab.recipe",
        "tests.benchmarks.fault_lab.tasks",
    ),
)
