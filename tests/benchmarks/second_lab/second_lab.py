"""The lab of this folder: on-policy, off-policy, supervised and recurrent trainings, and what is put into them."""

from __future__ import annotations

from tests.benchmarks.fault_lab.lab import Lab
from tests.benchmarks.second_lab.dialects import DIALECTS
from tests.benchmarks.second_lab.label_faults import LABEL_FAULTS
from tests.benchmarks.second_lab.policy_faults import POLICY_FAULTS
from tests.benchmarks.second_lab.setups import SETUPS, train

_TRAINERS = ("games", "on_policy", "off_policy", "labelled", "recurrent")
LAB = Lab(
    name="second-lab",
    setups=SETUPS,
    faults=(*POLICY_FAULTS, *LABEL_FAULTS),
    dialects=DIALECTS,
    train=train,
    trainers=(
        *(f"tests.benchmarks.second_lab.{name}" for name in _TRAINERS),
        "tools.fault_lab.network",
        "tests.benchmarks.fault_lab.recipe",
    ),
)
