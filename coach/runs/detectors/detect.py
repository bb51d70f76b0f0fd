"""What stands out in a run, and between runs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.rolled_back import rolled_back
from coach.runs.describing.run_for_detectors import RunForDetectors
from coach.runs.detectors.diagnostics.judged import judged_diagnostics
from coach.runs.detectors.diagnostics.ranks import uneven_ranks
from coach.runs.detectors.registry import ACROSS, AGAINST, DETECTORS
from coach.runs.detectors.telltales.outright import outright
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from coach.runs.describing.facts import Facts
    from coach.runs.run import Run
    from coach.runs.symptom import Symptom

_OF_MISSING_NUMBERS = frozenset({"non-finite", "undefined-metric", "masked-nan"})
"""Detectors that warn of points which are no number; what the others say is told all the same."""
_ORDER = (Severity.ALARM, Severity.WARN, Severity.INFO)


def detect(
    run: Run, *, facts: Facts | None = None, observed: RunForDetectors | None = None
) -> tuple[Symptom, ...]:
    """Give the symptoms of one run, the most disturbing first, then by onset.

    Judged is the line that counts, and each longer stretch that a restart rolled back as it stood before the restart.

    Args:
        run: the run.
        facts: what the log cannot say; detectors that would need more of it are silent.
        observed: the same run with the same facts as detectors see it, where somebody has worked that out already.
    """
    # Values near the limits of a float overflow in a spread or a mean; the result is then infinite, which is true.
    with np.errstate(all="ignore"):
        found = _seen_in(observed or RunForDetectors(run, facts))
        for stretch in rolled_back(run):
            found += stretch.symptoms(_seen_in(RunForDetectors(stretch.run, facts)), found)
    return tuple(sorted(found, key=_rank))


def _seen_in(seen: RunForDetectors) -> list[Symptom]:
    special = [each for each in DETECTORS if each is not outright]
    found = [_with_remark(each, seen) for detector in special for each in detector(seen)]
    warned = {
        each.tag
        for each in found
        if each.severity is not Severity.INFO and each.detector not in _OF_MISSING_NUMBERS
    }
    found += [*judged_diagnostics(seen, warned), *uneven_ranks(seen, warned)]
    told = {each.tag for each in found}
    return [*found, *(each for each in outright(seen) if each.tag not in told)]  # says least of what it means


def _with_remark(symptom: Symptom, seen: RunForDetectors) -> Symptom:
    """Give the symptom with what has to be known of the logged values, such as that they were turned round."""
    meaning = seen.meanings.get(symptom.tag)
    if meaning is None or not meaning.says or meaning.says in symptom.says:
        return symptom
    return replace(symptom, says=f"{symptom.says.removesuffix('.')} ({meaning.says}).")


def detect_across(runs: Sequence[Run], *, observed: Sequence[RunForDetectors] = ()) -> tuple[Symptom, ...]:
    """Give the symptoms that show only between runs; `tag` is the quantity compared.

    Args:
        runs: the runs.
        observed: the same runs as detectors see them, where somebody has worked that out already.
    """
    seen = observed or [RunForDetectors(run) for run in runs]
    with np.errstate(all="ignore"):
        found = [each for detector in ACROSS for each in detector(seen)]
    return tuple(sorted(found, key=_rank))


def detect_against(run: Run, archive: Sequence[Run]) -> tuple[Symptom, ...]:
    """Give the symptoms of one run that show only beside runs from the archive.

    Args:
        run: the run.
        archive: runs that are known to be good enough to compare with; the run itself may be among them.
    """
    seen, known = RunForDetectors(run), [RunForDetectors(each) for each in archive if each is not run]
    with np.errstate(all="ignore"):
        found = [each for detector in AGAINST for each in detector(seen, known)]
    return tuple(sorted(found, key=_rank))


def _rank(symptom: Symptom) -> tuple[int, float, str]:
    onset = float("inf") if symptom.onset_step is None else float(symptom.onset_step)
    return _ORDER.index(symptom.severity), onset, symptom.id
