"""Logs read for `coach symptoms`, and everything the detectors, the clocks and the playbooks say about them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from coach.runs.comparing.seeds import seed_groups
from coach.runs.comparing.siblings import last_steps_of_others
from coach.runs.describing.before_non_finite import points_before_non_finite
from coach.runs.describing.facts import wanted_facts
from coach.runs.describing.judged import not_judged
from coach.runs.describing.metrics_advice import domain_of, not_logged
from coach.runs.describing.onset_order import onset_order
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.describing.run_state import standing
from coach.runs.detectors.detect import detect, detect_across, detect_against
from coach.runs.detectors.logging.non_finite import CARD as NON_FINITE
from coach.runs.quantities import meanings_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Run, Series, Symptom
    from coach.runs.comparing.seeds import SeedGroup
    from coach.runs.describing.facts import Facts, Wanted
    from coach.runs.describing.onset_order import Change
    from coach.runs.describing.run_state import Standing
    from coach.session.catalogue import Catalogue


class Seen(NamedTuple):
    """One run with what the detectors saw, the changes of its tags in order, and what became of it.

    Attributes:
        likelihoods: what the playbook says about each symptom, by the symptom's id.
        not_logged: tags worth logging that it does not log, with the reason.
        before: the last points of what could tell why, before the first alarm about a number that is none.
        not_judged: why nothing could be judged, and what would mend that, in one sentence; empty where it was.
    """

    run: Run
    symptoms: tuple[Symptom, ...]
    changes: tuple[Change, ...]
    standing: Standing
    playbook: str
    likelihoods: Mapping[str, Likelihoods]
    not_logged: Mapping[str, str]
    before: tuple[Series, ...]
    not_judged: str = ""


class Look(NamedTuple):
    """All runs that were looked at, and what shows only between them, with what a playbook says about it."""

    runs: tuple[Seen, ...]
    across: tuple[Symptom, ...]
    across_likelihoods: Mapping[str, Likelihoods]
    seeds: tuple[SeedGroup, ...]
    wanted: Mapping[str, Wanted]


def look_at(
    runs: Sequence[Run],
    archive: Sequence[Run],
    *,
    facts: Facts,
    folders: Sequence[Path],
    playbook: str | None = None,
    now: float,
) -> Look:
    """Give everything there is to say about some runs.

    Args:
        runs: the runs.
        archive: earlier runs to compare them with.
        facts: what the logs cannot say.
        folders: folders with playbooks of one's own.
        playbook: id of the playbook to use; None for the one that fits each run.
        now: seconds since 1970.
    """
    shelf, others, seen = _Shelf(playbook, folders), last_steps_of_others(runs), []
    all_observed = [RunForDetectors(run, facts) for run in runs]
    for run, observed in zip(runs, all_observed, strict=True):
        found = (
            *detect(run, facts=facts, observed=observed),
            *(detect_against(run, archive) if archive else ()),
        )
        catalogue = shelf.for_run(run)
        seen.append(
            Seen(
                run,
                found,
                onset_order(observed),
                standing(run, now, others.get(id(run), ())),
                "" if catalogue is None else catalogue.id,
                _likelihoods(found, catalogue),
                _advice(run, catalogue),
                _before(observed, found),
                not_judged(run) if run.points and not meanings_of(run) else "",
            )
        )
    across = detect_across(runs, observed=all_observed) if len(runs) > 1 else ()
    first = next((run for run in runs if shelf.for_run(run) is not None), None)
    return Look(
        runs=tuple(seen),
        across=across,
        across_likelihoods={} if first is None else _likelihoods(across, shelf.for_run(first)),
        seeds=seed_groups(runs),
        wanted={each.fact: each for run in runs for each in wanted_facts(run, facts)},
    )


def _before(observed: RunForDetectors, found: Sequence[Symptom]) -> tuple[Series, ...]:
    moments = [
        (each.onset_step, each.tag)
        for each in found
        if each.detector == NON_FINITE.name
        and each.severity is Severity.ALARM
        and each.onset_step is not None
        and each.before_segment is None
    ]
    if not moments:
        return ()
    step, tag = min(moments)
    return points_before_non_finite(observed, tag, step)


class _Shelf:
    """The playbooks that are needed, each compiled once."""

    def __init__(self, playbook: str | None, folders: Sequence[Path]) -> None:
        self._named = playbook
        self._folders = folders
        self._made: dict[str, Catalogue] = {}

    def for_run(self, run: Run) -> Catalogue | None:
        """Give the playbook that was named, or the one that fits what the run logs; None where none does."""
        name = self._named or domain_of(run)
        if name is None:
            return None
        if name not in self._made:
            from coach.playbook.kept import catalogue_for  # noqa: PLC0415 - the first run needs it, help does not
            from coach.playbook.shelf import find_playbooks  # noqa: PLC0415 - as above

            self._made[name] = catalogue_for(name, find_playbooks(*self._folders))
        return self._made[name]


def _likelihoods(found: Sequence[Symptom], catalogue: Catalogue | None) -> dict[str, Likelihoods]:
    if catalogue is None:
        return {}
    from coach.desk.likelihoods import likelihoods  # noqa: PLC0415 - the desk is loaded where it is needed

    known = {each.id: likelihoods(each, catalogue) for each in found}
    return {key: each for key, each in known.items() if each is not None}


def _advice(run: Run, catalogue: Catalogue | None) -> dict[str, str]:
    if catalogue is None:
        return {}
    why = {each.tag_hint: each.why for each in catalogue.metrics}
    return {tag: why[tag] for tag in not_logged(run, why)}
