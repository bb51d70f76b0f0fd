"""A return that is not logged, or no longer: no episode ends, or nobody looks at the reward."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.judged import may_be_a_return, unknown_tags
from coach.runs.detectors.card import Card
from coach.runs.quantities import Quantity
from coach.runs.quantities.run_meanings import RETURN_BESIDE
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="return-silent",
    source="Rahtz 2018 (rewards nobody looked at); ML-Agents and Stable-Baselines3 log a return when an episode ends",
    innocent=(
        "episodes are very long and none has ended yet",
        "the return is logged elsewhere, such as in monitor.csv",
    ),
    raises=(
        "reset-leak",
        "termination-truncation",
        "exploration-collapse",
        "logging-artefact",
    ),
)
_FEWEST = 5
_EARLY = 0.6  # of the run: a return whose last value is older has fallen silent
_LONG_SILENT = 0.1  # of the run
_SPENT = 0.05  # of the largest entropy: a policy that always does the same may never end its episode
_GAPS = 3  # times the longest gap so far
_RETURNS = (Quantity.RETURN, Quantity.EVAL_RETURN, Quantity.RATING, Quantity.MAX_RETURN, Quantity.BEST_RETURN)


def return_silent(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom where a policy is trained and no return is logged, or the last one is long past."""
    policies = seen.of(Quantity.ENTROPY, Quantity.POLICY_LOSS)
    points = max((len(measure.series) for measure in policies), default=0)
    if points < _FEWEST:
        return
    returns = seen.finite(*_RETURNS)
    tag = policies[0].tag
    if not returns and RETURN_BESIDE in seen.run.metadata:
        return
    if not returns:
        yield from _none_logged(seen, tag, points)
        return
    policies = tuple(each for each in policies if seen.count_alike(each.tag, tag))
    # A return may be logged against episodes: what counts is when, in steps of the policy.
    silent = {each.tag: seen.step_of(tag, each.tag, int(each.series.step[-1])) for each in returns}
    latest = max(returns, key=lambda measure: silent[measure.tag])
    silent_since = silent[latest.tag]
    first = min(int(measure.series.step[0]) for measure in policies)
    last = max(int(measure.series.step[-1]) for measure in policies)
    is_early = silent_since - first < _EARLY * (last - first)
    if is_early or _breaks_off(seen, latest, tag, last):
        said = (
            f"{latest.tag} was last logged at step {silent_since:,}, while the run went on to step {last:,}"
        )
        yield CARD.symptom(
            latest.tag,
            Severity.WARN if is_early else Severity.INFO,
            f"{said}: no episode may have ended since.",
            onset=seen.onset(latest.series, len(latest.series) - 1),
            value=(silent_since - first) / (last - first),
            threshold=_EARLY,
        )


def _breaks_off(seen: RunForDetectors, latest: Measure, tag: str, last: int) -> bool:
    """Give whether a return has not come for several times its longest gap, while the policy lost its entropy."""
    spent = [
        each.series.value[-1] < _SPENT * each.series.value.max() for each in seen.finite(Quantity.ENTROPY)
    ]
    if not any(spent) or len(latest.series) < _FEWEST or not seen.count_alike(latest.tag, tag):
        return False
    steps = latest.series.step
    silent = last - int(steps[-1])
    is_long = silent > _LONG_SILENT * (last - int(steps[0]))
    return is_long and silent >= _GAPS * int(np.diff(steps).max())


def _none_logged(seen: RunForDetectors, tag: str, points: int) -> Iterator[Symptom]:
    """Yield that no return is logged; less loudly where a tag that is not known could be it, not at all where it may.

    A name with a word for returns may well be it: `coach symptoms` asks the person then.
    """
    unknown = unknown_tags(seen.run)
    if any(map(may_be_a_return, unknown)):
        return
    trained = f"a policy is trained for {points:,} points ({tag}) and no return is"
    if unknown:
        said = f"{trained} known beside it; what {_named(unknown)} stands for is not known to me"
        yield CARD.symptom(tag, Severity.INFO, f"{said}.", value=0.0, threshold=1.0)
    else:
        yield CARD.symptom(tag, Severity.WARN, f"{trained} logged beside it.", value=0.0, threshold=1.0)


def _named(tags: tuple[str, ...]) -> str:
    return tags[0] if len(tags) == 1 else f"{tags[0]} and {len(tags) - 1:,} more"
