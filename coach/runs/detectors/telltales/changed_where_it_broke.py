"""What else changed at the very point at which a run broke: inputs, settings, workers, whatever was logged beside."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from coach.runs.describing.sudden_change import SuddenChange, sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.losses.supervised import trains_a_policy
from coach.runs.detectors.telltales.named import spelt
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import Measure, RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="changed-where-it-broke",
    source="what changes at the point of a break is its cause or shares it (worked out); the shares are own",
    innocent=("both were changed there on purpose",),
    raises=("config-not-applied", "checkpoint-incomplete", "hardware-fault"),
)
_OF_INPUTS = re.compile(r"inputs?|obs|observations?|features?|pixels?|images?|states?|normali[sz]\w*|running")
_MEANINGS: tuple[tuple[re.Pattern[str], str, tuple[str, ...]], ...] = (
    (
        _OF_INPUTS,
        "what goes in became another, or is scaled otherwise",
        (
            "preprocess-mismatch",
            "obs-corruption",
            "running-stats-bug",
            "distribution-shift",
            "constant-or-nan-feature",
            "nonstationary-normaliser",
        ),
    ),
    (
        re.compile(r"workers?|ranks?|nodes?|devices?|healthy|alive|envs?(?:_|$)|actors?"),
        "some of those who work are gone",
        ("hardware-fault", "slow-node", "one-rank-died"),
    ),
    (
        re.compile(r"age|lag|stale\w*|version|delay"),
        "what is learnt from became older",
        ("stale-experience", "buffer-misalignment"),
    ),
    (
        re.compile(
            r"coefs?|coeffs?|weight|beta|lambda|temperature|alpha|tau|gamma|clip|dropout|decay|momentum"
        ),
        "a setting moved there",
        ("config-not-applied", "loss-terms-unbalanced", "lr-schedule-units"),
    ),
    (
        re.compile(r"data|batch|seq\w*|tokens?|shard|source|mix\w*|epoch|stage|level|difficulty|lesson"),
        "the data, or the task, became another",
        ("unshuffled-data", "preprocess-mismatch", "label-misalignment", "task-became-harder"),
    ),
)
_RESULTS = re.compile(
    r"loss|acc(?:_|$|uracy)|reward|return|score|success|win|error|value|advantage|prob|entropy|kl|grad|length|steps?|"
    r"episodes?|time|per_sec|fps|sps|q_|_q|auc|f1|bleu|perplexity|ppl|best|elo|rating|n_updates|iterations?|wer|cer"
)
_FEWEST = 20
_EARLY = 0.05  # of the points
_LOST = 0.3  # of the range of a goal
_NEAR = 2  # points
_MOVES = 0.2  # of the level
_MOST_NAMED = 3


class _Break(NamedTuple):
    measure: Measure
    change: SuddenChange


class _Beside(NamedTuple):
    tag: str
    before: float
    after: float


def changed_where_it_broke(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first goal that is lost at one point, where something that is no result changed for good.

    A goal is a return, or the losses and accuracies of a run that trains no policy. What else is a result of learning
    is left out: it changes as a consequence.
    """
    for broke in _breaks(seen):
        beside = [*_beside(seen, broke)]
        if not beside:
            continue
        measure, change = broke
        step = int(measure.series.step[change.at])
        told = " and ".join(
            f"{each.tag} (from {each.before:.3g} to {each.after:.3g})" for each in beside[:_MOST_NAMED]
        )
        meaning, raises = _meaning(beside[0].tag)
        yield CARD.symptom(
            measure.tag,
            Severity.WARN,
            f"{measure.tag} goes from {change.before:.3g} to {change.after:.3g} at step {step:,}, and just there {told}"
            f" {'changes' if len(beside) == 1 else 'change'}: {meaning}.",
            onset=seen.onset(measure.series, change.at),
            value=change.after,
            threshold=change.before,
            raises=raises,
        )
        return


def _breaks(seen: RunForDetectors) -> Iterator[_Break]:
    goals = [(each, -1) for each in seen.finite(Quantity.RETURN, Quantity.EVAL_RETURN)]
    if not trains_a_policy(seen):
        goals += [(each, 1) for each in seen.finite(Quantity.LOSS, Quantity.EVAL_LOSS)]
        goals += [(each, -1) for each in seen.finite(Quantity.EVAL_ACCURACY, Quantity.ACCURACY)]
    for measure, worse in goals:
        value = measure.series.value
        change = sudden_change(value, worse) if len(value) >= _FEWEST else None
        if change is None or change.at < max(5, _EARLY * len(value)):
            continue
        if abs(change.after - change.before) >= _LOST * float(np.ptp(value)):
            yield _Break(measure, change)


def _beside(seen: RunForDetectors, broke: _Break) -> Iterator[_Beside]:
    """Yield what is no result of learning and changes its level for good within two points of a break."""
    step, at = broke.measure.series.step, broke.change.at
    first, last = int(step[max(0, at - _NEAR)]), int(step[min(len(step) - 1, at + 1)])
    for tag, series in seen.timelines.items():
        if tag in seen.meanings or _RESULTS.search(spelt(tag)) or len(series) < _FEWEST:
            continue
        if not np.isfinite(series.value).all() or not seen.count_alike(tag, broke.measure.tag):
            continue
        for sign in (1, -1):
            change = sudden_change(series.value, sign)
            if change is None or not change.lasts or not first <= int(series.step[change.at]) <= last:
                continue
            if abs(change.after - change.before) > _MOVES * abs(change.before):
                yield _Beside(tag, change.before, change.after)


def _meaning(tag: str) -> tuple[str, tuple[str, ...]]:
    words = spelt(tag)
    for pattern, says, raises in _MEANINGS:
        if pattern.search(words):
            return says, raises
    return "the two share a cause, or the one is the other's", CARD.raises
