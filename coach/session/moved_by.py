"""Where a belief began, and which piece of evidence moved it most, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.scale import format_probability
from coach.session.misfit import words_for_evidence
from coach.session.once import once
from coach.session.problem import problem_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.beliefs import BeliefRow
    from coach.session.fold import Session

LEAST = 0.05
"""Change of a probability from which it is said what made it (editorial)."""
SEEN = 0.005
"""Change of a probability that shows where it is printed in whole percent."""
BRIEF = 60
"""Characters of what was seen."""


class Mover(NamedTuple):
    """The piece of evidence without which a belief would differ most.

    Attributes:
        text: what was seen.
        without: what the belief would be without it.
    """

    text: str
    without: float


def began_at(session: Session, row: BeliefRow) -> str:
    """Give where a bar began and what moved it most; empty where it has hardly moved."""
    if session.method != "stuck":
        is_moved = abs(row.posterior - row.prior) >= SEEN
        return f"{format_probability(row.prior)} before it is prevented" if is_moved else ""
    if abs(row.posterior - row.prior) < LEAST:
        return ""
    said = f"began at {format_probability(row.prior)}, before the evidence"
    mover = _movers(session).get(row.id)
    if mover is None or (mover.without < row.posterior) is not (row.prior < row.posterior):
        return said
    if abs(mover.without - row.posterior) < LEAST:
        return f"{said}; no single thing that was seen makes up the difference"
    return f"{said}; without “{_brief(mover.text)}” it would be {format_probability(mover.without)}"


@once
def _movers(session: Session) -> Mapping[str, Mover]:
    """Give, by the id of the row, the piece of evidence whose absence would change its belief most."""
    problem = problem_of(session)
    if problem is None or not problem.evidence:
        return {}
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with explanations needs it

    now, words = posterior(problem).probability, words_for_evidence(session)
    found: dict[str, Mover] = {}
    for left_out in problem.evidence:
        rest = tuple(each for each in problem.evidence if each is not left_out)
        text = words.get(left_out.id)
        if text is None:
            continue
        for name, chance in posterior(replace(problem, evidence=rest)).probability.items():
            best = found.get(name)
            if best is None or abs(chance - now[name]) > abs(best.without - now[name]):
                found[name] = Mover(text, chance)
    return found


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= BRIEF else f"{line[: BRIEF - 1].rstrip()}…"
