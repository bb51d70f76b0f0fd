"""Defects of the logging: something to mend, never evidence about a cause (engine.md 5.1)."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

_NONE_LOGGED = "return-silent"
ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        _NONE_LOGGED: "Log the return of finished episodes beside the losses.",
        "undefined-metric": "Log that metric only where it has a value, or say why it has none.",
        "runs-without-curves": "Log their curves too, or leave them out of comparisons.",
        "step-defects": "Give each restart a log of its own, and count steps on from the checkpoint.",
    }
)
"""What to do about each defect, by the id of the detector that finds it."""


class _Found(Protocol):
    @property
    def detector(self) -> str: ...

    @property
    def onset_step(self) -> int | None: ...


def action_for(seen: _Found) -> str:
    """Give what to do about a defect of the logging; empty for a symptom of the run itself.

    A return that was logged and then fell silent is a symptom of the run: episodes may no longer end. It has an onset.
    """
    if seen.detector == _NONE_LOGGED and seen.onset_step is not None:
        return ""
    return ACTIONS.get(seen.detector, "")
