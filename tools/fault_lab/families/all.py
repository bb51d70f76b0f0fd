"""Every family of the lab."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from tools.fault_lab.families.data_pipeline import DATA_PIPELINE
from tools.fault_lab.families.fine_tuning import FINE_TUNING
from tools.fault_lab.families.language_model import LANGUAGE_MODEL
from tools.fault_lab.families.policy_gradient import POLICY_GRADIENT
from tools.fault_lab.families.replicas import REPLICAS
from tools.fault_lab.families.seeds import SEEDS
from tools.fault_lab.families.supervised import SUPERVISED
from tools.fault_lab.families.value_based import VALUE_BASED

if TYPE_CHECKING:
    from tools.fault_lab.family import Family

FAMILIES: Final[tuple[Family, ...]] = (
    POLICY_GRADIENT,
    VALUE_BASED,
    SUPERVISED,
    LANGUAGE_MODEL,
    DATA_PIPELINE,
    REPLICAS,
    SEEDS,
    FINE_TUNING,
)
