"""Every family of the lab."""

from __future__ import annotations

from typing import Final

from tools.fault_lab.families.policy_gradient import POLICY_GRADIENT

FAMILIES: Final = (POLICY_GRADIENT,)
