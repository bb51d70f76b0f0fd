"""One spelling of an event's content, for checksums, seals and merging."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

from coach.session.event import event_to_data

if TYPE_CHECKING:
    from coach.session.event import Event


def canonical(event: Event) -> str:
    """Give one spelling of an event's content: sorted keys, no spaces, ASCII."""
    return json.dumps(event_to_data(event), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def checksum(event: Event) -> str:
    """Give the sha256 of one event's content, hex."""
    return hashlib.sha256(canonical(event).encode()).hexdigest()
