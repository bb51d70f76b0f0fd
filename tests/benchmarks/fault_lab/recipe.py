"""The settings of a training, those that change on the way, and what a training ends with."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.fault_lab.logbook import Logbook

S = TypeVar("S", bound=Any)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe(Generic[S]):
    """Settings, and others that take their place from some moment on.

    Attributes:
        settings: from the start on.
        late: settings that change at the onset, by name.
        onset: share of the training at which they change.
    """

    settings: S
    late: Mapping[str, object] = field(default_factory=dict)
    onset: float = 0.5

    def at(self, progress: float) -> S:
        """Give the settings that hold after this share of the training."""
        return replace(self.settings, **self.late) if self.late and progress >= self.onset else self.settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a training ended, known from the training itself and not from its log.

    Attributes:
        log: what it logged.
        score: what it can do in the end, measured the right way; higher is better.
        began: the score of the untrained policy or model.
        training: the same while it trains: a policy's return with its exploration; the score in a supervised one.
        reported: the score as its log states it.
        onset_step: the step at which the late settings took hold; None where there are none.
    """

    log: Logbook
    score: float
    began: float
    training: float
    reported: float
    onset_step: int | None
