"""Events of watching a run."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime

from coach.session.value import Value


class LookTaken(Value):
    """A person looked at a run that was under way."""

    kind: Literal["look-taken"] = "look-taken"
    agreed: AwareDatetime | None = None
    """The agreed look that was still to come; none where every one was over, or none was agreed."""
