"""What "something else" holds, by name: the catalogue's causes that nobody listed, as likely as they now are."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.problem import OTHER
from coach.session.event.hypothesis import CatchAllGiven
from coach.session.hypotheses import catch_all
from coach.session.once import once
from coach.session.problem import composed, problem_of

if TYPE_CHECKING:
    from coach.session.fold import Session

LIKELY = 0.05
"""Posterior from which a part of "something else" is named (editorial)."""
RISEN = 2.0
"""How many times likelier than before the evidence it must have become: it expected what was seen (editorial)."""
DECLINED = "catalogue.declined."
"""How the entries begin that say that a part was offered by name and left where it is."""


class Part(NamedTuple):
    """A cause of the catalogue that nobody listed.

    Attributes:
        failure_mode: its id.
        name: what the catalogue calls it.
        before: P(it is the cause) before the evidence.
        now: P(it is the cause) after it.
    """

    failure_mode: str
    name: str
    before: float
    now: float


@once
def inside(session: Session) -> tuple[Part, ...]:
    """Give the catalogued causes inside "something else", the likeliest first; none while nothing is weighed."""
    problem, given, made = problem_of(session), session.last(CatchAllGiven), composed(session)
    if problem is None or given is None or made is None:
        return ()
    from coach.reasoning.belief import posterior  # noqa: PLC0415 - only a session with explanations needs it

    other = posterior(problem).probability[OTHER]
    before = catch_all(session).parts
    parts = [Part(key, given.parts[key].name, before[key], other * p) for key, p in made.share.items()]
    return tuple(sorted(parts, key=lambda part: (-part.now, part.failure_mode)))


def expecting(session: Session) -> tuple[Part, ...]:
    """Give the parts that came to explain what was seen and were not offered by name yet, the likeliest first."""
    return tuple(
        part
        for part in inside(session)
        if part.now >= max(LIKELY, RISEN * part.before) and not is_declined(session, part.failure_mode)
    )


def is_declined(session: Session, failure_mode: str) -> bool:
    """True when a cause of the catalogue was offered by name and not taken."""
    return session.is_finished(f"{DECLINED}{failure_mode}")
