"""What the playbook knows and the person did not mention, shown only after their own list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.reasoning.hours import format_hours
from coach.session.answers.reading import chosen
from coach.session.event.common import Finished
from coach.session.form import Option, Several
from coach.session.hypotheses import hypotheses
from coach.session.matches import matches
from coach.session.matching import same_steps
from coach.session.misfit import alarm_round
from coach.session.pace import run_hours
from coach.session.seed_variance import luck_of
from coach.session.step import Note, Question, Step
from coach.session.stuck.hypotheses import listed, open_list
from coach.session.stuck.innocent import fitting
from coach.session.stuck.likeliest import likeliest
from coach.session.stuck.mending import from_catalogue
from coach.session.suggested import in_short, wall_hours

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from coach.session.event import Body
    from coach.session.failure_mode import FailureMode
    from coach.session.fold import Session
    from coach.session.step import Answer, Place

SHOWN = 10
"""Entries shown at once, the others on request (editorial). The luck of the seed is always one of them; causes in which
nothing is wrong come on top where they fit."""
_FIRST = "You did not mention these."
_AGAIN = "The catalogue has these as well."


def steps(place: Place) -> Iterator[Step]:
    """Give the open question `you did not mention`, once one's own list is done, and again after an alarm."""
    session, catalogue = place.session, place.catalogue
    if open_list(place) is not None:
        return
    again = alarm_round(session)
    key = f"catalogue.again-{again}" if again else "catalogue.picks"
    if session.is_finished(key):
        yield from same_steps(place, listed(session))
        return
    mentioned = {view.failure_mode for view in hypotheses(session)} | {
        view.id for view in hypotheses(session)
    }
    modes = likeliest(place, exclude=mentioned)
    luck = luck_of(catalogue)
    free = fitting(place, exclude=mentioned)
    shown = modes[:SHOWN]
    if luck.id not in {*mentioned, *(mode.id for mode in shown)}:
        shown = (*shown[: SHOWN - 1], luck)
    shown = (*free, *(mode for mode in shown if mode not in free))
    if shown:
        others = tuple(mode for mode in modes if mode not in shown)
        yield _picks(session, key, shown, others, late=bool(again))


def _picks(
    session: Session,
    key: str,
    shown: tuple[FailureMode, ...],
    others: tuple[FailureMode, ...],
    *,
    late: bool,
) -> Step:
    by_id, refused = {mode.id: mode for mode in (*shown, *others)}, _refused(session)

    def accept(answer: Answer) -> tuple[Body, ...]:
        picked = [by_id[each] for each in chosen(answer)]
        return (
            *(body for mode in picked for body in from_catalogue(session, mode, late=late)),
            Finished(question=key),
        )

    return Step(
        question=Question(
            key=key,
            text=f"{_AGAIN if late else _FIRST} Which could it be? Any number, or none.",
            why="People hardly notice what a list leaves out, so the catalogue comes after your own; the order "
            "is how well each explains what was seen, after those in which nothing is wrong, since they cost minutes.",
            source="Fischhoff, Slovic and Lichtenstein 1978 (cited from memory)",
            form=Several(
                tuple(_option(session, mode, refused) for mode in shown),
                more=tuple(_option(session, mode, refused) for mode in others),
            ),
            suggested="none",
            notes=tuple(
                Note(mode.name, f"{mode.says} Source: {mode.source}") for mode in shown if mode.source
            ),
        ),
        accept=accept,
    )


def _refused(session: Session) -> dict[str, str]:
    """Give the failure modes that a line of one's own was said not to be, with that line."""
    said, text = matches(session), {view.id: view.text for view in hypotheses(session)}
    return {
        mode: text[line]
        for line, offered in said.offered.items()
        for mode in offered
        if line in text and mode != said.of(line)
    }


def _option(session: Session, mode: FailureMode, refused: Mapping[str, str]) -> Option:
    """Give a failure mode to choose; of one that was refused as the meaning of a line, what was said of it."""
    price = mode.check.price
    takes = format_hours(wall_hours(price, run_hours(session)) + price.human_h)
    told = f"Not what you mean by “{refused[mode.id]}”, you said. " if mode.id in refused else ""
    check = in_short(mode.check.says)
    return Option(
        mode.id,
        mode.name,
        f"{told}Check ({takes}): {check}. {mode.says}",
        found_by=" ".join(mode.aliases),
    )
