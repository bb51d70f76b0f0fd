"""What the fields of the first page are called: loaded for the first paint, so it imports nothing."""

from __future__ import annotations

from typing import NamedTuple

LABELS = {
    "frame.working-on": "Working on",
    "expectation.expected": "Expected",
    "expectation.observed": "Saw instead",
    "frame.run-length": "One run",
    "frame.run-price": "costs $",
    "expectation.class": "In short",
    "frame.tried": "Tried",
}
"""The questions of the page, in the order in which they stand on it, and what each is called there."""
BESIDE = frozenset({"frame.run-price"})
"""Questions that stand on the line of the one before."""


class Outline(NamedTuple):
    """The page before its walk is there.

    Attributes:
        labels: what stands at the beginning of each line.
        begins_at: the label of the field in which one begins to write.
    """

    labels: tuple[str, ...] = ()
    begins_at: str = ""


def outline(*, is_topic_known: bool) -> Outline:
    """Give the outline of a page.

    Args:
        is_topic_known: whether a folder or a title says what it is about.
    """
    labels = {key: label for key, label in LABELS.items() if key not in BESIDE}
    return Outline(
        tuple(labels.values()), labels["expectation.expected" if is_topic_known else "frame.working-on"]
    )


NO_OUTLINE = Outline()
