"""What a case's file must say beyond its shape: names that exist, rows of the right length, one repair a cause."""

from __future__ import annotations

import math
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from coach.playbook.fault import Fault, meant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.playbook.drills.schema import CaseContent, LookEntry

_CLOSE = 0.011
"""Estimated rows are written in per cent, so that three thirds may sum to .99."""


def own_faults(case: CaseContent) -> Iterator[Fault]:
    """Give every fault that a case's file shows by itself."""
    yield from _causes(case)
    for name, look in case.looks.items():
        yield from _look(case, name, look)
    yield from _repairs(case)
    for at, clue in enumerate(case.clues):
        for each in clue.speaks_for:
            yield from _known(case, each, ("clues", at, "speaks_for"))
    if case.provenance == "measured" and any(look.estimated for look in case.looks.values()):
        hint = "Write `provenance: estimated`, or count its outcomes."
        yield Fault(("provenance",), "a look has estimated likelihoods, so the case is not measured", hint)


def _causes(case: CaseContent) -> Iterator[Fault]:
    yield from _known(case, case.true_cause, ("true_cause",))
    for name, cause in case.causes.items():
        for part in cause.made_of:
            if part == name:
                yield Fault(
                    ("causes", name, "made_of"), f"the cause {name!r} is made of itself", "Leave it out."
                )
            yield from _known(case, part, ("causes", name, "made_of"))


def _look(case: CaseContent, name: str, look: LookEntry) -> Iterator[Fault]:
    place = ("looks", name)
    if look.recorded not in look.outcomes:
        yield Fault(
            (*place, "recorded"), f"{look.recorded!r} is no outcome", meant(look.recorded, look.outcomes)
        )
    for cause, row in (*look.counts.items(), *look.estimated.items()):
        where = "counts" if cause in look.counts else "estimated"
        yield from _known(case, cause, (*place, where, cause))
        if len(row) != len(look.outcomes):
            said = f"{len(row)} numbers for {len(look.outcomes)} outcomes"
            yield Fault((*place, where, cause), said, "Give one for each outcome, in their order.")
    for cause, row in look.estimated.items():
        if cause in look.counts:
            yield Fault(
                (*place, "estimated", cause), "this row is counted and estimated", "Keep one of them."
            )
        if abs(math.fsum(row) - 1) > _CLOSE:
            yield Fault(
                (*place, "estimated", cause), f"the row sums to {math.fsum(row):.3g}", "It must sum to 1."
            )
    if look.log and (PurePosixPath(look.log).is_absolute() or ".." in PurePosixPath(look.log).parts):
        yield Fault((*place, "log"), "a log lies inside the case's folder", "Give a path below it.")


def _repairs(case: CaseContent) -> Iterator[Fault]:
    cured = [each for repair in case.repairs.values() for each in repair.cures]
    for name, repair in case.repairs.items():
        for each in repair.cures:
            yield from _known(case, each, ("repairs", name, "cures"))
    for cause in case.causes:
        if (count := cured.count(cause)) != 1:
            said = "no repair cures" if not count else f"{count} repairs cure"
            yield Fault(("causes", cause), f"{said} {cause!r}", "Exactly one repair cures each cause.")


def _known(case: CaseContent, cause: str, place: tuple[str | int, ...]) -> Iterator[Fault]:
    if cause not in case.causes:
        yield Fault(place, f"{cause!r} is no cause of this case", meant(cause, case.causes))
