"""Two that should differ and log the same numbers: workers with one and the same data, critics that are one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import spelt
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.symptom import Symptom

CARD = Card(
    name="twins-identical",
    source="two that draw their own data or weights never agree to the last digit (worked out); counts are own",
    innocent=("the number was averaged over the workers before it was logged", "only one of them is in use"),
    raises=("logging-artefact", "config-not-applied", "worker-seeds-shared"),
)
_NUMBER = re.compile(r"(?<=[a-z_])\d+(?=_|$)")
_WORKER = re.compile(r"(?:rank|worker|replica|device|gpu|node|actor|env|proc|process|copy)s?_?$")
_CRITIC = re.compile(r"(?:^|_)(?:q|qf|critic|vf|value|q_net)_?$")
_MEASURED = re.compile(
    r"loss|reward|return|acc(?:_|$|uracy)|length|input|obs|data|sample|score|value|q_|_q|(?:^|_)qf?#"
)
_SHARED = re.compile(r"reduce|param|weight|lr|rate|grad|step_time|time|steps|total|world|global|mean_over")
_FEWEST, _DISTINCT = 10, 8
_OF_WORKERS = (
    "ranks-read-same-data",
    "worker-seeds-shared",
    "ranks-share-a-seed",
    "episodes-all-alike",
    "correlated-envs",
)


def twins(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first two series whose names differ in the number of a worker, or of a critic, alone.

    They are the same number for number at ten points or more, and vary. What workers share by design, such as weights,
    gradients after they were averaged, and rates, is left out.
    """
    first: dict[str, str] = {}
    for tag, series in seen.timelines.items():
        words = spelt(tag)
        for number in _NUMBER.finditer(words):
            before = words[: number.start()]
            name = f"{before}#{words[number.end() :]}"
            if not (_WORKER.search(before) or _CRITIC.search(before)) or not _MEASURED.search(name):
                continue
            other = first.setdefault(name, tag)
            if other == tag or _SHARED.search(words):
                continue
            one = seen.timelines[other]
            is_same = len(one) == len(series) >= _FEWEST and np.array_equal(one.value, series.value)
            if is_same and len(np.unique(series.value)) >= _DISTINCT:
                yield _symptom(seen, other, tag, is_critic=_WORKER.search(before) is None)
                return


def _symptom(seen: RunForDetectors, one: str, other: str, *, is_critic: bool) -> Symptom:
    series = seen.timelines[other]
    what = (
        "two critics that are one and the same cannot keep each other from promising too much"
        if is_critic
        else "workers that work on the same data, or draw with the same seed, are worth one of them"
    )
    return CARD.symptom(
        other,
        Severity.WARN,
        f"{one} and {other} are exactly equal at all {len(series):,} points: {what}.",
        onset=seen.onset(series, 0),
        value=float(len(series)),
        threshold=float(_FEWEST),
        raises=(
            ("identical-critics", "q-overestimation", "config-not-applied")
            if is_critic
            else (
                "ranks-read-same-data",
                "worker-seeds-shared",
                "ranks-share-a-seed",
                "episodes-all-alike",
                "correlated-envs",
            )
        ),
    )
