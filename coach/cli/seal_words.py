"""What is printed of a seal: when it was made, its code, and what vouches for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.session.witness import moment, named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.session.seal_chain import Link
    from coach.session.witness import Witness

NOBODY = "nothing outside this journal vouches for it; coach seal gives it a witness"
_UNCHAINED = "made before seals were chained"
_PASSED_OVER = (
    "no later seal covers it, though later ones were made: it came from another machine, or was added since"
)


def seal_line(link: Link, witnesses: Sequence[Witness], *, is_passed_over: bool) -> str:
    """Give one seal on one line: when it says it was made, its code, and who vouches for it."""
    said = ", ".join(map(named, witnesses)).rstrip(",")
    parts = [f"vouched for by {said}" if said else NOBODY]
    if is_passed_over:
        parts.append(_PASSED_OVER if link.is_chained else _UNCHAINED)
    return f"sealed {moment(link.at)}, code {link.code}: {'; '.join(parts)}"


def seal_data(link: Link, witnesses: Sequence[Witness], *, is_passed_over: bool) -> dict[str, object]:
    """Give one seal for other programs."""
    return {
        "session": link.session,
        "seal": link.seal,
        "at": link.at.isoformat(),
        "code": link.code,
        "covers_seals": len(link.after),
        "is_covered_later": not is_passed_over,
        "witnesses": [
            {
                "kind": each.kind,
                "name": each.name,
                "at": each.at.isoformat(),
                "is_elsewhere": each.is_elsewhere,
            }
            for each in witnesses
        ],
    }
