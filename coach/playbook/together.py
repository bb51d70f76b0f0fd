"""Several playbooks as one catalogue: nothing that one of them brings is lost, and what is more special counts."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from typing import TYPE_CHECKING, TypeVar

from coach.playbook.kept import catalogue_for

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from coach.playbook.shelf import PlaybookFile
    from coach.session.catalogue import Catalogue
    from coach.session.failure_mode import FailureMode
    from coach.session.suggested import SuggestedExperiment

    Value = TypeVar("Value")


def catalogue_of(playbook_ids: Sequence[str], shelf: Sequence[PlaybookFile]) -> Catalogue:
    """Give the catalogue of several playbooks at once, each with everything it builds on.

    They are laid over one another from the most general to the most special. What a playbook leaves out of those it
    builds on is there all the same where another one brings it; what it only inherited does not take back what another
    one changed.

    Args:
        playbook_ids: ids of playbooks, at least one.
        shelf: the files to choose from, later ones counting more.

    Raises:
        PlaybookError: there is no such playbook, or one has a fault.
    """
    each_alone = [catalogue_for(each, shelf) for each in dict.fromkeys(playbook_ids)]
    in_order = sorted(each_alone, key=lambda each: len(each.lineage))

    def laid_over(lower: Catalogue, upper: Catalogue) -> Catalogue:
        shared = [each for each in upper.lineage if each in lower.lineage]
        return _together(catalogue_for(shared[-1], shelf) if shared else None, lower, upper)

    made = reduce(laid_over, in_order)
    return replace(
        made,
        id="+".join(each.id for each in in_order),
        title=" and ".join(each.title for each in in_order),
    )


def _together(base: Catalogue | None, lower: Catalogue, upper: Catalogue) -> Catalogue:
    """Give two catalogues as one; `base` is what both build on."""
    modes = {each.id: each for each in base.failure_modes} if base else {}
    experiments = {each.id: each for each in base.experiments} if base else {}
    lower_modes = {each.id: each for each in lower.failure_modes}
    lower_experiments = {each.id: each for each in lower.experiments}
    made = lower.merge(
        replace(
            upper,
            failure_modes=tuple(
                _mode(modes.get(each.id), lower_modes[each.id], each) if each.id in lower_modes else each
                for each in upper.failure_modes
            ),
            experiments=tuple(
                _experiment(experiments.get(each.id), lower_experiments[each.id], each)
                if each.id in lower_experiments
                else each
                for each in upper.experiments
            ),
            symptoms=_entries(base.symptoms if base else {}, lower.symptoms, upper.symptoms),
            symptom_classes=_entries(
                base.symptom_classes if base else {}, lower.symptom_classes, upper.symptom_classes
            ),
        )
    )
    known = {mode.id for mode in made.failure_modes}
    return replace(
        made,
        experiments=tuple(_with_rows(each, experiments.get(each.id), known) for each in made.experiments),
    )


def _with_rows(
    experiment: SuggestedExperiment, base: SuggestedExperiment | None, known: Collection[str]
) -> SuggestedExperiment:
    """Give an experiment with the rows of failure modes that only the other playbook kept."""
    if base is None or base.outcomes != experiment.outcomes:
        return experiment
    rows = {key: row for key, row in base.rows.items() if key in known}
    return replace(experiment, rows={**rows, **experiment.rows})


def _mode(base: FailureMode | None, lower: FailureMode, upper: FailureMode) -> FailureMode:
    changed = _changed(base, lower, upper)
    return replace(
        changed,
        symptoms=_entries(base.symptoms if base else {}, lower.symptoms, upper.symptoms),
        check=replace(
            changed.check,
            mistaken_for=_entries(
                base.check.mistaken_for if base else {}, lower.check.mistaken_for, upper.check.mistaken_for
            ),
        ),
    )


def _experiment(
    base: SuggestedExperiment | None, lower: SuggestedExperiment, upper: SuggestedExperiment
) -> SuggestedExperiment:
    changed = _changed(base, lower, upper)
    rows = _entries(base.rows if base else {}, lower.rows, upper.rows)
    count = len(changed.outcomes)
    return replace(changed, rows={key: row for key, row in rows.items() if len(row) == count})


def _changed(base: Value | None, lower: Value, upper: Value) -> Value:
    """Give the upper one, unless it says no more than what both build on."""
    return lower if upper == base else upper


def _entries(
    base: Mapping[str, Value], lower: Mapping[str, Value], upper: Mapping[str, Value]
) -> dict[str, Value]:
    """Give the entries of both; of two with one key the upper one, unless it is only inherited."""
    taken = {
        key: _changed(base.get(key), lower[key], each) if key in lower else each
        for key, each in upper.items()
    }
    return {**lower, **taken}
