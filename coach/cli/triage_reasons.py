"""What speaks for a cause, and what to do first, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.harmless import one_line
from coach.session.suggested import check_id

if TYPE_CHECKING:
    from coach.desk.triage import Triage
    from coach.session.triage.causes import Reason

SHOWN = 10
"""Causes that are shown; the rest would not be read."""
ASKED = 5
"""Questions that are shown."""
NAMED = 5
"""Words that a reason names."""


def because(reason: Reason, found: Triage) -> str:
    """Give a reason in words, without a full stop."""
    match reason.kind:
        case "words":
            said = one_line(", ".join(found.words[reason.id].words[:NAMED]))
            return f"your words: {said}"
        case "class":
            return _without_stop(found.classes[reason.id])
        case _:
            known = found.symptoms.get(reason.id)
            says = reason.id if known is None else _without_stop(known.says)
            return f"looked for and not there: {says}" if reason.id in found.absent else says


def recommended(found: Triage) -> dict[str, object] | None:
    """Give what to do first; None where no playbook knows anything."""
    first = found.first
    if first is None:
        return None
    return {
        "kind": "check",
        "id": check_id(first.mode.id),
        "says": first.mode.check.says,
        "because": f"of all checks it finds the most for an hour: {first.mode.name.lower()} has {first.share:.0%}",
    }


def _without_stop(text: str) -> str:
    return text.removesuffix(".")
