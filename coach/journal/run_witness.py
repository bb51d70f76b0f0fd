"""What the start records of launched runs know of seals: `runs/<id>/start.json` in the journal's folder.

A record counts where it says which seals its session had when the run started: `session`, `started_at` in ISO form
with a zone, and `seals`, a list of pairs of a seal's event id and its short code (`coach.session.witness.held_at`). All
else is passed over.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from coach.session.witness import Held, Witness

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run_witnesses(root: Path) -> Iterator[Witness]:
    """Give a witness for each run whose record says which seals were there when it started."""
    for path in sorted((root / "runs").glob("*/start.json")):
        try:
            data = json.loads(path.read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        witness = _witness(path.parent.name, data)
        if witness is not None:
            yield witness


def _witness(run: str, data: Any) -> Witness | None:
    try:
        session = data["session"]
        at = datetime.fromisoformat(data["started_at"])
        holds = tuple(Held(session, str(seal), str(code)) for seal, code in data["seals"])
    except (LookupError, TypeError, ValueError):
        return None
    if not isinstance(session, str) or at.tzinfo is None:
        return None
    return Witness("run", run, at.astimezone(UTC), holds, session=session)
