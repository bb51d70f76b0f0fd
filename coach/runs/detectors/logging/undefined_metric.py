"""A metric that has no value for a while: no episode has ended, or nothing varies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.logging.undefined import OVER_EPISODES, Undefined, undefined
from coach.runs.detectors.returns.progress import is_near_its_best, main_return
from coach.runs.quantities import Quantity, meaning_of
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.series import Series
    from coach.runs.symptom import Symptom

CARD = Card(
    name="undefined-metric",
    source="a mean over no episode and a share of no variance are no numbers; a fifth of the run is coach's own choice",
    innocent=(
        "no episode had ended yet, or none had since the last look",
        "the method begins to train only later",
        "a running best has no value before the first",
    ),
    raises=("reset-leak", "termination-truncation", "reward-uninformative", "logging-artefact"),
    looks_at=(
        Quantity.RETURN,
        Quantity.EVAL_RETURN,
    ),
)
_LONG = 0.2  # of the points, at the end
_FEWEST = 10
_VARIES = 0.25  # of the largest return
_SAYS = {
    Undefined.NOT_YET: ", and finite ever since",
    Undefined.NO_EPISODE: ", as it is where no episode has ended; what the training computes is finite",
    Undefined.NO_VARIANCE: "; it is undefined where the returns do not vary",
}


def undefined_metric(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for every tag whose NaN or infinities need no overflow to be explained."""
    for tag, series in seen.timelines.items():
        bad = ~np.isfinite(series.value)
        why = undefined(seen, tag, series) if bad.any() else None
        if why is not None:
            yield _symptom(seen, tag, series, why)


def _symptom(seen: RunForDetectors, tag: str, series: Series, why: Undefined) -> Symptom:
    bad = ~np.isfinite(series.value)
    first, n = int(np.argmax(bad)), int(bad.sum())
    said = f"{tag} is {kind_of(series.value[bad])} at {n:,} of {len(series):,} points"
    said += f", first at step {int(series.step[first]):,}{_SAYS[why]}{_not_yet(tag, why)}"
    severity, raises = _judge(seen, bad, why)
    if why is Undefined.NO_VARIANCE and (other := _varies_there(seen, tag, series.step[bad])):
        severity, raises = Severity.WARN, ("reward-uninformative", "discount-horizon")
        said += f", and {other}: what the critic is to predict does not vary with that"
    onset = seen.onset(series, first)
    return CARD.symptom(
        tag, severity, f"{said}.", onset=onset, value=n / len(series), threshold=0.0, raises=raises
    )


def _varies_there(seen: RunForDetectors, tag: str, step: NDArray[np.int64]) -> str:
    """Give in words how far the return varies over the steps at which nothing is left to explain; empty if hardly."""
    returns = main_return(seen)
    if returns is None or not seen.count_alike(returns.tag, tag):
        return ""
    value = returns.series.value[np.isin(returns.series.step, step)]
    if len(value) < _FEWEST or not float(np.ptp(value)) > _VARIES * float(np.abs(value).max()):
        return ""
    return f"{returns.tag} is {value.min():.4g} to {value.max():.4g} there"


def kind_of(bad: NDArray[np.float64]) -> str:
    """Give what values that are not finite are, in words."""
    nan = np.isnan(bad)
    if nan.all():
        return "NaN"
    signs = {"inf" if value > 0 else "-inf" for value in bad[~nan].tolist()}
    return f"{'NaN or ' if nan.any() else ''}{' or '.join(sorted(signs))}"


def _not_yet(tag: str, why: Undefined) -> str:
    meaning = meaning_of(tag)
    is_of_episodes = meaning is not None and meaning.quantity in OVER_EPISODES
    return ": no episode may have ended before that" if why is Undefined.NOT_YET and is_of_episodes else ""


def _judge(seen: RunForDetectors, bad: NDArray[np.bool_], why: Undefined) -> tuple[Severity, tuple[str, ...]]:
    if why is Undefined.NOT_YET:
        return Severity.INFO, ()
    if why is Undefined.NO_VARIANCE:
        is_solved = is_near_its_best(seen)
        return (Severity.INFO, ()) if is_solved else (Severity.WARN, ("reward-uninformative",))
    lasts = bool(bad[-max(1, int(_LONG * len(bad))) :].all())
    raises = ("reset-leak", "termination-truncation", "logging-artefact")
    return (Severity.WARN, raises) if lasts else (Severity.INFO, ("logging-artefact",))
