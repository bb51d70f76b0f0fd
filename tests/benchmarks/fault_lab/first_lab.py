"""The lab of this folder: PPO, Q-learning and supervised trainings, and what is put into them."""

from __future__ import annotations

from tests.benchmarks.fault_lab.lab import Lab
from tests.benchmarks.fault_lab.label_faults import LABEL_FAULTS
from tests.benchmarks.fault_lab.policy_faults import POLICY_FAULTS
from tests.benchmarks.fault_lab.setups import SETUPS, train
from tests.benchmarks.fault_lab.value_faults import VALUE_FAULTS
from tools.fault_lab.logbook import DIALECTS

_TRAINERS = ("data", "tasks", "rollouts", "recipe", "policy_gradient", "q_learning", "supervised")
LAB = Lab(
    name="fault-lab",
    setups=SETUPS,
    faults=(*POLICY_FAULTS, *VALUE_FAULTS, *LABEL_FAULTS),
    dialects=DIALECTS,
    train=train,
    trainers=(
        *(f"tests.benchmarks.fault_lab.{name}" for name in _TRAINERS),
        "tools.fault_lab.network",
    ),
)
