"""Time spent waiting for data, or for others, that jumps, or takes most of a step."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from coach.runs.describing.sudden_change import sudden_change
from coach.runs.detectors.card import Card
from coach.runs.detectors.telltales.named import late, named
from coach.runs.quantities import Quantity
from coach.runs.symptom import Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from coach.runs.describing.run_for_detectors import RunForDetectors
    from coach.runs.detectors.telltales.named import Named
    from coach.runs.symptom import Symptom

CARD = Card(
    name="waiting-grows",
    source="a device that waits for data is idle meanwhile (worked out); three times and a half are own",
    innocent=("what is waited for overlaps with the work of the device", "the data were moved on purpose"),
    raises=("gpu-starved", "slow-node", "throughput-decay"),
)
_WAITING = re.compile(
    r"(?:data|loader|loading|load|fetch\w*|input|io|read\w*|decode|augment\w*|tokeni[sz]\w*)_(?:\w+_)?(?:time|wait\w*|"
    r"latency|seconds|secs?|ms|duration)|(?:time|wait\w*|seconds|secs?|ms)_(?:\w+_)?(?:data|loader|load|fetch|input)|"
    r"(?:all_?reduce|comm\w*|sync\w*|barrier|nccl|queue|idle|stall\w*)_(?:\w+_)?(?:time|wait\w*|seconds|secs?|ms)|"
    r"wait_?time|(?:^|_)waiting(?:_|$)"
)
_OF_OTHERS = re.compile(r"reduce|comm|sync|barrier|nccl")
_OF_NEITHER = re.compile(r"eval|val_|episode|real_time|sync_every")
_FEWEST = 20
_TIMES = 3.0
_FLOOR = 0.05  # of the largest value: what is less is as good as nothing
_HALF = 0.5
_AMONG_OTHERS = ("slow-node", "slow-interconnect", "work-unequal-by-rank", "hardware-fault")


def waiting_grows(seen: RunForDetectors) -> Iterator[Symptom]:
    """Yield a symptom for the first such time that jumps to three times and stays, or is half of a logged step."""
    for found in named(seen, _WAITING, _FEWEST):
        value = found.series.value
        if value.min() < 0 or _OF_NEITHER.search(found.words) or not value.max() > 0:
            continue
        change = sudden_change(np.log(np.maximum(value, _FLOOR * float(value.max()))), 1)
        if change is not None and change.lasts and change.after - change.before > np.log(_TIMES):
            before, after = float(np.median(value[max(0, change.at - 5) : change.at])), late(value)
            yield _symptom(seen, found, change.at, f"goes from {before:.3g} to {after:.3g}", after)
            return
        steps = [late(each.series.value) for each in seen.finite(Quantity.STEP_TIME)]
        if any(_HALF < late(value) / step <= 1 for step in steps if step > 0):
            yield _symptom(seen, found, 0, f"is {late(value):.3g} of steps of {max(steps):.3g}", late(value))
            return


def _symptom(seen: RunForDetectors, found: Named, at: int, how: str, value: float) -> Symptom:
    is_of_others = _OF_OTHERS.search(found.words) is not None
    what = (
        "this process waits for others, of which one is slow or has more to do, or for the network"
        if is_of_others
        else "the device waits for its data"
    )
    onset = seen.onset(found.series, at)
    since = f" at step {onset.step:,} and stays there" if at else ""
    return CARD.symptom(
        found.tag,
        Severity.WARN,
        f"{found.tag} {how}{since}: {what}.",
        onset=onset,
        value=value,
        threshold=_TIMES if at else _HALF,
        raises=_AMONG_OTHERS if is_of_others else CARD.raises,
    )
