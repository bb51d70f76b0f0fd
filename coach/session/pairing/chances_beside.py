"""How likely people hold each cause of a failure, side by side, and in hours what hangs on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.reasoning.hours import format_hours
from coach.reasoning.scale import format_probability
from coach.session.answers.reading import table
from coach.session.causes import causes
from coach.session.exhibit import Grid, Say
from coach.session.pairing.compare import given
from coach.session.pairing.numbers_beside import AGREEMENT, WORTH_TALKING_H
from coach.session.premortem.arithmetic import run_cost

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.session.catalogue import Catalogue
    from coach.session.causes import CauseView
    from coach.session.exhibit import Exhibit
    from coach.session.pairing.turns import Pairing
    from coach.session.step import Place

MINUTES = 60.0


class Beside(NamedTuple):
    """One cause as people hold it.

    Attributes:
        by: what each said, by person; whoever had no idea is not in it.
        hours: the hours that a run loses to it on average by the highest number, beyond those by the lowest.
        check_h: hours that the playbook's check takes over the share of the cause that it removes; None without one.
    """

    text: str
    by: Mapping[str, float]
    hours: float
    check_h: float | None
    run_h: float

    @property
    def decides(self) -> bool:
        """True where the check pays by one person's number and not by another's."""
        pays = (
            {p * self.run_h > self.check_h for p in self.by.values()} if self.check_h is not None else set()
        )
        return len(pays) > 1


def chances_beside(place: Place, pairing: Pairing) -> tuple[tuple[Exhibit, ...], float]:
    """Give what people said of each cause, the most hours apart first, and the hours of the first."""
    rows = sorted(_rows(place, pairing), key=lambda each: (-each.hours, each.text))
    persons = [each for each in pairing.people if any(each in by for by in given(pairing).values())]
    if not rows or len(persons) < 2:  # noqa: PLR2004 - nobody to compare with
        return (), 0.0
    grid = Grid(
        "How likely each makes it fail",
        ("", *persons, "hangs on it"),
        tuple(
            (
                each.text,
                *(format_probability(each.by[who]) if who in each.by else "no idea" for who in persons),
                format_hours(each.hours) if each.hours >= WORTH_TALKING_H else "nothing",
            )
            for each in rows
        ),
    )
    first = next((each for each in rows if each.decides), rows[0])
    if first.hours < WORTH_TALKING_H:
        return (Say(f"You say nearly the same of each. {AGREEMENT}"), grid), first.hours
    return (Say(_crux(first), "warn"), grid), first.hours


def _crux(first: Beside) -> str:
    most, least = max(first.by, key=first.by.__getitem__), min(first.by, key=first.by.__getitem__)
    both = f"{most} {format_probability(first.by[most])}, {least} {format_probability(first.by[least])}"
    decides = (
        f"by {most}'s number its check pays, by {least}'s it does not"
        if first.decides
        else f"between you lie {format_hours(first.hours)} of a run that costs {format_hours(first.run_h)}"
    )
    return (
        f"Talk about this one, three minutes: “{first.text}” ({both}): {decides}. {most}, when did you last see it "
        f"happen? {least}, what here keeps it from happening?"
    )


def _rows(place: Place, pairing: Pairing) -> list[Beside]:
    views, run_h = {view.id: view for view in causes(place.session)}, run_cost(place.session)
    found: dict[str, dict[str, float]] = {}
    for answers in given(pairing).values():
        for person, answer in answers.items():
            for row, cells in table(answer).items():
                if cells[0] is not None:
                    found.setdefault(row, {})[person] = cells[0]
    return [
        Beside(
            views[row].text,
            by,
            (max(by.values()) - min(by.values())) * run_h,
            _check_h(views[row], place.catalogue),
            run_h,
        )
        for row, by in found.items()
        if row in views
    ]


def _check_h(view: CauseView, catalogue: Catalogue) -> float | None:
    mode = catalogue.failure_mode(view.failure_mode) if view.failure_mode else None
    prevention = mode.prevention if mode else None
    if prevention is None or prevention.effectiveness <= 0:
        return None
    return prevention.minutes / MINUTES / prevention.effectiveness
