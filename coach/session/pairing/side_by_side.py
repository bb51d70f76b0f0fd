"""What people answered alone, side by side, in words: the largest differences first, and in hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.exhibit import Grid, Say
from coach.session.pairing.chances_beside import chances_beside
from coach.session.pairing.compare import compared, given
from coach.session.pairing.judged import judgement
from coach.session.pairing.numbers_beside import AGREEMENT, WORTH_TALKING_H, most_at_stake, numbers
from coach.session.pairing.people import listed
from coach.session.pairing.pool import pooled_chance, risk_of
from coach.session.premortem.arithmetic import arithmetic, run_cost
from coach.session.supposing import supposing

if TYPE_CHECKING:
    from coach.session.exhibit import Exhibit
    from coach.session.fold import Session
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Place


class SideBySide(NamedTuple):
    """What people answered.

    Attributes:
        hours: what hangs on the difference that is most worth talking about; 0 where none is.
    """

    exhibits: tuple[Exhibit, ...] = ()
    hours: float = 0.0

    @property
    def is_worth_talking(self) -> bool:
        """True where a talk may cost less than what hangs on it."""
        return self.hours >= WORTH_TALKING_H


def side_by_side(place: Place, pairing: Pairing) -> SideBySide:
    """Give what people answered, side by side, with what hangs on it; worked out once a session."""
    key = ("side by side", pairing.here)
    if key not in place.session.found:
        found = _compared(place, pairing)
        place.session.found[key] = found._replace(exhibits=(*_not_blind(pairing), *found.exhibits))
    known = place.session.found[key]
    return known if isinstance(known, SideBySide) else SideBySide()


def _not_blind(pairing: Pairing) -> tuple[Say, ...]:
    """Give what is to be known of how blind the answers are."""
    rounds = pairing.rounds.values()
    said: list[Say] = []
    saw = dict.fromkeys(person for each in rounds for person in each.saw_first)
    if saw:
        said.append(Say(f"{listed(saw)} answered after another answer was open, so not blind.", "warn"))
    unfit = dict.fromkeys(person for each in rounds for person in each.misfits)
    if unfit:
        said.append(
            Say(
                f"What was opened for {listed(unfit)} does not fit the commitment: it is kept and does not count.",
                "warn",
            )
        )
    unread = dict.fromkeys(
        person
        for key, by in given(pairing).items()
        for person in pairing.rounds[key].answers
        if person not in by
    )
    if unread:
        said.append(
            Say(f"What {listed(unread)} answered cannot be read: it is kept and does not count.", "warn")
        )
    let_go = dict.fromkeys(person for each in rounds for person in sorted(each.released))
    if let_go:
        said.append(Say(f"Without {listed(let_go)}, as was agreed.", "quiet"))
    return tuple(said)


def _compared(place: Place, pairing: Pairing) -> SideBySide:
    if all(judgement(key) == "risk" for key in pairing.steps):
        return _risks(place, pairing)
    if all(judgement(key) == "chances" for key in pairing.steps):
        return SideBySide(*chances_beside(place, pairing))
    if all(judgement(key) == "forecast" for key in pairing.steps):
        return SideBySide()
    found = compared(place, pairing)
    if found is None:
        return SideBySide()
    return SideBySide(numbers(found), most_at_stake(found))


def _risks(place: Place, pairing: Pairing) -> SideBySide:
    """Give how likely everybody holds it that the run fails, in hours of the run."""
    session, hours = place.session, run_cost(place.session)
    by = {
        person: risk_of(answer) for answers in given(pairing).values() for person, answer in answers.items()
    }
    if not by:
        return SideBySide()
    pool = pooled_chance([*by.values()])
    rows = tuple(
        (who, format_probability(p), format_hours(p * hours), *_leak(session, pairing, who, hours))
        for who, p in sorted(by.items(), key=lambda each: -each[1])
    )
    apart = max(by.values()) - min(by.values())
    has_list = len(rows[0]) > len(_RISK_HEAD)
    grid = Grid(
        "P(the run fails)",
        (*_RISK_HEAD, "of that on no list") if has_list else _RISK_HEAD,
        (*rows, ("pool", format_probability(pool), format_hours(pool * hours), *([""] if has_list else []))),
    )
    if len(by) == 1:
        return SideBySide(
            (Say(f"Only {rows[0][0]} has said a number, so there is nothing to compare it with."), grid)
        )
    if apart * hours < WORTH_TALKING_H:
        return SideBySide((Say(f"You say nearly the same. {AGREEMENT}"), grid))
    most, least = max(by, key=by.__getitem__), min(by, key=by.__getitem__)
    said = (
        f"Between you lie {format_hours(apart * hours)} of a run that costs {format_hours(hours)}. Talk about "
        f"this: {most}, how does it fail, and what would you see first? {least}, what makes you think it "
        "holds? A fact that one of you has and the other has not settles more than an argument."
    )
    return SideBySide((Say(said, "warn"), grid), apart * hours)


_RISK_HEAD = ("by", "it fails", "lost on average")


def _leak(session: Session, pairing: Pairing, person: str, hours: float) -> tuple[str, ...]:
    """Give what somebody's doubt leaves that no listed cause explains, in hours; nothing while none is judged."""
    said = [
        body
        for key, answers in given(pairing).items()
        if person in answers
        for body in pairing.steps[key].accept(answers[person])
    ]
    sums = arithmetic(supposing(session, said))
    return () if sums is None else (format_hours(sums.leak * hours),)
