"""Checksums over what a session's file holds. Their definition never changes, whatever the schema's version."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable


def checksum_of(data: Any) -> str:
    """Give the sha256 over JSON data as a file holds it, hex; over an event it equals `seal.checksum`."""
    text = json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(checksums: Iterable[str]) -> str:
    """Give the sha256 over the checksums of entries, in order, hex: it tells when one is missing or added."""
    return hashlib.sha256("\n".join(checksums).encode()).hexdigest()
