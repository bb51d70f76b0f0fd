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


class StopAllowed(Value):
    """A person allowed the watch to stop the run when a tripwire fires; it counts where it was sealed."""

    kind: Literal["stop-allowed"] = "stop-allowed"


class StopAsked(Value):
    """The watch asked a run to stop, since a tripwire had fired and that was allowed."""

    kind: Literal["stop-asked"] = "stop-asked"
    run: str
    """Id of the archived run."""
    tripwires: tuple[str, ...] = ()
    """Ids of the claims that had fired."""
