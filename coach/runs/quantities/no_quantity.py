"""Diagnostics whose names sound like a loss or a score: how far copies are apart, how often something failed."""

from __future__ import annotations


def is_no_quantity(tag: str) -> bool:
    """Give whether a tag is a diagnostic that none of the quantities fits, whatever its words say."""
    from coach.runs.detectors.diagnostics.row import diagnostic_of  # noqa: PLC0415 - reads a table, and only for logs

    row = diagnostic_of(tag)
    return row is not None and row.overrules
