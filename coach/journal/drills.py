"""Drills as a journal keeps them: one small file a drill, a list of events that only grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from coach.errors import JournalError
from coach.journal.durable import make_folder, write_durably
from coach.journal.lock import session_lock
from coach.journal.refusal import refused
from coach.session.drill.events import EVENTS

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.session.drill.events import DrillEvent

CASES = "drills"
"""Folder of a journal with its own cases."""
PLAYED = "played"
_SUFFIX = ".json"


def drill_ids(root: Path) -> tuple[str, ...]:
    """Give the ids of the drills of a journal, the oldest first; none where nobody drilled."""
    return tuple(sorted(path.stem for path in (root / CASES / PLAYED).glob(f"*{_SUFFIX}")))


def read_drill(root: Path, drill_id: str) -> tuple[DrillEvent, ...]:
    """Give the events of a drill, in order; none where there is no such drill.

    Raises:
        JournalError: the file cannot be read, or holds something else than the events of a drill.
    """
    path = _path(root, drill_id)
    try:
        return EVENTS.validate_json(path.read_bytes())
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise refused(error, path) from error
    except ValidationError as error:
        raise JournalError(
            "the file holds something else than a drill",
            hint="Move it away; no other drill needs it. A newer coach may have written it.",
            where=str(path),
        ) from error


def append_to_drill(root: Path, drill_id: str, events: Sequence[DrillEvent]) -> tuple[DrillEvent, ...]:
    """Add events to a drill, and give all it has then; when this returns they would survive a power cut.

    Raises:
        JournalError: the file cannot be read or written, or another coach writes it.
    """
    path = _path(root, drill_id)
    with session_lock(root, f"drill-{drill_id}"):
        grown = (*read_drill(root, drill_id), *events)
        try:
            make_folder(path.parent)
            write_durably(path, EVENTS.dump_json(grown, indent=1) + b"\n")
        except OSError as error:
            raise refused(error, path) from error
    return grown


def _path(root: Path, drill_id: str) -> Path:
    return root / CASES / PLAYED / f"{drill_id}{_SUFFIX}"
