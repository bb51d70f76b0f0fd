"""Where a session stands when one leaves it: the advice and how it is done, what is sealed, what was decided."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.session.advice import advise, names_of
from coach.session.event.common import Closed, Sealed
from coach.session.event.premortem import LaunchDecided
from coach.session.exhibit import Say
from coach.session.experiments import under_way
from coach.session.pairing.scores import apart, in_a_sentence
from coach.session.recipes import recipe_under_way, when_of
from coach.session.reward import reward

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.session.advice import Advice
    from coach.session.event.experiment import Committed
    from coach.session.exhibit import Recipe
    from coach.session.experiments import CommitmentView
    from coach.session.fold import Session

_DIGITS = 16
_VERBS = {"experiment": "look first:", "fix": "repair:", "service": "rebuild"}


class Standing(NamedTuple):
    """Where a session stands.

    Attributes:
        lines: what a person wants to see last, one sentence a line.
        recipe: how what is under way is done, else how what is recommended is; None where neither has one.
    """

    lines: tuple[str, ...]
    recipe: Recipe | None


def standing(session: Session) -> Standing:
    """Give where a session stands; planning is done once for all of it."""
    is_open = session.method == "stuck" and not session.is_closed
    waiting = under_way(session) if is_open else None
    advice = advise(session) if is_open and waiting is None else None
    recipe = advice.recipe if advice else None
    if waiting is not None:
        recipe = next(iter(recipe_under_way(session, waiting.committed)), None)
    return Standing(tuple(_lines(session, waiting, advice)), recipe)


def _lines(session: Session, waiting: CommitmentView | None, advice: Advice | None) -> Iterator[str]:
    closed = session.last(Closed)
    if closed is not None:
        yield f"Closed: {closed.ending}."
        if closed.ending == "solved":
            yield from (each.text for each in reward(session) if isinstance(each, Say))
        yield from map(in_a_sentence, apart(session))
    elif waiting is not None:
        yield from _under_way(session, waiting.committed)
        yield from _when(session, f"{waiting.committed.action}:{waiting.committed.target}")
    elif advice is not None:
        yield f"Recommendation: {advice.sentence}"
        yield from _when(session, advice.action)
    decided = session.last(LaunchDecided)
    if decided is not None:
        said = "Launch." if decided.go else "No run tonight."
        yield f"Decision: {said} {decided.reason}".strip()
    sealed = session.last(Sealed)
    if sealed is not None:
        yield f"Sealed: {len(sealed.covers)} entries, sha256 {sealed.digest[:_DIGITS]}…"


def _when(session: Session, action: str) -> Iterator[str]:
    yield from filter(None, (when_of(session, action),))


def _under_way(session: Session, committed: Committed) -> Iterator[str]:
    chosen = f"{committed.action}:{committed.target}" if committed.target else committed.action
    if committed.advised == chosen:
        yield f"Under way, as recommended: {committed.question}"
        return
    yield f"Under way: {committed.question}"
    if committed.advised:
        names = names_of(session)
        action, _, target = committed.advised.partition(":")
        known = names.get(committed.advised) or names.get(target) or "from something known to work"
        yield f"Recommendation at that moment: {_VERBS.get(action, action)} “{known}”"
