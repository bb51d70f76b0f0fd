"""A walk of several people: every question of judgement is asked of each alone, then talked about, then pooled."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from coach.session.event.pairing import BlindCommitted
from coach.session.exhibit import Say
from coach.session.pairing.alone import alone, waiting
from coach.session.pairing.heading import swap_is_due
from coach.session.pairing.people import at_one_keyboard, holder, people
from coach.session.pairing.turns import Pairing, lost, owes, pairing_at
from coach.session.sheet import open_steps

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from coach.session.step import Place, Stage, Step

NAVIGATOR = "Whoever does not type asks: what would you expect to see if it is not that?"

ALONE = frozenset({"doubt", "again"})
"""Parts that begin with a judgement, and that one person alone answers together with the facts before."""


def pairing_of(stages: tuple[Stage, ...], place: Place) -> Pairing | None:
    """Give where people are with what is judged on the open sheet; None where nothing is, or one walks alone."""
    if not people(place.session):
        return None
    return pairing_at(place, (step for _, step in open_steps(_apart(stages), place)))


def _apart(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    """Give the parts with what each answers alone on a page of its own, since the others look away there."""
    return tuple(replace(stage, joins=False) if stage.id in ALONE else stage for stage in stages)


def for_several(stages: tuple[Stage, ...], place: Place) -> tuple[Stage, ...]:
    """Give the parts of a walk as several people walk it; as they are where one walks alone."""
    if not people(place.session):
        return stages

    @cache
    def found() -> Pairing | None:
        return pairing_of(stages, place)

    return tuple(replace(stage, steps=_steps(stage, found)) for stage in _apart(stages))


def _steps(stage: Stage, found: Callable[[], Pairing | None]) -> Callable[[Place], Iterator[Step]]:
    def steps(place: Place) -> Iterator[Step]:
        for at, step in enumerate(stage.steps(place)):
            pairing = found()
            if pairing is None and at == 0:
                yield _asked_of_all(place, step)
            elif pairing is None or step.question.key not in pairing.steps:
                yield step
            else:
                yield from _asked(place, step, pairing)

    return steps


def _asked_of_all(place: Place, step: Step) -> Step:
    """Give a question that one of them answers for all, with what the one who does not type asks."""
    if not at_one_keyboard(place.session) or step.question.waits:
        return step
    to = swap_is_due(place.session)
    due = (Say(f"{holder(place.session)} has typed for a while: pass the keyboard to {to}."),) if to else ()
    return replace(step, exhibits=(*step.exhibits, *due, Say(NAVIGATOR, "quiet")))


def _asked(place: Place, step: Step, pairing: Pairing) -> Iterator[Step]:
    """Give what stands in place of a judged question; what concerns all of them stands in place of the first."""
    if pairing.turn:
        each = pairing.rounds[step.question.key]
        if owes(each, pairing.turn, is_list=pairing.is_list) or lost(place, pairing.turn, each):
            yield alone(place, step, pairing)
    elif step.question.key == next(iter(pairing.steps)):
        if pairing.phase in ("alone", "opening"):
            yield waiting(pairing)
        else:
            from coach.session.pairing.talk import talk  # noqa: PLC0415 - only once everybody has answered

            yield talk(place, pairing)


def to_open(pairing: Pairing) -> tuple[BlindCommitted, ...]:
    """Give the commitments that are to be opened now; none while anybody has not answered."""
    if pairing.phase != "opening":
        return ()
    return tuple(
        BlindCommitted(question=key, round=each.number, person=person, digest=digest)
        for key, each in pairing.rounds.items()
        for person, digests in each.commitments.items()
        if not each.is_open(person)
        for digest in digests
    )
