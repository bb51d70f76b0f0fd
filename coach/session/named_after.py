"""What a session goes by before the person has said what it is about: the folders it was begun with."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from coach.session.event.evidence import RunsLinked

if TYPE_CHECKING:
    from coach.session.fold import Session

_UNTELLING = frozenset({"logs", "log", "runs", "run", "results", "output", "outputs", "tb", "tensorboard"})
"""Names of folders that every project has."""


def folder_names(session: Session) -> str:
    """Give the names of the folders of the runs it is about, earlier runs aside; empty where none was named."""
    named = [_telling_name(body.path) for body in session.all(RunsLinked) if body.role != "archive"]
    return ", ".join(dict.fromkeys(filter(None, named)))


def _telling_name(path: str) -> str:
    """Give the end of a path that tells something: `cartpole/logs`, not `logs`."""
    parts = PurePath(path).parts
    return "/".join(parts[-2:]) if parts[-1:] and parts[-1].lower() in _UNTELLING else "".join(parts[-1:])
