"""What `coach symptoms --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from coach.cli.terminal_safe import one_line, storable
from coach.runs.describing.common_onset import began_together
from coach.runs.describing.curves import curves_of, gaps_of, sibling_gaps, value_spread
from coach.runs.describing.judged import tags_read
from coach.runs.detectors.could_see import could_see

if TYPE_CHECKING:
    from collections.abc import Mapping

    from coach.cli.symptom_look import Look, Seen
    from coach.desk.likelihoods import Likelihoods
    from coach.runs import Symptom
    from coach.runs.describing.curves import Curve, Gap


def as_data(look: Look) -> dict[str, object]:
    """Give everything that was seen as values of JSON."""
    return {
        "runs": [_run_data(seen) for seen in look.runs],
        "across_runs": [_symptom_data(each, look.across_likelihoods) for each in look.across],
        "onset_orders": [
            {"run": one_line(seen.run.name), "changes": [each._asdict() for each in seen.changes]}
            for seen in look.runs
        ],
        "seeds": [{**group._asdict(), "iqm": group.iqm._asdict()} for group in look.seeds],
        "held_out": [_gap_data(gap) for gap in sibling_gaps([seen.run for seen in look.runs])],
        "wanted_facts": [each._asdict() for each in look.wanted.values()],
    }


def _run_data(seen: Seen) -> dict[str, object]:
    run = seen.run
    return {
        "run": one_line(run.name),
        "path": storable(str(run.path)),
        "format": run.format,
        "files": run.files,
        "tags": len(run.series),
        "tags_read": [each._asdict() for each in tags_read(run)],
        "points": run.points,
        "first_step": run.first_step,
        "last_step": run.last_step,
        "wall_h": run.hours,
        "state": seen.standing.state.value,
        "state_says": seen.standing.says,
        "notes": [
            {"kind": note.kind.value, "path": storable(str(note.path)), "detail": note.detail}
            for note in run.notes
        ],
        "symptoms": [_symptom_data(each, seen.likelihoods) for each in seen.symptoms],
        "began_together": [
            [symptom.id for symptom in event]
            for event in began_together(run, seen.symptoms)
            if len(event) > 1
        ],
        "not_seen": sorted(could_see(run) - {symptom.detector for symptom in seen.symptoms}),
        "before_non_finite": [
            {"tag": each.tag, "step": each.step.tolist(), "value": each.value.tolist()}
            for each in seen.before
        ],
        "playbook": seen.playbook or None,
        "not_judged": seen.not_judged or None,
        "held_out": [_gap_data(gap) for gap in gaps_of(run)],
        "value_spread": one_line(value_spread(run)) or None,
        "courses": [_curve_data(curve) for curve in curves_of(run)],
        "not_logged": [{"tag": tag, "why": why} for tag, why in seen.not_logged.items()],
    }


def _curve_data(curve: Curve) -> dict[str, object]:
    first, last, lowest, highest, best, worst = (
        None if place is None else place._asdict()
        for place in (curve.first, curve.last, curve.lowest, curve.highest, curve.best, curve.worst)
    )
    return {
        "tag": one_line(curve.tag),
        "quantity": curve.quantity or None,
        "points": curve.points,
        "not_finite": curve.not_finite,
        "first": first,
        "last": last,
        "lowest": lowest,
        "highest": highest,
        "best": best,
        "worst": worst,
        "says": one_line(curve.says),
    }


def _gap_data(gap: Gap) -> dict[str, object]:
    return {name: one_line(each) if isinstance(each, str) else each for name, each in gap._asdict().items()}


def _likelihood_data(known: Likelihoods | None) -> dict[str, object] | None:
    return None if known is None else {**known._asdict(), "given": [each._asdict() for each in known.given]}


def _symptom_data(symptom: Symptom, known: Mapping[str, Likelihoods]) -> dict[str, object]:
    return {
        "id": symptom.id,
        "detector": symptom.detector,
        "tag": symptom.tag,
        "onset_step": symptom.onset_step,
        "onset_wall_h": symptom.onset_wall_h,
        "onset_range": None if symptom.onset_range is None else list(symptom.onset_range),
        "value": symptom.value,
        "threshold": symptom.threshold,
        "severity": symptom.severity.value,
        "says": symptom.says,
        "source": symptom.source,
        "innocent": list(symptom.innocent),
        "raises": list(symptom.raises),
        "likelihoods": _likelihood_data(known.get(symptom.id)),
    }
