"""Ids under which symptoms were known before two that mean the same became one.

Ids never change once published, so sessions and playbooks that use an earlier one mean the one that stands today.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

FORMER: Mapping[str, str] = MappingProxyType(
    {
        "advantages-odd": "advantages-off-centre",
        "episodes-longest": "length-at-limit",
        "episodes-shortest": "length-shrinks",
        "first-loss-high": "initial-loss-high",
        "first-loss-low": "initial-loss-low",
        "first-ratio-off": "first-logged-ratio",
        "gradient-norm-grows": "gradient-growth",
        "loss-at-chance": "chance-plateau",
        "memory-grows": "memory-growth",
        "period-in-the-curve": "periodic-loss",
        "setting-without-effect": "identical-runs",
        "targets-too-large": "value-scale-large",
        "targets-too-small": "value-scale-small",
        "validation-too-good": "too-good",
        "values-impossible": "value-beyond-bound",
    }
)
"""The id that stands today, by the earlier id of an asked symptom whose detector has another one."""


def earlier_id(symptom_id: str) -> str:
    """Give the id under which a symptom that is asked about was known before; empty where it had no other."""
    return next((earlier for earlier, today in FORMER.items() if today == symptom_id), "")


def current_id(symptom_id: str) -> str:
    """Give the id under which a symptom is known today."""
    return FORMER.get(symptom_id, symptom_id)


def in_words(symptom_id: str) -> str:
    """Give the name of a symptom as a few words, for a line that has no room for what was seen.

    >>> in_words("contrast.one-device"), in_words("entropy-collapse")
    ('one device', 'entropy collapse')
    """
    return current_id(symptom_id).rpartition(".")[2].replace("-", " ")
