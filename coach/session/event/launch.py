"""Events of a run that was launched with its archive: it started, and it ended."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from coach.session.value import Hours, Value


class CommandPlanned(Value):
    """The command that a pre-mortem is about, to be offered when the session says launch, whenever that is."""

    kind: Literal["command-planned"] = "command-planned"
    command: tuple[str, ...]
    """Its words; a command that holds what looks like a secret is not kept."""
    folder: str
    """Where it was typed."""


class RunStarted(Value):
    """A run was launched for this session; its archive has the id."""

    kind: Literal["run-started"] = "run-started"
    run: str
    """Id of the archived run."""
    command: str
    """As it was typed, secrets taken out."""
    seed: str = ""
    batch: str = ""
    """What runs have in common that were launched together, over several seeds; empty for one alone."""
    commit: str = ""
    """The commit of the code; empty where there is none."""
    differs: bool = False
    """Files differed from that commit, or there was none."""


class RunEnded(Value):
    """A run that was launched for this session has ended, whatever it found."""

    kind: Literal["run-ended"] = "run-ended"
    run: str
    exit_status: int | None = None
    """None where a signal ended it, or nobody saw how it ended."""
    signal: str = ""
    """Name of the signal that ended it."""
    hours: Hours | None = None
    peak_memory_bytes: int | None = Field(default=None, ge=0)
    """Of its largest process."""
    logs: str = ""
    """Where it logged, as far as that was found."""
