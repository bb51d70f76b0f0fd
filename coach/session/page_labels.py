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
ASK_ALL = frozenset({"frame.working-on", "expectation.expected"})
"""Questions whose label asks all of what they ask."""
BESIDE = frozenset({"frame.run-price"})
"""Questions that stand on the line of the one before."""


PREMORTEM_LABELS = {
    "plan.question": "Question",
    "frame.playbook": "Kind of work",
    "frame.run-length": "One run",
    "frame.run-price": "It costs $",
    "plan.both-outcomes": "Afterwards",
}
"""The questions that stand on the first page of every pre-mortem; the second one where no playbook was named."""
PREMORTEM_TITLE, LOOKING = "The run and its question", "Earlier runs: looking for them"


class Outline(NamedTuple):
    """The page before its walk is there.

    Attributes:
        labels: what stands at the beginning of each line.
        begins_at: the label of the field in which one begins to write.
        above: lines above the labels, where the page begins at the top of the screen; none where it ends at the foot.
    """

    labels: tuple[str, ...] = ()
    begins_at: str = ""
    above: tuple[str, ...] = ()


def outline(*, is_topic_known: bool) -> Outline:
    """Give the outline of a page.

    Args:
        is_topic_known: whether a folder or a title says what it is about.
    """
    labels = {key: label for key, label in LABELS.items() if key not in BESIDE}
    return Outline(
        tuple(labels.values()), labels["expectation.expected" if is_topic_known else "frame.working-on"]
    )


def premortem_outline(*, has_playbook: bool, has_folder: bool) -> Outline:
    """Give the outline of the first page of a pre-mortem.

    Args:
        has_playbook: whether a playbook was named.
        has_folder: whether it was said where the run will log.
    """
    labels = {
        key: label for key, label in PREMORTEM_LABELS.items() if key != "frame.playbook" or not has_playbook
    }
    above = (PREMORTEM_TITLE, *((LOOKING,) if has_folder else ()))
    return Outline(tuple(labels.values()), PREMORTEM_LABELS["plan.question"], above)


NO_OUTLINE = Outline()
