"""Which playbooks fit what somebody says and what their runs log, with the reason for each."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from coach.errors import PlaybookError
from coach.playbook import GENERIC_PLAYBOOK
from coach.playbook.kept import catalogue_for
from coach.playbook.shelf import find_playbooks
from coach.playbook.words import words_in
from coach.session.triage.causes import Pack

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from coach.runs import Run
    from coach.session.catalogue import Catalogue

PER_WORD = 2.0
"""Nats that a word of a playbook's field speaks for the playbook (editorial)."""
MOST_WORDS = 4
"""Words of a field beyond which more say nothing new (editorial)."""
GENERAL = 0.75
"""Words that speak for a playbook with no words of its own: it is what fits where nothing else does (editorial)."""
PER_RUN_LOGGED = 6.0
"""Nats that what a run logs speaks for the playbook that fits it (editorial)."""
LEAST_SHARE = 0.005
"""Share under which a playbook is not consulted (editorial)."""
NAMED = 5
"""Words that a reason names."""


class Proposal(NamedTuple):
    """A playbook that was consulted, and why, in one sentence without a full stop."""

    pack: Pack
    because: str


def consulted(named: Sequence[str], folders: Sequence[Path]) -> tuple[tuple[Catalogue, ...], tuple[str, ...]]:
    """Give the playbooks to consult, the general one first, and what is wrong with those that cannot be read.

    Without names those are the general playbook and all that say which words belong to their field.

    Args:
        named: ids of playbooks.
        folders: folders with playbooks of one's own.

    Raises:
        PlaybookError: there is no playbook of a name, or it has a fault.
    """
    shelf = find_playbooks(*folders)
    if named:
        return tuple(catalogue_for(each, shelf) for each in dict.fromkeys(named)), ()
    made, faults = [], []
    for each in dict.fromkeys((GENERIC_PLAYBOOK, *(file.id for file in shelf))):
        try:
            made.append(catalogue_for(each, shelf))
        except PlaybookError as fault:
            faults.append(str(fault))
    kept = (each for each in made if each.words or each.id == GENERIC_PLAYBOOK)
    return tuple(sorted(kept, key=lambda each: len(each.failure_modes))), tuple(faults)


def proposed(
    catalogues: Sequence[Catalogue], text: str, runs: Sequence[Run], *, is_chosen: bool
) -> tuple[Proposal, ...]:
    """Give the playbooks that fit, the likeliest first.

    Args:
        catalogues: the playbooks there are.
        text: what somebody says.
        runs: what was read of their logs.
        is_chosen: whether somebody chose the playbooks.
    """
    if is_chosen:
        share = 1 / len(catalogues)
        return tuple(Proposal(Pack(each, share), "you named it") for each in catalogues)
    found = {each.id: words_in(text, each.words) for each in catalogues}
    logged = _logged(runs)
    nats = {
        each.id: PER_WORD * (min(MOST_WORDS, len(found[each.id])) if each.words else GENERAL)
        + PER_RUN_LOGGED * (each.id in logged)
        for each in catalogues
    }
    total = math.fsum(map(math.exp, nats.values()))
    made = [
        Proposal(
            Pack(each, math.exp(nats[each.id]) / total), _because(each, found[each.id], each.id in logged)
        )
        for each in catalogues
    ]
    kept = [each for each in made if each.pack.share >= LEAST_SHARE]
    return tuple(sorted(kept, key=lambda each: -each.pack.share))


def _logged(runs: Sequence[Run]) -> frozenset[str]:
    if not runs:
        return frozenset()
    from coach.runs.describing.metrics_advice import domain_of  # noqa: PLC0415 - only where logs were read

    return frozenset(each for run in runs if (each := domain_of(run)) is not None)


def _because(catalogue: Catalogue, words: Sequence[str], is_logged: bool) -> str:  # noqa: FBT001 - private
    reasons = [
        "it fits what the runs log" if is_logged else "",
        f"you speak of {', '.join(words[:NAMED])}" if words else "",
    ]
    otherwise = "it may hold the cause too" if catalogue.words else "it is the general one"
    return "; ".join(filter(None, reasons)) or otherwise
