"""A run that does worse than one from the archive did at the same step."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.siblings import telling_settings
from coach.runs.symptom import Severity
from coach.runs.trend import noise, settles_at

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from coach.runs.observed import Measure, Observed
    from coach.runs.symptom import Symptom

CARD = Card(
    name="under-sibling",
    source="Bekman's ML Engineering and the SmolLM3 report (only a smaller model's evaluations showed the fault)",
    innocent=(
        "another tokeniser, validation set or version of the environment",
        "a larger model that starts more slowly",
        "the archived run had a lucky seed",
    ),
    raises=("implementation-gap", "config-not-applied", "wrong-code-ran", "seed-variance"),
)
_GOALS = (
    (Quantity.EVAL_RETURN, 1),
    (Quantity.RETURN, 1),
    (Quantity.EVAL_ACCURACY, 1),
    (Quantity.EVAL_LOSS, -1),
    (Quantity.LOSS, -1),
)
_FEWEST = 10
_LAST = 0.1
_CLEARLY = 4.0  # standard errors of a difference of two means
_SEEN = 2.0  # times the noise of both curves
_MATTERS = 0.1  # of what the archived run had gained by then
_LARGE = 0.3
_MOST_NAMED = 3


class _Behind(NamedTuple):
    """How far a run lies behind one of the archive."""

    other: Observed
    mine: Measure
    step: int
    since: int
    here: float
    there: float
    share: float


def under_sibling(seen: Observed, archive: Sequence[Observed]) -> Iterator[Symptom]:
    """Yield a symptom where the best archived run was clearly ahead at the last step that both have reached."""
    behind = [each for other in archive if other.run is not seen.run and (each := _behind(seen, other))]
    if not behind:
        return
    worst = max(behind, key=lambda each: each.share)
    said = (
        f"{worst.mine.tag} is {worst.here:.4g} at step {worst.step:,}, where {worst.other.run.name} had "
        f"{worst.there:.4g}: {100 * worst.share:.0f} % of what that run had gained is missing"
    )
    yield CARD.symptom(
        worst.mine.tag,
        Severity.WARN if worst.share > _LARGE else Severity.INFO,
        f"{said}{_differing(seen, worst.other)}.",
        onset=seen.onset(worst.mine.series, worst.since),
        value=worst.share,
        threshold=_MATTERS,
    )


def _behind(seen: Observed, other: Observed) -> _Behind | None:
    for quantity, sign in _GOALS:
        mine, theirs = seen.finite(quantity), other.finite(quantity)
        tags = {each.tag: each for each in theirs}
        for measure in mine:
            if measure.tag in tags:
                return _compared(other, measure, tags[measure.tag], sign)
    return None


def _compared(other: Observed, mine: Measure, theirs: Measure, sign: int) -> _Behind | None:
    step = min(int(mine.series.step[-1]), int(theirs.series.step[-1]))
    here, there = (each.series.where(each.series.step <= step) for each in (mine, theirs))
    if min(len(here), len(there)) < _FEWEST:
        return None
    windows = [max(3, int(_LAST * len(each))) for each in (here, there)]
    ends = [float(each.value[-n:].mean()) for each, n in zip((here, there), windows, strict=True)]
    errors = [
        noise(each.value[-3 * n :]) / np.sqrt(n) for each, n in zip((here, there), windows, strict=True)
    ]
    gained = sign * (ends[1] - float(there.value[: windows[1]].mean()))
    lost = sign * (ends[1] - ends[0])
    clear = _CLEARLY * float(np.hypot(*errors))
    if gained <= clear or lost <= max(clear, _MATTERS * gained):
        return None
    apart = sign * (np.interp(here.step, there.step, there.value) - here.value)
    since = settles_at(apart > _SEEN * np.hypot(noise(here.value), noise(there.value)), share=0.9)
    at = len(here) - windows[0] if since is None else since
    return _Behind(other, mine, step, at, ends[0], ends[1], lost / gained)


def _differing(seen: Observed, other: Observed) -> str:
    """Give the settings that differ, where both runs state any."""
    mine, theirs = telling_settings(seen.run), telling_settings(other.run)
    names = sorted(name for name in {*mine, *theirs} if mine.get(name) != theirs.get(name))
    if not mine or not theirs:
        return ""
    if not names:
        return ", with the same settings"
    more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
    return f"; settings that differ: {', '.join(names[:_MOST_NAMED])}{more}"
